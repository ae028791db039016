"""Values, the same on the way in and on the way out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wps_cwl.model.process import Format


@dataclass(frozen=True)
class LiteralValue:
    """A literal as it stands on the wire."""

    text: str
    datatype: str | None = None
    unit: str | None = None
    kind: Literal["literal"] = "literal"


@dataclass(frozen=True)
class ComplexValue:
    """Inline bytes, decoded; `format` is what the sender said of them (None: nothing)."""

    data: bytes
    format: Format | None = None
    kind: Literal["complex"] = "complex"


@dataclass(frozen=True)
class ReferenceValue:
    """Bytes that lie elsewhere. `body` or `body_href` are sent when the method is POST."""

    href: str
    format: Format | None = None
    method: Literal["GET", "POST"] = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    body_href: str | None = None
    kind: Literal["reference"] = "reference"


@dataclass(frozen=True)
class BoundingBoxValue:
    """A box with its axes in the order in which they were sent."""

    lower: tuple[float, ...]
    upper: tuple[float, ...]
    crs: str | None = None
    kind: Literal["bounding box"] = "bounding box"


@dataclass(frozen=True)
class NestedValue:
    """The values of a record's fields, in order; an identifier may stand several times."""

    values: tuple[NamedValue, ...]
    kind: Literal["nested"] = "nested"


Value = LiteralValue | ComplexValue | ReferenceValue | BoundingBoxValue | NestedValue


@dataclass(frozen=True)
class NamedValue:
    """A value under the identifier of an input or an output."""

    id: str
    value: Value
