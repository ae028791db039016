"""Removes jobs whose time is over, the longest expired first, and what kills have left of others.

A removal may be killed between any two acts: what the job has used is written down first; then the job goes from the
list, so that no half of it is ever seen, and its directory last, since that tells the next one what is left to do.
"""

from __future__ import annotations

import logging
import math
import random
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from wps_cwl import errors
from wps_cwl.engine.last_accounts import LastAccounts
from wps_cwl.engine.reserve import Reserve
from wps_cwl.job_directory import DOOMED, RECLAIMED, JobDirectory
from wps_cwl.jobs import JobStore, RetentionStore
from wps_cwl.model import Job, stored_files
from wps_cwl.storage.base import Storage

logger = logging.getLogger(__name__)

SWEEP = 300.0  # seconds between two sweeps
PRESSED = 10.0  # between two sweeps while there is no room for new jobs, or some were left for their accounts
ORPHAN = timedelta(hours=1)
MEASURED = 100  # jobs that are measured in one sweep


class Housekeeper:
    """Keeps the state directory and the storage; `is_full` says whether new jobs are refused for want of room.

    `accounts` outlive the jobs. `reserve` lies beside a database that is a file. `tick` tells seconds, as a clock that
    nobody sets.
    """

    def __init__(
        self,
        state: Path,
        *,
        jobs: JobStore,
        retention: RetentionStore,
        storage: Storage,
        accounts: LastAccounts | None = None,
        is_full: Callable[[], bool] = lambda: False,
        reserve: Reserve | None = None,
        tick: Callable[[], float] = time.monotonic,
    ) -> None:
        self._root = state / "jobs"
        self._jobs = jobs
        self._retention = retention
        self._storage = storage
        self._accounts = accounts
        self._is_full = is_full
        self._reserve = reserve
        self._tick = tick
        self._swept = self._searched = -math.inf
        self._left = False  # some jobs, since it is not known yet what they have used

    def due(self) -> bool:
        """Whether it is time to sweep."""
        since = self._tick() - self._swept
        return since >= SWEEP or (since >= PRESSED and (self._left or self._is_full()))

    def sweep(self, now: datetime | None = None, goes_on: Callable[[], bool] = lambda: True) -> None:
        """Remove what is due now, by the time of the job store, as long as it `goes_on`; the rest the next time.

        What cannot be removed for want of the storage waits, and with it all others: it may answer after minutes only.
        """
        try:
            self._sweep(now or self._retention.time(), goes_on)
        except errors.StorageUnavailable:
            logger.exception("no more can be removed now")
            self._swept = self._tick()

    def _sweep(self, now: datetime, goes_on: Callable[[], bool]) -> None:
        self._left = False
        for job in self._jobs.expired(now):
            if not goes_on():
                return
            if self._awaits(job, now):
                self._left = True
                continue
            with _logged("a job could not be removed", job=job.id):
                self.reclaim(job.id, now)
        if self._reserve is not None:
            self._reserve.fill()
        self._swept = self._tick()
        if self._swept - self._searched >= SWEEP:
            self._searched = self._swept
            self.remove_orphans(now, goes_on)
            for job_id in self._retention.unmeasured(limit=MEASURED):
                with suppress(errors.NoSuchJob):  # it was removed meanwhile
                    self.measure(job_id)

    def _awaits(self, job: Job, now: datetime) -> bool:
        """Whether a job stays for a moment, until it is known what it has used, as there is room for it."""
        return self._accounts is not None and self._accounts.awaited(job, now) and not self._is_full()

    def reclaim(self, job_id: str, now: datetime) -> None:
        """Remove an expired job, unless it has been kept meanwhile. Raises errors.Unavailable and OSError."""
        directory = self._doom(job_id)
        self._account(job_id)
        if self._retention.reclaim(job_id, now):
            self._remove(directory)
            logger.info("an expired job is removed", extra={"job": job_id})
        else:
            directory.reclaimed.unlink(missing_ok=True)

    def purge(self, job_id: str) -> bool:
        """Remove a job that has ended, whenever its time is over; return False for one that is kept by hand.

        Raises errors.Unavailable and OSError.
        """
        directory = self._doom(job_id)
        self._account(job_id)
        if not self._retention.forget(job_id):
            with suppress(errors.NoSuchJob):  # somebody else has removed it
                self._jobs.get(job_id)
                directory.reclaimed.unlink(missing_ok=True)
                return False
        self._remove(directory)
        return True

    def measure(self, job_id: str) -> None:
        """Note what an ended job takes. Raises errors.NoSuchJob."""
        job = self._jobs.get(job_id)
        published = sum(file.size for file in stored_files(job.results))
        size = JobDirectory(self._root, job_id).size()
        self._retention.measured(job_id, directory_bytes=size, result_bytes=published)

    def remove_orphans(self, now: datetime, goes_on: Callable[[], bool] = lambda: True) -> None:
        """Remove directories that no job has, with what was published for them. Raises errors.Unavailable.

        A web server or an engine was killed at the wrong moment, or the storage was away. One that nobody has doomed
        may be that of a job which is just being accepted.
        """
        paths = list(self._root.iterdir())
        known = self._jobs.identifiers()  # asked for afterwards: a job has its directory first
        orphans = [path for path in paths if path.name not in known]
        random.shuffle(orphans)  # one that can never be removed keeps out no other for ever
        for path in orphans:
            if not goes_on():
                return
            with _logged("a directory could not be removed", directory=path.name):
                if self._is_orphan(path, now):
                    logger.info("a directory without a job is removed", extra={"directory": path.name})
                    self._remove_orphan(path)

    def _is_orphan(self, path: Path, now: datetime) -> bool:
        doomed = path.name.startswith(DOOMED) or (path / RECLAIMED).exists()
        if not doomed and now.timestamp() - path.stat().st_mtime < ORPHAN.total_seconds():
            return False
        try:
            self._jobs.get(path.name)  # once more: meanwhile it may have been accepted
        except errors.NoSuchJob:
            return True
        return False

    def _doom(self, job_id: str) -> JobDirectory:
        if self._reserve is not None:
            self._reserve.release()
        directory = JobDirectory(self._root, job_id)
        with suppress(OSError):  # on a disk that is full, the rest would wait for its time as an orphan
            directory.reclaimed.touch(mode=0o600)
        return directory

    def _account(self, job_id: str) -> None:
        """Write down what an ended job has used, before nobody can know."""
        with suppress(errors.NoSuchJob):  # somebody else has removed it, who did so
            job = self._jobs.get(job_id)
            if self._accounts is not None and job.state.final:
                self._accounts.write(job)

    def _remove(self, directory: JobDirectory) -> None:
        self._storage.delete(directory.job_id)
        directory.delete()

    def _remove_orphan(self, path: Path) -> None:
        with suppress(errors.NoSuchJob):  # a name that no job has: it was half removed, and its results before it
            self._storage.delete(path.name)
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _logged(message: str, **facts: str) -> Iterator[None]:
    """Go on after what may pass; the next sweep finds what is left."""
    try:
        yield
    except OSError:
        logger.exception(message, extra=facts)
