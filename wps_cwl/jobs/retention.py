"""How long jobs that have ended are kept, and how large they are, in SQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, func, or_, select, update

from wps_cwl import errors
from wps_cwl.jobs import holdings
from wps_cwl.jobs.database import Database
from wps_cwl.jobs.lifetimes import Span, end_of_life, over
from wps_cwl.jobs.tables import jobs
from wps_cwl.jobs.times import Clock, moment, now
from wps_cwl.model import FINAL_STATES, Sizes

_ENDED = jobs.c.state.in_(FINAL_STATES)


class RetentionStore:
    """The ends of lives of the jobs in a database, made by `wps_cwl.jobs.upgrade`; `span` is what the rules say.

    Times are PostgreSQL's where several machines share one: none whose clock is wrong removes what others keep.
    Every method may raise errors.StoreUnavailable.
    """

    def __init__(self, url: str, *, span: Span = lambda *_: None, clock: Clock = now) -> None:
        self._database = Database.shared(url)
        self._span = span
        self._clock = clock

    def close(self) -> None:
        """Close the connections."""
        self._database.close()

    def time(self) -> datetime:
        """Return the time by which lives end."""
        with self._database.reading() as connection:
            return moment(connection, self._clock)

    def keep(self, job_id: str, *, until: datetime | None = None) -> None:
        """Keep a job that has ended until then, or as long as others if that is longer; None: for ever.

        Raises errors.NoSuchJob, errors.ResultNotReady.
        """
        with self._database.writing() as connection:
            usual = end_of_life(connection, job_id, _finished(connection, job_id), self._span)
            expires = None if until is None or usual is None else max(until, usual)
            connection.execute(update(jobs).where(jobs.c.id == job_id).values(kept=True, expires=expires))

    def give_back(self, job_id: str) -> None:
        """Keep a job no longer than others; one that would be gone by now goes now. Raises as `keep`."""
        with self._database.writing() as connection:
            usual = end_of_life(connection, job_id, _finished(connection, job_id), self._span)
            expires = None if usual is None else max(usual, moment(connection, self._clock))
            connection.execute(update(jobs).where(jobs.c.id == job_id).values(kept=False, expires=expires))

    def give_up(self, job_id: str) -> bool:
        """Let a job that has ended, and is not kept by hand, be removed from now on; return whether that is new."""
        with self._database.writing() as connection:
            now = moment(connection, self._clock)
            later = or_(jobs.c.expires.is_(None), jobs.c.expires > now)
            mine = update(jobs).where(jobs.c.id == job_id, _ENDED, jobs.c.kept.is_(False), later)
            return connection.execute(mine.values(expires=now)).rowcount == 1

    def reclaim(self, job_id: str, now: datetime) -> bool:
        """Forget a job whose time is over; return False when there is none: it may have been kept meanwhile."""
        with self._database.writing() as connection:
            return connection.execute(delete(jobs).where(jobs.c.id == job_id, over(now))).rowcount == 1

    def forget(self, job_id: str) -> bool:
        """Forget a job that has ended, whenever its time is over; return False for one that is kept, or not there."""
        mine = delete(jobs).where(jobs.c.id == job_id, _ENDED, jobs.c.kept.is_(False))
        with self._database.writing() as connection:
            return connection.execute(mine).rowcount == 1

    def measured(self, job_id: str, *, directory_bytes: int, result_bytes: int) -> None:
        """Note what the directory of an ended job takes, and its results, if that was not noted at its end.

        A power failure may undo it.
        """
        of_job = update(jobs).where(jobs.c.id == job_id)
        known = func.coalesce(jobs.c.result_bytes, result_bytes)
        with self._database.writing(durable=False) as connection:
            connection.execute(of_job.values(directory_bytes=directory_bytes, result_bytes=known))

    def unmeasured(self, *, limit: int) -> tuple[str, ...]:
        """Return ended jobs whose leader is gone, and of which nobody knows what their directories take."""
        unknown = (_ENDED, jobs.c.released.is_(True), jobs.c.directory_bytes.is_(None))
        with self._database.reading() as connection:
            return tuple(connection.scalars(select(jobs.c.id).where(*unknown).order_by(jobs.c.created).limit(limit)))

    def sizes(self) -> Sizes:
        """Return what all jobs take that have ended, as far as they were measured."""
        with self._database.reading() as connection:
            return holdings.sizes(connection)


def _finished(connection: Connection, job_id: str) -> datetime:
    """Return when a job ended, which nobody changes before the transaction is over. Raises as `keep`."""
    found = select(jobs.c.state, jobs.c.finished, jobs.c.updated).where(jobs.c.id == job_id)
    row = connection.execute(found.with_for_update()).one_or_none()
    if row is None:
        raise errors.NoSuchJob(identifier=job_id)
    if not row.state.final:
        raise errors.ResultNotReady(identifier=job_id, state=row.state.value)
    finished: datetime = row.finished or row.updated
    return finished
