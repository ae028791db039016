"""The engine's view of a batch scheduler: what of a job is in its queue, and how that is ended."""

from __future__ import annotations

import logging
import shutil
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wps_cwl import errors
from wps_cwl.engine.schedulers import processes
from wps_cwl.engine.schedulers.base import Check, NoAnswer, Profile, QueueState, Standing
from wps_cwl.engine.schedulers.brief import Brief
from wps_cwl.engine.schedulers.connection import Connection
from wps_cwl.engine.schedulers.poller import Poller
from wps_cwl.engine.schedulers.processes import Processes
from wps_cwl.engine.schedulers.submissions import Submissions

logger = logging.getLogger(__name__)

BATCH_SYSTEM = "wps_cwl"  # the name under which Toil knows ours
ANSWER_SECONDS = 10.0  # that may pass until the queue is known
CANCEL_SECONDS = 60.0  # that may pass until a deleted job is gone
FEW, A_STEP = 20, 0.002  # what is known of more steps may be told again for some seconds each: they may be thousands


@dataclass(frozen=True)
class BatchScheduler:
    """Steps run on a cluster. Profiles of one kind of scheduler have one poller."""

    profile: Profile
    poller: Poller
    processes: Processes = processes
    _told: dict[Path, tuple[float, Standing]] = field(default_factory=dict)  # until when, and what

    @property
    def connection(self) -> Connection:
        """What speaks to the scheduler."""
        return self.poller.connection

    @property
    def name(self) -> str:
        """What operators call it."""
        return self.connection.dialect.name

    def toil_options(self) -> list[str]:
        """Return the options that make Toil use our batch system; nodes share no cache of files."""
        return ["--batchSystem", BATCH_SYSTEM, "--caching", "False"]

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
        unfinished = Submissions(directory).unfinished()
        if not unfinished:
            return None
        snapshot = self.poller.latest()
        listed = [snapshot.by_id.get(id or "") if snapshot else None for id in unfinished.values()]
        running = sum(job is not None and job.state in {QueueState.RUNNING, QueueState.ENDED} for job in listed)
        reasons = Counter(job.reason for job in listed if job is not None and job.state is QueueState.PENDING)
        ids = [id for id in unfinished.values() if id is not None]
        known = f" ({self.name} {', '.join(ids[:3])}{' ...' if len(ids) > 3 else ''})" if ids else ""
        word = next((reason for reason, _ in reasons.most_common() if reason), "")
        return Standing(running, len(listed) - running, f"pending{f': {word}' if word else ''}{known}")

    def survivors(self, directory: Path) -> list[str]:
        """Return processes of this machine, and jobs by their names: of some, nobody could note the identifier."""
        found = self.processes.names_of(directory)
        submissions = Submissions(directory)
        if found or not submissions.doubtful():
            return found
        snapshot = self.poller.after(time.time(), ANSWER_SECONDS)
        if snapshot is None:
            return [f"{self.name} does not answer"]
        return [f"{self.name} {job.id}" for job in snapshot.named(submissions.prefix)]

    def cancel(self, directory: Path) -> None:
        """End the processes of this machine, one of which may be submitting, then delete the jobs until none is left.

        Raises errors.SchedulerUnavailable: then this must be done again.
        """
        self._told.pop(directory, None)
        self.processes.end(directory)
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
        """Look for the commands, the scheduler and the queue."""
        path = self.connection.environ["PATH"]
        missing = [name for name in self.connection.dialect.programs if shutil.which(name, path=path) is None]
        remedy = f"install the commands of {self.name}, or put them on the PATH of the service"
        yield Check("commands", not missing, f"not found: {', '.join(missing)}" if missing else "found", remedy)
        if missing:
            return
        try:
            yield Check("kind", True, self.connection.identify() or "it does not say")
            jobs = len(self.connection.listing().jobs)
            yield Check("queue", True, f"answers; {jobs} job(s) of ours")
            shown = self.connection.inspect(self.profile.queue)
        except NoAnswer as error:
            yield Check("queue", False, f"no answer: {error}", f"see whether {self.name} runs, and its configuration")
            return
        name = self.profile.queue or "the default queue"
        remedy = "set `queue` of the profile to one that there is"
        yield Check("queue", shown.code == 0 and bool(shown.out.strip()), f"{name}: {_first(shown.text)}", remedy)


def _first(text: str) -> str:
    return text.splitlines()[0] if text else "there is no such queue"
