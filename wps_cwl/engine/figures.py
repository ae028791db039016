"""How busy the service is, read from the job store and the state directory, so that any process of it can tell."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from wps_cwl.engine import leader, leader_memory
from wps_cwl.engine.schedulers import snapshot
from wps_cwl.engine.schedulers.base import QueueState
from wps_cwl.engine.schedulers.connection import PREFIX
from wps_cwl.job_directory import JobDirectory
from wps_cwl.jobs import JobStore, UsageStore
from wps_cwl.model import Figures, QueueFigures, SumBy


@dataclass(frozen=True)
class FigureReader:
    """Reads the figures; `state` is the state directory."""

    state: Path
    jobs: JobStore
    used: UsageStore

    def read(self) -> Figures:
        """Return them as they are now. Raises errors.StoreUnavailable."""
        disk = shutil.disk_usage(self.state)
        sizes = list(self._leaders())
        return Figures(
            jobs=self.jobs.census(),
            queues=tuple(self._queues()),
            used=self.used.sums(SumBy.PROFILE),
            leaders=len(sizes),
            memory=sum(sizes),
            free=disk.free,
            size=disk.total,
        )

    def _leaders(self) -> Iterator[int]:
        """Yield what each leader takes that runs on this machine, in bytes."""
        for job in self.jobs.unreleased():
            pid = leader.pid(JobDirectory(self.state / "jobs", job.id))
            if pid is not None:
                try:
                    yield leader_memory.size(pid)
                except psutil.Error:  # it has just ended
                    continue

    def _queues(self) -> Iterator[QueueFigures]:
        """Yield what was last seen in the queue of each scheduler; where jobs run as their users, of each of them."""
        found: dict[str, list[QueueFigures]] = {}
        for file in sorted((self.state / "schedulers").rglob("*.json")):
            seen = snapshot.read(file, PREFIX)
            if seen is None:
                continue
            states = [job.state for job in seen.jobs]
            waiting, running = (states.count(state) for state in (QueueState.PENDING, QueueState.RUNNING))
            found.setdefault(file.stem, []).append(QueueFigures(file.stem, waiting, running, time.time() - seen.time))
        for name, parts in found.items():
            sums = (sum(part.waiting for part in parts), sum(part.running for part in parts))
            yield QueueFigures(name, *sums, age=min(part.age for part in parts))
