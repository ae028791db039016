"""What jobs have used, in SQL: one row for each step, kept when the jobs themselves are removed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, Connection, case, delete, distinct, func, insert, literal, select

from wps_cwl.jobs.database import Database
from wps_cwl.jobs.tables import jobs, steps
from wps_cwl.model import BOUNDS, Bill, Durations, Job, StepUsage, SumBy, UsageSum

_COLUMNS = [field.name for field in fields(StepUsage) if field.name in steps.c]
_GROUPS = {
    SumBy.JOB: steps.c.job,
    SumBy.USER: steps.c.user,
    SumBy.PROCESS: steps.c.process,
    SumBy.PROFILE: func.coalesce(steps.c.profile, ""),
    SumBy.STEP: steps.c.process + " / " + steps.c.step,
}
_Conditions = list[ColumnElement[bool]]


class UsageStore:
    """The rows, shared by every process that opens the same database, made by `wps_cwl.jobs.upgrade`.

    Every method may raise errors.StoreUnavailable.
    """

    def __init__(self, url: str) -> None:
        self._database = Database.shared(url)

    def put(self, job: Job, used: tuple[StepUsage, ...]) -> None:
        """Replace what is known of the steps of a job."""
        with self._database.writing() as connection:
            _lock(connection, job)
            connection.execute(delete(steps).where(steps.c.job == job.id))
            _insert(connection, job, used)

    def put_first(self, job: Job, used: tuple[StepUsage, ...]) -> None:
        """Write what is known of the steps of a job, unless something is there."""
        with self._database.writing() as connection:
            _lock(connection, job)
            if not connection.scalar(select(func.count()).where(steps.c.job == job.id)):
                _insert(connection, job, used)

    def of(self, job_id: str) -> tuple[StepUsage, ...]:
        """Return the steps of a job, without the schedulers' own fields; none when it is not known."""
        found = select(*(steps.c[name] for name in _COLUMNS)).where(steps.c.job == job_id).order_by(steps.c.number)
        with self._database.reading() as connection:
            return tuple(StepUsage(**row._mapping) for row in connection.execute(found))

    def sums(self, by: SumBy, *, since: datetime | None = None, until: datetime | None = None) -> tuple[UsageSum, ...]:
        """Return sums over the jobs that ended from `since` on and before `until`, those with the most first."""
        with self._database.reading() as connection:
            if by is SumBy.MONTH:
                return tuple(_by_month(connection, since, until))
            return tuple(_sums(connection, _GROUPS[by], _within(since, until)))

    def bills(self) -> tuple[Bill, ...]:
        """Return what all jobs have come to, by process, profile and currency."""
        groups = (steps.c.process, _GROUPS[SumBy.PROFILE].label("on"), steps.c.currency)
        found = select(*groups, func.sum(steps.c.price)).where(steps.c.price.is_not(None))
        with self._database.reading() as connection:
            return tuple(Bill(*row) for row in connection.execute(found.group_by(*groups).order_by(*groups)))

    def waits(self) -> tuple[Durations, ...]:
        """Return how long steps have waited for their schedulers, by profile."""
        return self._durations(steps.c.queue_wait)

    def runs(self) -> tuple[Durations, ...]:
        """Return how long steps have run, by profile."""
        return self._durations(steps.c.wall)

    def _durations(self, seconds: ColumnElement[float]) -> tuple[Durations, ...]:
        profile = _GROUPS[SumBy.PROFILE].label("on")
        counts = [func.sum(case((seconds <= bound, 1), else_=0)) for bound in BOUNDS]
        found = select(profile, func.count(), func.sum(seconds), *counts).where(seconds.is_not(None))
        with self._database.reading() as connection:
            rows = connection.execute(found.group_by(profile).order_by(profile))
            return tuple(Durations(name, tuple(map(int, few)), count, total) for name, count, total, *few in rows)


def _lock(connection: Connection, job: Job) -> None:
    """Let nobody else write the rows of a job now; one that is removed has one writer."""
    connection.execute(select(jobs.c.id).where(jobs.c.id == job.id).with_for_update())


def _insert(connection: Connection, job: Job, used: tuple[StepUsage, ...]) -> None:
    common = {"job": job.id, "process": job.process, "user": job.user, "finished": job.finished or datetime.now(UTC)}
    rows = [
        {**common, "number": number, **{name: getattr(step, name) for name in _COLUMNS}}
        for number, step in enumerate(used)
    ]
    if rows:
        connection.execute(insert(steps), rows)


def _within(since: datetime | None, until: datetime | None) -> _Conditions:
    wanted: _Conditions = [] if since is None else [steps.c.finished >= since]
    return wanted if until is None else [*wanted, steps.c.finished < until]


def _by_month(connection: Connection, since: datetime | None, until: datetime | None) -> Iterator[UsageSum]:
    """Yield a sum for each month that has any, the first one first; each database has its own words for months."""
    ends = select(func.min(steps.c.finished), func.max(steps.c.finished)).where(*_within(since, until))
    first, last = connection.execute(ends).one()
    begin = None if first is None else datetime(first.year, first.month, 1, tzinfo=UTC)
    while begin is not None and begin <= last:
        end = datetime(begin.year + begin.month // 12, begin.month % 12 + 1, 1, tzinfo=UTC)
        wanted = [*_within(since, until), *_within(begin, end)]
        yield from _sums(connection, literal(f"{begin:%Y-%m}"), wanted)
        begin = end


def _sums(connection: Connection, name: ColumnElement[str], wanted: _Conditions) -> Iterator[UsageSum]:
    core_seconds = func.sum(steps.c.cores * steps.c.wall)
    summed = (
        select(
            name.label("name"),
            func.count(distinct(steps.c.job)),
            func.count(),
            func.count(steps.c.wall),
            core_seconds,
            func.sum(steps.c.wall),
            func.sum(steps.c.cpu),
            func.sum(steps.c.queue_wait),
            func.max(steps.c.memory),
        )
        .where(*wanted)
        .group_by("name")
        .order_by(func.coalesce(core_seconds, 0).desc(), "name")
    )
    priced = (
        select(name.label("name"), steps.c.currency, func.sum(steps.c.price))
        .where(*wanted, steps.c.price.is_not(None))
        .group_by("name", steps.c.currency)
        .order_by(steps.c.currency)
    )
    unpriced = (
        select(name.label("name"), func.count())
        .where(*wanted, steps.c.price.is_(None), steps.c.currency.is_not(None))
        .group_by("name")
    )
    prices: dict[str, dict[str, Decimal]] = {}
    for group, currency, amount in connection.execute(priced):
        prices.setdefault(group, {})[currency] = amount
    lacking = {group: int(count) for group, count in connection.execute(unpriced)}
    for row in connection.execute(summed):
        yield replace(UsageSum(*row), prices=prices.get(row[0], {}), unpriced=lacking.get(row[0], 0))
