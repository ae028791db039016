"""A process: what it takes, what it gives, and how it may be executed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum


class DataType(Enum):
    """The literal types, named as CWL names them."""

    STRING = "string"
    BOOLEAN = "boolean"
    INT = "int"  # 32 bits, signed
    LONG = "long"  # 64 bits, signed
    FLOAT = "float"  # IEEE 754, 32 bits
    DOUBLE = "double"  # IEEE 754, 64 bits


@dataclass(frozen=True)
class Format:
    """A media type with its optional encoding and schema; `cwl` is the IRI that the CWL document uses for it."""

    media_type: str
    encoding: str | None = None
    schema: str | None = None
    cwl: str | None = None


@dataclass(frozen=True)
class LiteralData:
    """A literal; bounds, choices and default are in lexical form, as they stand on the wire."""

    datatype: DataType
    allowed_values: tuple[str, ...] = ()
    minimum: str | None = None
    maximum: str | None = None
    units: tuple[str, ...] = ()  # names of one and the same unit; the first is the default
    default: str | None = None
    pattern: str | None = None  # a regular expression for the whole of a text


@dataclass(frozen=True)
class ComplexData:
    """Bytes in one of several formats; the first format is the default.

    A file that brings others with it comes in a zip archive; `packed` are the formats that it may have in there.
    `converted` are those that a tool does not write itself: its file is converted to them.
    """

    formats: tuple[Format, ...]
    packed: tuple[Format, ...] = ()
    converted: tuple[Format, ...] = ()


@dataclass(frozen=True)
class BoundingBoxData:
    """A box in one of several coordinate reference systems; the first is the default."""

    crs: tuple[str, ...]


@dataclass(frozen=True)
class NestedData:
    """A record whose fields are parameters themselves (WPS 2.0 nested inputs and outputs)."""

    fields: tuple[Parameter, ...]


Data = LiteralData | ComplexData | BoundingBoxData | NestedData


class CwlKind(Enum):
    """How a CWL type is built."""

    LITERAL = "literal"
    ENUM = "enum"
    FILE = "File"
    DIRECTORY = "Directory"
    ARRAY = "array"
    RECORD = "record"
    BOUNDING_BOX = "bounding box"  # a record {bbox: double[], crs: string?}
    UNION = "union"
    ANY = "Any"
    NULL = "null"


@dataclass(frozen=True)
class SecondaryFile:
    """One pattern of CWL's secondaryFiles (`.bai`, `^.dbf`); None stands for an expression."""

    pattern: str | None
    required: bool


@dataclass(frozen=True)
class CwlType:
    """A CWL type without its null; which fields are filled depends on the kind."""

    kind: CwlKind
    datatype: DataType | None = None  # LITERAL
    symbols: tuple[str, ...] = ()  # ENUM, as the job order spells them
    item: CwlType | None = None  # ARRAY
    fields: tuple[tuple[str, CwlType, bool], ...] = ()  # RECORD: name, type, optional
    members: tuple[CwlType, ...] = ()  # UNION
    secondary: tuple[SecondaryFile, ...] = ()  # FILE
    formats: tuple[str, ...] = ()  # FILE: the IRIs of the formats that the document allows


@dataclass(frozen=True)
class Condition:
    """Other inputs, each with the values, in lexical form, of which it must have one for the condition to hold."""

    choices: tuple[tuple[str, tuple[str, ...]], ...]

    def __str__(self) -> str:
        return " and ".join(f"{name} = {' or '.join(values)}" for name, values in self.choices)


@dataclass(frozen=True)
class Parameter:
    """An input or an output.

    `when` says under which condition an input may be sent at all, `required_when` under which it must be. `assumed` is
    what the tool itself takes for an input that is left out. `file_of` names the output whose file is called so.
    `convertible` says that an output may be converted to other formats.
    """

    id: str
    title: str
    data: Data
    cwl: CwlType
    abstract: str | None = None
    keywords: tuple[str, ...] = ()
    min_occurs: int = 1
    max_occurs: int = 1
    has_default: bool = False
    when: Condition | None = None
    required_when: Condition | None = None
    assumed: str | None = None
    file_of: str | None = None
    convertible: bool = True


def plain_name(identifier: str) -> str:
    """Return an identifier as birdy writes it; those of one process are still unique then."""
    return re.sub(r"\W", "_", identifier.lower())


class JobControl(Enum):
    """How a process may be executed."""

    SYNC = "sync-execute"
    ASYNC = "async-execute"
    DISMISS = "dismiss"


@dataclass(frozen=True)
class Process:
    """A CWL document that is offered; `version` is x.y.z, `digest` changes when the document does.

    `reuse` says that the result of one job may answer another one that asks for the same.
    `duration` is what its author says of how long it takes: seconds, or a CWL expression over its inputs.
    """

    id: str
    title: str
    version: str
    inputs: tuple[Parameter, ...]
    outputs: tuple[Parameter, ...]
    abstract: str | None = None
    keywords: tuple[str, ...] = ()
    job_control: tuple[JobControl, ...] = (JobControl.SYNC, JobControl.ASYNC, JobControl.DISMISS)
    digest: str = ""
    reuse: bool = False
    duration: float | str | None = None

    def input(self, identifier: str) -> Parameter | None:
        """Return the input of that identifier, or None."""
        return next((p for p in self.inputs if p.id == identifier), None)

    def output(self, identifier: str) -> Parameter | None:
        """Return the output of that identifier, or None."""
        return next((p for p in self.outputs if p.id == identifier), None)
