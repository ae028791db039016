"""How busy a service is, in numbers for those who operate it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

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
    """Our steps in the queue of a scheduler, as it was `age` seconds ago; `broken` ones wait, and will never run."""

    scheduler: str
    waiting: int
    running: int
    age: float
    broken: int = 0


@dataclass(frozen=True)
class Bill:
    """What the jobs of a process on a profile come to together."""

    process: str
    profile: str
    currency: str
    amount: Decimal


@dataclass(frozen=True)
class Durations:
    """How long the steps on a profile took, in seconds: `counts` are how many took BOUNDS of them at most."""

    profile: str
    counts: tuple[int, ...]
    count: int
    total: float


BOUNDS = (1.0, 10.0, 60.0, 300.0, 1800.0, 7200.0, 28800.0, 86400.0)


@dataclass(frozen=True)
class LeaderFigures:
    """How many leaders an engine has, and what they take together, in bytes: None where it may not look at each."""

    engine: str
    count: int
    memory: int | None


@dataclass(frozen=True)
class Figures:
    """All of them; `free` and `size` are those of the file system that job directories are on, in bytes.

    `disk` is whether there is room for more jobs. `used` are sums by profile, over all that was ever run, and so are
    `bills` and the times that steps have waited for a scheduler, and run.
    """

    jobs: tuple[JobCount, ...]
    queues: tuple[QueueFigures, ...]
    used: tuple[UsageSum, ...]
    leaders: tuple[LeaderFigures, ...]
    free: int
    size: int
    bills: tuple[Bill, ...] = ()
    waits: tuple[Durations, ...] = ()
    runs: tuple[Durations, ...] = ()
    disk: DiskState | None = None
