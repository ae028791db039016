"""How busy the service is, read from the job store and the state directory, so that any process of it can tell."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from wps_cwl.disk import Disk
from wps_cwl.engine import leader_figures
from wps_cwl.engine.schedulers import snapshot
from wps_cwl.engine.schedulers.base import QueueState
from wps_cwl.engine.schedulers.connection import PREFIX
from wps_cwl.engine.schedulers.snapshot import Snapshot
from wps_cwl.engine.steps import ENGINES
from wps_cwl.jobs import JobStore, UsageStore
from wps_cwl.model import Figures, QueueFigures, SumBy

_SHOWN = (QueueState.PENDING, QueueState.RUNNING, QueueState.BROKEN)


@dataclass(frozen=True)
class FigureReader:
    """Reads the figures; `state` is the state directory."""

    state: Path
    jobs: JobStore
    used: UsageStore
    disk: Disk | None = None

    def read(self) -> Figures:
        """Return them as they are now. Raises errors.StoreUnavailable."""
        disk = shutil.disk_usage(self.state)
        return Figures(
            jobs=self.jobs.census(),
            queues=tuple(self._queues()),
            used=self.used.sums(SumBy.PROFILE),
            leaders=tuple(leader_figures.read(self.state)),
            free=disk.free,
            size=disk.total,
            bills=self.used.bills(),
            waits=self.used.waits(),
            runs=self.used.runs(),
            disk=None if self.disk is None else self.disk.state(),
        )

    def _queues(self) -> Iterator[QueueFigures]:
        """Yield what was last seen in the queue of each scheduler; where jobs run as their users, of each of them."""
        found: dict[str, list[QueueFigures]] = {}
        for seen, name in self._snapshots():
            states = [job.state for job in seen.jobs]
            waiting, running, broken = (states.count(state) for state in _SHOWN)
            found.setdefault(name, []).append(QueueFigures(name, waiting, running, time.time() - seen.time, broken))
        for name, parts in sorted(found.items()):
            sums = (sum(part.waiting for part in parts), sum(part.running for part in parts))
            broken = sum(part.broken for part in parts)
            yield QueueFigures(name, *sums, age=min(part.age for part in parts), broken=broken)

    def _snapshots(self) -> Iterable[tuple[Snapshot, str]]:
        """Yield what was seen last of each queue and each user, with the scheduler: every engine has asked for all."""
        latest: dict[Path, Snapshot] = {}
        for folder in (self.state / "schedulers", *(self.state / ENGINES).glob("*/schedulers")):
            for file in folder.rglob("*.json"):
                seen, key = snapshot.read(file, PREFIX), file.relative_to(folder)
                if seen is not None and (key not in latest or latest[key].time < seen.time):
                    latest[key] = seen
        return ((seen, key.stem) for key, seen in latest.items())
