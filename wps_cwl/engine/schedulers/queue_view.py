"""The queue as a leader sees it: through the engine's snapshot, or, when that is old, by asking the scheduler."""

from __future__ import annotations

import time
from pathlib import Path

from wps_cwl.engine.schedulers import snapshot
from wps_cwl.engine.schedulers.patient import PatientConnection
from wps_cwl.engine.schedulers.snapshot import Snapshot

STALE = 15.0  # seconds after which a leader asks by itself, since nobody seems to keep the snapshot young


class QueueView:
    """`latest` is what was seen last of the jobs whose names begin with `prefix`; None at first."""

    def __init__(self, file: Path, connection: PatientConnection, prefix: str) -> None:
        self.latest: Snapshot | None = None
        self._file = file
        self._connection = connection
        self._prefix = prefix
        self._age = 0  # of the file when it was read
        self._asked = time.time()

    def refresh(self, *, ask: bool) -> None:
        """Read the snapshot if there is a new one; `ask` says whether it matters enough to ask. Raises NoAnswer."""
        now = time.time()
        self._asked = min(self._asked, now)
        if self.latest is not None and self.latest.time > now:  # the clock was set back
            self.latest = None
        told = self._told()
        if told is not None and told.time <= now and (self.latest is None or told.time > self.latest.time):
            self.latest = told
        known_until = self.latest.time + self.latest.pause if self.latest else 0.0
        if ask and time.time() - max(known_until, self._asked) > STALE:
            self._asked = time.time()
            self.latest = self._connection.listing().after(self.latest)

    def _told(self) -> Snapshot | None:
        try:
            age = self._file.stat().st_mtime_ns
        except FileNotFoundError:
            return None
        if age == self._age:
            return None
        self._age = age
        return snapshot.read(self._file, self._prefix)
