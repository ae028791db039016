"""Whether there is room for another job: what is free on our file systems, and what jobs and results take of them."""

from __future__ import annotations

import errno
import logging
import os
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from wps_cwl.errors import StorageFull
from wps_cwl.model import DiskState, Sizes

logger = logging.getLogger(__name__)

FRESH = 2.0  # seconds for which the sum over all jobs is believed
NO_SPACE = (errno.ENOSPC, errno.EDQUOT)  # how a write fails
_ROOT = 0
_NOTHING = Sizes(0, 0)


def room(path: Path) -> int:
    """Return how many bytes are left for us on the disk of a folder."""
    return _room(os.statvfs(path))


def _room(disk: os.statvfs_result) -> int:
    return disk.f_frsize * (disk.f_bfree if os.geteuid() == _ROOT else disk.f_bavail)


@dataclass(frozen=True)
class DiskLimits:
    """What has to be free on each file system, in bytes and in percent of it; what jobs may take (None: no limit)."""

    least_bytes: int = 0
    least_percent: float = 0.0
    most_directories: int | None = None
    most_results: int | None = None


class Disk:
    """The file systems of some folders; `sizes` asks for what all jobs take."""

    def __init__(self, folders: Collection[Path], limits: DiskLimits, sizes: Callable[[], Sizes]) -> None:
        self._folders = folders
        self._limits = limits
        self._sizes = sizes
        self._sums_count = limits.most_directories is not None or limits.most_results is not None
        self._summed: tuple[float, Sizes] | None = None
        self._was_full = False

    def check(self) -> None:
        """Raise errors.StorageFull when there is no room for another job; why, the log says once."""
        state = self._quick_state()
        was_full, self._was_full = self._was_full, state.full
        if state.full:
            if not was_full:
                logger.warning("no new jobs are taken: %s", "; ".join(state.shortages()))
            raise StorageFull
        if was_full:
            logger.info("there is room again, and new jobs are taken")

    def state(self) -> DiskState:
        """Return how it is now: of several file systems, the one with the least room above what has to be free."""
        return self._state(self._known_sizes())

    def is_full(self) -> bool:
        """Whether there is no room for another job. Raises errors.StoreUnavailable where sums count."""
        return self._quick_state().full

    def _quick_state(self) -> DiskState:
        """Return how it is now, without the sums where they do not count."""
        return self._state(self._known_sizes() if self._sums_count else _NOTHING)

    def _state(self, sizes: Sizes) -> DiskState:
        limits = self._limits
        free, size, least = min(map(self._look, self._folders), key=lambda seen: seen[0] - seen[2])
        return DiskState(
            free, size, least, sizes.directories, sizes.results, limits.most_directories, limits.most_results
        )

    def _look(self, folder: Path) -> tuple[int, int, int]:
        disk = os.statvfs(folder)
        size = disk.f_frsize * disk.f_blocks
        return _room(disk), size, max(self._limits.least_bytes, int(size * self._limits.least_percent / 100))

    def _known_sizes(self) -> Sizes:
        # without a lock: who has to wait for the database shall not keep all others waiting
        known = self._summed
        if known is None or time.monotonic() - known[0] > FRESH:
            known = self._summed = (time.monotonic(), self._sizes())
        return known[1]
