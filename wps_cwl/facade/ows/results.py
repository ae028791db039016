"""The results of a job: which of them were asked for, and what each looks like as a file."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from lxml import etree
from pydantic import JsonValue

from wps_cwl.errors import InvalidRequest
from wps_cwl.facade.links import Links
from wps_cwl.facade.ows import metadata, xml
from wps_cwl.facade.ows.elements import NAMESPACES, OWS_11, WPS_100, Element, Elements, opaque, printable
from wps_cwl.model import (
    BoundingBoxValue,
    Job,
    LiteralValue,
    NestedResult,
    OutputRequest,
    Result,
    ResultValue,
    StoredFile,
)
from wps_cwl.translator import datatypes, media_types

File: TypeAlias = tuple[str, str, bytes]  # its name, media type and content

_OWS = Elements(OWS_11, NAMESPACES[WPS_100])
_TYPES = {literal.wps: datatype for datatype, literal in datatypes.LITERAL_TYPES.items()}


def select(job: Job, results: Sequence[Result]) -> Iterator[tuple[OutputRequest, Result]]:
    """Give each result that was asked for, in that order; all of them when nothing was asked for."""
    asked = {output.id: output for output in reversed(job.request.outputs)} if job.request.outputs else {}
    order = [output.id for output in job.request.outputs] or [result.id for result in results]
    for identifier in dict.fromkeys(order):
        for result in results:
            if result.id == identifier:
                yield asked.get(identifier, OutputRequest(identifier)), result


def select_raw(job: Job, results: Sequence[Result]) -> tuple[OutputRequest, Result]:
    """Return the one result of a raw answer."""
    found = list(select(job, results))
    if len(found) != 1:
        raise InvalidRequest(reason=f"a raw answer holds one value, and the job gave {len(found)}; ask for a document")
    return found[0]


def to_file(value: LiteralValue | BoundingBoxValue | NestedResult, links: Links, job: Job) -> File:
    """Return a value that is not a file as one, for those who want it by reference."""
    if isinstance(value, LiteralValue):
        return "value.txt", "text/plain; charset=utf-8", printable(value.text).encode("utf-8")
    if isinstance(value, BoundingBoxValue):
        return "value.xml", "text/xml", etree.tostring(to_box(_OWS, _OWS("BoundingBox"), value), encoding="UTF-8")
    content = json.dumps(_record(value.results, links, job), ensure_ascii=False)
    return "value.json", "application/json", content.encode("utf-8")


def to_box(ows: Elements, element: Element, value: BoundingBoxValue) -> Element:
    """Fill a bounding box: its CRS and the order of its axes are the sender's."""
    element.set("dimensions", str(len(value.lower)))
    if value.crs:
        element.set("crs", printable(value.crs))
    return metadata.box(ows, element, value.lower, value.upper)


def fill(element: Element, media_type: str, content: bytes) -> Element:
    """Put a file into an element: XML as a child element, text as text, anything else in base64."""
    element.set("mimeType", printable(media_type))
    if media_types.is_xml(media_type):
        try:
            element.append(xml.parse(content, limit=len(content)))
            return opaque(element)
        except InvalidRequest:
            pass  # it only says that it is XML, or has a document type: then it is text
    if media_types.is_text(media_type):
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            text = "\0"
        if text == printable(text):
            element.text = text
            return element
    element.set("encoding", "base64")
    element.text = base64.b64encode(content).decode("ascii")
    return element


def _record(results: Sequence[Result], links: Links, job: Job) -> dict[str, JsonValue]:
    fields: dict[str, JsonValue] = {}
    for result in results:
        value = _json(result.value, links, job)
        seen = fields.get(result.id)
        fields[result.id] = value if result.id not in fields else [*(seen if isinstance(seen, list) else [seen]), value]
    return fields


def _json(value: ResultValue, links: Links, job: Job) -> JsonValue:
    if isinstance(value, NestedResult):
        return _record(value.results, links, job)
    if isinstance(value, BoundingBoxValue):
        return {"bbox": [*value.lower, *value.upper], "crs": value.crs}
    if isinstance(value, StoredFile):
        location = links.file(job.id, value)
        return {"class": "File", "location": location, "basename": value.name, "size": value.size}
    return _scalar(value)


def _scalar(value: LiteralValue) -> JsonValue:
    datatype = _TYPES.get(value.datatype or "")
    try:
        return value.text if datatype is None else datatypes.read(datatype, value.text)
    except ValueError:  # NaN, for which JSON has no number
        return value.text
