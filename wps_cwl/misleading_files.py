"""Files that lead whoever opens them to other files, by what is in them: GDAL and SQLite would follow."""

from __future__ import annotations

import re
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

_SQLITE = b"SQLite format 3\0"
_VIRTUAL = re.compile(r"\bvirtual\b", re.I)
# indices, and what SpatiaLite puts into each database: their content is in the database itself
_OWN = "rtree|rtree_i32|fts[345]|VirtualSpatialIndex|VirtualElementary|VirtualKNN2?"
_OWN_TABLE = re.compile(rf'CREATE VIRTUAL TABLE ("[^"]*"|\w+) USING ({_OWN})\s*\([^()]*\)', re.I)

_METADATA = 42112  # the TIFF tag in which GDAL keeps its own
# where overviews are said to be; GDAL itself writes no character by its number, and such ones could hide the words
_LEADING = re.compile(rb"overview_file|[\"']overviews[\"']|&#", re.I)
_SIDECAR = ".aux.xml"
_IMAGES, _TAGS, _TEXT = 1000, 4096, 16 << 20  # of one file, of one image, bytes of one tag


def leads_elsewhere(path: Path) -> str | None:
    """Return why a file leads to others, for people; None when it does not, as far as that is known."""
    with path.open("rb") as file:
        start = file.read(16)
        if path.name.lower().endswith(_SIDECAR):
            if _LEADING.search(start + file.read(_TEXT)):
                return "its metadata lead to another file"
        elif start[:4] in _TIFF and any(_LEADING.search(text) for text in _tiff_metadata(file, start)):
            return "its metadata lead to another file"
    return _sqlite_fault(path) if start == _SQLITE else None


# --- SQLite and GeoPackage --------------------------------------------------------------------------


def _sqlite_fault(path: Path) -> str | None:
    """Look for tables whose content is not in the database; nothing of it is executed."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)) as database:
            declared = [str(text) for (text,) in database.execute("SELECT sql FROM sqlite_master WHERE sql NOT NULL")]
    except sqlite3.Error:
        return "it is a damaged database"
    if any(_VIRTUAL.search(text) and not _OWN_TABLE.fullmatch(text.strip()) for text in declared):
        return "it has a virtual table, which may lead to another file"
    return None


# --- TIFF -------------------------------------------------------------------------------------------

_TIFF = {b"II*\0": "<", b"MM\0*": ">", b"II+\0": "<", b"MM\0+": ">"}


def _tiff_metadata(file: BinaryIO, start: bytes) -> Iterator[bytes]:
    """Yield what GDAL has noted with each image of a TIFF or BigTIFF file; what cannot be read is nothing."""
    order, big = _TIFF[start[:4]], start[:4] in (b"II+\0", b"MM\0+")
    number = struct.Struct(order + ("Q" if big else "I"))
    count = struct.Struct(order + ("Q" if big else "H"))
    entry = struct.Struct(order + ("HHQ8s" if big else "HHI4s"))
    seen: set[int] = set()
    try:
        (offset,) = number.unpack_from(start, 8 if big else 4)
        while offset and offset not in seen and len(seen) < _IMAGES:
            seen.add(offset)
            file.seek(offset)
            (tags,) = count.unpack(file.read(count.size))
            found = file.read(entry.size * min(tags, _TAGS))
            (offset,) = number.unpack(file.read(number.size))
            for tag, _, length, value in entry.iter_unpack(found[: len(found) // entry.size * entry.size]):
                if tag != _METADATA:
                    continue
                if length > len(value):
                    file.seek(number.unpack(value)[0])
                    value = file.read(min(length, _TEXT))
                yield value
    except struct.error:  # it ends too early
        return
