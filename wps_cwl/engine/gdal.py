"""GDAL's programs: which drivers they have, and how they are run on files that nobody vouches for.

They run apart from the service: with none of its variables, for a limited time, and with the drivers that are needed
and no other, since some of GDAL's drivers follow files and addresses that the data name.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from wps_cwl.engine import time_limit
from wps_cwl.gdal_alone import NO_NETWORK_NO_OTHER_FILES

logger = logging.getLogger(__name__)

PROGRAMS = ("gdalinfo", "ogrinfo", "gdal_translate", "ogr2ogr")
SECONDS = 3600.0  # that one run may take
_QUICK = 30.0  # and the question for the drivers
_MOST = 16 << 20  # bytes that are read of what a program says
_VALUE = re.compile(r"(?<=^Warning 1: Value '.{20}).*(?=' of field )")  # what is too long of those it quotes
_IN_MEMORY = {"MEM", "Memory"}  # drivers that others use, and that read no file
_DRIVER = re.compile(r"^  (\S.*?) -[\w, ]+- \((\w+\+?)v?s?\): ", re.M)

Pause = Callable[[int], object]  # sleeps until a descriptor can be read, and may raise what ends the job


@dataclass(frozen=True)
class Said:
    """How a program ended, and what it said."""

    code: int
    output: str
    complaints: str

    @property
    def failed(self) -> bool:
        """Whether it failed: some of its errors are told, and leave the exit code 0."""
        return self.code != 0 or "ERROR " in self.complaints

    @property
    def reason(self) -> str:
        """Why it failed, in one line."""
        if time_limit.is_over(self.code):
            return f"it took longer than {SECONDS:.0f} seconds"
        lines = [line.strip() for line in self.complaints.splitlines() if line.strip()]
        told = [line for line in lines if "ERROR" in line] or lines
        return _brief(told) or f"GDAL ended with exit code {self.code}"

    def complaint(self, harmless: re.Pattern[str]) -> str | None:
        """What it complained of beside that, in one line: some of GDAL's warnings tell of values that it changed."""
        if len(self.complaints.encode()) >= _MOST:
            return "GDAL complained of too much to be read"
        told = [line for line in self.complaints.splitlines() if line and not harmless.fullmatch(line)]
        return _brief([_VALUE.sub("...", line) for line in told]) or None


@dataclass(frozen=True)
class Gdal:
    """The programs on the PATH of `environ`, of which they see nothing else."""

    environ: Mapping[str, str]

    @property
    def drivers(self) -> Collection[str]:
        """The drivers that read and write; none where the programs are missing."""
        return frozenset(name for name, flags in self._all.items() if "w" in flags)

    @property
    def _all(self) -> Mapping[str, str]:
        """All drivers, with what they can do. When GDAL does not answer now, it is asked again the next time."""
        if any(shutil.which(program, path=self.environ.get("PATH")) is None for program in PROGRAMS):
            return {}
        try:
            return self._told
        except (OSError, subprocess.TimeoutExpired) as error:
            logger.warning("GDAL does not say which drivers it has: %s", error)
            return {}

    @cached_property
    def _told(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for program in PROGRAMS[:2]:
            said = time_limit.run([program, "--formats"], seconds=_QUICK, environ=self.environ)
            found |= dict(_DRIVER.findall(said.stdout.decode(errors="replace")))
        return found

    def run(self, command: Sequence[str | Path], folder: Path, *, drivers: Collection[str], pause: Pause) -> Said:
        """Run a program in a folder of ours, where it finds its home too."""
        words = ["nice", *time_limit.within([str(word) for word in command], SECONDS)]
        with tempfile.TemporaryFile(dir=folder) as out, tempfile.TemporaryFile(dir=folder) as err:
            process = subprocess.Popen(
                words,
                cwd=folder,
                env=self._environment(folder, drivers),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
            try:
                _await(process, pause)
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            return Said(process.returncode, _text(out), _text(err))

    def _environment(self, folder: Path, drivers: Collection[str]) -> dict[str, str]:
        skipped = sorted(self._all.keys() - drivers - _IN_MEMORY)
        return {
            **self.environ,
            **NO_NETWORK_NO_OTHER_FILES,
            "LC_ALL": "C",
            "HOME": str(folder),
            "TMPDIR": str(folder),
            "CPL_TMPDIR": str(folder),
            # names with spaces can only stand in the list of the vector drivers
            "GDAL_SKIP": " ".join(name for name in skipped if " " not in name),
            "OGR_SKIP": ",".join(name for name in skipped if " " in name),
            "GDAL_PAM_ENABLED": "NO",  # no .aux.xml, neither read nor written
            "GDAL_CACHEMAX": "256",
            "GDAL_NUM_THREADS": "1",
            "GDAL_HTTP_TIMEOUT": "1",
            "GDAL_ERROR_ON_LIBJPEG_WARNING": "TRUE",  # so it says that a picture is cut off
        }


def _brief(lines: Sequence[str]) -> str:
    return "; ".join(list(dict.fromkeys(lines))[:3])


def _await(process: subprocess.Popen[bytes], pause: Pause) -> None:
    ended = os.pidfd_open(process.pid)
    try:
        while process.poll() is None:
            pause(ended)
    finally:
        os.close(ended)


def _text(file: BinaryIO) -> str:
    file.seek(0)
    return file.read(_MOST).decode("utf-8", errors="replace")
