"""What jobs have used, in SQL: one row for each step, kept when the jobs themselves are removed."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, delete, distinct, func, insert, select

from wps_cwl.jobs.database import Database
from wps_cwl.jobs.tables import steps
from wps_cwl.model import Job, StepUsage, SumBy, UsageSum

_COLUMNS = [field.name for field in fields(StepUsage) if field.name in steps.c]
_GROUPS = {
    SumBy.JOB: steps.c.job,
    SumBy.USER: steps.c.user,
    SumBy.PROCESS: steps.c.process,
    SumBy.PROFILE: func.coalesce(steps.c.profile, ""),
}


class UsageStore:
    """The rows, shared by every process that opens the same database, made by `wps_cwl.jobs.upgrade`.

    Every method may raise errors.StoreUnavailable.
    """

    def __init__(self, url: str) -> None:
        self._database = Database(url)

    def put(self, job: Job, used: tuple[StepUsage, ...]) -> None:
        """Replace what is known of the steps of a job."""
        common = {
            "job": job.id,
            "process": job.process,
            "user": job.user,
            "finished": job.finished or datetime.now(UTC),
        }
        rows = [
            {**common, "number": number, **{name: getattr(step, name) for name in _COLUMNS}}
            for number, step in enumerate(used)
        ]
        with self._database.writing() as connection:
            connection.execute(delete(steps).where(steps.c.job == job.id))
            if rows:
                connection.execute(insert(steps), rows)

    def of(self, job_id: str) -> tuple[StepUsage, ...]:
        """Return the steps of a job, without the schedulers' own fields; none when it is not known."""
        found = select(*(steps.c[name] for name in _COLUMNS)).where(steps.c.job == job_id).order_by(steps.c.number)
        with self._database.reading() as connection:
            return tuple(StepUsage(**row._mapping) for row in connection.execute(found))

    def sums(self, by: SumBy, *, since: datetime | None = None, until: datetime | None = None) -> tuple[UsageSum, ...]:
        """Return sums over the jobs that ended from `since` on and before `until`, those with the most first."""
        name, core_seconds = _GROUPS[by], func.sum(steps.c.cores * steps.c.wall)
        wanted: list[ColumnElement[bool]] = [] if since is None else [steps.c.finished >= since]
        if until is not None:
            wanted.append(steps.c.finished < until)
        summed = (
            select(
                name,
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
            .group_by(name)
            .order_by(func.coalesce(core_seconds, 0).desc(), name)
        )
        with self._database.reading() as connection:
            return tuple(UsageSum(*row) for row in connection.execute(summed))
