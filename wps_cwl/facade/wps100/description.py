"""The ProcessDescriptions document of WPS 1.0.0 (05-007r7, clause 9.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wps_cwl.facade.ows.elements import LANG, Content, Element, write
from wps_cwl.facade.ows.values import JSON
from wps_cwl.facade.wps100.elements import VERSION, ows, plain, wps
from wps_cwl.model import (
    BoundingBoxData,
    ComplexData,
    Data,
    Format,
    JobControl,
    LiteralData,
    NestedData,
    Parameter,
    Process,
)
from wps_cwl.translator import views
from wps_cwl.translator.datatypes import LITERAL_TYPES

REFERENCE = ows.name("reference")


def render(processes: Iterable[Process], language: str) -> bytes:
    """Return the document."""
    return write(
        wps(
            "ProcessDescriptions",
            {"service": "WPS", "version": VERSION, LANG: language},
            [_process(process) for process in processes],
        )
    )


def brief(process: Process, version: str | None = None) -> Iterator[Content]:
    """Give what every document of WPS 1.0.0 says of a process."""
    yield {wps.name("processVersion"): version or process.version}
    yield from identified(process)


def identified(thing: Process | Parameter) -> Iterator[Content]:
    """Give the identifier, the title and the abstract, in this order."""
    yield ows("Identifier", thing.id)
    yield ows("Title", thing.title)
    yield ows.optional("Abstract", thing.abstract)


def _process(process: Process) -> Element:
    stored = "true" if JobControl.ASYNC in process.job_control else "false"
    inputs = [_input(parameter) for parameter in process.inputs]
    given = (*process.outputs, *views.flat(process))
    outputs = [plain("Output", identified(parameter), _output(parameter.data)) for parameter in given]
    return plain(
        "ProcessDescription",
        {"storeSupported": stored, "statusSupported": stored},
        brief(process),
        plain.optional("DataInputs", inputs),
        plain("ProcessOutputs", outputs),
    )


def _input(parameter: Parameter) -> Element:
    occurs = {"minOccurs": str(parameter.min_occurs), "maxOccurs": str(parameter.max_occurs)}
    return plain("Input", occurs, identified(parameter), _taken(parameter.data))


def _taken(data: Data) -> Element:
    match data:
        case LiteralData():
            return plain("LiteralData", _type(data), _values(data), plain.optional("DefaultValue", data.default))
        case ComplexData():
            return plain("ComplexData", _formats(data.formats))
        case BoundingBoxData():
            return plain("BoundingBoxData", _choice("CRS", data.crs))
        case NestedData():  # WPS 1.0.0 has no records
            return plain("ComplexData", _formats((JSON,)))


def _output(data: Data) -> Element:
    match data:
        case LiteralData():
            return plain("LiteralOutput", _type(data))
        case ComplexData():
            return plain("ComplexOutput", _formats(data.formats))
        case BoundingBoxData():
            return plain("BoundingBoxOutput", _choice("CRS", data.crs))
        case NestedData():
            return plain("ComplexOutput", _formats((JSON,)))


def _type(data: LiteralData) -> Iterator[Content]:
    literal = LITERAL_TYPES[data.datatype]
    yield ows("DataType", {REFERENCE: literal.reference}, literal.wps)
    if data.units:
        units = [ows("UOM", unit) for unit in data.units]
        yield plain("UOMs", plain("Default", ows("UOM", data.units[0])), plain("Supported", units))


def _values(data: LiteralData) -> Element:
    if data.allowed_values:
        return ows("AllowedValues", [ows("Value", value) for value in data.allowed_values])
    if data.minimum is None and data.maximum is None:
        return ows("AnyValue")
    least, most = ows.optional("MinimumValue", data.minimum), ows.optional("MaximumValue", data.maximum)
    return ows("AllowedValues", ows("Range", least, most))


def _choice(name: str, values: tuple[str, ...]) -> Iterator[Content]:
    yield plain("Default", plain(name, values[0]))
    yield plain("Supported", [plain(name, value) for value in values])


def _formats(formats: tuple[Format, ...]) -> Iterator[Content]:
    yield plain("Default", _format(formats[0]))
    yield plain("Supported", [_format(format) for format in formats])


def _format(format: Format) -> Element:
    return plain(
        "Format",
        plain("MimeType", format.media_type),
        plain.optional("Encoding", format.encoding),
        plain.optional("Schema", format.schema),
    )
