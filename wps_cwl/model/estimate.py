"""What an Execute would take, by what earlier jobs like it took."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Candidate:
    """A profile that a job may get, and for people when it does; `price` is what it may come to there, or None."""

    profile: str
    when: str
    price: Decimal | None = None
    currency: str | None = None


@dataclass(frozen=True)
class Estimate:
    """What a job may take that nobody has sent: seconds and bytes by the median of earlier ones, or None.

    `runs` is how many of these are known, `source` whose word the duration is. The first candidate whose condition
    holds is where the job runs. `note` says what is missing, and why.
    """

    process: str
    version: str
    runs: int
    candidates: tuple[Candidate, ...]
    seconds: float | None = None
    source: str | None = None
    output_bytes: int | None = None
    note: str = ""
