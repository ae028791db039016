"""A request of either version before its operation is looked at: a query, or an XML document."""

from __future__ import annotations

from dataclasses import dataclass

from wps_cwl.errors import InvalidParameter, InvalidRequest, MissingParameter, VersionNotSupported
from wps_cwl.facade import negotiation
from wps_cwl.facade.ows import xml
from wps_cwl.facade.ows.elements import Element
from wps_cwl.facade.ows.kvp import Query
from wps_cwl.model import Subscription

_SOAP = {"http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"}


@dataclass(frozen=True)
class OwsRequest:
    """What is asked for; exactly one of `query` and `document` is there, and `body` is what it was read from.

    `profile` is what the client wants a job to run on; `dry_run`, that there is none, and what it would take is told;
    `subscriptions`, what it wants to be told of the job.
    """

    operation: str
    service: str | None
    version: str | None
    accepted: tuple[str, ...]  # versions, best first
    languages: tuple[str, ...]  # best first
    body: bytes
    query: Query | None = None
    document: Element | None = None
    namespace: str | None = None  # the version that the namespace of the document stands for
    profile: str | None = None
    dry_run: bool = False
    subscriptions: tuple[Subscription, ...] = ()

    def negotiate(self) -> str:
        """Return the version to answer in; raise VersionNotSupported."""
        if self.namespace and self.version and not self.asks_capabilities and self.version != self.namespace:
            raise VersionNotSupported(asked=self.version, known=self.namespace)
        return negotiation.choose_version(self.accepted, self.version or self.namespace, operation=self.operation)

    @property
    def asks_capabilities(self) -> bool:
        """Whether this is GetCapabilities, which alone may leave the version open."""
        return self.operation.lower() == "getcapabilities"

    def check(self) -> None:
        """Refuse a request that is not meant for a WPS, or names no operation."""
        if self.service is None:
            raise MissingParameter(name="service")
        if self.service.upper() != "WPS":
            raise InvalidParameter(name="service", value=self.service, reason='it is "WPS"')
        if not self.operation:
            raise MissingParameter(name="request")

    def identifiers(self) -> tuple[str, ...]:
        """Return the processes that are named; raise MissingParameter when there is none."""
        if self.query is not None:
            named = self.query.names("identifier")
        else:
            named = tuple(filter(None, map(xml.text, self.elements("Identifier"))))
        if not named:
            raise MissingParameter(name="identifier")
        return named

    def elements(self, name: str) -> list[Element]:
        """Return the child elements of the document that have this name."""
        return [] if self.document is None else xml.children(self.document, name)


def read_query(query: bytes) -> OwsRequest:
    """Read the query of a GET."""
    pairs = Query(query)
    language = pairs.get("language")
    return OwsRequest(
        operation=pairs.get("request") or "",
        service=pairs.get("service"),
        version=pairs.get("version"),
        accepted=pairs.names("AcceptVersions"),
        languages=(language,) if language else pairs.names("AcceptLanguages"),
        body=query,
        query=pairs,
    )


def read_document(body: bytes, *, limit: int) -> OwsRequest:
    """Read the body of a POST; the namespace of its root stands for the version where nothing else does."""
    root = xml.parse(body, limit=limit)
    if xml.namespace(root) in _SOAP:
        raise InvalidRequest(reason="SOAP is not spoken here; post the WPS request itself, without an envelope")
    spoken = negotiation.OF_NAMESPACE.get(xml.namespace(root) or "")
    if spoken is None:
        raise InvalidRequest(reason=f'its root element "{root.tag}" is in no namespace of WPS')
    language = xml.attribute(root, "language", "lang")
    accepted = _texts(xml.child(root, "AcceptVersions"))
    return OwsRequest(
        operation=xml.local_name(root),
        service=xml.attribute(root, "service"),
        version=xml.attribute(root, "version"),
        accepted=accepted,
        languages=(language,) if language else _texts(xml.child(root, "AcceptLanguages")),
        body=body,
        document=root,
        namespace=spoken,
    )


def _texts(parent: Element | None) -> tuple[str, ...]:
    return () if parent is None else tuple(filter(None, map(xml.text, xml.children(parent))))
