"""What jobs and results take of the disks, and what is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Holding:
    """What a user has with a process: jobs that wait or run, and bytes of results that are kept."""

    user: str
    process: str
    jobs: int
    bytes: int


@dataclass(frozen=True)
class Sizes:
    """What all jobs that have ended take, in bytes: their directories, and their results wherever these are stored."""

    directories: int
    results: int


@dataclass(frozen=True)
class DiskState:
    """The file system of ours with the least room, and what jobs take, in bytes; a limit of None: there is none."""

    free: int
    size: int
    least_free: int
    directories: int
    results: int
    most_directories: int | None = None
    most_results: int | None = None

    @property
    def full(self) -> bool:
        """Whether no new jobs are taken."""
        return any(self.shortages())

    def shortages(self) -> Iterator[str]:
        """Say why there is no room, to the operator."""
        if self.free < self.least_free:
            yield f"{self.free} of {self.size} bytes are free, and {self.least_free} should be"
        if self.most_directories is not None and self.directories >= self.most_directories:
            yield f"the directories of jobs take {self.directories} bytes, and may take {self.most_directories}"
        if self.most_results is not None and self.results >= self.most_results:
            yield f"the results take {self.results} bytes, and may take {self.most_results}"
