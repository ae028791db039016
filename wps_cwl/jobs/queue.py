"""The queue in SQL: who waits, who has how much at work, and so who is next."""

from __future__ import annotations

from sqlalchemy import Connection, ScalarSelect, func, select

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


def next_turn(connection: Connection, *, most: int | None = None) -> Turn | None:
    """Return whose turn it is, of which user and process; None when none waits, or all users have `most` at work."""
    load = _load(connection)
    heads = [Turn("", user, process, created) for user, process, created in connection.execute(_HEADS)]
    return fairness.first([head for head in heads if most is None or load.of(head.user) < most], load)


def oldest(turn: Turn) -> ScalarSelect[str]:
    """Return what finds the job whose turn it is; one that another engine takes at this moment is passed over.

    SQLite has one writer at a time, and leaves the words for it out.
    """
    same = (jobs.c.user == turn.user, jobs.c.process == turn.process)
    found = select(jobs.c.id).where(_WAITS, *same).order_by(jobs.c.created, jobs.c.id).limit(1)
    return found.with_for_update(skip_locked=True).scalar_subquery()


def order(connection: Connection) -> tuple[str, ...]:
    """Return all jobs that wait, the next one first."""
    waiting = [Turn(*row) for row in connection.execute(_ALL)]
    return tuple(turn.id for turn in fairness.in_order(waiting, _load(connection)))


def _load(connection: Connection) -> Load:
    load = Load()
    for user, process, count in connection.execute(_AT_WORK):
        load.add(user, process, count)
    return load
