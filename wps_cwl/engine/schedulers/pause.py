"""A pause: who does not answer is left alone, the longer the more often that happens."""

from __future__ import annotations

import time

FIRST = 1.0  # seconds


class Pause:
    """How long nobody shall be asked; it begins anew after an answer."""

    def __init__(self, longest: float) -> None:
        self._longest = longest
        self._times = 0
        self._until = 0.0

    @property
    def over(self) -> bool:
        """Whether somebody may be asked."""
        return time.monotonic() >= self._until

    def lengthen(self) -> float:
        """Begin a pause, twice as long as the last one; return how long it is."""
        seconds = min(FIRST * 2.0 ** min(self._times, 16), self._longest)
        self._times += 1
        self._until = time.monotonic() + seconds
        return seconds

    def end(self) -> None:
        """Note that there was an answer."""
        self._times, self._until = 0, 0.0
