"""The lease of this engine: renewed while it can be, and the end of the engine and its jobs' processes when it cannot.

Where several engines share a database, another one takes this one's jobs when the lease is over. It cannot see this
machine, so nothing of them may run here by then: we are gone when three quarters of the time are over without renewal.
Leaders outlive their engine, and know by the file of the lease until when they may; see `watchdog`.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from wps_cwl import errors
from wps_cwl.engine import leader, watchdog
from wps_cwl.engine.schedulers import processes
from wps_cwl.job_directory import JobDirectory
from wps_cwl.jobs import JobStore, Leases

logger = logging.getLogger(__name__)

RENEWALS = 12  # in the time of a lease
SAFE = 0.75  # of the time: for what is left, everything may take to end, and clocks to differ in their pace
END_SECONDS = 2.0  # that may pass for ending processes: the shared file system may be away too
FALL = 0.1  # seconds in which what was killed is gone
PATIENCE = 1.5  # times the time of a lease, for which the name of this engine may be another's
PAUSE = 1.0  # seconds between two attempts to have it
LOST = 75  # exit code: try again


class Lease:
    """The lease of the engine `name`, for `seconds` each time; `file` is where its leaders look.

    Entered, it is taken, and renewed by a thread. `at_work` gives the directories of the jobs that are at work here.
    """

    def __init__(self, leases: Leases, *, name: str, seconds: float, file: Path) -> None:
        self.name = name
        self.file = file
        self.machine = machine()
        self.leads = False  # whether this engine does what one does for all
        self.at_work: Callable[[], Iterable[Path]] = tuple
        self._leases = leases
        self._seconds = seconds
        self._token = 0
        self._asked = 0.0  # when it was renewed last
        self._deadline = 0.0
        self._stopping = threading.Event()

    @property
    def token(self) -> int:
        """What our jobs bear."""
        return self._token

    def __enter__(self) -> Lease:
        asked = self._take()
        self._extend(asked)
        for act in (self._renew_again_and_again, self._guard):
            threading.Thread(target=act, name=f"lease-{act.__name__}", daemon=True).start()
        return self

    def _take(self) -> float:
        """Take it, and return when it was asked for. After a restart of this machine our own last one must be over.

        Raises errors.Unavailable when an engine of another machine has this name, and keeps it.
        """
        begun = watchdog.now()
        while True:
            asked = watchdog.now()
            try:
                self._token = self._leases.take(self.name, self.machine, self._seconds)
                return asked
            except errors.EngineElsewhere as error:
                if asked > begun + self._seconds * PATIENCE:
                    raise
                if begun == asked:
                    logger.warning("%s; this one waits whether that has ended", error)
                if self._stopping.wait(PAUSE):
                    raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop renewing it; what runs lives on until it is over, and the next engine of this name adopts that."""
        self._stopping.set()

    def check(self) -> None:
        """Raise errors.LeaseLost when it may be over; who only looks at the database may have slept since."""
        if watchdog.now() >= self._deadline:
            raise errors.LeaseLost

    def take_over(self, limit: int) -> tuple[str, ...]:
        """Take jobs of engines that are gone, and return which."""
        return self._leases.take_over(self._token, self.name, limit) if limit > 0 else ()

    def others(self) -> frozenset[str]:
        """Return the engines that have a lease."""
        return self._leases.names()

    def await_strangers(self, directory: JobDirectory) -> None:
        """Return when no leader of another machine runs: it ends itself, and its number means nothing here."""
        signed = watchdog.signed(directory.path)
        if signed is None or signed.machine == self.machine:
            return
        while leader.alive(directory):
            if self._stopping.wait(0.5):
                raise errors.LeaseLost

    # --- threads ----------------------------------------------------------------------------------------

    def _renew_again_and_again(self) -> None:
        while not self._stopping.wait(self._seconds / RENEWALS):
            asked = watchdog.now()
            try:
                self.leads = self._leases.renew(self._token, self._seconds)
                self._extend(asked)
            except errors.LeaseLost:
                self._leave()
            except Exception as error:  # until it can be, or it is over
                logger.warning("the lease of this engine cannot be renewed now: %s", error)

    def _extend(self, asked: float) -> None:
        """Go on; it counts from when it was asked for, as the answer may have been long on its way."""
        deadline = asked + self._seconds * SAFE
        watchdog.write(self.file, deadline)
        self._asked, self._deadline = asked, deadline

    def _guard(self) -> None:
        """End everything when it is over. Nothing in this thread waits for the database, or for a file."""
        while not self._stopping.wait(min(1.0, max(0.05, self._deadline - watchdog.now()))):
            left = self._asked + self._seconds - watchdog.now()
            if left <= 0:  # this engine, or its machine, has slept
                os._exit(LOST)
            if watchdog.now() >= self._deadline:
                logger.critical("the lease of this engine is over: it ends, with all that it runs here")
                ending = threading.Thread(target=self._end_all, daemon=True)
                ending.start()
                ending.join(min(END_SECONDS, left))
                os._exit(LOST)

    def _leave(self) -> None:
        """End this engine only: its jobs may be another one's by now, also on this machine. Leaders end themselves."""
        logger.critical("the lease of this engine is over, and others may have its jobs: it ends")
        with suppress(OSError):
            watchdog.write(self.file, 0.0)
        os._exit(LOST)

    def _end_all(self) -> None:
        time.sleep(2 * watchdog.EACH)  # leaders end themselves
        directories = list(self.at_work())
        for directory in directories:
            with suppress(OSError):
                processes.kill(directory)
        time.sleep(FALL)
        for directory in directories:
            leader.forgive(JobDirectory(directory.parent, directory.name))


def admit(lease: Lease | None, jobs: JobStore, directory: JobDirectory) -> None:
    """Note in a job directory by which lease its next leader lives. Raises errors.LeaseLost if the job is not ours."""
    if lease is None:
        watchdog.unsign(directory.path)
        return
    jobs.confirm(directory.job_id)
    lease.check()
    watchdog.sign(directory.path, lease.machine, lease.file)


def machine() -> str:
    """Return what tells this machine, since its last start, from all others; each container is one."""
    boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return f"{socket.gethostname()} {boot} {os.readlink('/proc/self/ns/pid')}"  # noqa: PTH115  # no path
