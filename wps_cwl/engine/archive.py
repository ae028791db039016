"""Zip archives: those of clients are unpacked with care, ours are packed the same way each time."""

from __future__ import annotations

import errno
import io
import lzma
import os
import re
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from wps_cwl.engine.part_file import part_file, part_folder
from wps_cwl.storage.base import name_of, opened

PIECE = 1 << 20
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first date that a zip archive can hold
ENTRY_SIZE = 512  # bytes that one entry may take in the archive's list of entries, on average

# What zipfile and the decompressors raise for damaged, encrypted or exotic archives
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True)
class ArchiveLimits:
    """How much an archive may hold: bytes in all when unpacked, and files and folders."""

    size: int
    entries: int


class BadArchive(Exception):
    """The archive is not valid, or tries something; the text may go to the client."""


class ArchiveTooLarge(Exception):
    """The archive holds more bytes than the limit allows."""


def unpack(archive: Path, target: Path, limits: ArchiveLimits) -> None:
    """Unpack a zip archive into a folder, which is whole or not there.

    Names stay as they are; only plain files and folders that lie inside are taken, permissions are not. Raises
    BadArchive or ArchiveTooLarge.
    """
    try:
        with _ModestFile(archive, limits) as file, zipfile.ZipFile(file) as opened, part_folder(target) as folder:
            _unpack_entries(opened, folder, limits)
    except DAMAGE as error:
        raise BadArchive("it is not a valid zip archive") from error


def pack(members: Iterable[tuple[str, Path]], target: Path) -> Path:
    """Pack files, each under its name, into a zip archive: the same content gives the same bytes."""
    with part_file(target) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, path in sorted(members):
            _pack_entry(packed, path, name)
    return target


def _pack_entry(packed: zipfile.ZipFile, path: Path, name: str) -> None:
    # a name that is not UTF-8 cannot stand in the archive as it is
    entry = zipfile.ZipInfo(os.fsencode(name).decode(errors="replace"), EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = (stat.S_IFREG | 0o644) << 16
    with opened(path, output=name) as descriptor, name_of(descriptor).open("rb") as plain:
        entry.file_size = os.fstat(descriptor).st_size  # so that zipfile knows whether it needs zip64
        with packed.open(entry, "w") as coded:
            shutil.copyfileobj(plain, coded, PIECE)


class _ModestFile(io.FileIO):
    """zipfile reads the list of entries in one go, as large as the archive says it is; this does not play along."""

    def __init__(self, path: Path, limits: ArchiveLimits) -> None:
        super().__init__(path)
        self._most = max(2 * PIECE, limits.entries * ENTRY_SIZE)

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > self._most:
            raise BadArchive("its list of entries is too long")
        return super().read(-1 if size is None else size)


def _unpack_entries(opened: zipfile.ZipFile, folder: Path, limits: ArchiveLimits) -> None:
    entries = opened.infolist()
    if len(entries) > limits.entries:
        raise BadArchive(f"it has {len(entries)} entries, and may have {limits.entries} at most")
    if sum(entry.file_size for entry in entries) > limits.size:
        raise ArchiveTooLarge
    left = limits.size
    for entry in entries:
        path = folder / _safe_name(entry)
        try:
            left -= _unpack_entry(opened, entry, path, left)
        except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
            raise BadArchive(f'the name "{shown(entry.filename)}" stands twice') from error
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                raise BadArchive(f'the name "{shown(entry.filename)}" is too long') from error
            if error.errno is None:  # so bz2 says that its data are damaged
                raise BadArchive("it is not a valid zip archive") from error
            raise


def _unpack_entry(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path, most: int) -> int:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if entry.filename.endswith(("/", "\\")):
        path.mkdir(mode=0o700, exist_ok=True)
        return 0
    size = 0
    with opened.open(entry) as coded, path.open("xb") as plain:
        while piece := coded.read(PIECE):
            size += len(piece)
            if size > most:  # whatever the list of entries says of it
                raise ArchiveTooLarge
            plain.write(piece)
    return size


def _safe_name(entry: zipfile.ZipInfo) -> PurePosixPath:
    name = entry.filename.replace("\\", "/")
    mode = entry.external_attr >> 16
    # 0: made where there are no Unix modes
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise BadArchive(f'"{shown(name)}" is neither a file nor a folder')
    if entry.flag_bits & 0x1:
        raise BadArchive(f'"{shown(name)}" is encrypted')
    parts = name.rstrip("/").split("/")
    if name.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", name):
        raise BadArchive(f'the name "{shown(name)}" leads out of the archive')
    if any(len(part.encode(errors="replace")) > 255 for part in parts) or re.search(r"[\x00-\x1f\x7f]", name):
        raise BadArchive(f'the name "{shown(name)}" is not one that a file can have here')
    path = PurePosixPath(*parts)
    if not path.parts:
        raise BadArchive("it has an entry without a name")
    return path


def shown(name: str) -> str:
    """Return a name as it may stand in a one-line message."""
    return re.sub(r"[^\x20-\x7e\xa0-\uffff]", "?", name)[:100]
