"""For how long a job has run: from the first leader's start, without what it has waited in a scheduler's queue."""

from __future__ import annotations

import os
import time
from contextlib import suppress

from wps_cwl.engine.schedulers import queue_time
from wps_cwl.engine.schedulers.submissions import Submissions
from wps_cwl.job_directory import JobDirectory

_STEP = 2.0  # seconds of waiting that are written at once


def seconds(directory: JobDirectory) -> float:
    """Return for how many seconds the job has run. Raises FileNotFoundError before it has begun."""
    return time.time() - directory.begun.stat().st_mtime


class RunClock:
    """Moves the job's beginning on while all of it waits, so that another engine knows that too.

    The file `begun` was modified when the job began, and accessed when that was last moved on. What the job has waited
    since then, while there was no engine, its submissions tell.
    """

    def __init__(self, directory: JobDirectory) -> None:
        self._directory = directory
        self._waited = 0.0
        self._last = time.monotonic()
        with suppress(FileNotFoundError):  # it has not begun
            since = directory.begun.stat().st_atime
            self._waited = queue_time.seconds(Submissions(directory.path).spans(), since, time.time())
            self._write()

    def tick(self, *, waiting: bool) -> None:
        """Say whether the job has waited since the last tick."""
        now = time.monotonic()
        if waiting:
            self._waited += now - self._last
        self._last = now
        if self._waited > _STEP or (self._waited and not waiting):
            with suppress(FileNotFoundError):
                self._write()

    def _write(self) -> None:
        now = time.time()
        begun = min(self._directory.begun.stat().st_mtime + self._waited, now)
        os.utime(self._directory.begun, (now, begun))
        self._waited = 0.0
