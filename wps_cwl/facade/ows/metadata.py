"""ServiceIdentification, ServiceProvider, OperationsMetadata: OWS Common 1.1 and 2.0 differ in the namespace only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wps_cwl.facade.ows.elements import HREF, Element, Elements
from wps_cwl.model import Contact, Service


def identification(ows: Elements, service: Service, version: str) -> Element:
    """Return what the service is; only the version that is spoken here is listed."""
    return ows(
        "ServiceIdentification",
        ows("Title", service.title),
        ows("Abstract", service.abstract),
        keywords(ows, service.keywords),
        ows("ServiceType", "WPS"),
        ows("ServiceTypeVersion", version),
        ows("Fees", service.fees),
        ows("AccessConstraints", service.access_constraints),
    )


def keywords(ows: Elements, words: Iterable[str]) -> Element | None:
    """Return the keywords, or None when there are none."""
    return ows.optional("Keywords", [ows("Keyword", word) for word in words])


def provider(ows: Elements, service: Service) -> Element:
    """Return who runs the service."""
    site = service.provider_site
    return ows(
        "ServiceProvider",
        ows("ProviderName", service.provider),
        ows("ProviderSite", {HREF: site}) if site else None,
        _contact(ows, service.contact),
    )


def _contact(ows: Elements, contact: Contact) -> Element:
    address = (
        ("DeliveryPoint", contact.address),
        ("City", contact.city),
        ("AdministrativeArea", contact.region),
        ("PostalCode", contact.postal_code),
        ("Country", contact.country),
        ("ElectronicMailAddress", contact.email),
    )
    info = (
        ows.optional("Phone", ows.optional("Voice", contact.phone)),
        ows.optional("Address", [ows(name, value) for name, value in address if value]),
    )
    return ows(
        "ServiceContact",
        ows.optional("IndividualName", contact.name),
        ows.optional("PositionName", contact.position),
        ows.optional("ContactInfo", [part for part in info if part is not None]),
    )


def operations(ows: Elements, address: str, offered: Mapping[str, Iterable[str]]) -> Element:
    """Return the operations; `offered` says by which of the methods Get and Post each can be called."""
    return ows(
        "OperationsMetadata",
        [
            ows(
                "Operation",
                {"name": name},
                ows("DCP", ows("HTTP", [ows(method, {HREF: address}) for method in methods])),
            )
            for name, methods in offered.items()
        ],
    )


def box(ows: Elements, element: Element, lower: Iterable[float], upper: Iterable[float]) -> Element:
    """Put the corners of a bounding box into an element, with the shortest digits that mean the same number."""
    for name, corner in (("LowerCorner", lower), ("UpperCorner", upper)):
        element.append(ows(name, " ".join(number_text(number) for number in corner)))
    return element


def number_text(number: float) -> str:
    """Return a coordinate as it was most likely written: 10 and not 10.0."""
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
