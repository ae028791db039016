"""A CWL document, as cwltool resolves it -> the neutral description of a process."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any  # CWL documents are JSON of any shape

from wps_cwl import errors
from wps_cwl.model import (
    BoundingBoxData,
    ComplexData,
    CwlKind,
    CwlType,
    Data,
    DataType,
    Format,
    JobControl,
    LiteralData,
    NestedData,
    Parameter,
    Process,
)
from wps_cwl.translator import conditions, cwl_types, datatypes, media_types
from wps_cwl.translator.cwl_types import Definitions, short_name
from wps_cwl.translator.duration import read_duration

Json = Any
WPS = "https://w3id.org/wps-cwl#"
SCHEMA_ORG = ("https://schema.org/", "http://schema.org/")

MANY = 1024  # "unbounded" crashes OWSLib, so arrays have a finite number (see docs/design.md)
JSON_FORMAT = Format("application/json")
ZIP = Format("application/zip", encoding="base64")
METALINK = Format("application/metalink4+xml")
DEFAULT_CRS = ("EPSG:4326", "urn:ogc:def:crs:OGC:1.3:CRS84")
_VERSION = re.compile(r"(\d+)(?:\.(\d{1,2}))?(?:\.(\d{1,2}))?")


def describe(document: Mapping[str, Json], *, identifier: str, order: Sequence[str] = (), digest: str = "") -> Process:
    """Return the process that a resolved CWL document is.

    `order` gives the identifiers of inputs and outputs as their author wrote them (resolving sorts them).
    Raises errors.InvalidDescription for metadata that contradicts the types.
    """
    named = cwl_types.definitions(document)
    return Process(
        id=identifier,
        title=document.get("label") or identifier,
        abstract=_text(document.get("doc")),
        keywords=_keywords(document),
        version=_version(document),
        job_control=_job_control(document),
        inputs=conditions.settled(_in_order((_input(declared, named) for declared in document["inputs"]), order)),
        outputs=_in_order((_output(declared, named) for declared in document["outputs"]), order),
        digest=digest,
        reuse=_flag(document, "reuse", "wps:reuse", otherwise=False),
        duration=read_duration(document.get(WPS + "duration"), document),
    )


def _in_order(parameters: Iterable[Parameter], order: Sequence[str]) -> tuple[Parameter, ...]:
    place = {name: index for index, name in enumerate(order)}
    return tuple(sorted(parameters, key=lambda parameter: place.get(parameter.id, len(place))))


# --- parameters -----------------------------------------------------------------------------------


def _input(declared: Json, named: Definitions) -> Parameter:
    identifier = short_name(declared["id"])
    cwl, optional = _read_type(declared, named, identifier)
    default = declared.get("default")
    data = _input_data(cwl, declared)
    if isinstance(data, LiteralData):
        data = _with_metadata(data, declared, identifier, default)
    return Parameter(
        id=identifier,
        data=data,
        cwl=cwl,
        min_occurs=0 if optional or default is not None else 1,
        max_occurs=MANY if repeated(cwl) is not None else 1,
        has_default=default is not None,
        when=conditions.read(declared.get(WPS + "when"), identifier=identifier, field="wps:when"),
        required_when=conditions.read(
            declared.get(WPS + "requiredWhen"), identifier=identifier, field="wps:requiredWhen"
        ),
        assumed=_assumed(declared, identifier),
        file_of=declared.get(WPS + "fileNameOf"),
        **_texts(declared, identifier),
    )


def _output(declared: Json, named: Definitions) -> Parameter:
    identifier = short_name(declared["id"])
    cwl, optional = _read_type(declared, named, identifier)
    data = _output_data(cwl, declared)
    if isinstance(data, LiteralData):
        data = _with_metadata(data, declared, identifier, None)
    return Parameter(
        id=identifier,
        data=data,
        cwl=cwl,
        min_occurs=0 if optional else 1,
        convertible=_flag(declared, "convertible", identifier, otherwise=True),
        **_texts(declared, identifier),
    )


def _read_type(declared: Json, named: Definitions, identifier: str) -> tuple[CwlType, bool]:
    try:
        return cwl_types.read_type(declared["type"], named, declared)
    except (KeyError, ValueError) as error:
        raise errors.InvalidDescription(identifier=identifier, reason=f"its type cannot be read: {error}") from error


def _texts(declared: Json, identifier: str) -> dict[str, Json]:
    return {
        "title": declared.get("label") or identifier,
        "abstract": _text(declared.get("doc")),
        "keywords": _keywords(declared),
    }


def repeated(cwl: CwlType) -> CwlType | None:
    """Return the type of one occurrence where a parameter may stand several times, else None.

    That is so for an array of anything but arrays, and for a union of a type and its array.
    """
    if cwl.kind is CwlKind.ARRAY and cwl.item is not None and _single(cwl.item):
        return cwl.item
    if cwl.kind is CwlKind.UNION and len(cwl.members) == 2:
        one, many = sorted(cwl.members, key=lambda member: member.kind is CwlKind.ARRAY)
        if many.kind is CwlKind.ARRAY and many.item == one and _single(one):
            return one
    return None


def _single(cwl: CwlType) -> bool:
    return cwl.kind not in {CwlKind.ARRAY, CwlKind.ANY, CwlKind.UNION, CwlKind.NULL}


def _input_data(cwl: CwlType, declared: Json) -> Data:
    item = repeated(cwl)
    if item is not None:
        return _input_data(item, declared)
    if cwl.kind is CwlKind.FILE:
        return _input_file(cwl, declared)
    if cwl.kind is CwlKind.DIRECTORY:
        return ComplexData((ZIP,))
    return _plain_data(cwl, declared, _input_data)


def _output_data(cwl: CwlType, declared: Json) -> Data:
    if cwl.kind is CwlKind.FILE:
        formats = _formats(cwl, declared)
        return ComplexData((*formats, ZIP) if cwl.secondary and ZIP not in formats else formats)
    if cwl.kind is CwlKind.DIRECTORY:
        return ComplexData((ZIP, METALINK))
    if cwl.kind is CwlKind.ARRAY and cwl.item is not None and cwl.item.kind in {CwlKind.FILE, CwlKind.DIRECTORY}:
        return ComplexData((METALINK, ZIP))
    return _plain_data(cwl, declared, _output_data)


def _plain_data(cwl: CwlType, declared: Json, of_field: Any) -> Data:
    if cwl.kind is CwlKind.LITERAL and cwl.datatype is not None:
        return LiteralData(cwl.datatype)
    if cwl.kind is CwlKind.ENUM:
        return LiteralData(DataType.STRING, allowed_values=cwl.symbols)
    if cwl.kind is CwlKind.BOUNDING_BOX:
        return BoundingBoxData(tuple(_list(declared.get(WPS + "crs"))) or DEFAULT_CRS)
    if cwl.kind is CwlKind.RECORD:
        return NestedData(tuple(_field(name, kind, optional, of_field) for name, kind, optional in cwl.fields))
    if cwl.kind is CwlKind.UNION and all(member.kind in {CwlKind.LITERAL, CwlKind.ENUM} for member in cwl.members):
        return LiteralData(DataType.STRING)
    return ComplexData((JSON_FORMAT,))


def _field(name: str, cwl: CwlType, optional: bool, data_of: Any) -> Parameter:
    return Parameter(
        id=name,
        title=name,
        data=data_of(cwl, {}),
        cwl=cwl,
        min_occurs=0 if optional else 1,
        max_occurs=MANY if data_of is _input_data and repeated(cwl) is not None else 1,
    )


# --- formats --------------------------------------------------------------------------------------


def _input_file(cwl: CwlType, declared: Json) -> ComplexData:
    formats = _formats(cwl, declared)
    if not cwl.secondary:
        return ComplexData(formats)
    if any(pattern.required for pattern in cwl.secondary):
        return ComplexData((ZIP,), packed=formats)  # a plain file could not bring what must lie beside it
    return ComplexData(formats if ZIP in formats else (*formats, ZIP), packed=formats)


def _formats(cwl: CwlType, declared: Json) -> tuple[Format, ...]:
    iris = list(cwl.formats)
    named = _list(declared.get(WPS + "mediaTypes"))
    if named:
        return tuple(_format(media_type, _matching(media_type, iris)) for media_type in dict.fromkeys(named))
    if iris:
        return tuple(_format(media_types.from_cwl(iri) or "application/octet-stream", iri) for iri in iris)
    return (_format(_guessed(declared), None),)


def _matching(media_type: str, iris: list[str]) -> str | None:
    return next((iri for iri in iris if media_types.from_cwl(iri) == media_type), iris[0] if iris else None)


def _guessed(declared: Json) -> str:
    glob = (declared.get("outputBinding") or {}).get("glob")
    if isinstance(glob, list) and len(glob) == 1:
        glob = glob[0]
    return media_types.guess(glob) if isinstance(glob, str) else "application/octet-stream"


def _format(media_type: str, iri: str | None) -> Format:
    return Format(media_type, encoding="base64" if media_types.is_binary(media_type) else None, cwl=iri)


# --- metadata of our own namespace ------------------------------------------------------------------


def _with_metadata(data: LiteralData, declared: Json, identifier: str, default: Json) -> LiteralData:
    allowed = tuple(datatypes.write(value) for value in _list(declared.get(WPS + "allowedValues")))
    bounds = {end: declared.get(WPS + end) for end in ("minimum", "maximum")}
    for end, value in bounds.items():
        if value is not None and not (isinstance(value, (int, float)) and not isinstance(value, bool)):
            raise errors.InvalidDescription(identifier=identifier, reason=f"wps:{end} is not a number: {value}")
    for value in allowed:
        _check_literal(data, value, identifier, "wps:allowedValues")
    return LiteralData(
        datatype=data.datatype,
        allowed_values=allowed or data.allowed_values,
        minimum=None if bounds["minimum"] is None else datatypes.write(bounds["minimum"]),
        maximum=None if bounds["maximum"] is None else datatypes.write(bounds["maximum"]),
        units=tuple(str(unit) for unit in _list(declared.get(WPS + "unit"))),
        default=datatypes.write(default) if isinstance(default, (str, bool, int, float)) else None,
        pattern=_pattern(declared, identifier),
    )


def _assumed(declared: Json, identifier: str) -> str | None:
    """Return what the tool takes by itself: no default of the document, and nothing that is passed to the tool."""
    value = declared.get(WPS + "toolDefault")
    if value is not None and not isinstance(value, (str, bool, int, float)):
        raise errors.InvalidDescription(identifier=identifier, reason=f"wps:toolDefault is no literal: {value}")
    return None if value is None else datatypes.write(value)


def _pattern(declared: Json, identifier: str) -> str | None:
    pattern = declared.get(WPS + "pattern")
    try:
        return re.compile(pattern).pattern if pattern is not None else None
    except (re.error, TypeError) as error:
        reason = f"wps:pattern is no regular expression: {error}"
        raise errors.InvalidDescription(identifier=identifier, reason=reason) from error


def _check_literal(data: LiteralData, text: str, identifier: str, field: str) -> None:
    try:
        datatypes.read(data.datatype, text)
    except ValueError as error:
        raise errors.InvalidDescription(identifier=identifier, reason=f"{field}: {error}") from error
    if data.allowed_values and text not in data.allowed_values:
        raise errors.InvalidDescription(identifier=identifier, reason=f'{field}: "{text}" is not a symbol of the enum')


def _version(document: Json) -> str:
    declared = document.get(WPS + "version") or _schema_org(document, "version", "softwareVersion") or "1.0.0"
    found = _VERSION.match(str(declared).removeprefix("v"))
    return ".".join(part or "0" for part in found.groups()) if found else "1.0.0"


def _job_control(document: Json) -> tuple[JobControl, ...]:
    declared = _list(document.get(WPS + "jobControl"))
    known = {control.value: control for control in JobControl}
    for name in declared:
        if name not in known:
            reason = f'wps:jobControl: "{name}" is not one of {", ".join(known)}'
            raise errors.InvalidDescription(identifier="wps:jobControl", reason=reason)
    return tuple(known[name] for name in declared) or tuple(JobControl)


def _flag(declared: Json, name: str, identifier: str, *, otherwise: bool) -> bool:
    value = declared.get(WPS + name, otherwise)
    if not isinstance(value, bool):
        reason = f"wps:{name} is neither true nor false: {value}"
        raise errors.InvalidDescription(identifier=identifier, reason=reason)
    return value


def _keywords(declared: Json) -> tuple[str, ...]:
    words = declared.get(WPS + "keywords") or _schema_org(declared, "keywords")
    if isinstance(words, str):
        words = words.split(",")
    return tuple(str(word).strip() for word in _list(words))


def _schema_org(declared: Json, *names: str) -> Json:
    return next((declared[base + name] for base in SCHEMA_ORG for name in names if base + name in declared), None)


def _text(doc: Json) -> str | None:
    if isinstance(doc, list):
        doc = "\n".join(doc)
    return doc.strip() or None if doc else None


def _list(value: Json) -> list[Json]:
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]
