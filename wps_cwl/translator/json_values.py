"""A JSON value of a request -> its CWL value, checked against the type; files in it are staged, never taken by path."""

from __future__ import annotations

import json

from pydantic import JsonValue

from wps_cwl.model import ComplexValue, CwlKind, CwlType, Format, ReferenceValue
from wps_cwl.translator import datatypes, media_types
from wps_cwl.translator.builder import Builder

_DEEPEST = 100
_FILE = CwlType(CwlKind.FILE)
_DIRECTORY = CwlType(CwlKind.DIRECTORY)


def build(value: JsonValue, cwl: CwlType, builder: Builder) -> JsonValue:
    """Return the CWL value; InvalidInput names the input and what was expected."""
    if cwl.kind is CwlKind.ANY:
        return _any(value, builder)
    if cwl.kind is CwlKind.UNION:
        return _union(value, cwl, builder)
    if not fits(value, cwl):
        raise builder.invalid(f"{_shown(value)} is not {describe(cwl)}")
    if cwl.kind is CwlKind.ARRAY and isinstance(value, list) and cwl.item is not None:
        return [build(item, cwl.item, builder) for item in value]
    if cwl.kind in {CwlKind.RECORD, CwlKind.BOUNDING_BOX} and isinstance(value, dict):
        return {name: build(value[name], kind, builder) for name, kind, _ in cwl.fields if value.get(name) is not None}
    if cwl.kind in {CwlKind.FILE, CwlKind.DIRECTORY} and isinstance(value, dict):
        return _staged(value, cwl, builder)
    return value


def check(value: JsonValue) -> None:
    """Raise ValueError for JSON that no tool can be given: too deep, or with characters that are none."""
    level = [value]
    for _ in range(_DEEPEST):
        if not level:
            break
        inner = [item for item in level if isinstance(item, (list, dict))]
        level = [item for each in inner for item in (each.values() if isinstance(each, dict) else each)]
    else:
        raise ValueError(f"it is nested more than {_DEEPEST} levels deep")
    text = json.dumps(value, ensure_ascii=False)
    text.encode("utf-8")  # a lone surrogate is a UnicodeEncodeError, which is a ValueError
    if "\\u0000" in text:
        raise ValueError("it holds the character NUL")


def fits(value: JsonValue, cwl: CwlType) -> bool:
    """Whether a JSON value is one of that type, down to the leaves."""
    match cwl.kind:
        case CwlKind.LITERAL:
            return cwl.datatype is not None and datatypes.LITERAL_TYPES[cwl.datatype].accepts(value)
        case CwlKind.ENUM:
            return isinstance(value, str) and value in cwl.symbols
        case CwlKind.NULL:
            return value is None
        case CwlKind.ARRAY:
            return isinstance(value, list) and cwl.item is not None and all(fits(item, cwl.item) for item in value)
        case CwlKind.RECORD | CwlKind.BOUNDING_BOX:
            return isinstance(value, dict) and _fields_fit(value, cwl)
        case CwlKind.FILE | CwlKind.DIRECTORY:
            return isinstance(value, dict) and value.get("class", cwl.kind.value) == cwl.kind.value
        case CwlKind.UNION:
            return any(fits(value, member) for member in cwl.members)
        case CwlKind.ANY:
            return value is not None


def _fields_fit(value: dict[str, JsonValue], cwl: CwlType) -> bool:
    names = [name for name, _, _ in cwl.fields]
    return all(name in names for name in value) and all(
        optional if value.get(name) is None else fits(value[name], kind) for name, kind, optional in cwl.fields
    )


def _union(value: JsonValue, cwl: CwlType, builder: Builder) -> JsonValue:
    for member in cwl.members:
        if fits(value, member):
            return build(value, member, builder)
    raise builder.invalid(f"{_shown(value)} is not {describe(cwl)}")


def _any(value: JsonValue, builder: Builder) -> JsonValue:
    if isinstance(value, list):
        return [_any(item, builder) for item in value]
    if isinstance(value, dict):
        if value.get("class") == "File":
            return _staged(value, _FILE, builder)
        if value.get("class") == "Directory":
            return _staged(value, _DIRECTORY, builder)
        return {name: _any(item, builder) for name, item in value.items()}
    return value


def _staged(value: dict[str, JsonValue], cwl: CwlType, builder: Builder) -> JsonValue:
    """Stage a CWL File or Directory object: its bytes come from `contents` or from a web address, from nowhere else."""
    contents, location = value.get("contents"), value.get("location", value.get("href"))
    secondary = value.get("secondaryFiles") or []
    if value.get("listing") or value.get("path"):
        raise builder.invalid(f"a {cwl.kind.value} is given by `location` (a web address) or `contents` only")
    source: ComplexValue | ReferenceValue
    if isinstance(contents, str) and cwl.kind is CwlKind.FILE:
        source = ComplexValue(contents.encode("utf-8"))
    elif isinstance(location, str):
        source = ReferenceValue(location)
        builder.check_scheme(source)
    else:
        raise builder.invalid(f"a {cwl.kind.value} needs a `location` (a web address)")
    basename = value.get("basename")
    name = basename if isinstance(basename, str) else ""
    media_type = media_types.guess(name or str(location)) if cwl.kind is CwlKind.FILE else "application/zip"
    staged = builder.stage(source, CwlType(cwl.kind), Format(media_type), name=name)
    if isinstance(value.get("format"), str):
        staged["format"] = value["format"]
    if isinstance(secondary, list) and secondary:
        staged["secondaryFiles"] = [_any(beside, builder) for beside in secondary]
    return staged


def describe(cwl: CwlType) -> str:
    """Return the name of a type for a person."""
    match cwl.kind:
        case CwlKind.LITERAL if cwl.datatype is not None:
            return f"a {cwl.datatype.value}"
        case CwlKind.ENUM:
            return f"one of {', '.join(cwl.symbols)}"
        case CwlKind.ARRAY if cwl.item is not None:
            return f"an array, each item {describe(cwl.item)}"
        case CwlKind.RECORD | CwlKind.BOUNDING_BOX:
            fields = ", ".join(f"{name}{'?' if optional else ''}" for name, _, optional in cwl.fields)
            return f"an object of the fields {fields}"
        case CwlKind.UNION:
            return " or ".join(describe(member) for member in cwl.members)
        case _:
            return f"a {cwl.kind.value}"


def _shown(value: JsonValue) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
