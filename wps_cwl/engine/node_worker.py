"""Toil's worker on a node of a cluster, as it is but for one thing: what its tool is and says, it keeps in files.

A scheduler ends a step with SIGKILL. Then Toil's own log of it is lost, and the tool's standard error was in a file
without a name; so nobody could tell a user more than that it was ended.
"""

from __future__ import annotations

import logging
import os
import sys
from itertools import count
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from cwltool.loghandler import _logger as cwltool_logger
from toil import worker
from toil.cwl import cwltoil

from wps_cwl.engine.schedulers.submissions import VARIABLE


class _Command(logging.Handler):
    """Keeps what cwltool says of the command that it runs."""

    def __init__(self, file: Path) -> None:
        super().__init__(logging.INFO)
        self._file = file

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if text.startswith("[job ") and "$ " in text:
            self._file.write_text(text, encoding="utf-8")


class _Streams:
    """What Toil opens for a tool: a file for its standard output, then one for its standard error, which is kept."""

    def __init__(self, stderr: Path) -> None:
        self._stderr = stderr
        self._count = count()

    def __call__(self) -> IO[bytes]:
        return self._stderr.open("w+b") if next(self._count) % 2 else TemporaryFile()


def keep(stem: str) -> None:
    """Have the command of the tool and its standard error in files of that stem."""
    cwltool_logger.addHandler(_Command(Path(f"{stem}.command")))
    if cwltoil.TemporaryFile is TemporaryFile:  # else Toil has changed, and nothing is kept
        cwltoil.TemporaryFile = _Streams(Path(f"{stem}.stderr"))


def main() -> None:
    """Run Toil's worker with the arguments of this process."""
    if stem := os.environ.pop(VARIABLE, ""):
        keep(stem)
    worker.main(["_toil_worker", *sys.argv[1:]])


if __name__ == "__main__":
    main()
