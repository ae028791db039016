"""The queue in SQL: who waits, who has how much at work, and so who is next."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from wps_cwl import fairness
from wps_cwl.fairness import Load, Turn
from wps_cwl.jobs.tables import jobs
from wps_cwl.model import JobState

_WAITS = jobs.c.state == JobState.ACCEPTED
_HEADS = (
    select(jobs.c.user, jobs.c.process, func.min(jobs.c.created)).where(_WAITS).group_by(jobs.c.user, jobs.c.process)
)
_ALL = select(jobs.c.id, jobs.c.user, jobs.c.process, jobs.c.created).where(_WAITS)
_AT_WORK = (
    select(jobs.c.user, jobs.c.process, func.count())
    .where(jobs.c.released.is_(False))
    .group_by(jobs.c.user, jobs.c.process)
)


def next_job(connection: Connection, *, most: int | None = None) -> str | None:
    """Return the identifier of the job that is claimed next; None when none waits, or all users have `most` at work."""
    load = _load(connection)
    heads = [Turn("", user, process, created) for user, process, created in connection.execute(_HEADS)]
    turn = fairness.first([head for head in heads if most is None or load.of(head.user) < most], load)
    if turn is None:
        return None
    same = (jobs.c.user == turn.user, jobs.c.process == turn.process)
    oldest = select(jobs.c.id).where(_WAITS, *same).order_by(jobs.c.created, jobs.c.id).limit(1)
    found: str | None = connection.scalar(oldest)
    return found


def order(connection: Connection) -> tuple[str, ...]:
    """Return all jobs that wait, the next one first."""
    waiting = [Turn(*row) for row in connection.execute(_ALL)]
    return tuple(turn.id for turn in fairness.in_order(waiting, _load(connection)))


def _load(connection: Connection) -> Load:
    load = Load()
    for user, process, count in connection.execute(_AT_WORK):
        load.add(user, process, count)
    return load
