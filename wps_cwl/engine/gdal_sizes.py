"""How large images and vectors are, as GDAL says: in processes of their own, since the files are anybody's.

GDAL opens a file by what is in it. So drivers that lead to other files or machines are closed, there is no network, and
time, memory and output are bounded; what a file does to GDAL, it does not do to the engine.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from zipfile import BadZipFile, ZipFile, is_zipfile

from wps_cwl.engine.secondary_files import SIDECARS, is_junk
from wps_cwl.gdal_alone import LEADING_AWAY, NO_NETWORK_NO_OTHER_FILES

SECONDS = 60.0  # for all files of one question
MOST = 1000  # files, parts of folders and archives included
_MEMORY = 4 << 30  # bytes of address space
_OUTPUT = 16 << 20  # bytes of an answer
_NOT_OPENED = 1  # the exit code of GDAL's programs for what is no image, or no vector

# What belongs to another file, where files lie together: opened by itself, it would be counted twice.
_PARTS = (*SIDECARS, ".ovr", ".msk", ".rrd", ".dbf", ".shx", ".gfs", ".xsd")

ENVIRONMENT = {
    **NO_NETWORK_NO_OTHER_FILES,
    "GDAL_SKIP": " ".join(LEADING_AWAY),
    "GDAL_PAM_ENABLED": "NO",  # neither reads nor writes .aux.xml, which may name other files
    "OPENBLAS_NUM_THREADS": "1",  # each thread would take address space, of which there is not much
}


class Untold(Exception):
    """GDAL does not say it; the text says why, for people."""


@dataclass(frozen=True)
class Question:
    """What is asked of a file: by a program of GDAL, or by a library of Python where the program is not there.

    Both say the same, which `read` interprets; Untold where that is no number.
    """

    program: str
    options: tuple[str, ...]
    library: str
    read: Callable[[str], int]

    def ways(self, path: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield who can answer here, by name, with the command that a file is the last argument of."""
        program = shutil.which(self.program, path=path)
        if program is not None:
            yield self.program, (program, *self.options)
        if find_spec(self.library) is not None:
            yield self.library, (sys.executable, "-P", "-m", "wps_cwl.engine.gdal_sizes_library", self.library)


def count(question: Question, paths: Iterable[Path], environ: Mapping[str, str]) -> int:
    """Return the sum over files and folders, of which each that is no image, or no vector, is 0. Raises Untold."""
    found = next(question.ways(environ.get("PATH", os.defpath)), None)
    if found is None:
        raise Untold(f"neither {question.program} nor {question.library} is there")
    asked = _Asked(question, found[1], {**environ, **ENVIRONMENT}, time.monotonic() + SECONDS)
    return sum(asked.size_of(path) for path in paths)


@dataclass
class _Asked:
    """A question that is being asked."""

    question: Question
    command: tuple[str, ...]
    environ: Mapping[str, str]
    until: float
    opened: int = 0

    def size_of(self, path: Path) -> int:
        """Return the size of a file, of a folder that is a whole, or of all that is in a folder or an archive."""
        size = self._size(str(path), path.name)
        if size is not None:
            return size
        if path.is_dir():
            within = [str(part) for part in sorted(path.rglob("*")) if part.is_file()]
            return sum(self._size(name, Path(name).name) or 0 for name in _wholes(within))
        if is_zipfile(path):
            return sum(self._size(f"/vsizip/{{{path}}}/{name}", path.name) or 0 for name in _wholes(_members(path)))
        return 0

    def _size(self, name: str, shown: str) -> int | None:
        """Return the size of what GDAL knows by a name; None for what is none of that."""
        self.opened += 1
        if self.opened > MOST:
            raise Untold(f"there are more than {MOST} files")
        with tempfile.TemporaryFile() as said:
            code = self._run((*self.command, name), said.fileno())
            if code == _NOT_OPENED:
                return None
            if code != 0:
                raise Untold(f"GDAL fails at {shown}")
            said.seek(0)
            text = said.read().decode(errors="replace")
        try:
            return self.question.read(text)
        except Untold as reason:
            raise Untold(f"{shown} {reason}") from reason
        except (ValueError, LookupError, TypeError) as error:
            raise Untold(f"GDAL fails at {shown}") from error

    def _run(self, command: tuple[str, ...], output: int) -> int:
        process = subprocess.Popen(
            command,
            env=dict(self.environ),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            _bound(process.pid)
            return process.wait(max(0.0, self.until - time.monotonic()))
        except subprocess.TimeoutExpired as error:
            raise Untold(f"it takes longer than {SECONDS:.0f} s") from error
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _bound(pid: int) -> None:
    limits = {
        resource.RLIMIT_AS: _MEMORY,
        resource.RLIMIT_FSIZE: _OUTPUT,
        resource.RLIMIT_CPU: int(SECONDS),
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in limits.items():
        with suppress(ProcessLookupError, PermissionError, ValueError):  # it has ended, or has less already
            resource.prlimit(pid, kind, (most, most))


def _wholes(names: Iterable[str]) -> Iterator[str]:
    """Yield the names of files that are no part of another one."""
    return (name for name in names if not is_junk(name) and not name.lower().endswith(_PARTS))


def _members(archive: Path) -> list[str]:
    try:
        with ZipFile(archive) as opened:
            return [entry.filename for entry in opened.infolist() if not entry.is_dir()]
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return []


def _pixels(said: str) -> int:
    """Read what `gdalinfo -json` says: columns times rows; bands do not count."""
    told = json.loads(said)
    if not told["bands"]:  # the images are within; GDAL then says a size that is none
        raise Untold("holds several images")
    width, height = told["size"]
    return int(width) * int(height)


def _features(said: str) -> int:
    """Read what `ogrinfo -so -al` says: the features of all layers, and rows of tables."""
    counts = [int(number) for number in re.findall(r"^Feature Count: (-?\d{1,19})$", said, re.MULTILINE)]
    if any(number < 0 for number in counts):
        raise Untold("does not say how many features it has")
    return sum(counts)


_READ_ONLY = ("-ro", "-oo", "WRITE_GFS=NO", "-oo", "DOWNLOAD_SCHEMA=NO")  # nothing is left beside the file

# A layer that knows its count says it at once; another one is read from end to end, which SECONDS bounds.
QUESTIONS = {
    "pixels": Question("gdalinfo", ("-json", "-nomd", "-norat", "-noct", "-nogcp"), "rasterio", _pixels),
    "features": Question("ogrinfo", (*_READ_ONLY, "-so", "-al", "-nomd", "-noextent"), "pyogrio", _features),
}
