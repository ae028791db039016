"""What a profile asks for what a job uses, and what a step comes to: decimal, and rounded once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal

from wps_cwl.model.step import StepUsage

PLACES = 6  # decimal places that an amount is kept with
_HOUR, _GB, _NOTHING = Decimal(3600), Decimal(10**9), Decimal(0)


@dataclass(frozen=True)
class Money:
    """An amount of a currency (ISO 4217)."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


@dataclass(frozen=True)
class Price:
    """What an hour of a core, of a GPU and of a GB of memory costs, and a job itself; a GB is 10^9 bytes."""

    currency: str
    core_hour: Decimal = _NOTHING
    gpu_hour: Decimal = _NOTHING
    gb_hour: Decimal = _NOTHING
    job: Decimal = _NOTHING

    def of_use(self, usage: StepUsage) -> Decimal | None:
        """Return what the use of a step costs; None where it was not measured: no amount is guessed."""
        if usage.wall is None:
            return None
        hours, total = Decimal(str(usage.wall)) / _HOUR, _NOTHING
        gigabytes = None if usage.memory is None else usage.memory / _GB
        for rate, used in ((self.core_hour, usage.cores), (self.gpu_hour, usage.gpus), (self.gb_hour, gigabytes)):
            if rate and used is None:
                return None
            total += rate * Decimal(str(used or 0)) * hours
        return total

    def of_job(self, steps: Sequence[StepUsage]) -> Decimal | None:
        """Return what a whole job comes to; None where a step of it was not measured."""
        amounts = [step.price for step in billed(steps, self)]
        return sum((amount for amount in amounts if amount is not None), _NOTHING) if None not in amounts else None


def billed(steps: Iterable[StepUsage], price: Price | None) -> tuple[StepUsage, ...]:
    """Return the steps with what each comes to; the price of the job itself is a part of the first one that ran."""
    if price is None:
        return tuple(steps)
    found, extra = list[StepUsage](), price.job
    for step in steps:
        amount = price.of_use(step)
        if amount is not None:
            amount, extra = rounded(amount + extra), _NOTHING
        found.append(replace(step, price=amount, currency=price.currency))
    return tuple(found)


def rounded(amount: Decimal) -> Decimal:
    """Return an amount as it is kept."""
    return amount.quantize(Decimal(1).scaleb(-PLACES), ROUND_HALF_EVEN)
