"""What was in a batch scheduler's queue at one moment, as a file that all leaders read."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from wps_cwl import codec
from wps_cwl.engine.plain_file import read_plain
from wps_cwl.engine.schedulers.base import QueuedJob, QueueState


@dataclass(frozen=True)
class Snapshot:
    """Our jobs in the queue; `time` (seconds since 1970) is from before it was asked for, `pause` until it is again."""

    time: float
    jobs: tuple[QueuedJob, ...]
    pause: float = 0.0

    @cached_property
    def by_id(self) -> dict[str, QueuedJob]:
        """The jobs by their identifiers."""
        return {job.id: job for job in self.jobs}

    def named(self, prefix: str) -> list[QueuedJob]:
        """Return the jobs that have not ended whose name begins so."""
        return [job for job in self.jobs if job.state is not QueueState.ENDED and job.name.startswith(prefix)]

    def write(self, file: Path) -> None:
        """Replace a file by this; a reader sees the old or the new one, whole."""
        descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        try:
            os.fchmod(descriptor, 0o640)  # the folder says who may read it
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(codec.dump(self, Snapshot))
            Path(name).replace(file)
        except BaseException:
            with suppress(FileNotFoundError):
                Path(name).unlink()
            raise


def read(file: Path) -> Snapshot | None:
    """Return the snapshot in a file; None when there is none."""
    try:
        found: Snapshot = codec.load(read_plain(file), Snapshot)
    except (FileNotFoundError, ValueError):
        return None
    return found
