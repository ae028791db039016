"""Room that is set aside: on a disk with no byte left, a database cannot even note that something is to be removed."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from pathlib import Path

from wps_cwl.disk import room

logger = logging.getLogger(__name__)

SIZE = 16 << 20  # bytes
LITTLE = 4 << 20  # bytes: with less, a transaction may fail


class Reserve:
    """A file of SIZE bytes in a folder, which is given up when the disk is full, and made again when it is not."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "reserve"

    def release(self) -> None:
        """Give the room up when there is next to none beside it."""
        if room(self._path.parent) < LITTLE and self._path.exists():
            self._path.unlink(missing_ok=True)
            logger.warning("the disk of the database is full; what was set aside for removals is used")

    def fill(self) -> None:
        """Set the room aside, where that leaves others as much again."""
        if self._path.exists() or room(self._path.parent) < 2 * SIZE:
            return
        part = self._path.with_suffix(".part")
        with suppress(OSError):  # somebody else has filled the disk just now: later, then
            try:
                with part.open("wb") as file:
                    os.posix_fallocate(file.fileno(), 0, SIZE)
                part.replace(self._path)
            finally:
                part.unlink(missing_ok=True)
