"""The table of literal types: what WPS calls them, and how their lexical form is read and written."""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass

from wps_cwl.model import DataType

Scalar = str | bool | int | float

_INTEGER = re.compile(r"[+-]?\d+")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


@dataclass(frozen=True)
class LiteralType:
    """How one type reads from the wire; `wps` is its name in a description, `xsd` the one in XML Schema part 2."""

    wps: str
    xsd: str
    read: Callable[[str], Scalar]
    accepts: Callable[[object], bool]  # whether a JSON value is one of this type

    @property
    def reference(self) -> str:
        """Return the URI of the type in XML Schema."""
        return f"http://www.w3.org/TR/xmlschema-2/#{self.xsd}"


def _read_integer(bits: int) -> Callable[[str], int]:
    low, high = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1

    def read(text: str) -> int:
        if not _INTEGER.fullmatch(text.strip()):
            raise ValueError(f'"{text}" is not a whole number')
        number = int(text)
        if not low <= number <= high:
            raise ValueError(f"{text} is not between {low} and {high}")
        return number

    return read


def _read_number(text: str) -> float:
    if not _NUMBER.fullmatch(text.strip()):
        raise ValueError(f'"{text}" is not a number')
    number = float(text)
    if math.isinf(number):
        raise ValueError(f"{text} is too large for a double")
    return number


def _read_float(text: str) -> float:
    number = _read_number(text)
    try:
        struct.pack("<f", number)  # the native form would make it infinite without a word
    except OverflowError:
        raise ValueError(f"{text} is too large for a float of 32 bits") from None
    return number


def _read_boolean(text: str) -> bool:
    try:
        return {"true": True, "1": True, "false": False, "0": False}[text.strip().lower()]
    except KeyError:
        raise ValueError(f'"{text}" is not a boolean; choose from: true, false') from None


def _is_integer(bits: int) -> Callable[[object], bool]:
    limit = 2 ** (bits - 1)
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and -limit <= value < limit


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


LITERAL_TYPES: dict[DataType, LiteralType] = {
    DataType.STRING: LiteralType("string", "string", str, lambda value: isinstance(value, str)),
    DataType.BOOLEAN: LiteralType("boolean", "boolean", _read_boolean, lambda value: isinstance(value, bool)),
    DataType.INT: LiteralType("integer", "integer", _read_integer(32), _is_integer(32)),
    DataType.LONG: LiteralType("long", "long", _read_integer(64), _is_integer(64)),
    DataType.FLOAT: LiteralType("float", "float", _read_float, _is_number),
    DataType.DOUBLE: LiteralType("double", "double", _read_number, _is_number),
}

# Which type of a union a text is read as first: the narrowest that accepts it.
NARROWEST_FIRST = (DataType.INT, DataType.LONG, DataType.FLOAT, DataType.DOUBLE, DataType.BOOLEAN, DataType.STRING)


def read(datatype: DataType, text: str) -> Scalar:
    """Return the value of a lexical form; ValueError says what is wrong with it."""
    return LITERAL_TYPES[datatype].read(text)


def is_called(datatype: DataType, name: str) -> bool:
    """Whether a client means a type by a name: `integer`, `xs:integer` or the URI of XML Schema."""
    short = re.split(r"[#:/]", name)[-1].lower()
    return short in {LITERAL_TYPES[datatype].wps, LITERAL_TYPES[datatype].xsd, datatype.value}


def write(value: object) -> str:
    """Return the lexical form of a JSON scalar."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)
