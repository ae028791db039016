"""How busy a service is, in numbers for those who operate it."""

from __future__ import annotations

from dataclasses import dataclass

from wps_cwl.model.accounting import UsageSum
from wps_cwl.model.disk import DiskState
from wps_cwl.model.job import JobState


@dataclass(frozen=True)
class JobCount:
    """How many jobs there are of a process, on a profile (None: not decided yet), in a state."""

    process: str
    profile: str | None
    state: JobState
    count: int


@dataclass(frozen=True)
class QueueFigures:
    """Our steps in the queue of a scheduler, as it was `age` seconds ago."""

    scheduler: str
    waiting: int
    running: int
    age: float


@dataclass(frozen=True)
class Figures:
    """All of them; `memory` is what the leaders of this machine take together, `free` and `size` the file system that
    job directories are on, all in bytes; `disk` is whether there is room for more jobs. `used` are sums by profile,
    over all that was ever run.
    """

    jobs: tuple[JobCount, ...]
    queues: tuple[QueueFigures, ...]
    used: tuple[UsageSum, ...]
    leaders: int
    memory: int
    free: int
    size: int
    disk: DiskState | None = None
