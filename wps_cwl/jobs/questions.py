"""What is asked of the jobs: it changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from wps_cwl import errors
from wps_cwl.jobs import holdings, queue
from wps_cwl.jobs.database import Database
from wps_cwl.jobs.lifetimes import over
from wps_cwl.jobs.rows import JOB, to_job, to_past
from wps_cwl.jobs.tables import identity, jobs
from wps_cwl.jobs.times import moment, now
from wps_cwl.model import FINAL_STATES, Job, JobCount, JobState, PastRun
from wps_cwl.retention import Quota

_NEWEST_FIRST = (jobs.c.created.desc(), jobs.c.id.desc())

_Conditions = list[ColumnElement[bool]]  # named here: in the class `list` is a question


class JobQuestions:
    """Answers from one database. Every method may raise errors.Unavailable."""

    def __init__(self, url: str, *, clock: Callable[[], datetime] = now) -> None:
        self._database = Database.shared(url)
        self._clock = clock

    def close(self) -> None:
        """Close the connections."""
        self._database.close()

    def database(self) -> str:
        """Return what tells this database from any other, also after it was moved or restored."""
        with self._database.reading() as connection:
            return str(connection.execute(select(identity.c.identifier)).scalar_one())

    def get(self, job_id: str) -> Job:
        """Return a job; raise errors.NoSuchJob."""
        with self._database.reading() as connection:
            row = connection.execute(JOB.where(jobs.c.id == job_id)).one_or_none()
        if row is None:
            raise errors.NoSuchJob(identifier=job_id)
        return to_job(row)

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

    def identifiers(self) -> frozenset[str]:
        """Return those of all jobs."""
        with self._database.reading() as connection:
            return frozenset(connection.scalars(select(jobs.c.id)))

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

    def check_quotas(self, quotas: Collection[Quota], job: Job) -> None:
        """Raise errors.QuotaExceeded when one of the quotas has no room for a job; `add` counts again."""
        with self._database.reading() as connection:
            holdings.check(connection, quotas, job, moment(connection, self._clock))

    def expired(self, now: datetime) -> tuple[Job, ...]:
        """Return the jobs that need not be kept any longer and whose leader is gone, the longest expired first."""
        return self._jobs(over(now), order=(jobs.c.expires, jobs.c.id))

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
            return tuple(to_past(*row) for row in connection.execute(found))

    def _jobs(
        self,
        *conditions: ColumnElement[bool],
        order: tuple[ColumnElement[Any], ...],
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[Job, ...]:
        found = JOB.where(*conditions).order_by(*order).limit(limit).offset(offset)
        with self._database.reading() as connection:
            return tuple(to_job(row) for row in connection.execute(found))
