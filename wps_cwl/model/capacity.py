"""What a step needs, and what a profile has."""

from __future__ import annotations

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

    def lacks(self, need: Need) -> list[str]:
        """Return the quantities of which the step needs more than there is."""
        return [
            name
            for name in QUANTITIES
            if (needed := getattr(need, name)) is not None
            and (there := getattr(self, name)) is not None
            and needed > there
        ]


def _mebibytes(number: float) -> str:
    return f"{-(-number // (1 << 20)):.0f} MiB"


QUANTITIES: dict[str, Callable[[float], str]] = {  # and how an amount of each is written
    "cores": lambda number: f"{number:g} core(s)",
    "memory": _mebibytes,
    "gpus": lambda number: f"{number:g} GPU(s)",
    "seconds": lambda number: f"{number:g} seconds",
}
