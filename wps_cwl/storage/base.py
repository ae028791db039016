"""What a storage does, and the names under which it keeps files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from wps_cwl.errors import UnsafeOutput
from wps_cwl.model import StoredFile

NAME_LIMIT = 200  # bytes; a file system takes 255, and a name may grow by a number


class NotReadable(Exception):
    """What an address of a storage leads to cannot be read; the text may go to the client."""


class Storage(Protocol):
    """A place for results. Every act may be killed and done again: what was published once is published once."""

    def publish(self, source: Path, *, job: str, output: str, name: str, media_type: str) -> StoredFile:
        """Store a file and return what it is called from then on; the name may differ from the one that was wished.

        Two files with one name under one output get two names. Raises UnsafeOutput for what is not a plain file of
        the job, and Unavailable when the storage cannot take it now.
        """
        ...

    def copy(self, file: StoredFile, *, source: str, job: str) -> None:
        """Publish a file of the job `source` for another job too, under the same name; nothing ties the two after that.

        What stood under that name is replaced. Raises NoSuchFile when the file is gone or is not the one that was
        published (its size, and its digest where that is known, tell), and Unavailable when it cannot be copied now.
        """
        ...

    def open(self, job: str, file: StoredFile) -> BinaryIO:
        """Open a published file for reading and seeking; NoSuchFile when it is gone.

        Reading raises Unavailable when it cannot go on.
        """
        ...

    def delete(self, job: str) -> None:
        """Remove everything that was published for a job; no error when there is nothing.

        Raises Unavailable; then it has to be done again.
        """
        ...

    def url(self, job: str, file: StoredFile) -> str | None:
        """Return where the storage itself serves the file for a while, or None where it does not.

        Raises NoSuchFile when it is gone, and Unavailable when nobody knows now.
        """
        ...

    def address(self, job: str, file: StoredFile) -> str | None:
        """Return where anybody can read the file as long as it is kept, or None; nobody is asked."""
        ...


def safe_name(name: str) -> str:
    """Return a file name that can stand in a path, a URL and a header: letters, digits and `._+-`, no dot first."""
    plain = re.sub(r"[^\w.+-]+", "_", name.rpartition("/")[2]).lstrip(".-")
    stem, suffix = _split(plain or "file")
    return stem.encode()[: NAME_LIMIT - len(suffix.encode())].decode(errors="ignore") + suffix


def is_safe_name(name: str) -> bool:
    """Return whether a name is one that a published file can have."""
    return re.fullmatch(r"[\w+][\w.+-]*", name) is not None and len(name.encode()) <= 255


def numbered(name: str, number: int) -> str:
    """Return the name that the n-th file of one name gets: `a.tif`, `a-2.tif`, `a-3.tif`."""
    if number == 1:
        return name
    stem, suffix = _split(name)
    return f"{stem}-{number}{suffix}"


def job_file(source: Path, root: Path, *, output: str) -> Path:
    """Return the plain file that a source is or links to; UnsafeOutput when that does not lie below the root."""
    try:
        path = source.resolve(strict=True)
    except (OSError, RuntimeError) as error:  # a dangling link, or links in a circle
        raise UnsafeOutput(
            identifier=output, reason=f'the file "{source.name}" is not there', locator=output
        ) from error
    if not path.is_relative_to(root.resolve()):
        reason = f'"{source.name}" leads to a file outside the job'
        raise UnsafeOutput(identifier=output, reason=reason, locator=output)
    if not path.is_file():
        raise UnsafeOutput(identifier=output, reason=f'"{source.name}" is not a plain file', locator=output)
    return path


@contextmanager
def opened(path: Path, *, output: str) -> Iterator[int]:
    """Open what `job_file` has returned, as a descriptor; UnsafeOutput when somebody has put a link there since."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        if name_of(descriptor).readlink() != path:
            reason = f'"{path.name}" was replaced while it was published'
            raise UnsafeOutput(identifier=output, reason=reason, locator=output)
        yield descriptor
    finally:
        os.close(descriptor)


def name_of(descriptor: int) -> Path:
    """Return a name that stays this file's, whoever renames folders meanwhile."""
    return Path(f"/proc/self/fd/{descriptor}")


def _split(name: str) -> tuple[str, str]:
    suffixes = PurePosixPath(name).suffixes[-2:]
    suffix = "".join(suffixes) if suffixes[-1:] in ([".gz"], [".bz2"], [".xz"], [".zst"]) else "".join(suffixes[-1:])
    suffix = suffix if len(suffix) <= 20 else ""
    return name.removesuffix(suffix), suffix
