"""The spans of a job: its way through the engine, and its steps. The identifiers are made from the job's.

So an engine that takes a job up, and the accountant long after its end, tell of the same trace as who began it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from wps_cwl import errors, logs
from wps_cwl.engine.interruption import Dismissed, Interrupted
from wps_cwl.model import Job, JobState, Span, StepUsage, trace_of_job

Tell = Callable[[Span], None]  # what becomes of a span; it returns at once, whatever becomes of it
Facts = dict[str, str | int | float]

_LATER = (Interrupted, errors.StoreUnavailable, errors.SchedulerUnavailable, errors.UserUnavailable)  # it is done again
_STEP: dict[str, str] = {  # of a StepUsage: its name as an attribute
    "step": "wps.step.name",
    "scheduler": "wps.scheduler",
    "id": "wps.scheduler.job_id",
    "queue": "wps.scheduler.queue",
    "node": "host.name",
    "cores": "wps.step.cores",
    "core_seconds": "wps.step.core_seconds",
    "cpu": "wps.step.cpu_seconds",
    "memory": "wps.step.memory_bytes",
    "exit_code": "process.exit.code",
    "end": "wps.step.end",
}


@dataclass(frozen=True)
class JobTracing:
    """Tells of one job; with nobody to `tell`, of nothing."""

    job: Job
    tell: Tell | None

    @contextmanager
    def phase(self, name: str, begun: Callable[[], int | None] = lambda: None) -> Iterator[None]:
        """Tell of a part of the job's way when it is over; `begun` tells of an earlier beginning, in nanoseconds."""
        begin = time.time_ns()
        try:
            yield
        except _LATER:
            raise
        except BaseException as reason:
            error = "dismissed" if isinstance(reason, Dismissed) else str(reason) or type(reason).__name__
            self._tell(name, begun() or begin, time.time_ns(), error=error)
            raise
        self._tell(name, begun() or begin, time.time_ns())

    def waited(self) -> None:
        """Tell how long the job was in our queue."""
        if self.job.started is not None:
            self._tell("queue", nanoseconds(self.job.created), nanoseconds(self.job.started))

    def ended(self, job: Job) -> None:
        """Tell of the whole job."""
        if self.tell is None or job.finished is None:
            return
        came = trace_of_job(job.id, job.request.trace)
        facts: Facts = {"wps.job.state": job.state.value, "wps.process.version": job.process_version}
        facts |= {"wps.profile": job.profile} if job.profile else {}
        facts |= {"wps.job.reused_from": job.reused_from} if job.reused_from else {}
        error = (job.error.message if job.error else job.message) if job.state is JobState.FAILED else None
        begin, end = nanoseconds(job.created), nanoseconds(job.finished)
        self._send(Span("job", came.at(job.id), came.span, begin, end, attributes=facts, error=error))

    def steps(self, steps: Iterable[StepUsage]) -> None:
        """Tell of the steps, as the accounting has them: how long each waited for its scheduler, and ran."""
        for number, step in enumerate(steps):
            known = {name: getattr(step, field) for field, name in _STEP.items()}
            facts: Facts = {name: value for name, value in known.items() if value is not None}
            error = f"exit code {step.exit_code}" if step.exit_code else None
            for name, begin, end in (
                ("step queue", step.submitted, step.started),
                ("step", step.started, step.ended),
            ):
                if begin is not None and end is not None:
                    times = nanoseconds(begin), nanoseconds(end)
                    failed = error if name == "step" else None
                    self._tell(name, *times, number=f"/{number}", inside="run", error=failed, facts=facts)

    def _tell(
        self,
        name: str,
        begin: int,
        end: int,
        *,
        number: str = "",
        inside: str = "",
        error: str | None = None,
        facts: Facts | None = None,
    ) -> None:
        if self.tell is not None:
            place = trace_of_job(self.job.id, self.job.request.trace)
            parent = place.at(f"{self.job.id}/{inside}" if inside else self.job.id).span
            own = place.at(f"{self.job.id}/{name}{number}")
            self._send(Span(name, own, parent, begin, max(begin, end), attributes=facts or {}, error=error))

    def _send(self, span: Span) -> None:
        if self.tell is not None and span.place.sampled:
            common = {"wps.job.id": self.job.id, "wps.process.id": self.job.process}
            self.tell(replace(span, attributes=common | dict(span.attributes)))


def mark_log(job: Job, tell: Tell | None) -> None:
    """Have what this thread logs from now on bear the trace of a job."""
    if tell is not None:
        logs.trace_id.set(trace_of_job(job.id, job.request.trace).id)


def nanoseconds(moment: datetime) -> int:
    """Return a time as spans have it."""
    return int(moment.timestamp() * 1e6) * 1000
