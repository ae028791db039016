"""Files that are either not there or whole: written under another name, and renamed when they are complete."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


def part_path(target: Path) -> Path:
    """Return the name under which a target grows; always the same, so that a second run takes its place."""
    return target.with_name(f".{target.name}.part")


@contextmanager
def part_file(target: Path) -> Iterator[BinaryIO]:
    """Open the part of a file for writing; it takes the target's name when the block ends well, else it goes."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = part_path(target)
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
    part = part_path(target)
    discard(part)
    part.mkdir(mode=0o700, parents=True)
    try:
        yield part
        part.rename(target)
    finally:
        discard(part)


def discard(path: Path) -> None:
    """Remove a file or a folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
