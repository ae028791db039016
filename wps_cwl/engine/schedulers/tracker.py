"""The tracker: a thread of a leader that has a batch scheduler run its steps, and tells how each has ended.

What the cluster has failed, as when a node is lost, it submits again, of which Toil need not know.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial

from wps_cwl import codec
from wps_cwl.engine.schedulers import script
from wps_cwl.engine.schedulers.base import AGAIN, End, EndReason, NoAnswer, Refused
from wps_cwl.engine.schedulers.brief import Brief
from wps_cwl.engine.schedulers.connection import Connection
from wps_cwl.engine.schedulers.judge import Judge
from wps_cwl.engine.schedulers.patient import PatientConnection, Paused
from wps_cwl.engine.schedulers.queue_view import QueueView
from wps_cwl.engine.schedulers.submissions import StepAsk, StepEnd, Submissions
from wps_cwl.engine.schedulers.submitter import Submitter
from wps_cwl.engine.schedulers.work import SubmittedWork, Work

logger = logging.getLogger(__name__)

LOOKS = (0.05, 0.5)  # seconds between two looks for exit codes: at first, and of a job that takes long
AT_ONCE = 10  # submissions, or seconds with them, after which it is looked again whether something has ended
SECONDS_AT_ONCE = 2.0
DELETION_PAUSE = 5.0  # seconds after which a job that was deleted and is still there is deleted again
KILL_SECONDS = 30.0  # that may pass until a deleted job is gone
STOP_SECONDS = 5.0  # for which it is waited for a command that hangs


class Tracker:
    """Tells `submitted(number, id)` and `ended(number, end, seconds)`, the latter never for what `kill` was told."""

    def __init__(
        self,
        brief: Brief,
        connection: Connection,
        *,
        submitted: Callable[[int, str], None],
        ended: Callable[[int, End, float], None],
    ) -> None:
        self._brief = brief
        self._unpaused = connection
        self._connection = PatientConnection(connection)
        self._tell_submitted = submitted
        self._tell_ended = ended
        self._files = Submissions(brief.directory)
        self._files.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._token = secrets.token_hex(3)  # tells the submissions of this leader from those of an earlier one
        self._jobs: dict[int, SubmittedWork] = {}
        self._changed = threading.Condition()
        self._stopping = False
        self._queue = QueueView(brief.snapshot, self._connection, self._files.prefix)
        self._judge = Judge(self._connection, self._files)
        self._submitter = Submitter(brief, self._connection)
        for stem in self._files.unfinished():  # the engine starts no leader before they are over
            self._write_end(StepEnd(stem, "", connection.dialect.name, End(EndReason.ABANDONED)))

        self._thread = threading.Thread(target=self._run, name="tracker", daemon=True)
        self._thread.start()

    # --- what Toil asks -----------------------------------------------------------------------------

    def add(self, work: Work) -> None:
        """Have a step run. Its script is there when this returns, by which the engine knows that it waits."""
        self._begin(work, f"{self._token}-{work.number}")

    def kill(self, numbers: Sequence[int]) -> None:
        """Delete jobs; return when they are gone, or do not go: then they are deleted again and again."""
        with self._changed:
            for number in numbers:
                if number in self._jobs:
                    self._jobs[number].deleted = True
            self._changed.notify_all()
            if not self._changed.wait_for(lambda: not any(number in self._jobs for number in numbers), KILL_SECONDS):
                logger.error("jobs that were deleted do not end yet: %s", numbers)

    def running(self) -> dict[int, float]:
        """Return for how many seconds each job runs that does."""
        now = time.time()
        with self._changed:
            jobs = [job for job in self._jobs.values() if job.running is not None and not job.deleted]
            return {job.work.number: now - (job.running or now) for job in jobs}

    def stop(self) -> None:
        """Delete what is left, without waiting: the engine looks whether it is gone."""
        self._connection.close()
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._thread.join(STOP_SECONDS)
        ids = [id for job in self._jobs.values() for id in self._ids_of(job)]
        try:
            self._unpaused.delete(ids)
        except NoAnswer as error:
            logger.error("the jobs %s cannot be deleted now: %s", ", ".join(ids), error)

    # --- the thread ---------------------------------------------------------------------------------

    def _run(self) -> None:
        """Work until `stop`; nothing that a scheduler says ends this."""
        while True:
            with self._changed:
                if self._stopping:
                    return
                jobs = list(self._jobs.values())
            self._attempt(partial(self._look_at_queue, jobs))
            left = self._files.left() if jobs else frozenset()
            for job in jobs:
                self._attempt(partial(self._look, job, left))
            self._attempt(partial(self._delete, jobs))
            more = self._submit_some(jobs)
            with self._changed:
                if not self._stopping:
                    self._changed.wait(0 if more else self._pause())

    def _attempt(self, act: Callable[[], None]) -> None:
        if self._stopping:
            return
        try:
            act()
        except Paused:
            return
        except NoAnswer as error:
            logger.warning("%s does not answer: %s", self._connection.name, error)
        except Exception:
            logger.exception("the tracker could not do that now, and goes on")

    def _pause(self) -> float | None:
        if not self._jobs:
            return None
        youngest = time.time() - max(job.asked for job in self._jobs.values())
        return min(max(LOOKS[0], youngest / 100), LOOKS[1])

    def _look_at_queue(self, jobs: Sequence[SubmittedWork]) -> None:
        self._queue.refresh(ask=bool(jobs))
        if self._queue.latest is not None:
            self._submitter.note_move(self._queue.latest.moved)

    def _look(self, job: SubmittedWork, left: frozenset[str]) -> None:
        """Look at one job; `left` are the names of the files that there are."""
        if job.id is None:
            if job.deleted:
                self._end(job, End(EndReason.KILLED))
            return
        if not job.noted:
            self._note_id(job)
        end = self._judge.judge(job, self._queue.latest, left)
        if end is not None:
            self._end(job, end)

    # --- beginning ----------------------------------------------------------------------------------

    def _begin(self, work: Work, stem: str, turn: int = 1) -> None:
        job = SubmittedWork(work, stem, f"{self._files.prefix}{stem}", asked=time.time(), turn=turn)
        text = script.render(
            name=f"{work.step} ({job.name})",
            command=work.command,
            environment={**work.environment, **self._files.variables(stem)},
            profile=self._brief.profile,
            folder=self._brief.directory,
            log=self._files.file(stem, "log"),
            exit=self._files.file(stem, "exit"),
        )
        ask = StepAsk(work.step, self._connection.name, work.cores, work.memory, job.asked, work.gpus)
        self._files.write(stem, "step", codec.dump(ask, StepAsk))
        self._files.write(stem, "sh", text.encode())
        with self._changed:
            earlier = self._jobs.get(work.number)
            job.deleted = earlier is not None and earlier.deleted
            self._jobs[work.number] = job
            self._changed.notify_all()

    def _submit_some(self, jobs: Sequence[SubmittedWork]) -> bool:
        """Submit what waits; return whether there is more that can be submitted at once."""
        due = [job for job in jobs if job.id is None and not job.deleted]
        until = time.monotonic() + SECONDS_AT_ONCE
        for count, job in enumerate(due):
            if not self._submitter.ready or self._stopping:
                return False
            if count == AT_ONCE or time.monotonic() > until:
                return True
            self._attempt(partial(self._submit, job))
        return False

    def _submit(self, job: SubmittedWork) -> None:
        try:
            self._submitter.check_hope(job)
            id = self._submitter.submit(job)
        except Refused as refusal:
            self._end(job, End(EndReason.REFUSED, text=str(refusal)))
            return
        if id is not None:
            job.id, job.submitted = id, time.time()  # before anything can fail: it is there
            self._tell_submitted(job.work.number, id)
            self._note_id(job)

    def _note_id(self, job: SubmittedWork) -> None:
        """Write the number down; on a full disk, later."""
        try:
            self._files.write(job.stem, "id", (job.id or "").encode())
            job.noted = True
        except OSError as error:
            logger.warning("the number of the job %s cannot be written now: %s", job.id, error)

    # --- ending -------------------------------------------------------------------------------------

    def _delete(self, jobs: Sequence[SubmittedWork]) -> None:
        """Delete what Toil wants to be gone, and is not."""
        now = time.time()
        doomed = [job for job in jobs if job.deleted and job.id is not None and job.next_deletion <= now]
        doomed = [job for job in doomed if self._jobs.get(job.work.number) is job]
        if ids := [id for job in doomed for id in self._ids_of(job)]:
            self._connection.delete(ids)
            for job in doomed:
                job.next_deletion = now + DELETION_PAUSE

    def _ids_of(self, job: SubmittedWork) -> list[str]:
        """Return the numbers under which a job is in the queue: one that it has left may be another's by now."""
        seen = self._queue.latest
        if seen is not None and (seen.time > job.submitted or seen.alive(job.name)):
            return [one.id for one in seen.alive(job.name)]
        return [job.id] if job.id is not None else []

    def _end(self, job: SubmittedWork, end: End) -> None:
        now, again = time.time(), self._is_worth_another_try(job, end)
        if job.deleted:
            end = End(EndReason.KILLED, end.code)  # no text: it was we, and nobody needs to be told
        self._submitter.note_move(now)
        self._write_end(StepEnd(job.stem, job.work.step, self._connection.name, end, job.turn, again))
        if job.tries:
            self._attempt(partial(self._delete_twins, job))
        if again:
            self._begin_again(job, end)
            return
        with self._changed:
            known = self._jobs.pop(job.work.number, None) is not None
            self._changed.notify_all()
        if known and not job.deleted:
            self._tell_ended(job.work.number, end, now - (job.running or job.submitted or job.asked))

    def _is_worth_another_try(self, job: SubmittedWork, end: End) -> bool:
        return end.reason in AGAIN and job.turn <= self._brief.profile.retries and not (job.deleted or self._stopping)

    def _begin_again(self, job: SubmittedWork, end: End) -> None:
        turn, turns = job.turn + 1, self._brief.profile.retries + 1
        stem = f"{self._token}-{job.work.number}-{turn}"
        logger.warning("the step %s is submitted again (%d of %d): %s", job.work.step, turn, turns, end.text)
        self._files.write(
            stem, "again", codec.dump(StepEnd(stem, job.work.step, self._connection.name, end, turn), StepEnd)
        )
        self._begin(job.work, stem, turn)

    def _delete_twins(self, job: SubmittedWork) -> None:
        """Delete what a submission has left that was made twice; it would end by itself, but may wait for long."""
        seen = self._queue.latest
        twins = [one.id for one in seen.alive(job.name) if one.id != job.id] if seen is not None else []
        if twins:
            self._connection.delete(twins)

    def _write_end(self, end: StepEnd) -> None:
        try:
            self._files.write(end.stem, "end", codec.dump(end, StepEnd))
        except OSError as error:  # a full disk must not keep Toil from being told
            logger.warning("the end of the step %s cannot be written: %s", end.step, error)
