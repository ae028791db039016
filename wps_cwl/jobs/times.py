"""What time it is for all who share a database: their clocks differ, and one may jump."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Connection, func, select

from wps_cwl.jobs.tables import UtcDateTime

Clock = Callable[[], datetime]


def now() -> datetime:
    """Return the time of this machine."""
    return datetime.now(UTC)


def moment(connection: Connection, clock: Clock) -> datetime:
    """Return what time it is: PostgreSQL's, which machines may share; else, or where it was set, that of `clock`."""
    if connection.dialect.name != "postgresql" or clock is not now:
        return clock()
    return connection.execute(select(func.clock_timestamp(type_=UtcDateTime()))).scalar_one()
