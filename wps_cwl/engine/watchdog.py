"""The watchdog of a leader: ends it, with its workers and tools, when the lease of its engine is over.

Where several engines share a database, a job directory says by which lease its leader lives. The file of that lease
says until when: in seconds since this machine was started, sleep included, which all its processes count alike.
"""
# loaded by leaders that are new interpreters: nothing heavy

from __future__ import annotations

import json
import os
import re
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from wps_cwl.engine.plain_file import read_plain

SIGNATURE = "engine.json"  # in the job directory
EACH = 0.5  # seconds between two looks
ROUNDS = 3  # looks for processes: one that was about to be started is seen by the next

Kill = Callable[[Path], None]


@dataclass(frozen=True)
class Signature:
    """Which machine has the leader of a job, and the file of the lease by which it lives."""

    machine: str
    lease: str


def now() -> float:
    """Return the seconds since this machine was started."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def sign(directory: Path, machine: str, lease: Path) -> None:
    """Note whose the next leader of a job is."""
    # a name that nobody can have put a link at: the directory may be another user's to write in
    part = directory / f"{SIGNATURE}.{os.urandom(8).hex()}.part"
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        os.fchmod(descriptor, 0o644)  # for a leader that is another user's, whom the directory lets in
        os.write(descriptor, json.dumps(asdict(Signature(machine, str(lease)))).encode())
    finally:
        os.close(descriptor)
    part.replace(directory / SIGNATURE)


def unsign(directory: Path) -> None:
    """Note that the next leader needs no lease."""
    (directory / SIGNATURE).unlink(missing_ok=True)


def signed(directory: Path) -> Signature | None:
    """Return whose the leader of a job is; None where engines need no lease."""
    try:
        return Signature(**json.loads(read_plain(directory / SIGNATURE)))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def write(file: Path, until: float) -> None:
    """Extend a lease. The file is written in place and at once, as leaders keep it open."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT, 0o644)
    try:
        os.fchmod(descriptor, 0o644)  # for leaders of other users
        os.pwrite(descriptor, f"{until:020.3f}\n".encode(), 0)
    finally:
        os.close(descriptor)


def read(descriptor: int) -> float | None:
    """Return until when a lease goes; None when the file does not say."""
    found = re.fullmatch(rb"\d{16}\.\d{3}\n", os.pread(descriptor, 32, 0))
    return float(found[0]) if found else None


class Watchdog:
    """Watches one lease for a leader, and calls `end` when it is over. Reading it may hang: that is another thread."""

    def __init__(self, file: Path, end: Callable[[], None]) -> None:
        self._file = os.open(file, os.O_RDONLY)
        self._until = read(self._file) or 0.0
        self._end = end

    @property
    def over(self) -> bool:
        """Whether the lease is over."""
        return now() >= self._until

    def start(self) -> None:
        """Watch from now on."""
        for act in (self._look, self._guard):
            threading.Thread(target=act, name=f"watchdog-{act.__name__}", daemon=True).start()

    def _look(self) -> None:
        while True:
            time.sleep(EACH)
            with suppress(OSError):
                told = read(self._file)
                self._until = self._until if told is None else told

    def _guard(self) -> None:
        while not self.over:
            time.sleep(EACH)
        self._end()


def guard(directory: Path, lock: int, kill: Kill) -> bool:
    """Watch the lease of a job's leader, which is this process; return False when it is over already.

    True, and nothing more, where engines need no lease.
    """
    signature = signed(directory)
    if signature is None:
        return True
    where = directory.resolve()  # now, as later the file system may be away
    watchdog = Watchdog(Path(signature.lease), lambda: _end(where, lock, kill))
    if watchdog.over:
        return False
    watchdog.start()
    return True


def _end(directory: Path, lock: int, kill: Kill) -> None:
    """End this process and all others of the job, by a child of ours: a leader that kills its workers starts more.

    The child has the leader's lock until nothing is left. That the lock names no leader any more tells the next engine
    that the job was not interrupted by a fault of its own.
    """
    leader = os.getpid()
    try:
        if os.fork():
            signal.pause()
            return
    except OSError:  # no memory for it: all but us first
        kill(directory)
        os.kill(leader, signal.SIGKILL)
    try:
        os.kill(leader, signal.SIGKILL)
        for _ in range(ROUNDS):
            kill(directory)
            time.sleep(EACH / 2)
        os.ftruncate(lock, 0)
    finally:
        os._exit(0)
