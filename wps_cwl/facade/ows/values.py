"""The values of a request, as XML elements, text or key-value pairs -> the neutral values."""

from __future__ import annotations

import base64
import binascii
import re

from lxml import etree

from wps_cwl.errors import InvalidInput
from wps_cwl.facade.ows import xml
from wps_cwl.facade.ows.elements import Element
from wps_cwl.facade.ows.kvp import Item
from wps_cwl.model import (
    BoundingBoxData,
    BoundingBoxValue,
    ComplexData,
    ComplexValue,
    Format,
    LiteralValue,
    NestedData,
    Parameter,
    ReferenceValue,
    Value,
)

JSON = Format("application/json")
_DATATYPES = ("dataType", "datatype")


# --- elements that both versions have -------------------------------------------------------------


def parse_format(element: Element) -> Format | None:
    """Read the attributes mimeType, encoding and schema; None when there is none of them."""
    names = ("mimeType", "encoding", "schema")
    return _format(*(xml.attribute(element, name) for name in names))


def parse_literal(element: Element) -> LiteralValue:
    """Read a literal whose element holds its text, uom and dataType."""
    datatype, unit = xml.attribute(element, *_DATATYPES), xml.attribute(element, "uom")
    return LiteralValue(xml.content(element), datatype=datatype, unit=unit)


def parse_complex(element: Element, identifier: str, *, default: Format | None = None) -> ComplexValue:
    """Read what an element holds: one child element, or text, or base64 when `encoding` says so."""
    format = parse_format(element) or default
    inner = xml.children(element)
    if len(inner) > 1:
        raise _invalid(identifier, "it holds more than one XML element")
    if inner:
        return ComplexValue(etree.tostring(inner[0], encoding="UTF-8", with_tail=False), format)
    return ComplexValue(_decoded(xml.content(element), format, identifier), format)


def parse_box(element: Element, identifier: str) -> BoundingBoxValue:
    """Read an ows:BoundingBox of any version: corners and CRS stay as they were sent."""
    lower, upper = ((xml.text(xml.child(element, name)) or "").split() for name in ("LowerCorner", "UpperCorner"))
    return _box(lower, upper, xml.attribute(element, "crs"), xml.attribute(element, "dimensions"), identifier)


def parse_reference(element: Element, identifier: str) -> ReferenceValue:
    """Read a Reference of either version; one with a body is sent by POST, whatever its method says."""
    href = xml.attribute(element, "href")
    if href is None:
        raise _invalid(identifier, "its Reference has no xlink:href")
    headers = [
        (xml.attribute(header, "key"), xml.attribute(header, "value")) for header in xml.children(element, "Header")
    ]
    body, body_reference = xml.child(element, "Body"), xml.child(element, "BodyReference")
    body_href = None if body_reference is None else xml.attribute(body_reference, "href")
    method = (xml.attribute(element, "method") or "GET").upper()
    if method not in {"GET", "POST"}:
        raise _invalid(identifier, f'the method of its Reference is "{method}"; choose from: GET, POST')
    return ReferenceValue(
        href,
        format=parse_format(element),
        method="POST" if method == "POST" or body is not None or body_href else "GET",
        headers=tuple((key, value or "") for key, value in headers if key),
        body=None if body is None else parse_complex(body, identifier).data,
        body_href=body_href,
    )


# --- text ------------------------------------------------------------------------------------------


def parse_item(item: Item, parameter: Parameter | None) -> Value:
    """Read a key-value pair as the kind of value that the input of that name takes."""
    attributes = item.attributes
    format = _format(
        attributes.get("mimetype") or attributes.get("format"), attributes.get("encoding"), attributes.get("schema")
    )
    if "href" in attributes:
        return ReferenceValue(attributes["href"], format=format)
    data = None if parameter is None else parameter.data
    if isinstance(data, BoundingBoxData):
        return parse_box_text(item.value, item.id, crs=attributes.get("crs"))
    if isinstance(data, (ComplexData, NestedData)):
        format = format or (JSON if isinstance(data, NestedData) else None)
        return ComplexValue(_decoded(item.value, format, item.id), format)
    return LiteralValue(item.value, datatype=attributes.get("datatype"), unit=attributes.get("uom"))


def parse_box_text(text: str, identifier: str, *, crs: str | None = None) -> BoundingBoxValue:
    """Read `1,2,3,4[,crs[,dimensions]]` (OWS Common, clause 10.2.3): the lower corner, then the upper one."""
    parts = [part.strip() for part in text.split(",")]
    count = next((index for index, part in enumerate(parts) if not _is_number(part)), len(parts))
    numbers, rest = parts[:count], parts[count:]
    half = len(numbers) // 2
    if len(numbers) % 2 or len(rest) > 2:
        raise _invalid(identifier, f'"{text}" is not a bounding box; write lower corner, upper corner[, CRS]')
    named, dimensions = (*rest, None, None)[:2]
    return _box(numbers[:half], numbers[half:], named or crs, dimensions, identifier)


def _box(
    lower: list[str], upper: list[str], crs: str | None, dimensions: str | None, identifier: str
) -> BoundingBoxValue:
    if not lower or len(lower) != len(upper) or (dimensions or str(len(lower))).strip() != str(len(lower)):
        raise _invalid(identifier, "its corners do not have the same number of coordinates, or not the one it says")
    if not all(_is_number(number) for number in (*lower, *upper)):
        raise _invalid(identifier, "its corners are not numbers")
    return BoundingBoxValue(tuple(map(float, lower)), tuple(map(float, upper)), crs=crs)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", text) is not None


def _format(media_type: str | None, encoding: str | None, schema: str | None) -> Format | None:
    return Format(media_type or "", encoding, schema) if media_type or encoding or schema else None


def _decoded(text: str, format: Format | None, identifier: str) -> bytes:
    if format is None or (format.encoding or "").lower() != "base64":
        return text.encode("utf-8")
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise _invalid(identifier, "it is not base64, as its encoding says") from error


def _invalid(identifier: str, reason: str) -> InvalidInput:
    return InvalidInput(identifier=identifier, reason=reason, locator=identifier)
