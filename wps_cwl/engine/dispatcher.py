"""The dispatcher: takes accepted jobs out of the queue, as many as may run, and takes up those left behind."""

from __future__ import annotations

import fcntl
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from wps_cwl import errors
from wps_cwl.engine import leader, leader_figures
from wps_cwl.engine.bell import Bell, ring
from wps_cwl.engine.interruption import Interrupted, Interruption
from wps_cwl.engine.job_run import JobRun
from wps_cwl.engine.notifications.notifier import Notifier
from wps_cwl.engine.tracing import mark_log
from wps_cwl.engine.workshop import Workshop
from wps_cwl.job_directory import JobDirectory
from wps_cwl.model import Job
from wps_cwl.storage.base import Storage

logger = logging.getLogger(__name__)

IDLE = 1.0  # seconds after which the queue is looked at even if nobody rang
AHEAD = 8  # jobs, at least, whose inputs may be fetched while all places for leaders are taken
MOST_KEPT_OUT = 256  # jobs that wait for room on their profile while more are taken out of the queue
AGAIN = 5.0  # seconds after which a job is taken up again whose thread could not go on
OTHERS_EACH = 2.0  # seconds between two looks for jobs of engines that are gone
LEAVE = 5.0  # seconds for which a sweep is waited for at the end of the engine; the next one goes on with it
LOST_EACH = 30.0  # seconds between two looks for jobs that nobody works on


class Dispatcher:
    """An engine: one at a time in its home, held by a lock on `engine.lock`.

    Its home is the state directory where there is one engine, else a folder of its own: then it has a lease.
    """

    def __init__(
        self,
        *,
        state: Path,
        home: Path,
        workshop: Workshop,
        storage: Storage,
        running: int,
        tells_users_apart: bool = False,
        listen: Callable[[Callable[[str], None]], None] | None = None,
        notifier: Notifier | None = None,
    ) -> None:
        self._state = state
        self._home = home
        self._shop = workshop
        self._storage = storage
        self._running = running
        self._listen = listen  # for work that is told in another way than by our bell
        self._notifier = notifier
        self._ahead = max(AHEAD, running)
        # one user's slow inputs must not keep all others out
        self._most = max(1, (running + self._ahead) * 3 // 4) if tells_users_apart else None
        self._active: dict[str, tuple[threading.Thread, Interruption]] = {}
        self._stopping = threading.Event()
        self._drained_by: float | None = None  # the moment until which jobs that have begun are brought to their end
        self._looked = self._looked_at_others = time.monotonic()
        self._counted = -leader_figures.EACH
        self._sweeper: threading.Thread | None = None

    def run(self) -> None:
        """Work until `stop`. Raises errors.Unavailable when another engine works in this home."""
        with _only_engine(self._home), Bell(self._home) as bell, self._leased():
            try:
                if self._listen is not None:
                    self._listen(lambda _: ring(self._home))
                if self._shop.accountant is not None:
                    self._shop.accountant.start()
                if self._notifier is not None:
                    self._notifier.start()
                for job in sorted(self._shop.jobs.unreleased(), key=self._leads, reverse=True):
                    self._begin(job)  # those with a leader first: they have their places
                while not self._stopping.is_set():
                    self._act(self._fill if self._drained_by is None else self._drain)
                    self._act(self._interrupt_ended)
                    self._act(self._sweep)
                    self._act(self._write_figures)
                    bell.wait(IDLE)
            finally:  # the lock is not given away while jobs are at work
                self._stopping.set()
                for _, interruption in self._active.values():
                    interruption.stop()
                for thread, _ in self._active.values():
                    thread.join()
                if self._shop.accountant is not None:
                    self._shop.accountant.stop()
                if self._notifier is not None:
                    self._notifier.stop()
                if self._sweeper is not None:
                    self._sweeper.join(LEAVE)
                self._shop.launcher.close()

    @contextmanager
    def _leased(self) -> Iterator[None]:
        if self._shop.lease is None:
            yield
            return
        self._shop.lease.at_work = lambda: [self._state / "jobs" / job for job in list(self._active)]
        with self._shop.lease:
            yield

    def _act(self, act: Callable[[], None]) -> None:
        """Do one thing; when it fails, for instance for want of the database, the engine goes on, and does it again."""
        try:
            act()
        except Exception:
            logger.exception("the engine could not do that now, and goes on")

    def stop(self) -> None:
        """Make `run` return soon; leaders live on, and the next engine adopts them."""
        self._stopping.set()
        ring(self._home)

    def drain(self, seconds: float) -> None:
        """Make `run` go on with the jobs that are at work, take no new ones, and return when all have ended, or then.

        For where the end of this process is the end of its leaders, as in a container. Asked again, it stops.
        """
        if self._drained_by is not None or seconds <= 0:
            self.stop()
            return
        self._drained_by = time.monotonic() + seconds
        ring(self._home)

    def _drain(self) -> None:
        """Stop when no job is at work any more, or the time is over: what is left then, the next engine takes up."""
        self._active = {job: work for job, work in self._active.items() if work[0].is_alive()}
        if not self._active or time.monotonic() >= (self._drained_by or 0):
            logger.info("the engine stops", extra={"left": len(self._active)})
            self._stopping.set()

    def _leads(self, job: Job) -> bool:
        return leader.alive(JobDirectory(self._state / "jobs", job.id))

    def _fill(self) -> None:
        """Start as many jobs as there is room for."""
        self._active = {job: work for job, work in self._active.items() if work[0].is_alive()}
        self._take_up_lost()
        # jobs of a full profile shall not keep out what other profiles have room for
        room = self._running + self._ahead + min(self._shop.seats.kept_out(), MOST_KEPT_OUT)
        self._take_over(room - len(self._active))
        while len(self._active) < room and not self._stopping.is_set():
            job = self._shop.jobs.claim(engine=self._name, most=self._most)
            if job is None:
                return
            self._begin(job)

    def _take_up_lost(self) -> None:
        """Begin what was claimed and has no thread: for want of memory or descriptors, it could not be started."""
        now = time.monotonic()
        if now - self._looked < LOST_EACH:
            return
        self._looked = now
        for job in self._shop.jobs.unreleased():
            if job.id not in self._active:
                self._begin(job)

    def _take_over(self, room: int) -> None:
        """Begin what engines had at work that are gone."""
        now = time.monotonic()
        if self._shop.lease is None or now - self._looked_at_others < OTHERS_EACH:
            return
        self._looked_at_others = now
        for job in self._shop.lease.take_over(room):
            logger.warning("a job is taken over from an engine that is gone", extra={"job": job})
            self._begin(self._shop.jobs.get(job))

    @property
    def _name(self) -> str:
        lease = self._shop.lease
        return f"{os.uname().nodename}:{os.getpid()}" if lease is None else lease.name

    def _begin(self, job: Job) -> None:
        interruption = Interruption()
        thread = threading.Thread(target=self._work, args=(job, interruption), name=f"job-{job.id}")
        thread.start()
        self._active[job.id] = thread, interruption

    def _interrupt_ended(self) -> None:
        """Tell the threads of jobs that were ended by others: dismissed, in another process."""
        going = self._shop.jobs.going(self._active)
        for job, (_, interruption) in self._active.items():
            if job not in going:
                interruption.dismiss()

    def _work(self, job: Job, interruption: Interruption) -> None:
        directory = JobDirectory(self._state / "jobs", job.id)
        mark_log(job, self._shop.tell)
        while True:
            try:
                if self._shop.lease is not None:
                    self._shop.lease.await_strangers(directory)
                JobRun(job, directory, self._shop, interruption).run()
                break
            except (Interrupted, errors.LeaseLost):
                return
            except errors.NoSuchJob:
                logger.warning("the job was removed while it was at work", extra={"job": job.id})
                self._act(lambda: self._storage.delete(job.id))  # what was published since
                break
            except Exception:  # the job store is away: the job stays as it is, and is taken up when it is back
                logger.exception("the job is taken up again", extra={"job": job.id})
                if self._stopping.wait(AGAIN):
                    return
        ring(self._home)

    def _write_figures(self) -> None:
        """Say how many leaders there are, for `/metrics`."""
        now = time.monotonic()
        if now - self._counted < leader_figures.EACH:
            return
        self._counted = now
        lease, jobs = self._shop.lease, [JobDirectory(self._state / "jobs", job) for job in self._active]
        leader_figures.write(self._home, os.uname().nodename if lease is None else lease.name, jobs)

    def _sweep(self) -> None:
        """Begin to remove jobs whose time is over; of several engines, the oldest does.

        It is done in a thread, one at a time: a storage that is away may let each job wait for minutes.
        """
        lease, housekeeper = self._shop.lease, self._shop.housekeeper
        if housekeeper is None or not self._sweeps() or not housekeeper.due():
            return
        if self._sweeper is not None and self._sweeper.is_alive():
            return
        act = partial(housekeeper.sweep, goes_on=self._sweeps)
        sweeper = threading.Thread(target=self._act, args=(act,), name="sweep", daemon=True)
        sweeper.start()
        self._sweeper = sweeper
        if lease is not None and self._shop.accountant is not None:
            for home in self._home.parent.iterdir():
                if home.name not in lease.others():
                    self._shop.accountant.inherit(home)

    def _sweeps(self) -> bool:
        """Whether this engine removes what need not be kept."""
        return not self._stopping.is_set() and (self._shop.lease is None or self._shop.lease.leads)


class _only_engine:  # noqa: N801  # a context manager
    def __init__(self, state: Path) -> None:
        self._path = state / "engine.lock"

    def __enter__(self) -> None:
        self._lock = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._lock)
            raise errors.Unavailable(reason=f"another engine works on {self._path.parent}") from None

    def __exit__(self, *_: object) -> None:
        os.close(self._lock)
