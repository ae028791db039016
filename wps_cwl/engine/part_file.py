"""Files that are either not there or whole: written under another name, and renamed when they are complete."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from wps_cwl.unfinished import discard, unfinished


@contextmanager
def part_file(target: Path) -> Iterator[BinaryIO]:
    """Open the part of a file for writing; it takes the target's name when the block ends well, else it goes."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = unfinished(target)
    discard(part)
    try:
        with part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def part_folder(target: Path) -> Iterator[Path]:
    """Make the part of a folder; it takes the target's name when the block ends well, else it goes."""
    part = unfinished(target)
    discard(part)
    part.mkdir(mode=0o700, parents=True)
    try:
        yield part
        part.rename(target)
    finally:
        discard(part)
