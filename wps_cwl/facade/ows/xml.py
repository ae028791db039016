"""The hardened XML parser; every XML document of a client goes through it."""

from __future__ import annotations

from lxml import etree

from wps_cwl.errors import ForbiddenXml, MalformedXml, SizeExceeded
from wps_cwl.facade.ows.elements import Element

DEPTH = 256  # levels of elements
ELEMENTS = 1_000_000  # each is many times larger in memory than as text


def parse(document: bytes, *, limit: int) -> Element:
    """Return the root of a document of `limit` bytes at most.

    Raises MalformedXml, ForbiddenXml (a document type, hence an entity; too many or too deeply nested elements) and
    SizeExceeded.
    """
    if len(document) > limit:
        raise SizeExceeded(what="The request", limit=limit)
    document = document.lstrip()
    try:
        # the guard goes first, as without libxml2's own limits, which a long text exceeds, entities could grow for ever
        etree.fromstring(document, _parser(_Guard()))
        return etree.fromstring(document, _parser())
    except etree.XMLSyntaxError as error:
        raise MalformedXml(reason=error.msg or "no element found") from error
    except ValueError as error:  # an encoding that does not exist
        raise MalformedXml(reason=str(error)) from error


class _Guard:
    """Sees a document while it is parsed, and keeps nothing of it; what it raises ends the parsing."""

    def __init__(self) -> None:
        self._depth = self._elements = 0

    def doctype(self, *_: object) -> None:
        raise ForbiddenXml(reason="a document type declaration")

    def start(self, *_: object) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > DEPTH:
            raise ForbiddenXml(reason=f"elements nested deeper than {DEPTH}")
        if self._elements > ELEMENTS:
            raise ForbiddenXml(reason=f"more than {ELEMENTS} elements")

    def end(self, _: object) -> None:
        self._depth -= 1

    def close(self) -> None:
        """Give nothing."""


def _parser(target: _Guard | None = None) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        target=target,  # type: ignore[arg-type]  # the stubs ask for methods that may be missing
    )


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
