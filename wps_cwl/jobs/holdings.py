"""What users and processes have, and what all jobs take, in SQL: one row of a job says how large it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from wps_cwl.jobs.tables import jobs
from wps_cwl.model import FINAL_STATES, Holding, Job, Sizes
from wps_cwl.retention import Quota

_QUOTAS_LOCK = 0x7770735F717561  # any number that nobody else in that database takes: "wps_qua"
_GOES_ON = jobs.c.state.not_in(FINAL_STATES)


def check(connection: Connection, quotas: Iterable[Quota], job: Job, now: datetime) -> None:
    """Raise errors.QuotaExceeded when one of the quotas has no room for a job."""
    quotas = tuple(quotas)
    if quotas:
        holdings = of(connection, user=job.user, process=job.process, now=now)
        for quota in quotas:
            quota.check(holdings)


def take_turns(connection: Connection) -> None:
    """Have only one at a time count and add, until its transaction ends; SQLite has one writer in any case."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_QUOTAS_LOCK})")


def of(connection: Connection, *, user: str, process: str, now: datetime) -> tuple[Holding, ...]:
    """Return what a user has with each process, and each user with a process; results that have expired are none."""
    lives = and_(jobs.c.result_bytes > 0, or_(jobs.c.expires.is_(None), jobs.c.expires > now))
    found = (
        select(jobs.c.user, jobs.c.process, _sum(_GOES_ON, 1), _sum(lives, jobs.c.result_bytes))
        .where(or_(jobs.c.user == user, jobs.c.process == process), or_(_GOES_ON, lives))
        .group_by(jobs.c.user, jobs.c.process)
    )
    return tuple(
        Holding(user, process, int(count), int(size)) for user, process, count, size in connection.execute(found)
    )


def sizes(connection: Connection) -> Sizes:
    """Return what all jobs take that have ended."""
    found = select(func.coalesce(func.sum(jobs.c.directory_bytes), 0), func.coalesce(func.sum(jobs.c.result_bytes), 0))
    directories, results = connection.execute(found).one()
    return Sizes(int(directories), int(results))


def _sum(condition: ColumnElement[bool], value: object) -> ColumnElement[int]:
    return func.sum(case((condition, value), else_=0))
