"""The ProcessOfferings document of WPS 2.0 (14-065r2, clauses 8 and 9.8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wps_cwl.facade.ows import metadata
from wps_cwl.facade.ows.elements import LANG, Attributes, Content, Element, write
from wps_cwl.facade.wps200.elements import ows, plain, wps
from wps_cwl.model import BoundingBoxData, ComplexData, Format, LiteralData, NestedData, Parameter, Process
from wps_cwl.translator import views
from wps_cwl.translator.datatypes import LITERAL_TYPES

REFERENCE = ows.name("reference")
LITERAL_FORMATS = (Format("text/xml"), Format("text/plain"))  # the first is what a raw literal is by default
BOX_FORMATS = (Format("text/xml"),)


def render(processes: Iterable[Process], language: str) -> bytes:
    """Return the document."""
    return write(
        wps(
            "ProcessOfferings",
            [wps("ProcessOffering", properties(process), _process(process, language)) for process in processes],
        )
    )


def properties(process: Process) -> Attributes:
    """Return how a process may be executed, for the element that lists it."""
    return {
        "jobControlOptions": " ".join(control.value for control in process.job_control),
        "outputTransmission": "value reference",
        "processVersion": process.version,
    }


def identified(thing: Process | Parameter) -> Iterator[Content]:
    """Give the title, the abstract, the keywords and the identifier: the reverse order of WPS 1.0.0."""
    yield ows("Title", thing.title)
    yield ows.optional("Abstract", thing.abstract)
    yield metadata.keywords(ows, thing.keywords)
    yield ows("Identifier", thing.id)


def _process(process: Process, language: str) -> Element:
    inputs = [_input(parameter) for parameter in process.inputs]
    outputs = [_output(parameter) for parameter in (*process.outputs, *views.nested(process))]
    return wps("Process", {LANG: language}, identified(process), inputs, outputs)


def _input(parameter: Parameter) -> Element:
    occurs = {"minOccurs": str(parameter.min_occurs), "maxOccurs": str(parameter.max_occurs)}
    if isinstance(parameter.data, NestedData):
        return wps("Input", occurs, identified(parameter), [_input(field) for field in parameter.data.fields])
    return wps("Input", occurs, identified(parameter), _data(parameter.data))


def _output(parameter: Parameter) -> Element:
    if isinstance(parameter.data, NestedData):
        return wps("Output", identified(parameter), [_output(field) for field in parameter.data.fields])
    return wps("Output", identified(parameter), _data(parameter.data))


def _data(data: LiteralData | ComplexData | BoundingBoxData) -> Element:
    match data:
        case LiteralData():
            return wps("LiteralData", _formats(LITERAL_FORMATS), _domains(data))
        case ComplexData():
            return wps("ComplexData", _formats(data.formats))
        case BoundingBoxData():
            systems = [wps("SupportedCRS", _default(index), crs) for index, crs in enumerate(data.crs)]
            return wps("BoundingBoxData", _formats(BOX_FORMATS), systems)


def _formats(formats: Iterable[Format]) -> list[Element]:
    return [wps("Format", _format(format), _default(index)) for index, format in enumerate(formats)]


def _format(format: Format) -> Attributes:
    return {"mimeType": format.media_type, "encoding": format.encoding, "schema": format.schema}


def _default(index: int) -> Attributes:
    return {"default": "true"} if index == 0 else {}


def _domains(data: LiteralData) -> list[Element]:
    """Return one domain for each unit, since a domain holds one; just one where there are no units."""
    literal = LITERAL_TYPES[data.datatype]
    units: tuple[str | None, ...] = data.units or (None,)
    return [
        plain(
            "LiteralDataDomain",
            _default(index),
            _values(data),
            ows("DataType", {REFERENCE: f"http://www.w3.org/2001/XMLSchema#{literal.xsd}"}, literal.wps),
            ows.optional("UOM", unit),
            ows.optional("DefaultValue", data.default),
        )
        for index, unit in enumerate(units)
    ]


def _values(data: LiteralData) -> Element:
    if data.allowed_values:
        return ows("AllowedValues", [ows("Value", value) for value in data.allowed_values])
    if data.minimum is None and data.maximum is None:
        return ows("AnyValue")
    least, most = ows.optional("MinimumValue", data.minimum), ows.optional("MaximumValue", data.maximum)
    return ows("AllowedValues", ows("Range", least, most))
