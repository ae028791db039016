"""The processes of a job on this machine: found by where they live, and ended.

Usage, by who may not look at them himself: python -m wps_cwl.engine.schedulers.processes names|end DIRECTORY
"""
# pathlib takes several times as long, and each job looks at all processes of the machine
# ruff: noqa: PTH115, PTH123, PTH208

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import psutil

logger = logging.getLogger(__name__)

FORK_SERVER = b"wps_cwl.engine.fork_server"  # stands in the command line of all that it makes
OF_STEPS = (b"SLURM_JOB_ID=", b"PBS_JOBID=", b"JOB_ID=")  # what schedulers tell a step; leaders are told none of it
GRACE = 5.0  # seconds between SIGTERM and SIGKILL


class Processes(Protocol):
    """Finds and ends the processes of a job; this module does, for those that are ours."""

    def names_of(self, directory: Path) -> list[str]:
        """Return the processes of a job as `pid name`."""
        ...

    def end(self, directory: Path) -> None:
        """End the processes of a job."""
        ...


def names_of(directory: Path) -> list[str]:
    """Return the processes of a job as `pid name`."""
    found = []
    for process in _processes_of(directory):
        with suppress(psutil.NoSuchProcess):
            found.append(f"{process.pid} {process.name()}")
    return found


def end(directory: Path) -> None:
    """Terminate the processes of a job, then kill those that stay, until none is left."""
    for signal in (psutil.Process.terminate, psutil.Process.kill, psutil.Process.kill):
        processes = list(_processes_of(directory))
        if not processes:
            return
        for process in processes:
            try:
                signal(process)
            except psutil.NoSuchProcess:
                continue
        psutil.wait_procs(processes, timeout=GRACE)
    left = names_of(directory)
    if left:
        logger.error("processes cannot be ended", extra={"directory": str(directory), "processes": left})


def kill(directory: Path) -> None:
    """Kill the leader of a job and what that has started, and do not wait for their end.

    Steps of a cluster, one of whose nodes this machine may be, are their scheduler's, and run on.
    """
    found = list(_processes_of(directory))
    steps = _steps_among(found)
    for process in found:
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            if process.pid not in steps:
                process.kill()


def _steps_among(found: Sequence[psutil.Process]) -> set[int]:
    """Return the numbers of those that a scheduler has started: each script, and what has come from it since."""
    parents, steps = {}, set()
    for process in found:
        with suppress(OSError, psutil.NoSuchProcess, psutil.AccessDenied):
            parents[process.pid] = process.ppid()
            told = _read(f"/proc/{process.pid}/environ").split(b"\0")
            if any(variable.startswith(OF_STEPS) for variable in told):
                steps.add(process.pid)
    while more := {child for child, parent in parents.items() if parent in steps} - steps:
        steps |= more
    return steps


def _processes_of(directory: Path) -> Iterator[psutil.Process]:
    """Find the processes of a job by their HOME: the leader's and its workers' is the job's work folder, and a tool's,
    which cwltool sets, is below it. A tool that leaves its working directory or its session is found all the same.
    The kernel shows no HOME of what the fork server has made, but those stay in the job directory.
    """
    folder = os.fsencode(directory.resolve())
    for entry in os.listdir("/proc"):
        if not entry.isdecimal() or int(entry) == os.getpid():
            continue
        with suppress(OSError, psutil.NoSuchProcess):  # it has ended meanwhile, or is another user's
            if _belongs(f"/proc/{entry}", folder):
                yield psutil.Process(int(entry))


def _belongs(process: str, folder: bytes) -> bool:
    work = folder + b"/work"
    stands = os.readlink(os.fsencode(f"{process}/cwd"))
    if _is_below(_home(process), work):
        return True
    if _is_below(stands, folder) and FORK_SERVER in _read(f"{process}/cmdline"):
        return True
    if not _is_below(stands, work) and not any(_is_below(file, work) for file in _streams(process)):
        return False
    return psutil.Process(int(process.rpartition("/")[2])).terminal() is None  # an operator's shell may stand there


def _home(process: str) -> bytes:
    for variable in _read(f"{process}/environ").split(b"\0"):
        if variable.startswith(b"HOME="):
            return variable[5:]
    return b""


def _read(file: str) -> bytes:
    with open(file, "rb", buffering=0) as stream:
        return stream.read()


def _streams(process: str) -> Iterator[bytes]:
    """Yield where stdout and stderr of a process go: for a tool that was started with another environment."""
    for number in (1, 2):
        with suppress(OSError):
            yield os.readlink(os.fsencode(f"{process}/fd/{number}"))


def _is_below(path: bytes, folder: bytes) -> bool:
    return path == folder or path.startswith(folder + b"/")


if __name__ == "__main__":
    act, place = sys.argv[1:]
    if act == "end":
        end(Path(place))
    else:
        sys.stdout.write("\n".join(names_of(Path(place))))
