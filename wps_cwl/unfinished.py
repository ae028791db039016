"""Names under which files grow: nobody else's, and so short that every file system takes them.

Where several engines share the files of a job, one that has slept past its lease may still be at work on a file for a
moment, while another one makes the same anew: each has a part of its own.
"""

from __future__ import annotations

import os
import shutil
import zlib
from pathlib import Path

_OURS = os.urandom(4).hex()  # of this process


def unfinished(target: Path) -> Path:
    """Return the name under which a target grows in its folder; for one target of this process always the same."""
    return target.with_name(f".{_OURS}-{zlib.crc32(os.fsencode(target.name)):08x}.part")


def discard(path: Path) -> None:
    """Remove a file or a folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
