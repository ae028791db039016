"""How many leaders each engine has, and what they take: written down by engines, for web servers on any machine."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil

from wps_cwl import codec
from wps_cwl.engine import leader, leader_memory
from wps_cwl.engine.steps import ENGINES
from wps_cwl.job_directory import JobDirectory
from wps_cwl.model import LeaderFigures

FILE = "leaders.json"  # in the home of an engine
EACH = 5.0  # seconds between two looks of an engine
STALE = 60.0  # seconds after which an engine that has written nothing counts as gone: nobody knows of its leaders


def write(home: Path, engine: str, directories: Iterable[JobDirectory]) -> None:
    """Write down what the leaders of these jobs take. Raises OSError."""
    sizes = list(_sizes(directories))
    known = [size for size in sizes if size is not None]
    memory = sum(known) if len(known) == len(sizes) else None
    part = home / f".{FILE}.part"  # an engine is alone in its home
    part.write_bytes(codec.dump(LeaderFigures(engine, len(sizes), memory), LeaderFigures))
    part.replace(home / FILE)


def read(state: Path) -> Iterator[LeaderFigures]:
    """Yield what every engine that works has written last."""
    for file in sorted((state / FILE, *(state / ENGINES).glob(f"*/{FILE}"))):
        with suppress(FileNotFoundError, ValueError):
            if abs(time.time() - file.stat().st_mtime) < STALE:
                yield codec.load(file.read_bytes(), LeaderFigures)


def _sizes(directories: Iterable[JobDirectory]) -> Iterator[int | None]:
    """Yield what each leader takes; None of one that we may not look at, as it is another user's."""
    for directory in directories:
        pid = leader.pid(directory)  # it held its lock a moment ago
        if pid is None:
            continue
        with suppress(psutil.Error):  # it has just ended
            try:
                # the number may be that of a process of another machine, whose engine had the job before
                if Path(psutil.Process(pid).cwd()).is_relative_to(directory.path.resolve()):
                    yield leader_memory.size(pid)
            except psutil.AccessDenied:
                if leader.alive(directory):
                    yield None
