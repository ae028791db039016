"""A measure: what is done by us and by the peer, in turn, and what the ratio of the medians should be."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from benchmarks.arena import Arena

Trial = Callable[[Arena], float]


class Verdict(Enum):
    """What came out; the value is how it is told."""

    MET = "met"
    MISSED = "MISSED"
    NO_TARGET = "no target"  # for information
    NOT_MEASURED = "not measured"  # what it needs is not there
    FAILED = "FAILED"  # one side did not do its work: no number of it means anything


@dataclass(frozen=True)
class Target:
    """What a ratio ours/peer must be: at most the bound, or at least."""

    bound: float
    at_least: bool = False

    def met(self, ratio: float) -> bool:
        """Whether a ratio is good enough."""
        return ratio >= self.bound if self.at_least else ratio <= self.bound

    def __str__(self) -> str:
        return f"at {'least' if self.at_least else 'most'} {self.bound:g}"


@dataclass(frozen=True)
class Measure:
    """One row of the table; `rounds` is how many are enough where each takes minutes and the number hardly moves."""

    name: str
    what: str
    unit: str
    ours: Trial
    peer: Trial
    peer_name: str
    target: Target | None = None
    rounds: int | None = None


@dataclass
class Outcome:
    """What was measured of one measure, round by round; `note` says why there is nothing, or nothing more."""

    measure: Measure
    ours: list[float] = field(default_factory=list)
    peer: list[float] = field(default_factory=list)
    note: str = ""
    failed: bool = False

    @property
    def ratio(self) -> float | None:
        """Our median divided by the peer's; None without values of both."""
        if not self.ours or not self.peer or not statistics.median(self.peer):
            return None
        return statistics.median(self.ours) / statistics.median(self.peer)

    @property
    def verdict(self) -> Verdict:
        """What came out."""
        if self.failed:
            return Verdict.FAILED
        if self.ratio is None:
            return Verdict.NOT_MEASURED
        if self.measure.target is None:
            return Verdict.NO_TARGET
        return Verdict.MET if self.measure.target.met(self.ratio) else Verdict.MISSED
