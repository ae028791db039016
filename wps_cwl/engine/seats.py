"""How many leaders run at once, and who is next."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager

from wps_cwl import fairness
from wps_cwl.fairness import Load, Turn


class Seats:
    """As many places as leaders may run at once, fewer when `full` gives a reason; those who wait share them fairly.

    `full` is asked with the jobs that have places. `profiles` says of which profiles fewer may run at once.
    """

    def __init__(
        self,
        count: int,
        full: Callable[[Collection[str]], str | None] = lambda _: None,
        *,
        profiles: Mapping[str, int] | None = None,
    ) -> None:
        self._count = count
        self._full = full
        self._profiles = profiles or {}
        self._taken: list[Turn] = []
        self._waiting: list[Turn] = []
        self._load = Load()
        self._changed = threading.Condition()

    @contextmanager
    def waiting(self, turn: Turn) -> Iterator[None]:
        """Be in the line; needed for `take`."""
        with self._changed:
            self._waiting.append(turn)
        try:
            yield
        finally:
            with self._changed:
                self._waiting.remove(turn)
                self._changed.notify_all()

    def keep(self, turn: Turn) -> None:
        """Have a place, whoever waits: a leader that an earlier engine has started runs already."""
        with self._changed:
            self._taken.append(turn)
            self._load.serve(turn)

    def take(self, turn: Turn, seconds: float) -> bool:
        """Take a place when it is this one's turn; False when the time is up first."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._next() == turn, seconds):
                return False
            self._taken.append(turn)
            self._load.serve(turn)
            return True

    def give_back(self, turn: Turn) -> None:
        """Leave a place to the next one."""
        with self._changed:
            self._taken.remove(turn)
            self._load.add(turn.user, turn.process, -1)
            self._changed.notify_all()

    def reason(self, turn: Turn) -> str:
        """Return why one who waits does so, for people."""
        with self._changed:
            return self._closed() or self._crowded().get(turn.profile) or "others are first"

    def kept_out(self) -> int:
        """Return how many wait for nothing but room on their profile: beside them others could run."""
        with self._changed:
            if len(self._taken) >= self._count:
                return 0
            crowded = self._crowded()
            return sum(turn.profile in crowded for turn in self._waiting)

    def _next(self) -> Turn | None:
        if self._closed():
            return None
        crowded = self._crowded()
        return fairness.first([turn for turn in self._waiting if turn.profile not in crowded], self._load)

    def _crowded(self) -> dict[str | None, str]:
        """Return the profiles that have no room, each with the reason."""
        taken = Counter(turn.profile for turn in self._taken)
        full = {name: most for name, most in self._profiles.items() if taken[name] >= most}
        return {name: f"{taken[name]} of {most} places of {name} are taken" for name, most in full.items()}

    def _closed(self) -> str | None:
        if len(self._taken) >= self._count:
            return f"{len(self._taken)} of {self._count} places are taken"
        return self._full([turn.id for turn in self._taken])
