"""Files that a tool can touch: it may have put a link, a pipe or a folder in their place."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

EXHAUSTED = {errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO, errno.ESTALE}  # they say nothing of the file


@contextmanager
def open_plain(path: Path) -> Iterator[BinaryIO]:
    """Open a plain file for reading, without waiting and without following a link.

    Raises FileNotFoundError for all else, and OSError when the machine cannot open files now.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        if error.errno in EXHAUSTED:
            raise
        raise FileNotFoundError(path) from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise FileNotFoundError(path)
    with os.fdopen(descriptor, "rb") as file:
        yield file


def read_plain(path: Path) -> bytes:
    """Return what a plain file holds; FileNotFoundError as above."""
    with open_plain(path) as file:
        return file.read()


def read_ends(path: Path, most: int) -> bytes:
    """Return the first and the last `most` bytes of a plain file, all of it when it is not longer than both."""
    with open_plain(path) as file:
        size = os.fstat(file.fileno()).st_size
        if size <= 2 * most:
            return file.read()
        head = file.read(most)
        file.seek(-most, os.SEEK_END)
        return head + b"\n" + file.read(most)
