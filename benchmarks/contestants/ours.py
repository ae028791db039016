"""The service under test: `wps-cwl serve` in a folder of its own, on a free port."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil

from benchmarks import cpu
from benchmarks.contestants.stock import BIN, DOCUMENTS
from tests.support.service import Service, wait_for
from wps_cwl.model import JobState

BURNT = 1.0  # CPU seconds of the process `burn`
LEADER, WORKER = "cwl-leader", "cwl-worker"  # as the fork server names what it makes


class Ours(Service):
    """One service; its processes are the documents of the benchmark, `hello` under so many names that it has enough."""

    @classmethod
    @contextmanager
    def at_work(
        cls, folder: Path, *, offered: int, environment: Mapping[str, str] | None = None, **settings: object
    ) -> Iterator[Ours]:
        """Run a service that has run a job; `environment` is what it needs beside its settings."""
        service = cls(folder, processes=_write_processes(folder / "processes", offered), **settings)
        service.environment |= environment or {}
        service.environment["PATH"] = f"{BIN}{os.pathsep}{service.environment['PATH']}"
        try:
            service.start(seconds=600)
            service.succeed("hello")
            yield service
        finally:
            service.stop()

    def succeed(self, process: str, data: str = "") -> None:
        """Execute a process synchronously. Raises RuntimeError when it does not succeed."""
        answer = self.execute(process, data)
        if "ProcessSucceeded" not in answer.text:
            raise RuntimeError(f"{process} did not succeed: {answer.text[:500]}")

    def cpu_seconds(self) -> float:
        """Return what all processes of the service have used so far, ended ones included."""
        return cpu.seconds(self._root())

    def check_cpu_seconds(self) -> None:
        """Raise when the CPU seconds of a tool, the remotest process of all, are not counted."""
        before = self.cpu_seconds()
        self.succeed("burn", f"seconds={BURNT}")
        self.rest()
        counted = self.cpu_seconds() - before
        if not BURNT <= counted <= 2 * BURNT + 1:
            raise RuntimeError(f"a tool used {BURNT} CPU seconds, and {counted:.2f} were counted with its leader")

    def rest(self, seconds: float = 600) -> None:
        """Return when no job is under way, and all leaders have ended and were reaped."""
        store = self.store()
        wait_for(lambda: store.count(*(state for state in JobState if not state.final)) == 0, seconds, "jobs go on")
        store.close()
        wait_for(lambda: not self.forks(LEADER) + self.forks(WORKER), 60, "leaders go on")

    def forks(self, name: str) -> list[psutil.Process]:
        """Return what the fork server has made and is still there, zombies included."""
        return [process for process in self._root().children(recursive=True) if _name(process) == name]

    def _root(self) -> psutil.Process:
        if self._process is None:
            raise RuntimeError("the service does not run")
        return psutil.Process(self._process.pid)


def _name(process: psutil.Process) -> str:
    try:
        return str(process.name())
    except psutil.NoSuchProcess:
        return ""


def _write_processes(folder: Path, offered: int) -> Path:
    folder.mkdir()
    documents = sorted(DOCUMENTS.glob("*.cwl"))
    for document in documents:
        shutil.copy(document, folder)
    for number in range(len(documents), offered):
        shutil.copy(DOCUMENTS / "hello.cwl", folder / f"hello_{number}.cwl")
    return folder
