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
    """A step on its way: `stem` is the name of its files, `id` its number at the scheduler; times since 1970."""

    work: Work
    stem: str
    asked: float
    id: str | None = None
    submitted: float = 0.0
    tries: int = 0
    next_try: float = 0.0
    deleted: bool = False  # by us
    deletion_asked: bool = False
    running: float | None = None
    code: int | None = None
    ending: float | None = None  # since when it looks as if it had ended, but not everything is known
    next_accounting: float = 0.0
    accounted: End | None = None
    over: bool = False
