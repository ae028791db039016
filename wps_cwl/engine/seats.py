"""How many leaders run at once, and who is next."""

from __future__ import annotations

import bisect
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

Turn = tuple[datetime, str]  # when the job was accepted, and its identifier


class Seats:
    """As many places as leaders may run at once; of the jobs that wait for one, the oldest gets it."""

    def __init__(self, count: int) -> None:
        self._free = count
        self._waiting: list[Turn] = []
        self._changed = threading.Condition()

    @contextmanager
    def waiting(self, turn: Turn) -> Iterator[None]:
        """Be in the line; needed for `take`."""
        with self._changed:
            bisect.insort(self._waiting, turn)
        try:
            yield
        finally:
            with self._changed:
                self._waiting.remove(turn)
                self._changed.notify_all()

    def take(self, turn: Turn, seconds: float) -> bool:
        """Take a place when it is this one's turn; False when the time is up first."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._free > 0 and self._waiting[0] == turn, seconds):
                return False
            self._free -= 1
            return True

    def give_back(self) -> None:
        """Leave a place to the next one."""
        with self._changed:
            self._free += 1
            self._changed.notify_all()
