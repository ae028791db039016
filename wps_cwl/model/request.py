"""An Execute request, and the plan of the job order that it becomes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

from pydantic import JsonValue

from wps_cwl.model.process import Format, SecondaryFile
from wps_cwl.model.subscription import Subscription
from wps_cwl.model.values import ComplexValue, NamedValue, ReferenceValue


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
    (05-007r7, clause 10.2.2): a stored answer, and one that is updated while the job runs. `fresh` asks for a run of
    its own, whatever earlier results there are; no protocol has a word for it. `profile` names the one that the client
    wants to run on. `trace` is where in a trace it was sent, as the header `traceparent` has it.
    `subscriptions` may hold secrets: they are kept nowhere beside a job's request.
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
    fresh: bool = False
    profile: str | None = None
    trace: str | None = None
    subscriptions: tuple[Subscription, ...] = ()


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
