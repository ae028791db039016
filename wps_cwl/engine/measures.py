"""What rules of routing compare: one table from the name of a measure to how it is taken of a job."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any  # CWL documents are JSON of any shape

from wps_cwl import codec
from wps_cwl.engine import expressions
from wps_cwl.engine.estimate import LOOKED_AT, estimate
from wps_cwl.engine.order_files import size_of, with_facts
from wps_cwl.job_directory import JobDirectory
from wps_cwl.jobs import JobStore
from wps_cwl.model import Job, Need, Process
from wps_cwl.translator.duration import is_seconds
from wps_cwl.translator.needs import expressions as expressions_of_needs
from wps_cwl.translator.needs import read_needs


@dataclass(frozen=True)
class Subject:
    """A job whose inputs are there; `environ` is what its expressions may see of the environment.

    `estimated` says whether anybody will ask how long it may run.
    """

    job: Job
    directory: JobDirectory
    jobs: JobStore
    environ: Mapping[str, str]
    estimated: bool = True

    @cached_property
    def document(self) -> Mapping[str, Any]:
        """The packed document."""
        found: Mapping[str, Any] = json.loads(self.directory.process.read_bytes())
        return found

    @cached_property
    def order(self) -> Mapping[str, Any]:
        """The job order."""
        found: Mapping[str, Any] = json.loads(self.directory.order.read_bytes())
        return found

    @cached_property
    def duration(self) -> float | str | None:
        """What the author of the process says of its duration."""
        process: Process = codec.load(self.directory.description.read_bytes(), Process)
        return process.duration

    @property
    def needs(self) -> tuple[Need, ...]:
        """What the steps ask for; that of one tool is all known, now that its inputs are."""
        return read_needs(self.document, self.values.get)

    @cached_property
    def values(self) -> Mapping[str, Any]:
        """The values of the expressions."""
        asked = expressions_of_needs(self.document)
        if self.estimated and isinstance(self.duration, str):
            asked.append(self.duration)
        inputs = with_facts(self.order, self.directory.path)
        return expressions.evaluate(asked, self.document, inputs, self.environ)

    @cached_property
    def input_bytes(self) -> int:
        """How large all input files are together."""
        return size_of(self.order, self.directory.path)


@dataclass(frozen=True)
class Measured:
    """A number; `source` says of an estimate where it comes from."""

    value: float
    source: str = ""


def _bytes(subject: Subject, input: str | None) -> Measured:
    if input is None:
        return Measured(subject.input_bytes)
    return Measured(size_of(subject.order.get(input), subject.directory.path), f"of {input}")


def _seconds(subject: Subject, input: str | None) -> Measured | None:
    del input  # a job takes its time as a whole
    if subject.duration is not None:
        return _said(subject, subject.duration)
    job = subject.job
    runs = subject.jobs.runs(job.process, job.process_version, limit=LOOKED_AT)
    seconds = estimate(runs, subject.input_bytes)
    return None if seconds is None else Measured(round(seconds, 1), "by earlier jobs")


def _said(subject: Subject, duration: float | str) -> Measured | None:
    """Return what the author says, unless an expression gives no time for these inputs."""
    seconds = subject.values.get(duration) if isinstance(duration, str) else duration
    return Measured(seconds, "by wps:duration") if is_seconds(seconds) else None


# a name here is a key of a rule, too (settings/routing.py); None: it cannot be told
MEASURES: dict[str, Callable[[Subject, str | None], Measured | None]] = {"bytes": _bytes, "seconds": _seconds}
