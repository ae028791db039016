"""CWL types as cwltool resolves them -> `CwlType` (CWL v1.2, sections 4.2 "Data concepts" and 5.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any  # CWL documents are JSON of any shape

from wps_cwl.model import CwlKind, CwlType, DataType, SecondaryFile

Json = Any
Definitions = Mapping[str, Json]  # named types of SchemaDefRequirement

_SIMPLE: dict[str, CwlType] = {
    **{datatype.value: CwlType(CwlKind.LITERAL, datatype=datatype) for datatype in DataType},
    "File": CwlType(CwlKind.FILE),
    "stdin": CwlType(CwlKind.FILE),
    "stdout": CwlType(CwlKind.FILE),
    "stderr": CwlType(CwlKind.FILE),
    "Directory": CwlType(CwlKind.DIRECTORY),
    "Any": CwlType(CwlKind.ANY),
    "org.w3id.cwl.salad.Any": CwlType(CwlKind.ANY),
    "null": CwlType(CwlKind.NULL),
}
_NUMBERS = {DataType.FLOAT, DataType.DOUBLE}


def short_name(iri: str) -> str:
    """Return the last part of an identifier: `file:///a.cwl#main/step/x` -> `x`."""
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def definitions(document: Mapping[str, Json]) -> Definitions:
    """Return the named types that the document's SchemaDefRequirement brings."""
    found: dict[str, Json] = {}
    for requirement in [*(document.get("requirements") or ()), *(document.get("hints") or ())]:
        if requirement.get("class") == "SchemaDefRequirement":
            found |= {named["name"]: named for named in requirement["types"] if "name" in named}
    return found


def read_type(declared: Json, named: Definitions, owner: Mapping[str, Json]) -> tuple[CwlType, bool]:
    """Return the type without its null, and whether null is allowed.

    `owner` is the parameter or field: its secondaryFiles and format belong to the files of the type.
    """
    if isinstance(declared, Sequence) and not isinstance(declared, str):
        return _union([read_type(member, named, owner) for member in declared])
    if isinstance(declared, str):
        if declared not in _SIMPLE:
            return read_type(_definition(declared, named), named, owner)
        simple = _SIMPLE[declared]
        return (_file(owner) if simple.kind is CwlKind.FILE else simple), simple.kind is CwlKind.NULL
    return _BUILT[declared["type"]](declared, named, owner), False


def _file(owner: Mapping[str, Json]) -> CwlType:
    formats = owner.get("format") or ()
    formats = (formats,) if isinstance(formats, str) else tuple(formats)
    told = tuple(iri for iri in formats if "$(" not in iri and "${" not in iri)  # an expression is known at run time
    return CwlType(CwlKind.FILE, secondary=_secondary_files(owner.get("secondaryFiles")), formats=told)


def _definition(name: str, named: Definitions) -> Json:
    if name in named:
        return named[name]
    for candidate, definition in named.items():
        if short_name(candidate) == short_name(name):
            return definition
    raise ValueError(f"the type {short_name(name)} is not known")


def _union(members: Sequence[tuple[CwlType, bool]]) -> tuple[CwlType, bool]:
    optional = any(null for _, null in members)
    types = list(dict.fromkeys(member for member, _ in members if member.kind is not CwlKind.NULL))
    if not types:
        return _SIMPLE["null"], True
    if len(types) == 1:
        return types[0], optional
    return CwlType(CwlKind.UNION, members=tuple(types)), optional


def _array(declared: Json, named: Definitions, owner: Mapping[str, Json]) -> CwlType:
    item, optional = read_type(declared["items"], named, owner)
    if optional:
        item = CwlType(CwlKind.UNION, members=(item, _SIMPLE["null"]))
    return CwlType(CwlKind.ARRAY, item=item)


def _enum(declared: Json, named: Definitions, owner: Mapping[str, Json]) -> CwlType:
    del named, owner
    return CwlType(CwlKind.ENUM, symbols=tuple(short_name(symbol) for symbol in declared["symbols"]))


def _record(declared: Json, named: Definitions, owner: Mapping[str, Json]) -> CwlType:
    del owner  # each field is one itself
    fields = []
    for field in declared.get("fields") or ():
        kind, optional = read_type(field["type"], named, field)
        fields.append((short_name(field["name"]), kind, optional))
    return CwlType(CwlKind.BOUNDING_BOX if _is_box(fields) else CwlKind.RECORD, fields=tuple(fields))


def _is_box(fields: list[tuple[str, CwlType, bool]]) -> bool:
    types = {name: kind for name, kind, _ in fields}
    corners = types.get("bbox")
    if set(types) - {"bbox", "crs"} or corners is None or corners.kind is not CwlKind.ARRAY:
        return False
    return corners.item is not None and corners.item.datatype in _NUMBERS


_BUILT = {"array": _array, "enum": _enum, "record": _record}


def _secondary_files(declared: Json) -> tuple[SecondaryFile, ...]:
    if declared is None:
        return ()
    if isinstance(declared, (str, Mapping)):
        declared = [declared]
    return tuple(_secondary_file(entry) for entry in declared)


def _secondary_file(entry: Json) -> SecondaryFile:
    pattern = entry if isinstance(entry, str) else entry["pattern"]
    required = True if isinstance(entry, str) else entry.get("required")
    if "$(" in pattern or "${" in pattern:
        return SecondaryFile(None, required=False)
    if pattern.endswith("?"):
        return SecondaryFile(pattern[:-1], required=False)
    return SecondaryFile(pattern, required=required is None or required is True)
