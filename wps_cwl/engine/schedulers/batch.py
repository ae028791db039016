"""The engine's view of a batch scheduler: what of a job is in its queue, and how that is ended."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wps_cwl import errors
from wps_cwl.engine.schedulers import describe, ending, processes
from wps_cwl.engine.schedulers.base import Check, NoAnswer, Profile, QueuedJob, QueueState, Standing
from wps_cwl.engine.schedulers.brief import Brief
from wps_cwl.engine.schedulers.connection import LONGEST, Connection
from wps_cwl.engine.schedulers.offer import compare
from wps_cwl.engine.schedulers.poller import Poller
from wps_cwl.engine.schedulers.sightings import Sightings
from wps_cwl.engine.schedulers.snapshot import Snapshot
from wps_cwl.engine.schedulers.submissions import StepEnd, Submissions

logger = logging.getLogger(__name__)

BATCH_SYSTEM = "wps_cwl"  # the name under which Toil knows ours
ANSWER_SECONDS = LONGEST + 30.0  # that may pass until the queue is known: a command that hangs must come to its end
LOOK_SECONDS = 1.0  # for which who looks again anyway waits for it
CANCEL_SECONDS = 60.0  # that may pass until a deleted job is gone
FEW, A_STEP = 20, 0.002  # what is known of more steps may be told again for some seconds each: they may be thousands


@dataclass(frozen=True)
class BatchScheduler:
    """Steps run on a cluster. Profiles of one kind of scheduler have one poller."""

    profile: Profile
    poller: Poller
    sightings: Sightings = field(default_factory=Sightings)
    _told: dict[Path, tuple[float, Standing]] = field(default_factory=dict)  # until when, and what
    _asked: dict[Path, float] = field(default_factory=dict)  # since when somebody waits for an answer about survivors

    @property
    def connection(self) -> Connection:
        """What speaks to the scheduler."""
        return self.poller.connection

    @property
    def name(self) -> str:
        """What operators call it."""
        return self.connection.dialect.name

    def toil_options(self) -> list[str]:
        """Return the options that make Toil use our batch system; nodes share no cache of files.

        A tool sees what the script of its step has set up; else it sees PATH alone.
        """
        prepared = self.profile.modules or self.profile.before
        return ["--batchSystem", BATCH_SYSTEM, "--caching", "False"] + (
            ["--preserve-entire-environment"] * bool(prepared)
        )

    def leader_environment(self, directory: Path, environ: Mapping[str, str]) -> dict[str, str]:
        """Return what the commands of the scheduler need, and which jobs a leader shall submit."""
        kept = {name: environ[name] for name in self.connection.dialect.variables if name in environ}
        return kept | Brief(directory, self.poller.file, self.profile).variables()

    def standing(self, directory: Path) -> Standing | None:
        """Return how many steps run and wait; a step that was submitted just now waits."""
        until, standing = self._told.get(directory, (0.0, None))
        if time.monotonic() < until:
            return standing
        standing = self._look(directory)
        if standing is not None and (many := standing.running + standing.pending) > FEW:
            self._told[directory] = time.monotonic() + A_STEP * many, standing
        return standing

    def _look(self, directory: Path) -> Standing | None:
        submissions = Submissions(directory)
        names = submissions.left()
        unfinished = submissions.unfinished(names)
        snapshot = self.poller.latest() if unfinished else None
        if snapshot is None:
            return None  # nothing has been submitted, or nothing is known
        listed = {stem: snapshot.find(f"{submissions.prefix}{stem}") for stem in unfinished}
        waiting = [stem for stem, job in listed.items() if _waits(submissions, stem, job, snapshot)]
        self.sightings.note(directory, {stem: job for stem, job in listed.items() if job is not None})
        ids = [id for id in (unfinished[stem] for stem in waiting) if id is not None]
        in_queue = [job for stem in waiting if (job := listed[stem]) is not None]
        at_work = [job for job in listed.values() if job is not None and job.state is QueueState.RUNNING]
        repeated = [submissions.repeated(stem) for stem in unfinished if f"{stem}.again" in names]
        again = sorted((end for end in repeated if end is not None), key=lambda end: end.turn)
        return Standing(
            len(listed) - len(waiting),
            len(waiting),
            describe.pending(self.name, in_queue, ids),
            describe.running(self.name, at_work),
            _note(again, self.profile.retries + 1),
        )

    def survivors(self, directory: Path) -> list[str]:
        """Return processes of this machine, and jobs by their names: of some, nobody could note the identifier.

        Who asks again soon, as long as something is left, gets an answer from after the first question; so nobody
        waits here for a command that hangs.
        """
        found = processes.names_of(directory)
        submissions = Submissions(directory)
        if found or not submissions.doubtful():
            return found
        snapshot = self.poller.after(self._asked.setdefault(directory, time.time()), LOOK_SECONDS)
        if snapshot is None:
            return [f"{self.name} does not answer"]
        self._asked.pop(directory, None)
        return [f"{self.name} {job.id}" for job in snapshot.named(submissions.prefix)]

    def cancel(self, directory: Path) -> None:
        """End the processes of this machine, one of which may be submitting, then delete the jobs until none is left.

        Raises errors.SchedulerUnavailable: then this must be done again.
        """
        self._told.pop(directory, None)
        self._asked.pop(directory, None)
        self.sightings.forget(directory)
        processes.end(directory)
        if Submissions(directory).doubtful():
            self._delete_jobs(directory)

    def _delete_jobs(self, directory: Path) -> None:
        prefix, deadline = Submissions(directory).prefix, time.monotonic() + CANCEL_SECONDS
        fewest = None
        while time.monotonic() < deadline:
            snapshot = self.poller.after(time.time(), ANSWER_SECONDS)
            if snapshot is None:
                raise errors.SchedulerUnavailable(scheduler=self.name)
            left = [job.id for job in snapshot.named(prefix)]
            if not left:
                return
            if fewest is None or len(left) < fewest:  # they do go, if slowly
                fewest, deadline = len(left), time.monotonic() + CANCEL_SECONDS
            try:
                self.connection.delete(left)
            except NoAnswer as error:
                raise errors.SchedulerUnavailable(scheduler=self.name) from error
        logger.error("jobs cannot be deleted", extra={"directory": str(directory), "jobs": left})

    def checks(self) -> Iterator[Check]:
        """Look for the commands, the scheduler and the queue, and whether the profile fits into it."""
        path = self.connection.environ["PATH"]
        missing = [name for name in self.connection.dialect.programs if shutil.which(name, path=path) is None]
        remedy = f"install the commands of {self.name}, or put them on the PATH of the service"
        yield Check("commands", not missing, f"not found: {', '.join(missing)}" if missing else "found", remedy)
        if missing:
            return
        try:
            jobs = len(self.connection.listing().jobs)
        except NoAnswer as error:
            remedy = f"see whether {self.name} runs, and its configuration"
            yield Check("controller", False, f"no answer: {error}", remedy)
            return
        yield Check("controller", True, f"answers; {jobs} job(s) of ours")
        yield from compare(self.connection.inspect(self.profile), self.profile)


def _waits(submissions: Submissions, stem: str, job: QueuedJob | None, snapshot: Snapshot) -> bool:
    """Whether a step waits: what has left the queue does not, though its exit code may be on its way."""
    if job is not None:
        return job.state in {QueueState.PENDING, QueueState.BROKEN}
    submitted = submissions.time(stem, "id")
    return submitted is None or submitted >= snapshot.time


def _note(again: Sequence[StepEnd], tries: int) -> str:
    """Say of what was submitted again why that is so."""
    if not again:
        return ""
    return f"submitted again ({again[-1].turn} of {tries}): {ending.phrase(again[-1].end)}"
