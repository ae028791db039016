"""The judge: finds out how a step has ended.

What it believes, in this order: the exit code that the script has left; the queue, as the engine's poller saw it; the
accounting; after a grace, that the job is lost. A scheduler that is away is waited for.
"""

from __future__ import annotations

import logging
import time
from dataclasses import replace

from wps_cwl.engine.schedulers import node_log
from wps_cwl.engine.schedulers.base import End, EndReason, NoAnswer, QueuedJob, QueueState
from wps_cwl.engine.schedulers.patient import PatientConnection
from wps_cwl.engine.schedulers.snapshot import Snapshot
from wps_cwl.engine.schedulers.submissions import Submissions
from wps_cwl.engine.schedulers.work import SubmittedWork

logger = logging.getLogger(__name__)

GRACE = 60.0  # seconds that a job may be in neither queue nor accounting before it is lost
LONGEST_GRACE = 1800.0  # and when the accounting does not answer at all
SETTLING = 5.0  # seconds for what is known elsewhere to arrive: a file over NFS, the reason of a kill in the queue
ACCOUNTING_PAUSE = 2.0  # seconds between two questions to the accounting about one job
_BY_SIGNAL = 128  # an exit code above is that and the signal


class Judge:
    """Judges one job after the other, by its files, its name in the queue, and what the accounting says."""

    def __init__(self, connection: PatientConnection, files: Submissions) -> None:
        self._connection = connection
        self._files = files

    def judge(self, job: SubmittedWork, seen: Snapshot | None, left: frozenset[str]) -> End | None:
        """Return how a job has ended; None as long as it has not. `left` are the names of the files that there are.

        Raises NoAnswer when there is a broken job, and the scheduler must be asked about it.
        """
        if job.code is None and f"{job.stem}.exit" in left:
            job.code = self._files.exit_code(job.stem)
        if job.code == 0:
            return End(EndReason.EXITED, 0)
        end = self._by_queue(job, seen)
        if end is None and job.code is not None and self._overdue(job, SETTLING):
            end = End(EndReason.EXITED, job.code)
        return self._by_log(job, end) if end is not None else None

    def _by_queue(self, job: SubmittedWork, seen: Snapshot | None) -> End | None:
        listed = seen.find(job.name) if seen is not None else None
        if listed is None:
            return self._vanished(job) if seen is not None and seen.time > job.submitted else None
        if listed.state is not QueueState.ENDED:
            return self._alive(job, listed, seen.time if seen is not None else 0.0)
        if job.code is None:
            job.code = self._files.exit_code(job.stem)  # the list of files may be older than the queue
        return self._ended(job, End(listed.end or EndReason.EXITED, listed.code, listed.reason))

    def _alive(self, job: SubmittedWork, listed: QueuedJob, moment: float) -> End | None:
        job.id = listed.id  # a submission that was made twice has two numbers, and this is the one that counts
        exited = self._files.time(job.stem, "exit") if job.code is not None else None
        if listed.state is QueueState.PENDING and exited is not None and exited < moment:
            self._files.remove(job.stem, "exit")  # the scheduler has put it back into the queue
            job.code = job.running = None
        if job.code is None:
            job.ending = None
        if listed.state is QueueState.RUNNING:
            job.running = job.running or time.time()
        elif listed.state is QueueState.BROKEN:
            reason = self._connection.explain(listed.id) or listed.reason
            self._connection.delete([listed.id])
            return End(EndReason.ERROR, text=reason)
        return None

    def _ended(self, job: SubmittedWork, end: End) -> End | None:
        """Take what the scheduler says of an end; an exit code is waited for that may be on its way."""
        by_itself = end.reason is EndReason.EXITED or (end.reason is EndReason.KILLED and end.code is None)
        if by_itself and job.code is not None:
            return End(EndReason.EXITED, job.code, end.text)
        overdue = self._overdue(job, SETTLING)
        if not job.deleted and not overdue:
            if by_itself:
                return None
            if end.reason is EndReason.KILLED and not end.by and job.accounted is None:
                return self._who(job)
        return replace(end, code=job.code or end.code)

    def _who(self, job: SubmittedWork) -> End | None:
        """Ask the accounting who has deleted a job: queues do not say."""
        try:
            self._ask_accounting(job)
        except NoAnswer as error:
            logger.debug("%s: %s", self._connection.name, error)
        found = job.accounted
        return replace(found, code=job.code or found.code) if found is not None else None

    def _vanished(self, job: SubmittedWork) -> End | None:
        """Look for an end elsewhere: the job is not in the queue any more."""
        job.code = self._files.exit_code(job.stem) if job.code is None else job.code
        if job.deleted or job.code == 0:
            return End(EndReason.EXITED, job.code)
        grace = GRACE
        try:
            self._ask_accounting(job)
        except NoAnswer as error:
            logger.debug("%s: %s", self._connection.name, error)
            grace = LONGEST_GRACE
        if job.accounted is not None:
            return self._ended(job, job.accounted)
        if not self._overdue(job, grace):
            return None
        text = f"{self._connection.name} knows nothing of the job {job.id} any more"
        deleted = "; it was never seen to run, so it may have been deleted while it waited"
        return End(EndReason.LOST, job.code, text if job.running else text + deleted)

    def _ask_accounting(self, job: SubmittedWork) -> None:
        if job.accounted is None and job.next_accounting <= time.time():
            job.accounted = self._connection.accounting(job.id or "", job.name)
            job.next_accounting = time.time() + ACCOUNTING_PAUSE

    def _by_log(self, job: SubmittedWork, end: End) -> End:
        """Look in the log for the reason of a signal: some queues do not say it."""
        signalled = end.code is None or end.code > _BY_SIGNAL
        if job.deleted or not signalled or end.reason not in {EndReason.EXITED, EndReason.KILLED, EndReason.LOST}:
            return end
        found = node_log.reason(self._files.said(job.stem))
        return replace(end, reason=found[0], text=found[1]) if found is not None else end

    def _overdue(self, job: SubmittedWork, seconds: float) -> bool:
        """Whether it has looked for so long as if the job had ended."""
        job.ending = job.ending or time.time()
        return time.time() - job.ending > seconds
