"""The places of the jobs that wait, worked out for all of them at once, and not for everybody who asks."""

from __future__ import annotations

import threading
import time

from wps_cwl.jobs import JobStore
from wps_cwl.model import JobState

FRESH = 0.5  # seconds for which they are good


class Places:
    """Answers for one process; every other one works them out for itself."""

    def __init__(self, jobs: JobStore) -> None:
        self._jobs = jobs
        self._lock = threading.Lock()
        self._places: dict[str, int] = {}
        self._at_work = 0
        self._good_until = 0.0

    def of(self, job_id: str) -> str | None:
        """Return where a job waits and for what, for people; None when it does not wait (any more)."""
        with self._lock:
            if time.monotonic() > self._good_until or job_id not in self._places:
                self._places = {name: place for place, name in enumerate(self._jobs.queue(), start=1)}
                self._at_work = self._jobs.count(*(state for state in JobState if _at_work(state)))
                self._good_until = time.monotonic() + FRESH
            place = self._places.get(job_id)
        if place is None:
            return None
        return f"waiting in the queue, place {place} of {len(self._places)}; {self._at_work} at work"


def _at_work(state: JobState) -> bool:
    return state is not JobState.ACCEPTED and not state.final
