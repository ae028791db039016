"""The leader: the Toil process that drives one job, seen from the engine.

A leader holds a lock (flock) on `leader.lock` of its job directory from before it is started until it ends, so any
engine can tell whether it lives, and no second one can start beside it. Its exit code is a file. So it may outlive the
engine that started it, and the next engine takes it over.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from wps_cwl import errors
from wps_cwl.engine.launchers import Command, Launcher
from wps_cwl.engine.plain_file import open_plain, read_plain
from wps_cwl.job_directory import JobDirectory

LOOKING = 1.0  # seconds, at most, for which somebody looks at a lock
Kill = Callable[[int, signal.Signals], None]

STOP_GRACE = 10.0  # seconds that Toil has for ending its workers


def start(directory: JobDirectory, command: Command, launcher: Launcher) -> None:
    """Start a leader that outlives this process. Raises errors.LeaderRuns when the job has one already."""
    directory.exit.unlink(missing_ok=True)
    lock = os.open(directory.leader_lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600)
    try:
        _take(lock, directory)
        os.ftruncate(lock, 0)  # the pid of an earlier leader may be another process by now
        with (directory.logs / "leader.log").open("ab") as log:
            pid = launcher.launch(command, directory.path, log=log.fileno(), lock=lock)
        os.pwrite(lock, str(pid).encode(), 0)
    finally:
        os.close(lock)  # the leader has its own copy, and with it the lock


def _take(lock: int, directory: JobDirectory) -> None:
    """Take the lock; who only looks whether a leader lives holds it for a moment."""
    deadline = time.monotonic() + LOOKING
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise errors.LeaderRuns(directory=directory.path.name) from None
            time.sleep(0.01)
        else:
            return


def was_started(directory: JobDirectory) -> bool:
    """Whether the job has, or had, a leader."""
    try:
        return bool(read_plain(directory.leader_lock))
    except FileNotFoundError:
        return False


def forgive(directory: JobDirectory) -> None:
    """Note that the leader was ended for no fault of its job, as if it had had none; not while it lives."""
    with suppress(OSError):
        lock = os.open(directory.leader_lock, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.ftruncate(lock, 0)
        finally:
            os.close(lock)


def alive(directory: JobDirectory) -> bool:
    """Whether a leader of the job holds its lock."""
    with suppress(FileNotFoundError), open_plain(directory.leader_lock) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def pid(directory: JobDirectory) -> int | None:
    """Return the process number of the leader; None when there is none, or an engine was killed before it knew it."""
    with suppress(FileNotFoundError, ValueError):
        if alive(directory):
            return int(read_plain(directory.leader_lock))
    return None


@contextmanager
def end_of(directory: JobDirectory) -> Iterator[tuple[int, ...]]:
    """Give a descriptor that can be read when the leader has ended; none when the kernel does not know its process."""
    try:
        descriptor = os.pidfd_open(pid(directory) or 0)
    except OSError:  # it has ended
        yield ()
        return
    try:
        yield (descriptor,)
    finally:
        os.close(descriptor)


def exit_code(directory: JobDirectory) -> int | None:
    """Return what the leader ended with; None when it was killed, or runs."""
    try:
        return int(json.loads(read_plain(directory.exit))["code"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):  # or torn by a power failure
        return None


def stop(directory: JobDirectory, kill: Kill = os.killpg) -> None:
    """End the leader, which ends its workers; kill it when it does not. `kill` signals a group of processes."""
    for ending, grace in ((signal.SIGTERM, STOP_GRACE), (signal.SIGKILL, STOP_GRACE)):
        deadline = time.monotonic() + grace
        if alive(directory):
            _signal(directory, ending, kill)
        while alive(directory) and time.monotonic() < deadline:
            time.sleep(0.05)


def _signal(directory: JobDirectory, ending: signal.Signals, kill: Kill) -> None:
    # The pid is that of a live leader: it was alive (held the lock) a moment ago, and the lock file names its holder.
    with suppress(ProcessLookupError, PermissionError):
        if number := pid(directory):
            kill(number, ending)
