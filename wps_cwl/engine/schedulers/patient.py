"""The connection of a leader: what does not answer is left alone for a while, by all of its steps together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from wps_cwl.engine.schedulers.base import Ask, End, Full, NoAnswer, Profile
from wps_cwl.engine.schedulers.connection import Connection
from wps_cwl.engine.schedulers.pause import Pause
from wps_cwl.engine.schedulers.snapshot import Snapshot

T = TypeVar("T")

LONGEST_PAUSE = 15.0  # seconds
LONGEST_PAUSE_OF_ACCOUNTING = 60.0


class Paused(NoAnswer):
    """Nobody is asked now: somebody has not answered a moment ago, or the leader ends."""


class PatientConnection:
    """A connection whose commands raise Paused, at once, for a while after one of them got no answer.

    A command that hangs takes a minute; so only one of them may hang, and not one for each step. The accounting is
    another daemon than the scheduler, and has a pause of its own.
    """

    def __init__(self, connection: Connection) -> None:
        self.name = connection.dialect.name
        self._connection = connection
        self._pause = Pause(LONGEST_PAUSE)
        self._pause_of_accounting = Pause(LONGEST_PAUSE_OF_ACCOUNTING)
        self._closed = False

    def close(self) -> None:
        """Ask nothing any more; what is asked just now comes to its end."""
        self._closed = True

    def submit(self, ask: Ask, profile: Profile) -> str:
        """Submit a job. Raises Refused, Full and NoAnswer."""
        return self._ask(lambda: self._connection.submit(ask, profile), self._pause)

    def listing(self) -> Snapshot:
        """Return all jobs of ours. Raises NoAnswer."""
        return self._ask(self._connection.listing, self._pause)

    def delete(self, jobs: Sequence[str]) -> None:
        """Delete jobs. Raises NoAnswer."""
        self._ask(lambda: self._connection.delete(jobs), self._pause)

    def explain(self, job: str) -> str:
        """Return why a job is broken. Raises NoAnswer."""
        return self._ask(lambda: self._connection.explain(job), self._pause)

    def accounting(self, job: str, name: str) -> End | None:
        """Return how a job has ended, if the accounting knows. Raises NoAnswer."""
        return self._ask(lambda: self._connection.accounting(job, name), self._pause_of_accounting)

    def _ask(self, act: Callable[[], T], pause: Pause) -> T:
        if self._closed or not pause.over:
            raise Paused(f"{self.name} is not asked now")
        try:
            answer = act()
        except Full:
            pause.end()
            raise
        except NoAnswer:
            pause.lengthen()
            raise
        pause.end()
        return answer
