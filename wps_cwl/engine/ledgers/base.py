"""What all accounting of schedulers has in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from wps_cwl.engine.schedulers.base import Answer, End


@dataclass(frozen=True)
class Entry:
    """What the accounting says of a job there; times since 1970 and durations in seconds, `memory` in bytes.

    `whole`: nothing more is to be expected of this job. `raw` has the fields under the scheduler's names.
    """

    id: str
    source: str
    whole: bool
    queue: str | None = None
    node: str | None = None
    cores: int | None = None
    submitted: float | None = None
    started: float | None = None
    ended: float | None = None
    wall: float | None = None
    cpu: float | None = None
    memory: int | None = None
    end: End | None = None
    raw: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Steps:
    """The steps of one job at a scheduler: their identifiers there, and what all their names begin with."""

    prefix: str
    ids: tuple[str, ...]


class NoAccounting(Exception):
    """This site keeps none, by its own choice; asking again does not help."""


class Ledger(Protocol):
    """How the accounting of one scheduler is asked. Pure, as a dialect is."""

    @property
    def program(self) -> str:
        """The command that answers."""

    @property
    def at_once(self) -> int:
        """How many jobs of ours one command can be asked about."""

    def commands(self, jobs: Sequence[Steps], fields: Sequence[str]) -> Sequence[list[str]]:
        """Return commands that tell of all steps of these jobs: the first whose answer has entries is believed.

        `fields` are those that the operator wants beside what is needed, where the scheduler lets one choose.
        """

    def read(self, answer: Answer) -> list[Entry]:
        """Return the entries of an answer. Raises NoAnswer, NoAccounting; and Refused, when it knows a field not."""

    def probe(self, fields: Sequence[str]) -> list[str]:
        """Return a command that shows whether there is any accounting."""

    def read_probe(self, answer: Answer) -> None:
        """Read its answer. Raises as `read` does."""


def latest(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Return the last entry of each identifier: numbers are used again."""
    return {entry.id: entry for entry in entries}


def number(text: str | None) -> float | None:
    """Return a number that stands alone."""
    try:
        return float(text) if text else None
    except ValueError:
        return None


def clock(text: str | None) -> float | None:
    """Return the seconds of `1-02:03:04.5`, `02:03:04` or `03:04`."""
    days, _, rest = (text or "").rpartition("-")
    try:
        seconds = int(days) * 86400.0 if days else 0.0
        for power, part in enumerate(reversed(rest.split(":"))):
            seconds += float(part) * (1, 60, 3600)[power]
    except (ValueError, IndexError):
        return None
    return seconds


_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}


def size(text: str | None) -> int | None:
    """Return the bytes of `89.789MB`, `100kb`, `3.5G` or `88227840`; all of them count in 1024."""
    plain = (text or "").strip().lower().removesuffix("b")
    unit = plain[-1:] if plain[-1:] in "kmgt" else ""
    value = number(plain.removesuffix(unit) if unit else plain)
    return None if value is None else round(value * _UNITS[unit])
