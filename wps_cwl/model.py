"""The neutral words that cross every boundary: processes, requests, jobs and results."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Literal

from pydantic import JsonValue

# --- what a process takes and gives -------------------------------------------------------


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


@dataclass(frozen=True)
class ComplexData:
    """Bytes in one of several formats; the first format is the default.

    A file that brings others with it comes in a zip archive; `packed` are the formats that it may have in there.
    """

    formats: tuple[Format, ...]
    packed: tuple[Format, ...] = ()


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
class Parameter:
    """An input or an output."""

    id: str
    title: str
    data: Data
    cwl: CwlType
    abstract: str | None = None
    keywords: tuple[str, ...] = ()
    min_occurs: int = 1
    max_occurs: int = 1
    has_default: bool = False


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
    """A CWL document that is offered; `version` is x.y.z, `digest` changes when the document does."""

    id: str
    title: str
    version: str
    inputs: tuple[Parameter, ...]
    outputs: tuple[Parameter, ...]
    abstract: str | None = None
    keywords: tuple[str, ...] = ()
    job_control: tuple[JobControl, ...] = (JobControl.SYNC, JobControl.ASYNC, JobControl.DISMISS)
    digest: str = ""

    def input(self, identifier: str) -> Parameter | None:
        """Return the input of that identifier, or None."""
        return next((p for p in self.inputs if p.id == identifier), None)

    def output(self, identifier: str) -> Parameter | None:
        """Return the output of that identifier, or None."""
        return next((p for p in self.outputs if p.id == identifier), None)


# --- values, the same on the way in and on the way out -------------------------------------


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


# --- an Execute request -------------------------------------------------------------------


class Mode(Enum):
    """When the client wants its answer."""

    SYNC = "sync"
    ASYNC = "async"
    AUTO = "auto"  # the server decides


class ResponseForm(Enum):
    """What the answer is: a document that holds the outputs, or the bytes of one output."""

    DOCUMENT = "document"
    RAW = "raw"


class Transmission(Enum):
    """How one output travels."""

    VALUE = "value"
    REFERENCE = "reference"


@dataclass(frozen=True)
class OutputRequest:
    """One output that the client asks for."""

    id: str
    transmission: Transmission = Transmission.VALUE
    format: Format | None = None
    unit: str | None = None


@dataclass(frozen=True)
class ExecuteRequest:
    """An Execute request of any binding. `outputs` empty means all of them, by value.

    `binding` names the protocol that sent it ("wps-1.0.0", "wps-2.0"); `store` and `status` are the flags of WPS 1.0.0
    (05-007r7, clause 10.2.2): a stored answer, and one that is updated while the job runs.
    """

    process: str
    inputs: tuple[NamedValue, ...] = ()
    outputs: tuple[OutputRequest, ...] = ()
    mode: Mode = Mode.SYNC
    response: ResponseForm = ResponseForm.DOCUMENT
    lineage: bool = False
    store: bool = False
    status: bool = False
    language: str | None = None
    binding: str = "wps-2.0"


@dataclass(frozen=True)
class StagedFile:
    """A file or directory that a job needs: `path`, relative to the job directory, is filled from `source`.

    `unpack` says that the source is a zip archive: for a DIRECTORY it is unpacked at `path`; for a FILE it is unpacked
    beside `path`, and holds one primary file, in one of `formats`, and its `secondary` files.
    """

    input: str
    path: str
    source: ComplexValue | ReferenceValue
    unpack: Literal["directory", "file"] | None = None
    secondary: tuple[SecondaryFile, ...] = ()
    formats: tuple[Format, ...] = ()


@dataclass(frozen=True)
class StagingPlan:
    """A CWL job order (JSON) whose File and Directory objects have a `path` of `files` as location."""

    order: dict[str, JsonValue]
    files: tuple[StagedFile, ...] = ()


# --- a job ----------------------------------------------------------------------------------


class JobState(Enum):
    """Where a job is in its life."""

    ACCEPTED = "accepted"  # in our queue
    STAGING = "staging"  # inputs are being fetched and checked
    QUEUED = "queued"  # with the scheduler, waiting
    RUNNING = "running"  # at least one step runs
    PUBLISHING = "publishing"  # outputs are being stored
    SUCCESSFUL = "successful"
    FAILED = "failed"
    DISMISSED = "dismissed"

    @property
    def final(self) -> bool:
        """Whether the job has ended; a final state is written once."""
        return self in FINAL_STATES


FINAL_STATES = frozenset({JobState.SUCCESSFUL, JobState.FAILED, JobState.DISMISSED})


class Fault(Enum):
    """Whose fault a failure is."""

    CLIENT = "client"  # the request or what it refers to
    PROCESS = "process"  # the tool failed
    SERVICE = "service"  # we, or the scheduler


@dataclass(frozen=True)
class JobError:
    """Why a job failed. `code` is the name of the class in `errors`; `locator` the input at fault, if one is."""

    fault: Fault
    code: str
    message: str
    locator: str | None = None


@dataclass(frozen=True)
class StoredFile:
    """A published file: served as `/jobs/{job}/outputs/{output}/{name}`. `size` in bytes, `sha256` in hex."""

    output: str
    name: str
    media_type: str
    size: int
    sha256: str | None = None
    kind: Literal["file"] = "file"


@dataclass(frozen=True)
class NestedResult:
    """The results of a record's fields."""

    results: tuple[Result, ...]
    kind: Literal["nested"] = "nested"


ResultValue = LiteralValue | BoundingBoxValue | StoredFile | NestedResult


@dataclass(frozen=True)
class Result:
    """One output of a finished job."""

    id: str
    value: ResultValue


@dataclass(frozen=True)
class Job:
    """One Execute. Times are aware UTC; `percent` is measured or None; `results` is filled when successful.

    `request` is an outline: what was asked for, without the inputs, which lie in the job directory.
    """

    id: str
    process: str
    state: JobState
    created: datetime
    updated: datetime
    request: ExecuteRequest
    message: str = ""
    percent: int | None = None
    started: datetime | None = None
    finished: datetime | None = None
    expires: datetime | None = None
    user: str = "anonymous"
    process_version: str = ""
    error: JobError | None = None
    results: tuple[Result, ...] = field(default=())


# --- the service ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Contact:
    """Whom to ask; fields as in OWS Common's ServiceContact."""

    name: str | None = None
    position: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str | None = None


@dataclass(frozen=True)
class Service:
    """What the service says of itself. `url` is its public root, without a slash at the end."""

    url: str
    title: str = "WPS of CWL processes"
    abstract: str = "Processes described in the Common Workflow Language, run by Toil."
    keywords: tuple[str, ...] = ("WPS", "CWL", "Toil")
    fees: str = "NONE"
    access_constraints: str = "NONE"
    provider: str = "wps-cwl"
    provider_site: str | None = None
    contact: Contact = Contact()
    languages: tuple[str, ...] = ("en-US",)  # the first is the default


@dataclass(frozen=True)
class Limits:
    """What a client may ask of the service: sizes in bytes, times in seconds."""

    request_bytes: int = 64 * 1024 * 1024  # a request's body
    inline_bytes: int = 10 * 1024 * 1024  # a result inside a document; a larger one is given by reference
    body_seconds: float = 60  # from the first byte of a request to its last
