"""A job: its states, its end and its results."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Literal

from wps_cwl.model.price import Price
from wps_cwl.model.request import ExecuteRequest
from wps_cwl.model.values import BoundingBoxValue, LiteralValue
from wps_cwl.model.view import View


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
    """A published file: served as `/jobs/{job}/outputs/{output}/{name}`. `size` in bytes, `sha256` in hex.

    `views` are the other ways to see it that were made.
    """

    output: str
    name: str
    media_type: str
    size: int
    sha256: str | None = None
    views: tuple[View, ...] = ()
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


def stored_files(results: Iterable[Result]) -> list[StoredFile]:
    """Return the files among results, also those of records."""
    found: list[StoredFile] = []
    for result in results:
        if isinstance(result.value, NestedResult):
            found += stored_files(result.value.results)
        elif isinstance(result.value, StoredFile):
            found.append(result.value)
    return found


@dataclass(frozen=True)
class Job:
    """One Execute. Times are aware UTC; `percent` is measured or None; `results` is filled when successful.
    `reused_from` is the job that ran in its place, when its results are those of an earlier one. `profile` is what it
    runs on, once that is decided, and `route` says why, for people.

    `expires` is when it is removed with its results, known when it has ended. None: it is not known, or never. `kept`
    says that somebody decided so by hand.

    `price` is what that profile asked for when it was decided: what stands in the settings later changes no bill.

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
    reused_from: str | None = None
    profile: str | None = None
    route: str = ""
    price: Price | None = None
    kept: bool = False


@dataclass(frozen=True)
class PastRun:
    """What a job that really ran took: the bytes of its input files, and seconds without waiting for a scheduler.

    `output_bytes` are those of its files that were published.
    """

    input_bytes: int
    seconds: float
    job: str = ""
    output_bytes: int = 0
