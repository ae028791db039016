"""When the life of a job is over that has ended, in SQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, exists, select

from wps_cwl.jobs.tables import jobs, notifications
from wps_cwl.model import FINAL_STATES, MILESTONES, Delivery

Span = Callable[[str, str], timedelta | None]  # process, user -> how long their jobs are kept; None: for ever
_ENDS = [milestone for milestone, telling in MILESTONES.items() if telling.state in FINAL_STATES]


def end_of_life(connection: Connection, job_id: str, finished: datetime, span: Span) -> datetime | None:
    """Return when a job that ended then is removed; None for one that never is, and for one that is not there."""
    row = connection.execute(select(jobs.c.process, jobs.c.user).where(jobs.c.id == job_id)).one_or_none()
    kept = None if row is None else span(row.process, row.user)
    return None if kept is None else finished + kept


def over(now: datetime) -> ColumnElement[bool]:
    """Return what holds for jobs that need not be kept any longer: their leader is gone, and their end was told.

    Nobody is waited for longer than the notifier has patience.
    """
    untold = exists().where(
        notifications.c.job == jobs.c.id,
        notifications.c.state == Delivery.WAITING,
        notifications.c.milestone.in_(_ENDS),
    )
    return and_(jobs.c.expires <= now, jobs.c.released.is_(True), ~untold)
