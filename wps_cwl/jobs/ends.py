"""How the end of a job reaches those who wait for it in other processes.

It saves looking again and again, and no more: what is announced may be lost, so who waits still looks now and then.
"""

from __future__ import annotations

import atexit
import errno
import os
import threading
import uuid
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from wps_cwl.jobs import notices
from wps_cwl.jobs.notices import Notices


class Ends(ABC):
    """Announces the ends of jobs, and tells them to those who wait in this process."""

    def __init__(self) -> None:
        self._expected: defaultdict[str, list[threading.Event]] = defaultdict(list)
        self._lock = threading.Lock()
        self._starting = threading.Lock()
        self._listening = False

    @abstractmethod
    def announce(self, job_id: str) -> None:
        """Tell every process that waits that a job has ended."""

    @abstractmethod
    def _listen(self) -> None:
        """Have `_hear` called from now on."""

    @contextmanager
    def expected(self, job_id: str) -> Iterator[threading.Event]:
        """Give an event that is set when the end of the job is announced from now on."""
        event = threading.Event()
        with self._starting:
            if not self._listening:
                self._listen()
                self._listening = True
        with self._lock:
            self._expected[job_id].append(event)
        try:
            yield event
        finally:
            with self._lock:
                self._expected[job_id].remove(event)
                if not self._expected[job_id]:
                    del self._expected[job_id]

    def _hear(self, job_id: str) -> None:
        with self._lock:
            for event in self._expected.get(job_id, ()):
                event.set()


class NoticedEnds(Ends):
    """PostgreSQL tells them, on all machines."""

    def __init__(self, notices: Notices) -> None:
        super().__init__()
        self._notices = notices

    def announce(self, job_id: str) -> None:
        """Tell every process that waits."""
        self._notices.tell(notices.ENDS, job_id)

    def _listen(self) -> None:
        self._notices.listen(notices.ENDS, self._hear)


class PipedEnds(Ends):
    """Named pipes tell them, one for each process that waits; they lie in a folder of this machine."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def announce(self, job_id: str) -> None:
        """Tell every process that waits; a pipe that nobody reads any more is removed."""
        with suppress(OSError):  # the job has ended in any case
            for path in list(self._folder.iterdir()):
                _tell(path, f"{job_id}\n".encode())

    def _listen(self) -> None:
        """Make the pipe of this process. It gets its name when it can be read, so that nobody finds it stale."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = f"{os.getpid()}-{uuid.uuid4()}"
        unnamed = self._folder.parent / f".{name}"
        os.mkfifo(unnamed, 0o600)
        pipe = os.open(unnamed, os.O_RDWR)  # for writing too: it never comes to its end
        unnamed.rename(self._folder / name)
        atexit.register((self._folder / name).unlink, missing_ok=True)
        threading.Thread(target=self._read, args=(pipe,), name="ends", daemon=True).start()

    def _read(self, pipe: int) -> None:
        rest = b""
        while True:
            *told, rest = (rest + os.read(pipe, 65536)).split(b"\n")
            for job_id in told:
                self._hear(job_id.decode())


def _tell(path: Path, message: bytes) -> None:
    try:
        pipe = os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except OSError as error:
        if error.errno == errno.ENXIO:  # nobody reads it: its process is gone
            path.unlink(missing_ok=True)
        return
    try:
        os.write(pipe, message)
    except OSError:
        pass  # it is full: its process is busy, and will look by itself
    finally:
        os.close(pipe)
