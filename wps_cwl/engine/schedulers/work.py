"""What Toil wants to have run on a cluster, and how far that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wps_cwl.engine.schedulers.base import End


@dataclass(frozen=True)
class Work:
    """A step that Toil wants to have run; `memory` in bytes, `walltime` in seconds."""

    number: int
    step: str
    command: Sequence[str]
    environment: Mapping[str, str]
    cores: int
    memory: int
    walltime: int | None = None
    gpus: int = 0


@dataclass
class SubmittedWork:
    """A step on its way: `stem` is the name of its files, `name` the job's at the scheduler, `id` its number there.

    `turn` counts how often the step was begun; times are seconds since 1970.
    """

    work: Work
    stem: str
    name: str
    asked: float
    turn: int = 1
    id: str | None = None
    noted: bool = False  # that number, in its file
    submitted: float = 0.0
    tries: int = 0  # to submit it, that have failed
    doubtful: bool = False  # whether one of them may have worked
    deleted: bool = False  # by us
    next_deletion: float = 0.0
    running: float | None = None
    code: int | None = None
    ending: float | None = None  # since when it looks as if it had ended, but not everything is known
    next_accounting: float = 0.0
    accounted: End | None = None
