"""What rules of routing compare: one table from the name of a measure to how it is taken of a job."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any  # CWL documents are JSON of any shape

from wps_cwl import codec
from wps_cwl.engine import expressions, gdal_sizes
from wps_cwl.engine.estimate import LOOKED_AT, estimate
from wps_cwl.engine.order_files import paths_of, size_of, with_facts
from wps_cwl.job_directory import JobDirectory
from wps_cwl.jobs import JobStore
from wps_cwl.model import Job, Need, Process
from wps_cwl.translator.duration import is_seconds
from wps_cwl.translator.needs import expressions as expressions_of_needs
from wps_cwl.translator.needs import read_needs

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Measured:
    """A number, which is exact where it is an `int`; `source` says where it comes from."""

    value: float
    source: str = ""


@dataclass(frozen=True)
class Untold:
    """A measure that cannot be taken, and why; then no rule holds that asks for it."""

    reason: str


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
    _taken: dict[tuple[str, str | None], Measured | Untold] = field(default_factory=dict)

    def measure(self, name: str, input: str | None = None) -> Measured | Untold:
        """Take a measure, of one input or of the whole, or return what was found before: several rules may ask."""
        if (name, input) not in self._taken:
            self._taken[name, input] = MEASURES[name](self, input)
        return self._taken[name, input]

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


def _bytes(subject: Subject, input: str | None) -> Measured:
    if input is None:
        return Measured(subject.input_bytes)
    return Measured(size_of(subject.order.get(input), subject.directory.path), f"of {input}")


def _by_gdal(subject: Subject, input: str | None, *, name: str) -> Measured | Untold:
    value, source = (subject.order, "") if input is None else (subject.order.get(input), f"of {input}")
    try:
        paths = paths_of(value, subject.directory.path)
        return Measured(gdal_sizes.count(gdal_sizes.QUESTIONS[name], paths, subject.environ), source)
    except gdal_sizes.Untold as reason:
        logger.warning("a measure cannot be taken", extra={"job": subject.job.id, "measure": name, "reason": reason})
        return Untold(f"{name} cannot be told: {reason}")


def _seconds(subject: Subject, input: str | None) -> Measured | Untold:
    del input  # a job takes its time as a whole
    if subject.duration is not None:
        return _said(subject, subject.duration)
    job = subject.job
    runs = subject.jobs.runs(job.process, job.process_version, limit=LOOKED_AT)
    seconds = estimate(runs, subject.input_bytes)
    return _NO_ESTIMATE if seconds is None else Measured(round(seconds, 1), "by earlier jobs")


def _said(subject: Subject, duration: float | str) -> Measured | Untold:
    """Return what the author says, unless an expression gives no time for these inputs."""
    seconds = subject.values.get(duration) if isinstance(duration, str) else duration
    return Measured(seconds, "by wps:duration") if is_seconds(seconds) else _NO_ESTIMATE


_NO_ESTIMATE = Untold("no estimate")

# a name here is a key of a rule, too (settings/routing.py)
MEASURES: dict[str, Callable[[Subject, str | None], Measured | Untold]] = {
    "bytes": _bytes,
    "pixels": partial(_by_gdal, name="pixels"),
    "features": partial(_by_gdal, name="features"),
    "seconds": _seconds,
}
