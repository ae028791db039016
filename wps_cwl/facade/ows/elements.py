"""Makes the elements of one XML namespace, and writes documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from lxml import etree

WPS_100 = "http://www.opengis.net/wps/1.0.0"
WPS_200 = "http://www.opengis.net/wps/2.0"
OWS_11 = "http://www.opengis.net/ows/1.1"
OWS_20 = "http://www.opengis.net/ows/2.0"
HREF = "{http://www.w3.org/1999/xlink}href"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NAMESPACES = {
    WPS_100: {"wps": WPS_100, "ows": OWS_11, "xlink": "http://www.w3.org/1999/xlink"},
    WPS_200: {"wps": WPS_200, "ows": OWS_20, "xlink": "http://www.w3.org/1999/xlink"},
}

Element = etree._Element
Attributes = Mapping[str, str | None]
Content = str | Attributes | Element | Iterable["Content"] | None

# what XML 1.0 cannot hold, not even escaped (clause 2.2): a tool's standard error may have any of it
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Elements:
    """Makes elements of `namespace` (None: of no namespace): `wps("Status", {"creationTime": t}, child, "text")`.

    Content that is None is left out, as is an attribute whose value is None; iterables are flattened.
    """

    def __init__(self, namespace: str | None, prefixes: Mapping[str, str]) -> None:
        self._prefix = "" if namespace is None else f"{{{namespace}}}"
        self._prefixes = dict(prefixes)

    def __call__(self, name: str, *content: Content) -> Element:
        element = etree.Element(self.name(name), nsmap=self._prefixes)
        _fill(element, content)
        return element

    def name(self, name: str) -> str:
        """Return a name in this namespace as lxml writes it."""
        return f"{self._prefix}{name}"

    def optional(self, name: str, content: Content) -> Element | None:
        """Return an element, or None when there is nothing to put into it."""
        return None if content is None or (not isinstance(content, Element) and not content) else self(name, content)


def _fill(element: Element, content: Iterable[Content]) -> None:
    for item in content:
        if item is None:
            continue
        if isinstance(item, str):
            element.text = printable(item)
        elif isinstance(item, Mapping):
            for name, value in item.items():
                if value is not None:
                    element.set(name, printable(value))
        elif isinstance(item, Element):
            element.append(item)
        else:
            _fill(element, item)


def printable(text: str) -> str:
    """Return the text with every character that XML cannot hold replaced."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def opaque(element: Element) -> Element:
    """Keep the pretty printer away from what an element holds: a value is not ours to re-indent."""
    if element.text is None:
        element.text = ""  # an empty text node turns libxml2's indentation off below it
    return element


def write(root: Element) -> bytes:
    """Return the document, indented: birdy needs white space before the report in a ProcessFailed."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def timestamp(when: datetime) -> str:
    """Return a time as xs:dateTime in UTC, to the second."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
