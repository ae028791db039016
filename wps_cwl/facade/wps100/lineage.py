"""The echo of a request in an ExecuteResponse: all DataInputs and OutputDefinitions (05-007r7, clause 10.3.1)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from wps_cwl.facade.ows import results
from wps_cwl.facade.ows.elements import HREF, Attributes, Content, Element, printable
from wps_cwl.facade.wps100.elements import ows, wps
from wps_cwl.model import (
    BoundingBoxValue,
    ComplexValue,
    Format,
    Job,
    LiteralValue,
    NamedValue,
    NestedValue,
    OutputRequest,
    Process,
    ReferenceValue,
    Transmission,
    Value,
)


def render(process: Process, job: Job, inputs: Iterable[NamedValue]) -> Iterator[Content]:
    """Give both elements; a client that asked for no output in particular had asked for all of them."""
    yield wps.optional("DataInputs", [_input(process, named) for named in inputs])
    asked = job.request.outputs or tuple(OutputRequest(parameter.id) for parameter in process.outputs)
    yield wps.optional("OutputDefinitions", [_definition(output) for output in asked])


def _input(process: Process, named: NamedValue) -> Element:
    parameter = process.input(named.id)
    title = None if parameter is None else ows("Title", parameter.title)
    return wps("Input", ows("Identifier", named.id), title, _value(named.value))


def _value(value: Value) -> Element:
    match value:
        case LiteralValue():
            return wps("Data", wps("LiteralData", {"dataType": value.datatype, "uom": value.unit}, value.text))
        case BoundingBoxValue():
            return wps("Data", results.to_box(ows, wps("BoundingBoxData"), value))
        case ReferenceValue():
            return _reference(value)
        case ComplexValue():
            media_type = value.format.media_type if value.format else ""
            return wps("Data", _complex(value.data, media_type or _guess(value.data), value.format))
        case NestedValue():
            return wps(
                "Data", _complex(json.dumps(_record(value), ensure_ascii=False).encode(), "application/json", None)
            )


def _complex(data: bytes, media_type: str, format: Format | None) -> Element:
    element = results.fill(wps("ComplexData"), media_type, data)
    if format is not None and format.schema:
        element.set("schema", printable(format.schema))
    return element


def _guess(data: bytes) -> str:
    if data.lstrip().startswith(b"<"):
        return "text/xml"
    return "application/octet-stream" if b"\0" in data else "text/plain"


def _reference(value: ReferenceValue) -> Element:
    body: Content = None
    if value.body is not None:
        body = results.fill(wps("Body"), _guess(value.body), value.body)
    elif value.body_href:
        body = wps("BodyReference", {HREF: value.body_href})
    headers = [wps("Header", {"key": key, "value": content}) for key, content in value.headers]
    return wps("Reference", {HREF: value.href, "method": value.method}, _format(value.format), headers, body)


def _definition(output: OutputRequest) -> Element:
    by_reference = "true" if output.transmission is Transmission.REFERENCE else None
    said = {"asReference": by_reference, "uom": output.unit}
    return wps("Output", said, _format(output.format), ows("Identifier", output.id))


def _format(format: Format | None) -> Attributes:
    if format is None:
        return {}
    return {"mimeType": format.media_type or None, "encoding": format.encoding, "schema": format.schema}


def _record(value: NestedValue) -> dict[str, object]:
    """Return a record of WPS 2.0 as the JSON that WPS 1.0.0 has instead; repeated fields are a list."""
    fields: dict[str, list[object]] = {}
    for named in value.values:
        fields.setdefault(named.id, []).append(_plain(named.value))
    return {name: values[0] if len(values) == 1 else values for name, values in fields.items()}


def _plain(value: Value) -> object:
    match value:
        case LiteralValue():
            return value.text
        case BoundingBoxValue():
            return {"bbox": [*value.lower, *value.upper], "crs": value.crs}
        case ReferenceValue():
            return {"class": "File", "location": value.href}
        case ComplexValue():
            return value.data.decode("utf-8", errors="replace")
        case NestedValue():
            return _record(value)
