"""The processes of a job on this machine: found by where they live, and ended."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil

logger = logging.getLogger(__name__)

FORK_SERVER = "wps_cwl.engine.fork_server"  # stands in the command line of all that it makes
GRACE = 5.0  # seconds between SIGTERM and SIGKILL


def names_of(directory: Path) -> list[str]:
    """Return the processes of a job as `pid name`."""
    return [f"{process.pid} {process.info['name']}" for process in _processes_of(directory)]


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


def _processes_of(directory: Path) -> Iterator[psutil.Process]:
    """Find the processes of a job by their HOME: the leader's and its workers' is the job's work folder, and a tool's,
    which cwltool sets, is below it. A tool that leaves its working directory or its session is found all the same.
    The kernel shows no HOME of what the fork server has made, but those stay in the job directory.
    """
    folder = str(directory.resolve())
    for process in psutil.process_iter(["name"]):
        try:
            if process.pid != os.getpid() and process.status() != psutil.STATUS_ZOMBIE and _belongs(process, folder):
                yield process
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue


def _belongs(process: psutil.Process, folder: str) -> bool:
    work = folder + "/work"
    if _is_below(process.environ().get("HOME", ""), work):
        return True
    if FORK_SERVER in process.cmdline():
        return _is_below(process.cwd(), folder)
    if process.terminal() is not None:
        return False  # an operator's shell that stands there
    return _is_below(process.cwd(), work) or any(_is_below(file, work) for file in _streams(process))


def _streams(process: psutil.Process) -> Iterator[str]:
    """Yield where stdout and stderr of a process go: for a tool that was started with another environment."""
    for number in (1, 2):
        with suppress(OSError):
            yield str(Path(f"/proc/{process.pid}/fd/{number}").readlink())


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + os.sep)
