"""An Execute of WPS 1.0.0, as key-value pairs or XML -> the neutral request (05-007r7, clause 10.2)."""

from __future__ import annotations

from dataclasses import replace

from wps_cwl.errors import InvalidInput, InvalidParameter, StorageNotOffered
from wps_cwl.facade.ows import values, xml
from wps_cwl.facade.ows.elements import Element
from wps_cwl.facade.ows.kvp import Item, Query, parse_flag
from wps_cwl.facade.ows.request import OwsRequest
from wps_cwl.model import (
    BoundingBoxData,
    ExecuteRequest,
    Format,
    Mode,
    NamedValue,
    NestedData,
    OutputRequest,
    Parameter,
    Process,
    ResponseForm,
    Transmission,
    Value,
    plain_name,
)

BINDING = "wps-1.0.0"


def parse_execute(asked: OwsRequest, process: Process, language: str) -> ExecuteRequest:
    """Return the request. `status` without `storeExecuteResponse` raises StorageNotOffered."""
    request = ExecuteRequest(
        process.id, language=language, binding=BINDING, profile=asked.profile, subscriptions=asked.subscriptions
    )
    if asked.query is not None:
        request = _from_query(asked.query, process, request)
    elif asked.document is not None:
        request = _from_document(asked.document, process, request)
    if request.status and not request.store:
        raise StorageNotOffered(locator="storeExecuteResponse")
    return replace(request, mode=Mode.ASYNC if request.status else Mode.SYNC)


# --- key-value pairs ------------------------------------------------------------------------------------


def _from_query(query: Query, process: Process, request: ExecuteRequest) -> ExecuteRequest:
    document, raw = query.items("ResponseDocument"), query.items("RawDataOutput")
    if document and raw:
        raise InvalidParameter(name="RawDataOutput", value=raw[0].id, reason="there is a ResponseDocument, too")
    if len(raw) > 1:
        raise InvalidParameter(name="RawDataOutput", value=raw[1].id, reason="it names one output")
    return replace(
        request,
        inputs=tuple(_named(item, process) for item in query.items("DataInputs")),
        outputs=tuple(map(_output_of_item, document or raw)),
        response=ResponseForm.RAW if raw else ResponseForm.DOCUMENT,
        lineage=query.flag("lineage"),
        store=query.flag("storeExecuteResponse"),
        status=query.flag("status"),
    )


def _named(item: Item, process: Process) -> NamedValue:
    parameter = _parameter(process, item.id)
    return NamedValue(parameter.id if parameter else item.id, values.parse_item(item, parameter))


def _output_of_item(item: Item) -> OutputRequest:
    said = item.attributes
    return _output(
        item.id,
        by_reference=parse_flag(said.get("asreference"), "asReference"),
        media_type=said.get("mimetype") or said.get("format"),
        encoding=said.get("encoding"),
        schema=said.get("schema"),
        unit=said.get("uom"),
    )


# --- XML ----------------------------------------------------------------------------------------------------


def _from_document(root: Element, process: Process, request: ExecuteRequest) -> ExecuteRequest:
    given, form = xml.child(root, "DataInputs"), xml.child(root, "ResponseForm")
    inputs = () if given is None else tuple(_input(element, process) for element in xml.children(given, "Input"))
    request = replace(request, inputs=inputs)
    wanted = None if form is None else xml.child(form, "ResponseDocument", "RawDataOutput")
    if wanted is None:
        return request
    if xml.local_name(wanted) == "RawDataOutput":
        return replace(request, outputs=(_output_of_element(wanted),), response=ResponseForm.RAW)
    return replace(
        request,
        outputs=tuple(map(_output_of_element, xml.children(wanted, "Output"))),
        lineage=_flag(wanted, "lineage"),
        store=_flag(wanted, "storeExecuteResponse"),
        status=_flag(wanted, "status"),
    )


def _input(element: Element, process: Process) -> NamedValue:
    identifier = xml.text(xml.child(element, "Identifier"))
    if identifier is None:
        raise InvalidParameter(name="DataInputs", value="", reason="an Input has no Identifier")
    parameter = _parameter(process, identifier)
    identifier = parameter.id if parameter else identifier
    reference, data = xml.child(element, "Reference"), xml.child(element, "Data")
    if reference is not None:
        return NamedValue(identifier, values.parse_reference(reference, identifier))
    return NamedValue(identifier, _data(data, identifier, parameter))


def _parameter(process: Process, identifier: str) -> Parameter | None:
    """Return the input of that identifier, also in the spelling of birdy's command line."""
    found = process.input(identifier)
    return found or next((item for item in process.inputs if plain_name(item.id) == identifier), None)


def _data(data: Element | None, identifier: str, parameter: Parameter | None) -> Value:
    inner = None if data is None else xml.child(data)
    match None if inner is None else xml.local_name(inner):
        case "LiteralData" if inner is not None:
            literal = values.parse_literal(inner)
            if (
                parameter and isinstance(parameter.data, BoundingBoxData) and "," in literal.text
            ):  # birdy's command line
                return values.parse_box_text(literal.text.strip(), identifier)
            return literal
        case "BoundingBoxData" | "BoundingBox" if inner is not None:
            return values.parse_box(inner, identifier)
        case "ComplexData" if inner is not None:
            record = parameter is not None and isinstance(parameter.data, NestedData)
            return values.parse_complex(inner, identifier, default=values.JSON if record else None)
    reason = "it holds neither a Reference nor LiteralData, ComplexData or BoundingBoxData"
    raise InvalidInput(identifier=identifier, reason=reason, locator=identifier)


def _output_of_element(element: Element) -> OutputRequest:
    identifier = xml.text(xml.child(element, "Identifier"))
    if identifier is None:
        raise InvalidParameter(name="ResponseForm", value="", reason="an output has no Identifier")
    return _output(
        identifier,
        by_reference=_flag(element, "asReference"),
        media_type=xml.attribute(element, "mimeType"),
        encoding=xml.attribute(element, "encoding"),
        schema=xml.attribute(element, "schema"),
        unit=xml.attribute(element, "uom"),
    )


def _flag(element: Element, name: str) -> bool:
    return parse_flag(xml.attribute(element, name), name)


def _output(
    identifier: str,
    *,
    by_reference: bool,
    media_type: str | None,
    encoding: str | None,
    schema: str | None,
    unit: str | None,
) -> OutputRequest:
    return OutputRequest(
        identifier,
        transmission=Transmission.REFERENCE if by_reference else Transmission.VALUE,
        format=Format(media_type, encoding, schema) if media_type else None,
        unit=unit,
    )
