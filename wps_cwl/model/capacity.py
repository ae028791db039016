"""What a step needs, and what a profile has."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Need:
    """What a step asks for: `memory` in bytes, `seconds` as the longest time that it may take.

    None: it does not say so, or only an expression would tell.
    """

    step: str
    cores: float | None = None
    memory: float | None = None
    gpus: float | None = None
    seconds: float | None = None


@dataclass(frozen=True)
class Capacity:
    """What a profile has for one step; None: nobody knows, so it may be enough."""

    profile: str
    cores: float | None = None
    memory: float | None = None
    gpus: float | None = None
    seconds: float | None = None

    def lacks(self, need: Need, name: str) -> bool:
        """Whether the step needs more of a quantity than there is."""
        needed, there = getattr(need, name), getattr(self, name)
        return needed is not None and there is not None and needed > there


def _mebibytes(number: float) -> str:
    return f"{number if math.isinf(number) else -(-number // (1 << 20)):.0f} MiB"


QUANTITIES: dict[str, Callable[[float], str]] = {  # and how an amount of each is written
    "cores": lambda number: f"{number:g} core(s)",
    "memory": _mebibytes,
    "gpus": lambda number: f"{number:g} GPU(s)",
    "seconds": lambda number: f"{number:g} seconds",
}
