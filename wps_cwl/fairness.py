"""Whose turn it is: users share the places evenly, then the processes of one user do, then the oldest is first.

Where all have as many places, as none at all, they take turns: who was served longest ago is next.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

Rank = tuple[int, int, int, int, datetime, str]
REMEMBERED = 4096  # users and processes that were served


@dataclass(frozen=True)
class Turn:
    """A job that waits for a place, or has one; `created` is when it was accepted, `profile` what it runs on."""

    id: str
    user: str
    process: str
    created: datetime
    profile: str | None = None


class Load:
    """How many places users and processes have."""

    def __init__(self, turns: Iterable[Turn] = ()) -> None:
        self._users: Counter[str] = Counter()
        self._processes: Counter[tuple[str, str]] = Counter()
        self._served: dict[str | tuple[str, str], int] = {}
        self._services = 0
        for turn in turns:
            self.add(turn.user, turn.process)

    def add(self, user: str, process: str, places: int = 1) -> None:
        """Count more places of a user, or fewer."""
        self._users[user] += places
        self._processes[user, process] += places

    def of(self, user: str) -> int:
        """Return how many places a user has."""
        return self._users[user]

    def serve(self, turn: Turn) -> None:
        """Count a place that is given now."""
        self.add(turn.user, turn.process)
        self._services += 1
        if len(self._served) > REMEMBERED:
            self._served.clear()
        self._served[turn.user] = self._served[turn.user, turn.process] = self._services

    def rank(self, turn: Turn) -> Rank:
        """Return what a turn is sorted by: the least is next."""
        process = turn.user, turn.process
        return (
            self._users[turn.user],
            self._served.get(turn.user, 0),
            self._processes[process],
            self._served.get(process, 0),
            turn.created,
            turn.id,
        )


def first(waiting: Iterable[Turn], load: Load) -> Turn | None:
    """Return who is next; None when nobody waits."""
    return min(waiting, key=load.rank, default=None)


def in_order(waiting: Iterable[Turn], load: Load) -> list[Turn]:
    """Return all who wait, in the order in which they would get places if none were given back; `load` is used up."""
    lines: defaultdict[str, dict[str, deque[Turn]]] = defaultdict(dict)
    for turn in sorted(waiting, key=lambda turn: (turn.created, turn.id)):
        lines[turn.user].setdefault(turn.process, deque()).append(turn)

    def best(user: str) -> tuple[Rank, Turn]:
        return min((load.rank(line[0]), line[0]) for line in lines[user].values() if line)

    heap = [best(user) for user in lines]
    heapq.heapify(heap)
    order = []
    while heap:
        _, turn = heapq.heappop(heap)
        order.append(turn)
        lines[turn.user][turn.process].popleft()
        load.add(turn.user, turn.process)
        if any(lines[turn.user].values()):
            heapq.heappush(heap, best(turn.user))
    return order
