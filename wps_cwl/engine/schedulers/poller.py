"""The poller: asks a batch scheduler about once a second what is in the queue, for all leaders, while anybody asks."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from wps_cwl.engine.schedulers import snapshot
from wps_cwl.engine.schedulers.base import Answer, NoAnswer, QueuedJob, QueueState
from wps_cwl.engine.schedulers.connection import Connection
from wps_cwl.engine.schedulers.snapshot import Snapshot

logger = logging.getLogger(__name__)

EACH = 1.0  # seconds between the beginnings of two queries
SHARE = 10  # a query that takes a second is asked every ten: the scheduler has other users
SHARE_WAITING = 2  # and every two, while somebody waits for the answer
LINGER = 5.0  # seconds after the last question that the poller goes on
PAUSE_AFTER_FAILURE = 5.0
LONGEST_PAUSE = 30.0
CLOSURES_EACH = 10.0  # seconds between two questions for the queues that are closed


class Poller:
    """Keeps the snapshot in `file` young as long as somebody asks; then nothing is asked of the scheduler."""

    def __init__(self, connection: Connection, file: Path) -> None:
        self.connection = connection
        self.file = file
        self._latest: Snapshot | None = None
        self._begun = False
        self._asked = self._tried = 0.0  # when somebody last asked us, and when we last asked the scheduler
        self._closed: Mapping[str, str] = {}
        self._closed_at = 0.0
        self._others = 0  # questions of others since we last asked
        self._waiting = 0  # how many wait for the next answer
        self._thread: threading.Thread | None = None
        self._changed = threading.Condition()

    def latest(self) -> Snapshot | None:
        """Return what was seen last, if need be by an earlier engine, and have it looked at again."""
        with self._changed:
            self._keep_awake()
            return self._latest

    def after(self, moment: float, seconds: float) -> Snapshot | None:
        """Return what was in the queue after a moment; None when the scheduler does not say within some seconds."""
        with self._changed:
            self._keep_awake()
            if self._tried <= moment:
                self._waiting += 1
                self._changed.notify_all()
                try:
                    self._changed.wait_for(lambda: self._tried > moment, seconds)
                finally:
                    self._waiting -= 1
            return self._latest if self._latest is not None and self._latest.time >= moment else None

    def ask(self, command: Sequence[str]) -> Answer:
        """Ask the scheduler something else; the next look at the queue is the later for it. Raises NoAnswer."""
        with self._changed:
            self._others += 1
        return self.connection.ask(command)

    def _keep_awake(self) -> None:
        self._asked = time.time()
        if not self._begun:
            self._begun = True
            self._latest = snapshot.read(self.file)
        if self._latest is not None and self._latest.time > self._asked:  # the clock was set back
            self._latest = None
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="poller", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while True:
            begun = time.time()
            pause = self._look(begun)
            with self._changed:
                self._tried = begun
                self._changed.notify_all()
                others, self._others = self._others, 0
                self._sleep(begun, pause, others)
                if not self._waiting and time.time() - self._asked > LINGER:
                    self._thread = None
                    return

    def _sleep(self, begun: float, pause: float, others: int) -> None:
        """Pause, also for what others have asked; who waits ends the pause, though not for question after question."""
        now = time.time()
        shortest = max(EACH, SHARE_WAITING * (now - begun)) - (now - begun) + EACH * others
        pause = max(pause, shortest)
        self._changed.wait_for(lambda: False, shortest)
        self._changed.wait_for(lambda: self._waiting > 0, pause - shortest)

    def _look(self, begun: float) -> float:
        """Ask, and return for how many seconds nothing shall be asked."""
        try:
            seen, questions = self._with_closures(self.connection.listing())
            took = time.time() - begun
            pause = max(EACH * questions - took, min(took * (SHARE - 1), LONGEST_PAUSE))
            latest = replace(seen.after(self._latest), pause=pause)
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            latest.write(self.file)
        except NoAnswer as error:
            logger.warning("the scheduler does not answer: %s", error)
            return PAUSE_AFTER_FAILURE
        except Exception:
            logger.exception("the queue could not be written down, and is asked for again")
            return PAUSE_AFTER_FAILURE
        with self._changed:
            self._latest = latest
        return pause

    def _with_closures(self, seen: Snapshot) -> tuple[Snapshot, int]:
        """Say of jobs that wait for a queue which is closed that they do; return how many questions that took."""
        waiting = any(job.state is QueueState.PENDING and job.queue and not job.reason for job in seen.jobs)
        if not waiting or self.connection.dialect.closures() is None:
            return seen, 1
        due = time.time() - self._closed_at > CLOSURES_EACH
        if due:
            self._closed, self._closed_at = {}, time.time()
            try:
                self._closed = self.connection.closures()
            except NoAnswer as error:
                logger.warning("which queues are closed is not known: %s", error)
        jobs = tuple(self._with_closure(job) if job.state is QueueState.PENDING else job for job in seen.jobs)
        return replace(seen, jobs=jobs), 2 if due else 1

    def _with_closure(self, job: QueuedJob) -> QueuedJob:
        return replace(job, reason=job.reason or self._closed.get(job.queue or "", ""))
