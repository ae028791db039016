"""The hardened XML parser; every XML document of a client goes through it."""

from __future__ import annotations

from lxml import etree

from wps_cwl.errors import ForbiddenXml, MalformedXml, SizeExceeded
from wps_cwl.facade.ows.elements import Element

# libxml2 holds these two itself unless it is told that the document may be huge
DEPTH = 256
TEXT_BYTES = 10_000_000


def parse(document: bytes, *, limit: int) -> Element:
    """Return the root of a document of `limit` bytes at most.

    Raises MalformedXml, ForbiddenXml (a document type, hence an entity, or too deep a nesting) and SizeExceeded.
    """
    if len(document) > limit:
        raise SizeExceeded(what="The request", limit=limit)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(document.lstrip(), parser)
    except etree.XMLSyntaxError as error:
        raise _refusal(error, len(document)) from error
    except ValueError as error:  # an encoding that does not exist
        raise MalformedXml(reason=str(error)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ForbiddenXml(reason="a document type declaration")
    return root


def _refusal(error: etree.XMLSyntaxError, size: int) -> MalformedXml | ForbiddenXml | SizeExceeded:
    if error.code != etree.ErrorTypes.ERR_RESOURCE_LIMIT:  # type: ignore[attr-defined]  # missing in the stubs
        return MalformedXml(reason=error.msg or "no element found")
    if size > TEXT_BYTES:  # libxml2 has one code for all its limits, but a short document has no long text
        return SizeExceeded(what="A single text of the request (give it by reference)", limit=TEXT_BYTES)
    return ForbiddenXml(reason=f"elements nested deeper than {DEPTH}, or entities that grow")


def local_name(element: Element) -> str:
    """Return an element's name without its namespace."""
    return etree.QName(element).localname


def namespace(element: Element) -> str | None:
    """Return an element's namespace."""
    return etree.QName(element).namespace


def children(element: Element, *names: str) -> list[Element]:
    """Return the child elements of these local names (none given: all), in any namespace.

    Clients differ in the namespaces of inner elements more than in anything else; the root's decides the version.
    """
    return [child for child in element.iterchildren("*") if not names or local_name(child) in names]


def child(element: Element, *names: str) -> Element | None:
    """Return the first child element of one of these local names."""
    return next(iter(children(element, *names)), None)


def content(element: Element) -> str:
    """Return all the text below an element, as it stands; comments are not text."""
    return str(element.xpath("string()"))


def text(element: Element | None) -> str | None:
    """Return an element's text without the space around it, or None when there is none."""
    return None if element is None else content(element).strip() or None


def attribute(element: Element, *names: str) -> str | None:
    """Return the first of these attributes, in any namespace, that is there and is not empty."""
    found = {etree.QName(str(name)).localname: str(value) for name, value in element.attrib.items()}
    return next((found[name] for name in names if found.get(name)), None)
