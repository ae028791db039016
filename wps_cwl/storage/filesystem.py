"""Results in folders: `<root>/<job>/outputs/<output>/<name>`."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import stat
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from wps_cwl.errors import NoSuchFile, NoSuchJob, Unavailable
from wps_cwl.model import StoredFile
from wps_cwl.storage.base import is_safe_name, job_file, name_of, numbered, opened, safe_name
from wps_cwl.unfinished import unfinished

# Why a hard link may be refused although a copy would do
NO_LINK = (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EACCES)


class FilesystemStorage:
    """Publishes into `root`; takes files from `sources/<job>` only, wherever a link may lead."""

    def __init__(self, root: Path, sources: Path | None = None) -> None:
        self._root = root
        self._sources = sources or root

    def publish(self, source: Path, *, job: str, output: str, name: str, media_type: str) -> StoredFile:
        """Link the file into the output's folder, or copy it; the same file again gives the same answer."""
        folder = self._folder(job, output)
        plain = job_file(source, self._sources / job, output=output)
        try:
            self._make(job, folder)
            part = unfinished(folder / safe_name(name))  # hidden: a published name never starts with a dot
            try:
                _take(plain, part, output)
                size, digest = part.stat().st_size, _sha256(part)
                stored = _settle(part, safe_name(name), size, digest)
            finally:
                part.unlink(missing_ok=True)
            _sync_folder(folder)
        except OSError as error:
            raise Unavailable(reason=f"the result cannot be stored ({os.strerror(error.errno or 0)})") from error
        return StoredFile(output=output, name=stored, media_type=media_type, size=size, sha256=digest)

    def copy(self, file: StoredFile, *, source: str, job: str) -> None:
        """Link the file into the other job's folder, or copy it; nobody writes into a published file."""
        gone = NoSuchFile(job=source, output=file.output, name=file.name)
        if not is_safe_name(file.name):
            raise gone
        folder = self._folder(job, file.output)
        part = unfinished(folder / file.name)
        try:
            self._make(job, folder)
            try:
                _take_published(self._folder(source, file.output) / file.name, part)
                if not _is_whole(part, file):
                    raise gone
                part.replace(folder / file.name)
            finally:
                part.unlink(missing_ok=True)
            _sync_folder(folder)
        except FileNotFoundError as error:
            raise gone from error
        except OSError as error:
            raise Unavailable(reason=f"the result cannot be copied ({os.strerror(error.errno or 0)})") from error

    def open(self, job: str, file: StoredFile) -> BinaryIO:
        """Open the file that was published under this name, never a link."""
        path = self._folder(job, file.output) / file.name
        if is_safe_name(file.name) and not path.is_symlink() and path.is_file():
            with suppress(FileNotFoundError):
                return path.open("rb")
        raise NoSuchFile(job=job, output=file.output, name=file.name)

    def delete(self, job: str) -> None:
        """Remove the job's folder of outputs, and the job's folder if nothing else lies in it."""
        with suppress(FileNotFoundError):
            shutil.rmtree(self._job(job) / "outputs")
        with suppress(OSError):
            self._job(job).rmdir()

    def url(self, job: str, file: StoredFile) -> str | None:  # noqa: ARG002 - the answer is the same for each
        """Return None: files are served by us."""
        return None

    def address(self, job: str, file: StoredFile) -> str | None:  # noqa: ARG002 - likewise
        """Return None, likewise."""
        return None

    def _make(self, job: str, folder: Path) -> None:
        for needed in (self._job(job), folder.parent, folder):
            needed.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _job(self, job: str) -> Path:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]*", job):
            raise NoSuchJob(identifier=job)
        return self._root / job

    def _folder(self, job: str, output: str) -> Path:
        return self._job(job) / "outputs" / safe_name(output)


def _take(source: Path, part: Path, output: str) -> None:
    """Bring a file under another name, for its owner only, and to the disk."""
    part.unlink(missing_ok=True)
    with opened(source, output=output) as descriptor:
        if not _linked(descriptor, part):
            shutil.copyfile(name_of(descriptor), part)
    part.chmod(0o600)
    _sync_file(part)


def _take_published(source: Path, part: Path) -> None:
    """Bring a published file under another name: it is ours, for its owner only, and on the disk already."""
    part.unlink(missing_ok=True)
    if source.is_symlink():  # not what was published
        raise FileNotFoundError(source)
    try:
        os.link(source, part)
    except OSError as error:
        if error.errno not in NO_LINK:
            raise
        shutil.copyfile(source, part)
        part.chmod(0o600)
        _sync_file(part)


def _is_whole(path: Path, file: StoredFile) -> bool:
    about = path.lstat()
    if not stat.S_ISREG(about.st_mode) or about.st_size != file.size:
        return False
    return file.sha256 is None or _sha256(path) == file.sha256


def _linked(descriptor: int, part: Path) -> bool:
    about = os.fstat(descriptor)
    # a file that has other names already may be one that we must not change the mode of
    if about.st_nlink != 1 or about.st_uid != os.geteuid():
        return False
    try:
        os.link(name_of(descriptor), part, src_dir_fd=descriptor)  # which has it follow the name, and means no more
    except OSError as error:
        if error.errno not in NO_LINK:
            raise
        return False
    return True


def _settle(part: Path, name: str, size: int, digest: str) -> str:
    """Give the part its final name, the first that is free; or find that this very content has one already."""
    number = 1
    while (final := part.with_name(numbered(name, number))).exists():
        if final.samefile(part) or (final.stat().st_size == size and _sha256(final) == digest):
            return final.name
        number += 1
    part.rename(final)
    return final.name


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
