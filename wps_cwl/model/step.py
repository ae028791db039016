"""A step of a job, as the scheduler has it; and what it has used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import Enum


class StepState(Enum):
    """Where a step is."""

    WAITING = "waiting"  # in the scheduler's queue, or on its way there
    RUNNING = "running"
    ENDED = "ended"


@dataclass(frozen=True)
class Step:
    """A step of a job; what nobody knows is None. Times are aware UTC.

    `id` is the scheduler's number of it. `place` is its place among the `waiting` jobs of the queue that the scheduler
    shows, from 1; `reason` the scheduler's word for why it waits. `end` is a word of ours, `exit_code` as a shell has
    it.
    """

    name: str
    scheduler: str
    state: StepState
    id: str | None = None
    queue: str | None = None
    node: str | None = None
    reason: str | None = None
    place: int | None = None
    waiting: int | None = None
    submitted: datetime | None = None
    started: datetime | None = None
    ended: datetime | None = None
    exit_code: int | None = None
    end: str | None = None


@dataclass(frozen=True)
class StepUsage:
    """What a step has used, measured or None: times in seconds, `memory` (the most at one time) in bytes.

    `source` says whose numbers these are ("sacct", "qacct", "qstat", "squeue" ...); those named in `by_toil` are from
    Toil's worker instead, as the scheduler has none. `raw` holds the scheduler's fields under its own names, `toil`
    what Toil has measured. `price` is what it comes to on its profile.
    """

    step: str
    scheduler: str
    id: str | None = None
    profile: str | None = None
    queue: str | None = None
    node: str | None = None
    cores: float | None = None
    gpus: int | None = None
    submitted: datetime | None = None
    started: datetime | None = None
    ended: datetime | None = None
    queue_wait: float | None = None
    wall: float | None = None
    cpu: float | None = None
    memory: int | None = None
    exit_code: int | None = None
    end: str | None = None
    source: str | None = None
    price: Decimal | None = None
    currency: str | None = None
    by_toil: tuple[str, ...] = ()
    raw: Mapping[str, str] = field(default_factory=dict)
    toil: Mapping[str, float] = field(default_factory=dict)

    @property
    def core_seconds(self) -> float | None:
        """Cores times wall time."""
        return None if self.cores is None or self.wall is None else self.cores * self.wall
