"""One input value of a request -> its CWL value."""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import NoReturn
from urllib.parse import urlsplit

from pydantic import JsonValue

from wps_cwl import errors
from wps_cwl.model import (
    BoundingBoxData,
    BoundingBoxValue,
    ComplexData,
    ComplexValue,
    CwlKind,
    CwlType,
    Data,
    DataType,
    Format,
    LiteralData,
    LiteralValue,
    NestedData,
    NestedValue,
    ReferenceValue,
    Value,
)
from wps_cwl.translator import datatypes, json_values, media_types
from wps_cwl.translator.builder import Builder

Nested = Callable[..., dict[str, JsonValue]]


def build(value: Value, cwl: CwlType, data: Data, builder: Builder, *, nested: Nested) -> JsonValue:
    """Return the CWL value of one occurrence of an input; InvalidInput and its kin name the input at fault."""
    if isinstance(data, LiteralData):
        return _literal(_text(value, builder), value, cwl, data, builder)
    if isinstance(data, BoundingBoxData):
        return _box(value, cwl, data, builder)
    if isinstance(data, NestedData) and isinstance(value, NestedValue):
        return nested(data.fields, value.values, builder, owner=builder.identifier, prefix=builder.identifier + ".")
    if isinstance(data, NestedData) or cwl.kind not in {CwlKind.FILE, CwlKind.DIRECTORY}:
        return _json(value, cwl, builder)
    return _file(value, cwl, data, builder)


# --- literals -----------------------------------------------------------------------------------------


def _text(value: Value, builder: Builder) -> str:
    if isinstance(value, LiteralValue):
        return value.text
    if isinstance(value, ComplexValue):
        try:
            return value.data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise builder.invalid("a literal is expected, and these bytes are not text") from error
    raise builder.invalid(f"a literal is expected, not a {value.kind}")


def _literal(text: str, value: Value, cwl: CwlType, data: LiteralData, builder: Builder) -> JsonValue:
    unit = value.unit if isinstance(value, LiteralValue) else None
    if unit and unit not in data.units:
        known = ", ".join(data.units) or "none"
        raise builder.invalid(f'the unit "{unit}" is not offered; choose from: {known}')
    if "\0" in text:
        raise builder.invalid("it holds the character NUL")
    if cwl.kind is CwlKind.UNION:
        named = value.datatype if isinstance(value, LiteralValue) else None
        member = _member(text, cwl, builder, named)
        check_literal(member, data, builder)
        return member
    if cwl.kind is CwlKind.ENUM:
        return _choice(text, data.allowed_values or cwl.symbols, builder)
    try:
        number = datatypes.read(data.datatype, text)
    except ValueError as error:
        raise builder.invalid(str(error)) from error
    check_literal(number, data, builder)
    return number


def check_literal(value: datatypes.Scalar, data: LiteralData, builder: Builder) -> None:
    """Refuse a value that is not among the allowed ones, or outside the range."""
    written = {datatypes.write(datatypes.read(data.datatype, text)) for text in data.allowed_values}
    if data.allowed_values and datatypes.write(value) not in written:
        known = ", ".join(data.allowed_values)
        raise builder.invalid(f'"{datatypes.write(value)}" is not allowed; choose from: {known}')
    if data.pattern and isinstance(value, str) and not re.fullmatch(data.pattern, value):
        raise builder.invalid(f'"{value}" does not match {data.pattern}')
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if data.minimum is not None and value < float(data.minimum):
            raise builder.invalid(f"{datatypes.write(value)} is less than the minimum {data.minimum}")
        if data.maximum is not None and value > float(data.maximum):
            raise builder.invalid(f"{datatypes.write(value)} is more than the maximum {data.maximum}")


def _choice(text: str, symbols: tuple[str, ...], builder: Builder) -> str:
    text = text if text in symbols else text.strip()
    if text not in symbols:
        raise builder.invalid(f'"{text}" is not allowed; choose from: {", ".join(symbols)}')
    return text


def _member(text: str, cwl: CwlType, builder: Builder, named: str | None) -> datatypes.Scalar:
    """Read a text as the member of a union that the client names, else as the narrowest that takes it."""
    if any(text in member.symbols for member in cwl.members):
        return text
    offered = {member.datatype for member in cwl.members}
    if named:
        offered = {datatype for datatype in offered if datatype and datatypes.is_called(datatype, named)} or offered
    if DataType.STRING in offered and re.fullmatch(r"[+-]?0\d+", text):
        return text  # `007` is a name: as a number it would lose its zeros
    for datatype in datatypes.NARROWEST_FIRST:
        if datatype in offered and not (datatype is DataType.BOOLEAN and text in {"0", "1"}):
            try:
                return datatypes.read(datatype, text)
            except ValueError:
                continue
    raise builder.invalid(f'"{text}" is none of: {", ".join(_names(cwl))}')


def _names(cwl: CwlType) -> list[str]:
    return [member.datatype.value if member.datatype else "/".join(member.symbols) for member in cwl.members]


# --- boxes ----------------------------------------------------------------------------------------------


def _box(value: Value, cwl: CwlType, data: BoundingBoxData, builder: Builder) -> JsonValue:
    if not isinstance(value, BoundingBoxValue):
        raise builder.invalid(f"a bounding box is expected, not a {value.kind}")
    if len(value.lower) != len(value.upper) or not value.lower:
        raise builder.invalid("its two corners do not have the same number of coordinates")
    if not all(math.isfinite(number) for number in (*value.lower, *value.upper)):
        raise builder.invalid("its coordinates are not all finite numbers")
    if value.crs and same_crs(value.crs) not in [same_crs(crs) for crs in data.crs]:
        raise builder.invalid(f'the CRS "{value.crs}" is not offered; choose from: {", ".join(data.crs)}')
    crs_field = next((optional for name, _, optional in cwl.fields if name == "crs"), None)
    box: dict[str, JsonValue] = {"bbox": [*value.lower, *value.upper]}
    if crs_field is not None and (value.crs or not crs_field):
        box["crs"] = value.crs or data.crs[0]
    return box


def same_crs(name: str) -> str:
    """Return one spelling for the many names of a CRS: `urn:ogc:def:crs:EPSG::4326` -> `EPSG:4326`."""
    parts = [part for part in re.split(r"[:/#]+", name.strip()) if part]
    if not parts or name.strip().upper() in {"CRS:84", "CRS84"}:
        return "OGC:CRS84" if parts else name
    return ":".join((parts[0], parts[-1])).upper() if len(parts) < 4 else f"{_authority(parts)}:{parts[-1]}".upper()


def _authority(parts: list[str]) -> str:
    return parts[parts.index("crs") + 1] if "crs" in parts[:-1] else parts[0]


# --- files and JSON -----------------------------------------------------------------------------------------


def _file(value: Value, cwl: CwlType, data: Data, builder: Builder) -> JsonValue:
    if isinstance(value, LiteralValue):
        value = ComplexValue(value.text.encode("utf-8"))
    if not isinstance(value, (ComplexValue, ReferenceValue)):
        raise builder.invalid(f"complex data is expected, not a {value.kind}")
    if isinstance(value, ReferenceValue):
        builder.check_scheme(value)
    if not isinstance(data, ComplexData):
        raise builder.invalid("it is not described as complex data")
    form = _chosen(value.format, data.formats, value, builder)
    if isinstance(value, ComplexValue):
        value = _decoded(value, form)
    return builder.stage(value, cwl, form, packed=data.packed)


def _decoded(value: ComplexValue, form: Format) -> ComplexValue:
    """Decode base64 that was sent without a word of it: text cannot be an image, and the format says base64."""
    said = value.format is not None and value.format.encoding
    if form.encoding == "base64" and not said and form.media_type != media_types.UNKNOWN:
        with suppress(binascii.Error):
            return replace(value, data=base64.b64decode(b"".join(value.data.split()), validate=True))
    return value


def _chosen(asked: Format | None, offered: tuple[Format, ...], value: Value, builder: Builder) -> Format:
    if asked is None or not asked.media_type:
        return _by_name(value, offered) or offered[0]
    for form in offered:
        if media_types.matches(asked.media_type, form.media_type):
            return form
    if any(form.media_type == "application/octet-stream" for form in offered):
        return next(form for form in offered if form.media_type == "application/octet-stream")
    raise errors.FormatNotOffered(
        format=asked.media_type,
        identifier=builder.identifier,
        known=[form.media_type for form in offered],
        locator=builder.identifier,
    )


def _by_name(value: Value, offered: tuple[Format, ...]) -> Format | None:
    if not isinstance(value, ReferenceValue):
        return None
    guessed = media_types.guess(urlsplit(value.href).path)
    return next((form for form in offered if media_types.matches(guessed, form.media_type)), None)


def _json(value: Value, cwl: CwlType, builder: Builder) -> JsonValue:
    if isinstance(value, BoundingBoxValue):
        box: JsonValue = {"bbox": [*value.lower, *value.upper], "crs": value.crs}
        return json_values.build(box, cwl, builder)
    text = _text(value, builder)
    try:
        parsed = json.loads(text, parse_constant=_no_constant, parse_float=_finite)
        json_values.check(parsed)
    except (ValueError, RecursionError) as error:
        if cwl.kind is CwlKind.ANY and isinstance(value, LiteralValue):
            return text  # a plain literal where anything goes is a string
        raise builder.invalid(f"it is not JSON: {error}") from error
    return json_values.build(parsed, cwl, builder)


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(f"{text} is too large")
    return number


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
