"""Requests of WPS 2.0 -> the neutral request, or the job that is meant (14-065r2, clauses 9.5 to 9.11)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from wps_cwl.errors import InvalidInput, InvalidParameter, MissingParameter, OperationNotSupported
from wps_cwl.facade.ows import values, xml
from wps_cwl.facade.ows.elements import Element
from wps_cwl.facade.ows.request import OwsRequest
from wps_cwl.model import (
    BoundingBoxData,
    ExecuteRequest,
    Format,
    LiteralData,
    LiteralValue,
    Mode,
    NamedValue,
    NestedData,
    NestedValue,
    OutputRequest,
    Parameter,
    Process,
    ResponseForm,
    Transmission,
    Value,
)
from wps_cwl.translator.job_order import settled_mode

BINDING = "wps-2.0"
Choice = TypeVar("Choice", Mode, ResponseForm, Transmission)


def parse_job(asked: OwsRequest) -> str:
    """Return the job that GetStatus, GetResult or Dismiss is about; raise MissingParameter."""
    named = asked.query.get("jobid") if asked.query else xml.text(next(iter(asked.elements("JobID")), None))
    if named is None:
        raise MissingParameter(name="jobId")
    return named


def parse_execute(asked: OwsRequest, process: Process, language: str) -> ExecuteRequest:
    """Return the request; Execute has no binding of key-value pairs in WPS 2.0."""
    root = asked.document
    if root is None:
        raise OperationNotSupported(operation="Execute by GET", known=["Execute by POST"], locator="Execute")
    response = _choice(root, "response", ResponseForm)
    return ExecuteRequest(
        process.id,
        inputs=_inputs(root, process.inputs),
        outputs=_outputs(root),
        mode=settled_mode(_choice(root, "mode", Mode), response, process),
        response=response,
        language=language,
        binding=BINDING,
        profile=asked.profile,
        subscriptions=asked.subscriptions,
    )


def _choice(element: Element, name: str, of: type[Choice]) -> Choice:
    value = xml.attribute(element, name)
    if value is None:
        raise MissingParameter(name=name)
    try:
        return of(value)
    except ValueError:
        known = ", ".join(choice.value for choice in of)
        raise InvalidParameter(name=name, value=value, reason=f"choose from: {known}") from None


# --- inputs -----------------------------------------------------------------------------------------------


def _inputs(parent: Element, parameters: Iterable[Parameter]) -> tuple[NamedValue, ...]:
    known = {parameter.id: parameter for parameter in parameters}
    return tuple(_input(element, known) for element in xml.children(parent, "Input"))


def _input(element: Element, known: dict[str, Parameter]) -> NamedValue:
    identifier = _id(element, "Input")
    parameter = known.get(identifier)
    reference, data = xml.child(element, "Reference"), xml.child(element, "Data")
    if reference is not None:
        return NamedValue(identifier, values.parse_reference(reference, identifier))
    if data is not None:
        return NamedValue(identifier, _data(data, identifier, parameter))
    if xml.child(element, "Input") is not None:
        fields = parameter.data.fields if parameter and isinstance(parameter.data, NestedData) else ()
        return NamedValue(identifier, NestedValue(_inputs(element, fields)))
    raise InvalidInput(identifier=identifier, reason="it holds neither Data, Reference nor Input", locator=identifier)


def _data(element: Element, identifier: str, parameter: Parameter | None) -> Value:
    """Read a Data, which does not say what kind of value it holds: its child does, or else the input."""
    inner, data = xml.child(element), parameter.data if parameter else None
    name = None if inner is None else xml.local_name(inner)
    if inner is not None and name == "LiteralValue":
        return values.parse_literal(inner)
    if inner is not None and name in ("BoundingBox", "BoundingBoxData", "WGS84BoundingBox") and not _takes_xml(data):
        return values.parse_box(inner, identifier)
    if inner is None and isinstance(data, LiteralData):
        return LiteralValue(xml.content(element))
    if inner is None and isinstance(data, BoundingBoxData):
        return values.parse_box_text(xml.content(element).strip(), identifier)
    return values.parse_complex(element, identifier, default=values.JSON if isinstance(data, NestedData) else None)


def _takes_xml(data: object) -> bool:
    return data is not None and not isinstance(data, BoundingBoxData)


# --- outputs ------------------------------------------------------------------------------------------------


def _outputs(root: Element) -> tuple[OutputRequest, ...]:
    """Return the outputs; several fields of one record are asked for as one output, the record."""
    asked = [_output(element) for element in xml.children(root, "Output")]
    return tuple({output.id: output for output in reversed(asked)}[name] for name in dict.fromkeys(o.id for o in asked))


def _output(element: Element) -> OutputRequest:
    innermost = element
    while (inner := xml.child(innermost, "Output")) is not None:
        innermost = inner
    media_type = xml.attribute(innermost, "mimeType")
    encoding, schema = xml.attribute(innermost, "encoding"), xml.attribute(innermost, "schema")
    sent = Transmission.VALUE
    if xml.attribute(innermost, "transmission") is not None:
        sent = _choice(innermost, "transmission", Transmission)
    format = Format(media_type, encoding, schema) if media_type else None
    return OutputRequest(_id(element, "Output"), transmission=sent, format=format)


def _id(element: Element, name: str) -> str:
    identifier = xml.attribute(element, "id")
    if identifier is None:
        raise MissingParameter(name="id", locator=name)
    return identifier
