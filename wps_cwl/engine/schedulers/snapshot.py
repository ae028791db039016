"""What was in a batch scheduler's queue at one moment, as a file that all leaders read.

Its first line has the times, each other one a job: its name, a tab, and what is known of it. So a leader parses the
lines of its own steps only, however many the others have.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from wps_cwl import codec
from wps_cwl.engine.plain_file import read_plain
from wps_cwl.engine.schedulers.base import QueuedJob, QueueState


@dataclass(frozen=True)
class Snapshot:
    """Our jobs in the queue; `time` (seconds since 1970) is from before it was asked for, `pause` until it is again.

    `moved` is when one of our jobs was last seen to run, or to have left.
    """

    time: float
    jobs: tuple[QueuedJob, ...]
    pause: float = 0.0
    moved: float = 0.0

    @cached_property
    def by_name(self) -> dict[str, list[QueuedJob]]:
        """The jobs by their names, which we give; their numbers are used again, and one name may be there twice."""
        found: dict[str, list[QueuedJob]] = {}
        for job in self.jobs:
            found.setdefault(job.name, []).append(job)
        return found

    def find(self, name: str) -> QueuedJob | None:
        """Return the job of a name: of two, the one that runs, else the one that waits."""
        return min(self.by_name.get(name, ()), key=lambda job: _ORDER.index(job.state), default=None)

    def alive(self, name: str) -> list[QueuedJob]:
        """Return the jobs of a name that have not ended."""
        return [job for job in self.by_name.get(name, ()) if job.state is not QueueState.ENDED]

    def named(self, prefix: str) -> list[QueuedJob]:
        """Return the jobs that have not ended whose name begins so."""
        return [job for job in self.jobs if job.state is not QueueState.ENDED and job.name.startswith(prefix)]

    def after(self, earlier: Snapshot | None) -> Snapshot:
        """Return this with what has moved since an earlier one."""
        runs = any(job.state is QueueState.RUNNING for job in self.jobs)
        now = {job.id for job in self.jobs if job.state is not QueueState.ENDED}
        left = earlier is not None and any(job.id not in now for job in earlier.named(""))
        return replace(self, moved=self.time if runs or left else earlier.moved if earlier else 0.0)

    def write(self, file: Path) -> None:
        """Replace a file by this; a reader sees the old or the new one, whole."""
        descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(codec.dump(replace(self, jobs=()), Snapshot))
                for job in self.jobs:
                    stream.write(b"\n%s\t%s" % (job.name.encode(), codec.dump(job, QueuedJob)))
            Path(name).replace(file)
        except BaseException:
            with suppress(FileNotFoundError):
                Path(name).unlink()
            raise


_ORDER = (QueueState.RUNNING, QueueState.PENDING, QueueState.BROKEN, QueueState.ENDED)


def read(file: Path, prefix: str = "") -> Snapshot | None:
    """Return the snapshot in a file, of the jobs whose name begins so; None when there is none."""
    try:
        head, *lines = read_plain(file).split(b"\n")
        wanted = [line.partition(b"\t")[2] for line in lines if line.startswith(prefix.encode())]
        snapshot: Snapshot = codec.load(head, Snapshot)
        return replace(snapshot, jobs=tuple(codec.load(line, QueuedJob) for line in wanted))
    except (FileNotFoundError, ValueError):
        return None
