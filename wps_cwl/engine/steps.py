"""The steps of a job as they are now, read from files only, so that any process of the service can show them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from wps_cwl import errors
from wps_cwl.engine import watchdog
from wps_cwl.engine.progress import read_bus
from wps_cwl.engine.schedulers import sightings, snapshot
from wps_cwl.engine.schedulers.base import EndReason, QueuedJob, QueueState
from wps_cwl.engine.schedulers.snapshot import Snapshot
from wps_cwl.engine.schedulers.submissions import Submissions
from wps_cwl.job_directory import JobDirectory
from wps_cwl.model import Job, JobState, Step, StepState

ENGINES = "engines"  # the folder of their homes, where there are several
FRESH = 60.0  # seconds for which a snapshot tells something about now
_NAMELESS = re.compile(r"\._:[0-9a-f-]{36}$")  # how a tool is called that stands inside of its step
PATH = re.compile(r"(?<![\w.])/(?:[^\s/'\":;,)]+/)*")  # the folders of a file of the server
_STATES = {QueueState.RUNNING: StepState.RUNNING, QueueState.ENDED: StepState.ENDED}


@dataclass(frozen=True)
class StepReader:
    """Reads steps; `snapshots` is the folder in which the engine keeps what is in each scheduler's queue.

    `user` tells as whom the jobs of a client run, each of whom has a folder in there; None: as the service's user.
    Where there are several engines, each keeps its own, beside the lease by which a job's leader lives.
    """

    snapshots: Path
    user: Callable[[str], str] | None = None

    def read(self, job: Job, directory: JobDirectory) -> tuple[Step, ...]:
        """Return the steps of a job, in the order in which they were submitted."""
        submissions = Submissions(directory.path)
        if not submissions.stems():  # the folder may be there for a job of this machine
            return _local_steps(job, directory)
        seen: dict[str, Snapshot | None] = {}
        return tuple(self._submitted(job, submissions, seen))

    def _submitted(self, job: Job, submissions: Submissions, seen: dict[str, Snapshot | None]) -> Iterator[Step]:
        for stem in submissions.stems():
            step = stored(submissions, stem, process=job.process)
            if job.state.final:
                step = replace(step, state=StepState.ENDED, reason=step.reason if step.end else None)
            if step.state is StepState.ENDED:
                step = replace(step, end=step.end or presumed_end(job, step.exit_code))
            if step.state is not StepState.ENDED and step.id is not None:
                if step.scheduler not in seen:
                    seen[step.scheduler] = self._snapshot(step.scheduler, job, submissions.directory)
                latest = seen[step.scheduler]
                step = _with(step, latest.find(f"{submissions.prefix}{stem}") if latest else None)
            yield step

    def _snapshot(self, scheduler: str, job: Job, directory: Path) -> Snapshot | None:
        if not scheduler:
            return None
        kept = self.snapshots
        if (signature := watchdog.signed(directory)) is not None:
            kept = kept.parent / ENGINES / Path(signature.lease).parent.name / kept.name
        try:
            folder = kept if self.user is None else kept / self.user(job.user)
        except errors.UserRefused:  # there is no such user any more
            return None
        found = snapshot.read(folder / f"{scheduler}.json")
        return found if found is not None and time.time() - found.time < FRESH + found.pause else None


def stored(submissions: Submissions, stem: str, *, process: str) -> Step:
    """Return a step as the files of its submission have it: how it was listed last, and how it has ended."""
    ask, end, code = submissions.ask(stem), submissions.end(stem), submissions.exit_code(stem)
    over = submissions.time(stem, "exit") or submissions.time(stem, "end")
    step = Step(
        name=readable(ask.step if ask else end.step if end else "", process),
        scheduler=ask.scheduler if ask else end.scheduler if end else "",
        state=StepState.WAITING,
        id=submissions.identifier(stem),
        submitted=moment(submissions.time(stem, "id")),
    )
    step = _with(step, sightings.read(submissions.directory, stem))
    if over is None:
        return step
    return replace(
        step,
        state=StepState.ENDED,
        reason=(PATH.sub("", end.end.text) or None) if end else None,
        place=None,
        waiting=None,
        ended=step.ended or moment(over),
        exit_code=code if code is not None else end.end.code if end else None,
        end=end.end.reason.value if end else EndReason.EXITED.value if code == 0 else step.end,
    )


def presumed_end(job: Job, code: int | None) -> str | None:
    """Return how a step has ended whose leader was ended before it could say so; None when nobody can know."""
    if code is not None:
        return str(EndReason.EXITED.value)
    return str(EndReason.KILLED.value) if job.state is JobState.DISMISSED else None


def _with(step: Step, listed: QueuedJob | None) -> Step:
    """Add what the scheduler says of a step."""
    if listed is None:
        return step
    return replace(
        step,
        state=_STATES.get(listed.state, StepState.WAITING),
        queue=listed.queue or step.queue,
        node=listed.node or step.node,
        reason=PATH.sub("", listed.reason) or None,
        place=listed.place,
        waiting=listed.waiting,
        submitted=moment(listed.submitted) or step.submitted,
        started=moment(listed.started) or step.started,
        ended=moment(listed.ended) or step.ended,
        exit_code=step.exit_code if listed.code is None else listed.code,
        end=listed.end.value if listed.end else step.end,
    )


def _local_steps(job: Job, directory: JobDirectory) -> tuple[Step, ...]:
    """Return what Toil has issued on this machine, where nothing waits."""
    steps = read_bus(sorted(directory.bus.parent.glob(directory.bus.name + "*")))
    found = []
    for number, name in steps.issued.items():
        over = number in steps.done or job.state.final
        code = 0 if number in steps.done else None
        end = presumed_end(job, code) if over else None
        state = StepState.ENDED if over else StepState.RUNNING
        found.append(Step(readable(name, job.process), "local", state, end=end, exit_code=code))
    return tuple(found)


def readable(name: str, process: str) -> str:
    """`main.1.reproject.cwl` -> `1.reproject`; a tool alone is called as its process, and one without a name not."""
    plain = _NAMELESS.sub("", name).removeprefix("main.").removesuffix(".cwl")
    return process if plain in {"main", ""} else plain


def moment(seconds: float | None) -> datetime | None:
    """Return a time since 1970 as an aware one."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
