"""The service: what it says of itself, and what it allows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Contact:
    """Whom to ask; fields as in OWS Common's ServiceContact."""

    name: str | None = None
    position: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str | None = None


@dataclass(frozen=True)
class Service:
    """What the service says of itself. `url` is its public root, without a slash at the end."""

    url: str
    title: str = "WPS of CWL processes"
    abstract: str = "Processes described in the Common Workflow Language, run by Toil."
    keywords: tuple[str, ...] = ("WPS", "CWL", "Toil")
    fees: str = "NONE"
    access_constraints: str = "NONE"
    provider: str = "wps-cwl"
    provider_site: str | None = None
    contact: Contact = Contact()
    languages: tuple[str, ...] = ("en-US",)  # the first is the default


@dataclass(frozen=True)
class Limits:
    """What a client may ask of the service: sizes in bytes, times in seconds."""

    request_bytes: int = 64 * 1024 * 1024  # a request's body
    inline_bytes: int = 7_000_000  # a result inside a document; OWSLib's parser takes no text of 10 million characters
    body_seconds: float = 60  # from the first byte of a request to its last
