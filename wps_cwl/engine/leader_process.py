"""The process of a leader: runs Toil's CWL runner, and leaves its outputs and its exit code as files.

Usage: python -m wps_cwl.engine.leader_process LOCK JOB_DIRECTORY TOIL_ARGUMENT...
LOCK is a file descriptor. It is 0 where a wrapper such as sudo stands between: that keeps no other one.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from wps_cwl.engine import watchdog
from wps_cwl.engine.schedulers import processes

LEASE_OVER = 75


def main(arguments: list[str]) -> int:
    """Run Toil on the arguments; the lock's file descriptor is kept open until this process ends."""
    lock = int(arguments[0]) or leave_wrapper()
    os.set_inheritable(lock, False)  # workers must not hold the leader's lock
    directory = Path(arguments[1])
    if not watchdog.guard(directory, lock, processes.kill):
        return LEASE_OVER  # the job is another engine's by now
    was_terminated = watch_termination()
    code = 1
    (directory / "outputs.json").unlink(missing_ok=True)  # of an earlier attempt
    try:
        unfinished = directory / "outputs.json.part"
        with unfinished.open("w", encoding="utf-8") as stdout, contextlib.redirect_stdout(stdout):
            code = run_toil(arguments[2:])
        if code == 0:
            _settle(unfinished, directory / "outputs.json")
    except Exception:  # whatever Toil raises, the engine reads the exit code and the log
        code = code or 1
        traceback.print_exc()
    if code != 0 and was_terminated():
        return code  # ended from outside, for instance by a shutdown: a run without an exit file is taken up again
    _write_stats(directory)
    _write_exit(directory, code)
    return code


def leave_wrapper() -> int:
    """Stand on our own feet, in a session of our own, and return the lock; only we know our number, and note it."""
    lock = os.dup(0)
    with open(os.devnull, "rb") as null:  # noqa: PTH123  # a descriptor is wanted
        os.dup2(null.fileno(), 0)
    os.umask(0o077)
    os.setsid()
    os.pwrite(lock, str(os.getpid()).encode(), 0)
    return lock


def watch_termination() -> Callable[[], bool]:
    """Return a question: whether SIGTERM has come since. Toil ends then with 1, as for a step that failed."""
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)

    def came() -> bool:
        try:
            return signal.SIGTERM in os.read(reading, 4096)
        except BlockingIOError:
            return False

    return came


def run_toil(arguments: list[str]) -> int:
    """Call toil-cwl-runner in this process, and return its exit code."""
    from toil.cwl import cwltoil  # heavy: only the leader itself needs it

    from wps_cwl.engine import batch_system

    batch_system.register()
    try:
        return int(cwltoil.main(arguments, stdout=sys.stdout) or 0)  # its default is the stdout of the import
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)


def _write_stats(directory: Path) -> None:
    """Keep what Toil has measured, before its job store goes."""
    from toil.common import Toil  # heavy, and loaded already
    from toil.utils.toilStats import get_stats

    try:
        stats = get_stats(Toil.resumeJobStore(f"file:{directory / 'toil'}"))
        (directory / "stats.json").write_text(json.dumps(stats))
    except Exception:  # a run that failed early has no job store; measurements are no reason to fail
        traceback.print_exc()


def _write_exit(directory: Path, code: int) -> None:
    unfinished = directory / "exit.json.part"
    unfinished.write_text(json.dumps({"code": code}))
    _settle(unfinished, directory / "exit.json")


def _settle(unfinished: Path, final: Path) -> None:
    """Give a file its name when what is in it is on the disk: what stands under that name is whole."""
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    unfinished.replace(final)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
