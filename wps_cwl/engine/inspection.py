"""Outputs that were not written to their end: some tools succeed although the disk was full, and nobody is told."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # CWL output objects are JSON of any shape

from lxml import etree

from wps_cwl import errors
from wps_cwl.disk import room
from wps_cwl.engine.gdal import Gdal, Pause
from wps_cwl.engine.plain_file import open_plain, read_plain
from wps_cwl.engine.workbench import INSPECTED, GdalFailed, Workbench
from wps_cwl.job_directory import JobDirectory
from wps_cwl.storage.base import job_file
from wps_cwl.translator import conversions, media_types
from wps_cwl.translator.conversions import RasterFormat
from wps_cwl.translator.file_objects import path_of

Json = Any
NO_ROOM = 1 << 20  # bytes that are left of a disk that is full: one that fills up has none
PIECE = 1 << 20
_LARGE = 4 << 20  # bytes of JSON, as all jobs wait while it is parsed; of more, the last character is looked at

# What an image begins with: a file that begins otherwise is none, whatever its name says, and that is its tool's affair
_IMAGES: Mapping[str, tuple[bytes, ...]] = {
    ".tif": (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
    ".jp2": (b"\0\0\0\x0cjP  ", b"\xffO\xffQ"),
    ".png": (b"\x89PNG",),
    ".jpg": (b"\xff\xd8\xff",),
}
# and what stands at its end: GDAL reads pixels, and misses nothing behind them
_ENDS: Mapping[str, bytes] = {".png": b"IEND", ".jpg": b"\xff\xd9"}
_TAIL = 1024
# what this GDAL cannot read, and another may; and what is so large that it takes too long
_NO_SIGN = ("codec", "not supported", "unsupported", "took longer")


class Room:
    """What is left on the disk of a folder, looked at now and then: a tool that fails leaves room behind it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._full = False

    def look(self) -> None:
        """Note it when the disk is full."""
        self._full = self._full or room(self._path) < NO_ROOM

    def check(self, reason: str) -> None:
        """Raise errors.NoRoom when the disk is full, or has been seen so."""
        self.look()
        if self._full:
            raise errors.NoRoom(reason=reason)


@dataclass(frozen=True)
class Inspector:
    """Looks at the outputs of jobs; images are read to their end where GDAL is there."""

    gdal: Gdal

    def inspect(self, directory: JobDirectory, pause: Pause) -> None:
        """Look at what a run left. Raises errors.OutputDamaged, errors.UnsafeOutput."""
        for output, value in json.loads(read_plain(directory.produced)).items():
            for file in _files(value):
                bench = Workbench(self.gdal, directory, INSPECTED, output, pause)
                if reason := self._fault(file, bench):
                    raise errors.OutputDamaged(identifier=output, reason=reason, locator=output)

    def _fault(self, file: Json, bench: Workbench) -> str | None:
        path = job_file(path_of(file), bench.directory.path, output=bench.output)
        kind = media_types.guess(str(file.get("basename") or path.name))
        with open_plain(path) as opened:
            start = opened.read(64)
            opened.seek(max(0, opened.seek(0, os.SEEK_END) - _TAIL))
            end = opened.read()
        if not start:
            return "it is empty" if _is_never_empty(kind) else None
        if media_types.is_xml(kind):
            return _fault_of_xml(path)
        if media_types.is_json(kind):
            return _fault_of_json(path)
        form = next((form for form in conversions.FORMATS if form.media_type == kind), None)
        if not isinstance(form, RasterFormat) or not start.startswith(_IMAGES.get(form.extension, ())):
            return None
        if _ENDS.get(form.extension, b"") not in end:
            return "it is cut off (its end is missing)"
        return self._fault_of_image(file, form, bench)

    def _fault_of_image(self, file: Json, form: RasterFormat, bench: Workbench) -> str | None:
        if conversions.driver(form, self.gdal.drivers) is None:
            return None
        try:
            bench.raster_facts(bench.take(file, form), form)
        except GdalFailed as error:
            return None if any(sign in str(error).lower() for sign in _NO_SIGN) else f"it is cut off ({error})"
        return None


def _is_never_empty(kind: str) -> bool:
    known = any(form.media_type == kind for form in conversions.FORMATS)
    return known or media_types.is_xml(kind) or media_types.is_json(kind)


def _fault_of_xml(path: Path) -> str | None:
    """Tell XML that ends too early; what is wrong before is its tool's affair."""
    nobody: Any = _Nobody()  # the stubs ask for more than lxml
    parser = etree.XMLParser(target=nobody, resolve_entities=False, no_network=True, huge_tree=True)
    try:
        with open_plain(path) as file:
            while piece := file.read(PIECE):
                parser.feed(piece)
    except etree.XMLSyntaxError:
        return None
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        return f"it is cut off ({error.msg})"
    return None


class _Nobody:
    """Takes a document, and keeps nothing of it."""

    def close(self) -> None:
        """There is nothing to give."""


def _fault_of_json(path: Path) -> str | None:
    with open_plain(path) as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(0 if size <= _LARGE else size - PIECE)
        text = file.read().strip()
    if not text:
        return "it is empty"
    if size > _LARGE:
        return None if text.endswith((b"}", b"]")) else "it is cut off"
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return "it is cut off" if _is_cut(error) else None
    except UnicodeDecodeError as error:
        return "it is cut off" if error.end >= len(error.object) else None
    except (ValueError, RecursionError):
        return None
    return None


def _is_cut(error: json.JSONDecodeError) -> bool:
    """Whether nothing is wrong but that the text ends, also within a word: else somebody wrote what he wanted."""
    rest = error.doc[error.pos :]
    within_a_word = error.pos > 0 and error.msg != "Extra data" and not re.search(r'[],:{}["\s]', rest)
    return not rest or within_a_word or error.msg.startswith("Unterminated")


def _files(value: Json) -> Iterator[Json]:
    """Yield the files of an output, also of an array or a record; not what lies beside them."""
    if isinstance(value, list):
        for item in value:
            yield from _files(item)
    elif isinstance(value, dict) and value.get("class") == "File":
        yield value
    elif isinstance(value, dict) and value.get("class") != "Directory":
        for item in value.values():
            yield from _files(item)
