"""The jobs and their states: every question and every change is one short transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import fields, replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from wps_cwl import errors
from wps_cwl.jobs import holdings, moves, queue
from wps_cwl.jobs.lifetimes import Span, end_of_life
from wps_cwl.jobs.outbox import Outbox
from wps_cwl.jobs.questions import JobQuestions
from wps_cwl.jobs.rows import JOB, bytes_of, raised, to_job
from wps_cwl.jobs.tables import jobs, readable
from wps_cwl.jobs.times import moment, now
from wps_cwl.model import (
    Job,
    JobError,
    JobState,
    Milestone,
    Price,
    Result,
    Subscription,
    milestone_of,
)
from wps_cwl.retention import Quota

_OLDEST_FIRST = (jobs.c.created, jobs.c.id)
CLAIMS = 8  # how often a claim is tried when others were faster


class JobStore(JobQuestions):
    """All jobs, shared by every process that opens the same database.

    `span` is how long the jobs of a process and a user are kept after their end (None: for ever); `on_end` is called
    with the identifier of each job that was ended here; `outbox` writes who is to be told of a change, in its
    transaction. `lease` gives the token of the engine whose store this is: then it changes no job of another engine,
    and raises errors.LeaseLost instead. Every method may raise errors.Unavailable. When a method returns, what it has
    written outlives a power failure (what `report` wrote may not). The tables must be those of `wps_cwl.jobs.upgrade`.
    """

    def __init__(
        self,
        url: str,
        *,
        span: Span = lambda *_: None,
        clock: Callable[[], datetime] = now,
        on_end: Callable[[str], None] = lambda _: None,
        lease: Callable[[], int] | None = None,
        outbox: Outbox | None = None,
    ) -> None:
        super().__init__(url, clock=clock)
        self._outbox = outbox or Outbox()
        self._span = span
        self._on_end = on_end
        self._lease = lease

    # --- a job's life -----------------------------------------------------------------------

    def add(
        self,
        job: Job,
        *,
        waiting_limit: int,
        user_limit: int | None = None,
        quotas: Collection[Quota] = (),
        subscriptions: Collection[Subscription] = (),
    ) -> None:
        """Add an accepted job.

        Raises errors.QueueFull when that many jobs wait already, or that many of its user, errors.QuotaExceeded when a
        quota has no room for it, ValueError when the job is not accepted or its id is taken.
        """
        if job.state is not JobState.ACCEPTED:
            raise ValueError(f"A job begins as accepted, not as {job.state.value}")
        values = {field.name: getattr(job, field.name) for field in fields(Job)}
        waiting = select(func.count()).select_from(jobs).where(jobs.c.state == JobState.ACCEPTED)
        with self._database.writing() as connection:
            # Exact in SQLite, which has one writer at a time; elsewhere adds at the same moment may pass the limit.
            if connection.scalar(waiting) >= waiting_limit:  # type: ignore[operator]  # a count is never null
                raise errors.QueueFull(limit=waiting_limit)
            of_user = waiting.where(jobs.c.user == job.user)
            if user_limit is not None and connection.scalar(of_user) >= user_limit:  # type: ignore[operator]
                raise errors.QueueFull(limit=user_limit)
            if quotas:
                holdings.take_turns(connection)
                holdings.check(connection, quotas, job, moment(connection, self._clock))
            try:
                connection.execute(insert(jobs).values(**values, released=True, restarts=0))
            except IntegrityError as error:
                raise ValueError(f'There is a job "{job.id}" already') from error
            self._outbox.subscribe(connection, job.id, subscriptions)
            self._tell(connection, job.id, Milestone.ACCEPTED)

    def claim(self, *, engine: str, most: int | None = None) -> Job | None:
        """Take the next job out of the queue for an engine: it becomes staging, and is not released.

        The next one is that of the user, then of the process, with the fewest jobs at work; of these the oldest.
        Return None when the queue is empty, every user who waits has `most` at work, or others were faster each time.
        Two engines never get the same job.
        """
        for _ in range(CLAIMS):
            with self._database.reading() as connection:
                turn = queue.next_turn(connection, most=most)
            if turn is None:
                return None
            lease = None if self._lease is None else self._lease()
            taken = {"engine": engine, "lease": lease, **self._leaves_queue(), **self._enters(JobState.STAGING)}
            mine = (jobs.c.id == queue.oldest(turn), jobs.c.state == JobState.ACCEPTED)
            with self._database.writing() as connection:
                job_id = connection.scalar(update(jobs).where(*mine).values(**taken).returning(jobs.c.id))
                if job_id is not None:
                    self._tell(connection, job_id, Milestone.STAGING)
                    return _read(connection, job_id)
        return None

    def move(
        self, job_id: str, origin: JobState, to: JobState, *, message: str = "", percent: int | None = None
    ) -> bool:
        """Move a job from one state to another that is not final; return False when it is not in `origin` (any more).

        Raises ValueError for a move that is not legal, and for an end: that is written by `finish`.
        """
        moves.check(origin, to)
        if to.final:
            raise ValueError(f"{to.value} is an end, and is written by finish()")
        values = self._enters(to, message=message) | raised(percent)
        if origin is JobState.ACCEPTED:
            values |= self._leaves_queue()
        with self._database.writing() as connection:
            if moved := self._update(connection, job_id, jobs.c.state == origin, values=values):
                self._tell(connection, job_id, milestone_of(to))
            return moved

    def submitted(self, job: Job) -> None:
        """Note that the leader of a job at work was started; again is no error, and neither is one that has ended."""
        if self._outbox.calls_back is None:  # nobody else wants to know
            return
        unchanged = {"restarts": jobs.c.restarts}  # what is written is nothing, but nobody ends the job meanwhile
        with self._database.writing() as connection:
            if self._update(connection, job.id, jobs.c.state.in_(moves.IN_PROGRESS), values=unchanged):
                self._tell(connection, job.id, Milestone.SUBMITTED)

    def route(
        self, job_id: str, profile: str, reason: str, *, input_bytes: int | None = None, price: Price | None = None
    ) -> Job:
        """Decide on which profile a job runs, unless that is decided, and return the job. Raises errors.NoSuchJob.

        `input_bytes` is how large its input files are together, `price` what the profile asks for.
        """
        values = {"profile": profile, "route": reason, "input_bytes": input_bytes, "price": price}
        with self._database.writing() as connection:
            self._update(connection, job_id, jobs.c.profile.is_(None), values=values)
        return self.get(job_id)

    def has_run(self, job_id: str, *, seconds: float) -> None:
        """Note for how long a job has run, for estimates; a power failure may undo it."""
        with self._database.writing(durable=False) as connection:
            self._update(connection, job_id, values={"run_seconds": seconds})

    def report(self, job_id: str, *, message: str | None = None, percent: int | None = None) -> None:
        """Say how far a job has come; None leaves what stands.

        Does nothing to a job that waits in our queue or has ended. The percentage never goes back, nor above 99.
        """
        values = raised(percent) | ({} if message is None else {"message": message}) | {"updated": self._clock()}
        with self._database.writing(durable=False) as connection:
            self._update(connection, job_id, jobs.c.state.in_(moves.IN_PROGRESS), values=values)

    def finish(
        self,
        job_id: str,
        to: JobState,
        *,
        message: str = "",
        error: JobError | None = None,
        results: tuple[Result, ...] = (),
        reused_from: str | None = None,
        result_bytes: int | None = None,
    ) -> bool:
        """End a job, once; return False, and change nothing, when it has ended already.

        `result_bytes` is how large all of its files are that were published; None: those of its results.
        Raises errors.NoSuchJob, and ValueError when the job may not end so (see `moves`).
        """
        if not to.final:
            raise ValueError(f"{to.value} is no end")
        values = self._enters(to, message=message) | {
            "error": None if error is None else replace(error, message=readable(error.message)),
            "results": results,
            "reused_from": reused_from,
            "result_bytes": bytes_of(results) if result_bytes is None else result_bytes,
        }
        if to is JobState.SUCCESSFUL:
            values["percent"] = 100
        with self._database.writing() as connection:
            values["finished"] = moment(connection, self._clock)
            values["expires"] = end_of_life(connection, job_id, values["finished"], self._span)
            ended = self._update(connection, job_id, jobs.c.state.in_(moves.origins(to)), values=values)
            if ended:
                self._tell(connection, job_id, milestone_of(to))
            state = None if ended else connection.scalar(select(jobs.c.state).where(jobs.c.id == job_id))
        if ended:
            self._on_end(job_id)
            return True
        if state is None:
            raise errors.NoSuchJob(identifier=job_id)
        if not state.final:
            moves.check(state, to)
        return False

    def dismiss(self, job_id: str, *, message: str = "") -> bool:
        """End a job as dismissed; return False when it has ended already. Raises errors.NoSuchJob."""
        return self.finish(job_id, JobState.DISMISSED, message=message)

    def delete(self, job_id: str) -> None:
        """Forget a job. Nothing happens when there is none."""
        with self._database.writing() as connection:
            connection.execute(delete(jobs).where(jobs.c.id == job_id))

    # --- its leader -------------------------------------------------------------------------

    def release(self, job_id: str) -> None:
        """Note that the job's leader is gone, and that nothing of it is left in the scheduler's queue."""
        with self._database.writing() as connection:
            self._update(connection, job_id, values={"released": True})

    def unreleased(self) -> tuple[Job, ...]:
        """Return the jobs, ended or not, that were claimed and not released; with a lease, its own. Oldest first."""
        return self._jobs(jobs.c.released.is_(False), *self._borne(), order=_OLDEST_FIRST)

    def confirm(self, job_id: str) -> None:
        """Raise errors.LeaseLost when another engine has the job."""
        if self._lease is not None:
            with self._database.reading() as connection:
                self._check_lease(connection, job_id)

    def interrupted(self, job_id: str) -> int:
        """Count one more restart of the job, and return how many there were. Raises errors.NoSuchJob."""
        with self._database.writing() as connection:
            self._update(connection, job_id, values={"restarts": jobs.c.restarts + 1})
            restarts = connection.scalar(select(jobs.c.restarts).where(jobs.c.id == job_id))
        if restarts is None:
            raise errors.NoSuchJob(identifier=job_id)
        return int(restarts)

    # --- its results for others -------------------------------------------------------------

    def offer(self, job_id: str, *, reuse_key: str) -> None:
        """Note what a job asks for: once it is successful, its results may answer another one with the same key."""
        with self._database.writing() as connection:
            self._update(connection, job_id, values={"reuse_key": reuse_key})

    # --- how --------------------------------------------------------------------------------

    def _update(
        self, connection: Connection, job_id: str, *conditions: ColumnElement[bool], values: Mapping[str, Any]
    ) -> bool:
        changed = update(jobs).where(jobs.c.id == job_id, *self._borne(), *conditions).values(**values)
        if connection.execute(changed).rowcount == 1:
            return True
        self._check_lease(connection, job_id)
        return False

    def _borne(self) -> list[ColumnElement[bool]]:
        return [] if self._lease is None else [jobs.c.lease == self._lease()]

    def _check_lease(self, connection: Connection, job_id: str) -> None:
        if self._lease is None:
            return
        found = connection.execute(select(jobs.c.lease).where(jobs.c.id == job_id)).one_or_none()
        if found is not None and found.lease != self._lease():
            raise errors.LeaseLost

    def _tell(self, connection: Connection, job_id: str, milestone: Milestone) -> None:
        read = partial(_read, connection, job_id)
        self._outbox.write(connection, job_id, milestone, clock=self._clock, read=read)

    def _enters(self, state: JobState, *, message: str = "") -> dict[str, Any]:  # Any: the columns' values
        return {"state": state, "updated": self._clock(), "message": message}

    def _leaves_queue(self) -> dict[str, Any]:
        return {"started": self._clock(), "released": False}


def _read(connection: Connection, job_id: str) -> Job:
    return to_job(connection.execute(JOB.where(jobs.c.id == job_id)).one())
