"""The tracker: a thread of a leader that submits its steps to a batch scheduler, and finds out how each has ended.

What it believes, in this order: the exit code that the script has left; the queue, as the engine's poller saw it; the
accounting; after a grace, that the job is lost. A scheduler that is away is waited for.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from wps_cwl import codec
from wps_cwl.engine.schedulers import script
from wps_cwl.engine.schedulers.base import Ask, End, EndReason, NoAnswer, QueuedJob, QueueState, Refused
from wps_cwl.engine.schedulers.brief import Brief
from wps_cwl.engine.schedulers.connection import Connection
from wps_cwl.engine.schedulers.queue_view import QueueView
from wps_cwl.engine.schedulers.submissions import StepAsk, StepEnd, Submissions
from wps_cwl.engine.schedulers.work import SubmittedWork, Work

logger = logging.getLogger(__name__)

LOOKS = (0.05, 0.5)  # seconds between two looks for exit codes: at first, and of a job that takes long
GRACE = 60.0  # seconds that a job may be in neither queue nor accounting before it is lost
SETTLING = 5.0  # seconds for what is known elsewhere to arrive: a file over NFS, the reason of a kill in the queue
PATIENCE = 1800.0  # seconds for which a submission is tried again
LONGEST_PAUSE = 15.0  # seconds between two tries
AT_ONCE = 10  # submissions after which it is looked again whether something has ended
ACCOUNTING_PAUSE = 2.0  # seconds between two questions to the accounting about one job
UNKNOWN = "unknown"  # the number of a job that ended before anybody knew it
KILL_SECONDS = 30.0  # that may pass until a deleted job is gone


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
        self._connection = connection
        self._tell_submitted = submitted
        self._tell_ended = ended
        self._files = Submissions(brief.directory)
        self._files.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._token = secrets.token_hex(3)  # tells the submissions of this leader from those of an earlier one
        self._jobs: dict[int, SubmittedWork] = {}
        self._changed = threading.Condition()
        self._stopping = False
        self._queue = QueueView(brief.snapshot, connection)
        for stem in self._files.unfinished():  # the engine starts no leader before they are over
            self._write_end(stem, "", End(EndReason.ABANDONED))

        self._thread = threading.Thread(target=self._run, name="tracker", daemon=True)
        self._thread.start()

    # --- what Toil asks -----------------------------------------------------------------------------

    def add(self, work: Work) -> None:
        """Have a step run. Its script is there when this returns, by which the engine knows that it waits."""
        now = time.time()
        job = SubmittedWork(work, f"{self._token}-{work.number}", asked=now, next_try=now)
        self._write_script(job)
        with self._changed:
            self._jobs[work.number] = job
            self._changed.notify_all()

    def kill(self, numbers: Sequence[int]) -> None:
        """Delete jobs; return when they are gone, or do not go."""
        with self._changed:
            for number in numbers:
                if number in self._jobs:
                    self._jobs[number].deleted = True
            doomed = [self._jobs[number] for number in numbers if number in self._jobs]
        for job in doomed:
            job.deletion_asked = job.id is not None
        ids = [job.id for job in doomed if job.id is not None]
        self._delete(ids)
        with self._changed:
            self._changed.notify_all()
            if not self._changed.wait_for(lambda: not any(number in self._jobs for number in numbers), KILL_SECONDS):
                logger.error("jobs that were deleted do not end: %s", ids)
                for number in numbers:
                    self._jobs.pop(number, None)

    def running(self) -> dict[int, float]:
        """Return for how many seconds each job runs that does."""
        now = time.time()
        with self._changed:
            return {number: now - job.running for number, job in self._jobs.items() if job.running is not None}

    def stop(self) -> None:
        """Delete what is left, without waiting: the engine looks whether it is gone."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._thread.join()
        self._delete([job.id for job in self._jobs.values() if job.id is not None])

    # --- the thread ---------------------------------------------------------------------------------

    def _run(self) -> None:
        """Work until `stop`; nothing that a scheduler says ends this."""
        while True:
            with self._changed:
                if self._stopping:
                    return
                jobs = list(self._jobs.values())
            self._attempt(partial(self._queue.refresh, ask=bool(jobs)))
            left = self._files.left() if jobs else frozenset()
            due = [job for job in jobs if job.id is None and (job.deleted or job.next_try <= time.time())]
            for job in [*(job for job in jobs if job.id is not None), *due[:AT_ONCE]]:
                self._attempt(partial(self._advance, job, left))
            with self._changed:
                if not self._stopping:
                    self._changed.wait(0 if len(due) > AT_ONCE else self._pause())

    def _attempt(self, act: Callable[[], None]) -> None:
        try:
            act()
        except NoAnswer as error:
            logger.warning("%s does not answer: %s", self._name, error)
        except Exception:
            logger.exception("the tracker could not do that now, and goes on")

    def _pause(self) -> float | None:
        if not self._jobs:
            return None
        youngest = time.time() - max(job.asked for job in self._jobs.values())
        return min(max(LOOKS[0], youngest / 100), LOOKS[1])

    @property
    def _name(self) -> str:
        return self._connection.dialect.name

    def _advance(self, job: SubmittedWork, left: frozenset[str]) -> None:
        """Look at one job; `left` are the names of the files that there are."""
        if job.id is None:
            if job.deleted:
                self._end(job, End(EndReason.KILLED))
            else:
                self._submit(job)
            return
        if job.deleted and not job.deletion_asked:  # it was told to be while it was submitted
            job.deletion_asked = True
            self._delete([job.id])
        if job.code is None and f"{job.stem}.exit" in left:
            job.code = self._files.exit_code(job.stem)
        if job.code == 0:
            self._end(job, End(EndReason.EXITED, 0))
        else:
            self._judge(job)

    # --- submitting ---------------------------------------------------------------------------------

    def _submit(self, job: SubmittedWork) -> None:
        work = job.work
        job.tries += 1
        ask = Ask(
            name=self._job_name(job),
            script=self._files.file(job.stem, "sh"),
            log=self._files.file(job.stem, "log"),
            cores=work.cores,
            memory=work.memory,
            walltime=work.walltime,
            gpus=work.gpus,
        )
        try:
            self._brief.profile.admit(ask)
            id = self._submitted_already(job) if job.tries > 1 else None
            id = id or self._connection.submit(ask, self._brief.profile)
        except Refused as refusal:
            self._end(job, End(EndReason.REFUSED, text=str(refusal)))
        except NoAnswer as error:
            self._try_again(job, str(error))
        else:
            self._files.write(job.stem, "id", id.encode())
            job.id, job.submitted = id, time.time()
            self._tell_submitted(work.number, id)

    def _submitted_already(self, job: SubmittedWork) -> str | None:
        """Return the number of a job whose submission has worked although nobody was told."""
        if self._files.exit_code(job.stem) is not None:
            return UNKNOWN  # it is over, and in the queue no more
        return next((one.id for one in self._connection.listing().jobs if one.name == self._job_name(job)), None)

    def _write_script(self, job: SubmittedWork) -> None:
        text = script.render(
            name=f"{job.work.step} ({self._job_name(job)})",
            command=job.work.command,
            environment=job.work.environment,
            folder=self._brief.directory,
            log=self._files.file(job.stem, "log"),
            exit=self._files.file(job.stem, "exit"),
        )
        work = job.work
        ask = StepAsk(work.step, self._name, work.cores, work.memory, job.asked)
        self._files.write(job.stem, "step", codec.dump(ask, StepAsk))
        self._files.write(job.stem, "sh", text.encode())

    def _job_name(self, job: SubmittedWork) -> str:
        return f"{self._files.prefix}{job.stem}"

    def _try_again(self, job: SubmittedWork, reason: str) -> None:
        if time.time() - job.asked > PATIENCE:
            self._end(job, End(EndReason.REFUSED, text=reason))
            return
        pause = min(2.0 ** (job.tries - 1), LONGEST_PAUSE)
        logger.warning("the step %s is submitted again in %.0f s: %s", job.work.step, pause, reason)
        job.next_try = time.time() + pause

    # --- judging ------------------------------------------------------------------------------------

    def _judge(self, job: SubmittedWork) -> None:
        """Find out how a job is that has left no exit code, or a bad one."""
        seen = self._queue.latest
        listed = seen.by_id.get(job.id or "") if seen else None
        if listed is not None and listed.state is not QueueState.ENDED:
            self._note(job, listed)
        elif listed is not None:
            if job.code is None:
                job.code = self._files.exit_code(job.stem)  # the list of files may be older than the queue
            self._note_end(job, End(listed.end or EndReason.EXITED, listed.code, listed.reason))
        elif seen is not None and seen.time > job.submitted:
            self._note_vanished(job)
        if not job.over and job.code is not None and self._overdue(job, SETTLING):
            self._end(job, End(EndReason.EXITED, job.code))

    def _note(self, job: SubmittedWork, listed: QueuedJob) -> None:
        if job.code is None:
            job.ending = None
        if listed.state is QueueState.RUNNING:
            job.running = job.running or time.time()
        elif listed.state is QueueState.BROKEN:
            reason = self._connection.explain(listed.id) or listed.reason
            self._delete([listed.id])
            self._end(job, End(EndReason.ERROR, text=reason))

    def _note_end(self, job: SubmittedWork, end: End) -> None:
        """Take what the scheduler says of an end; an exit code is waited for that may be on its way."""
        by_itself = end.reason is EndReason.EXITED or (end.reason is EndReason.KILLED and end.code is None)
        if by_itself and job.code is not None:
            self._end(job, End(EndReason.EXITED, job.code, end.text))
        elif job.deleted or not by_itself or self._overdue(job, SETTLING):
            self._end(job, replace(end, code=job.code or end.code))

    def _note_vanished(self, job: SubmittedWork) -> None:
        """Look for an end elsewhere: the job is not in the queue any more."""
        job.code = self._files.exit_code(job.stem) if job.code is None else job.code
        if job.deleted or job.code == 0:
            self._end(job, End(EndReason.EXITED, job.code))
            return
        overdue = self._overdue(job, GRACE)
        if job.accounted is None and job.next_accounting <= time.time():
            job.next_accounting = time.time() + ACCOUNTING_PAUSE
            job.accounted = self._connection.accounting(job.id or "")
        if job.accounted is not None:
            self._note_end(job, job.accounted)
        elif overdue:
            text = f"{self._name} knows nothing of the job {job.id} any more"
            self._end(job, End(EndReason.LOST, job.code, text))

    def _overdue(self, job: SubmittedWork, seconds: float) -> bool:
        """Whether it has looked for so long as if the job had ended."""
        job.ending = job.ending or time.time()
        return time.time() - job.ending > seconds

    def _end(self, job: SubmittedWork, end: End) -> None:
        job.over = True
        if job.deleted:
            end = End(EndReason.KILLED, end.code)  # no text: it was we, and nobody needs to be told
        self._write_end(job.stem, job.work.step, end)
        with self._changed:
            known = self._jobs.pop(job.work.number, None) is not None
            self._changed.notify_all()
        if known and not job.deleted:
            self._tell_ended(job.work.number, end, time.time() - (job.running or job.submitted or job.asked))

    def _write_end(self, stem: str, step: str, end: End) -> None:
        self._files.write(stem, "end", codec.dump(StepEnd(stem, step, self._name, end), StepEnd))

    def _delete(self, jobs: Sequence[str]) -> None:
        try:
            self._connection.delete(jobs)
        except NoAnswer as error:
            logger.error("the jobs %s cannot be deleted now: %s", ", ".join(jobs), error)
