"""The jobs and their states: every question and every change is one short transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, case, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from wps_cwl import errors
from wps_cwl.jobs import moves, queue
from wps_cwl.jobs.database import Database
from wps_cwl.jobs.tables import jobs, readable
from wps_cwl.model import FINAL_STATES, Job, JobCount, JobError, JobState, PastRun, Price, Result, stored_files

_JOB = select(*(jobs.c[field.name] for field in fields(Job)))
_OLDEST_FIRST = (jobs.c.created, jobs.c.id)
_NEWEST_FIRST = (jobs.c.created.desc(), jobs.c.id.desc())

CLAIMS = 8  # how often a claim is tried when others were faster

_Conditions = list[ColumnElement[bool]]  # named here: in the class `list` is a question


def _now() -> datetime:
    return datetime.now(UTC)


class JobStore:
    """All jobs, shared by every process that opens the same database.

    `expiry` is how long a finished job is kept (None: for ever); `on_end` is called with the identifier of each job
    that was ended here. `lease` gives the token of the engine whose store this is: then it changes no job of another
    engine, and raises errors.LeaseLost instead. Every method may raise errors.Unavailable. When a method returns, what
    it has written outlives a power failure (what `report` wrote may not). The database must have been made by
    `wps_cwl.jobs.upgrade`.
    """

    def __init__(
        self,
        url: str,
        *,
        expiry: timedelta | None = None,
        clock: Callable[[], datetime] = _now,
        on_end: Callable[[str], None] = lambda _: None,
        lease: Callable[[], int] | None = None,
    ) -> None:
        self._database = Database(url)
        self._expiry = expiry
        self._clock = clock
        self._on_end = on_end
        self._lease = lease

    def close(self) -> None:
        """Close the connections."""
        self._database.close()

    # --- a job's life -----------------------------------------------------------------------

    def add(self, job: Job, *, waiting_limit: int, user_limit: int | None = None) -> None:
        """Add an accepted job.

        Raises errors.QueueFull when that many jobs wait already, or that many of its user, ValueError when the job is
        not accepted or its id is taken.
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
            try:
                connection.execute(insert(jobs).values(**values, released=True, restarts=0))
            except IntegrityError as error:
                raise ValueError(f'There is a job "{job.id}" already') from error

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
                    return _job(connection.execute(_JOB.where(jobs.c.id == job_id)).one())
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
        values = self._enters(to, message=message) | _percent(percent)
        if origin is JobState.ACCEPTED:
            values |= self._leaves_queue()
        with self._database.writing() as connection:
            return self._update(connection, job_id, jobs.c.state == origin, values=values)

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
        values = _percent(percent) | ({} if message is None else {"message": message}) | {"updated": self._clock()}
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
    ) -> bool:
        """End a job, once; return False, and change nothing, when it has ended already.

        Raises errors.NoSuchJob, and ValueError when the job may not end so (see `moves`).
        """
        if not to.final:
            raise ValueError(f"{to.value} is no end")
        now = self._clock()
        values = self._enters(to, message=message) | {
            "finished": now,
            "expires": None if self._expiry is None else now + self._expiry,
            "error": None if error is None else replace(error, message=readable(error.message)),
            "results": results,
            "reused_from": reused_from,
        }
        if to is JobState.SUCCESSFUL:
            values["percent"] = 100
        with self._database.writing() as connection:
            ended = self._update(connection, job_id, jobs.c.state.in_(moves.origins(to)), values=values)
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

    def reusable(self, reuse_key: str, *, user: str, limit: int = 3) -> tuple[Job, ...]:
        """Return the jobs of this user with this key that were run, and succeeded, newest first.

        Jobs that expire in the next minute are left out, and so are those whose results are reused themselves: a
        result is never passed on for longer than the job that made it is kept.
        """
        soon = self._clock() + timedelta(minutes=1)
        return self._jobs(
            jobs.c.reuse_key == reuse_key,
            jobs.c.user == user,
            jobs.c.state == JobState.SUCCESSFUL,
            jobs.c.reused_from.is_(None),
            or_(jobs.c.expires.is_(None), jobs.c.expires > soon),
            order=_NEWEST_FIRST,
            limit=limit,
        )

    def runs(self, process: str, version: str, *, limit: int) -> tuple[PastRun, ...]:
        """Return what the last successful jobs of a process took that really ran, newest first."""
        found = (
            select(jobs.c.input_bytes, jobs.c.run_seconds, jobs.c.id, jobs.c.results)
            .where(jobs.c.process == process, jobs.c.process_version == version)
            .where(jobs.c.state == JobState.SUCCESSFUL, jobs.c.reused_from.is_(None))
            .where(jobs.c.input_bytes.is_not(None), jobs.c.run_seconds.is_not(None))
            .order_by(jobs.c.finished.desc())
            .limit(limit)
        )
        with self._database.reading() as connection:
            return tuple(_past(*row) for row in connection.execute(found))

    # --- questions --------------------------------------------------------------------------

    def get(self, job_id: str) -> Job:
        """Return a job; raise errors.NoSuchJob."""
        with self._database.reading() as connection:
            row = connection.execute(_JOB.where(jobs.c.id == job_id)).one_or_none()
        if row is None:
            raise errors.NoSuchJob(identifier=job_id)
        return _job(row)

    def list(
        self,
        *,
        states: Collection[JobState] = (),
        process: str | None = None,
        user: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> tuple[Job, ...]:
        """Return the jobs in one of the states (none given: in any), of a process, of a user; newest first."""
        wanted: _Conditions = [jobs.c.state.in_(states)] if states else []
        if process is not None:
            wanted.append(jobs.c.process == process)
        if user is not None:
            wanted.append(jobs.c.user == user)
        return self._jobs(*wanted, order=_NEWEST_FIRST, limit=limit, offset=offset)

    def going(self, job_ids: Collection[str]) -> frozenset[str]:
        """Return those of the jobs that have not ended."""
        found = select(jobs.c.id).where(jobs.c.id.in_(job_ids), jobs.c.state.not_in(FINAL_STATES))
        with self._database.reading() as connection:
            return frozenset(connection.scalars(found))

    def check(self) -> None:
        """Raise errors.StoreUnavailable when the database does not answer."""
        with self._database.reading() as connection:
            connection.scalar(select(1))

    def count(self, *states: JobState) -> int:
        """Return how many jobs are in one of the states (none given: in any)."""
        counted = select(func.count()).select_from(jobs)
        if states:
            counted = counted.where(jobs.c.state.in_(states))
        with self._database.reading() as connection:
            return int(connection.scalar(counted) or 0)

    def census(self) -> tuple[JobCount, ...]:
        """Return how many jobs there are of each process, on each profile, in each state."""
        groups = (jobs.c.process, jobs.c.profile, jobs.c.state)
        with self._database.reading() as connection:
            found = connection.execute(select(*groups, func.count()).group_by(*groups).order_by(*groups))
            return tuple(JobCount(*row) for row in found)

    def queue(self) -> tuple[str, ...]:
        """Return the accepted jobs in the order in which they would be claimed."""
        with self._database.reading() as connection:
            return queue.order(connection)

    def expired(self, now: datetime) -> tuple[Job, ...]:
        """Return the jobs that need not be kept any longer and whose leader is gone, the longest expired first."""
        return self._jobs(jobs.c.expires <= now, jobs.c.released.is_(True), order=(jobs.c.expires, jobs.c.id))

    # --- how --------------------------------------------------------------------------------

    def _update(
        self, connection: Connection, job_id: str, *conditions: ColumnElement[bool], values: Mapping[str, Any]
    ) -> bool:
        changed = update(jobs).where(jobs.c.id == job_id, *self._borne(), *conditions).values(**values)
        if connection.execute(changed).rowcount == 1:
            return True
        self._check_lease(connection, job_id)
        return False

    def _borne(self) -> _Conditions:
        return [] if self._lease is None else [jobs.c.lease == self._lease()]

    def _check_lease(self, connection: Connection, job_id: str) -> None:
        if self._lease is None:
            return
        found = connection.execute(select(jobs.c.lease).where(jobs.c.id == job_id)).one_or_none()
        if found is not None and found.lease != self._lease():
            raise errors.LeaseLost

    def _enters(self, state: JobState, *, message: str = "") -> dict[str, Any]:  # Any: the columns' values
        return {"state": state, "updated": self._clock(), "message": message}

    def _leaves_queue(self) -> dict[str, Any]:
        return {"started": self._clock(), "released": False}

    def _jobs(
        self,
        *conditions: ColumnElement[bool],
        order: tuple[ColumnElement[Any], ...],
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[Job, ...]:
        found = _JOB.where(*conditions).order_by(*order).limit(limit).offset(offset)
        with self._database.reading() as connection:
            return tuple(_job(row) for row in connection.execute(found))


def _past(input_bytes: int, seconds: float, job: str, results: tuple[Result, ...]) -> PastRun:
    return PastRun(input_bytes, seconds, job, sum(file.size for file in stored_files(results)))


def _job(row: Row[Any]) -> Job:
    return Job(**row._mapping)


def _percent(percent: int | None) -> dict[str, Any]:
    """Return the change that raises the percentage of a job that has not ended."""
    if percent is None:
        return {}
    value = min(max(percent, 0), 99)
    raised = case((jobs.c.percent > value, jobs.c.percent), else_=value)  # null > value is not true
    return {"percent": raised}
