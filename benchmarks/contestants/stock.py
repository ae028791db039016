"""The runners as their makers ship them: toil-cwl-runner and cwltool, each run a new process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

DOCUMENTS = Path(__file__).parents[1] / "cwl"
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Run:
    """What a run took: seconds on the clock, and CPU seconds of all its processes."""

    seconds: float
    cpu: float


class Stock:
    """Runs documents of the benchmark; each run has folders of its own below one folder."""

    def __init__(self, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        self._folder = folder
        self._count = 0
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self._environment = kept | {
            "HOME": str(folder),  # no one's own defaults
            "TOIL_CHECK_ENV": "True",
        }
        self._environment |= environment or {}
        self._environment["PATH"] = f"{BIN}{os.pathsep}{self._environment['PATH']}"  # where Toil looks for its worker

    def warm_up(self) -> None:
        """Run everything once, so that byte code is written and files are in memory."""
        self.toil("hello")
        self.cwltool("hello")

    def toil(self, document: str, *options: str) -> Run:
        """Run a document with toil-cwl-runner to its end. Raises RuntimeError when it fails."""
        return self._finish(self.start_toil(document, *options))

    def cwltool(self, document: str) -> Run:
        """Run a document with cwltool to its end. Raises RuntimeError when it fails."""
        folder = self._new_folder()
        return self._finish(self._start("cwltool", "--no-container", "--outdir", folder / "out", _path(document)))

    def start_toil(self, document: str, *options: str) -> Started:
        """Start toil-cwl-runner on a document."""
        folder = self._new_folder()
        places = [f"--jobStore=file:{folder}/toil", f"--workDir={folder}", f"--coordinationDir={folder}"]
        places.append(f"--outdir={folder}/out")
        return self._start("toil-cwl-runner", *places, "--no-prepull", *options, _path(document))

    def _start(self, program: str, *words: str | Path) -> Started:
        log = self._folder / f"{self._count}.log"
        with log.open("wb") as stream:
            begun = time.monotonic()
            process = subprocess.Popen(
                [BIN / program, *words],
                env=self._environment,
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )
        return Started(process, begun, log)

    def _finish(self, started: Started) -> Run:
        _, status, usage = os.wait4(started.process.pid, 0)
        seconds = time.monotonic() - started.begun
        started.process.returncode = os.waitstatus_to_exitcode(status)  # it was waited for behind its back
        if started.process.returncode != 0:
            raise RuntimeError(f"a stock run failed: {started.log.read_text(errors='replace')[-500:]}")
        return Run(seconds, usage.ru_utime + usage.ru_stime)

    def _new_folder(self) -> Path:
        self._count += 1
        folder = self._folder / str(self._count)
        folder.mkdir()
        return folder


@dataclass(frozen=True)
class Started:
    """A run under way."""

    process: subprocess.Popen[bytes]
    begun: float
    log: Path

    def end(self) -> None:
        """Kill it with all below it: ended otherwise, a leader leaves its workers running."""
        leader = psutil.Process(self.process.pid)
        for process in [*leader.children(recursive=True), leader]:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self.process.wait()


def _path(document: str) -> Path:
    return DOCUMENTS / f"{document}.cwl"
