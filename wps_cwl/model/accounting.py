"""What jobs have used and what that comes to: of one job, and sums over many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from wps_cwl.model.price import Price
from wps_cwl.model.step import StepUsage


@dataclass(frozen=True)
class Accounting:
    """What a job has used, step by step. `settled`: nothing more will come; `note` says what is missing, or why.

    `rates` is what the profile asked for. `reused_from`: the job was answered by an earlier one's results, and has used
    nothing.
    """

    job: str
    settled: bool
    steps: tuple[StepUsage, ...] = ()
    profile: str | None = None
    rates: Price | None = None
    reused_from: str | None = None
    note: str = ""

    @property
    def price(self) -> Decimal | None:
        """What its steps come to together; None where none of them has a price."""
        amounts = [step.price for step in self.steps if step.price is not None]
        return sum(amounts, Decimal(0)) if amounts else None

    @property
    def unpriced(self) -> int:
        """How many of its steps have no price, though the profile asks for one: it is missing in `price`."""
        return sum(step.currency is not None and step.price is None for step in self.steps)

    @property
    def currency(self) -> str | None:
        """The currency of the price: a job has one profile."""
        return next((step.currency for step in self.steps if step.currency is not None), None)


class SumBy(Enum):
    """What sums are made of."""

    JOB = "job"
    STEP = "step"  # of a process
    USER = "user"
    PROCESS = "process"
    PROFILE = "profile"
    MONTH = "month"  # in which the job ended, UTC


@dataclass(frozen=True)
class UsageSum:
    """Sums over steps: seconds, bytes; None where none of them was measured. `measured` steps have a wall time.

    `prices` are amounts, by their currencies; `unpriced` steps should have one, and are in none of them.
    """

    name: str
    jobs: int
    steps: int
    measured: int
    core_seconds: float | None
    wall: float | None
    cpu: float | None
    queue_wait: float | None
    memory: int | None
    prices: Mapping[str, Decimal] = field(default_factory=dict)
    unpriced: int = 0
