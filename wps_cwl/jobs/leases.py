"""Which engines there are, and until when each may act on its jobs. Times are the database's, as clocks differ.

The lease of an engine is a row with a token, which its jobs bear. A lease that is over is never renewed: then another
engine may give its jobs its own token, and what the first one still writes finds no job that bears the old one.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select, update

from wps_cwl import errors
from wps_cwl.jobs.database import Database
from wps_cwl.jobs.tables import engines, jobs

_NOW = func.clock_timestamp()  # of this moment; now() would be that of the transaction's begin
_LIVES = engines.c.expires > _NOW
_AT_WORK = jobs.c.released.is_(False)


class Leases:
    """The leases of the engines on one PostgreSQL. Every method may raise errors.StoreUnavailable."""

    def __init__(self, url: str) -> None:
        self._database = Database(url)

    def take(self, name: str, machine: str, seconds: float) -> int:
        """Return the token of a new lease, which bears the jobs of all earlier ones of this name.

        The caller sees to it that no other engine of this name runs on this machine. Raises errors.Unavailable when one
        has its lease on another.
        """
        with self._database.writing() as connection:
            elsewhere = select(engines.c.machine).where(engines.c.name == name, engines.c.machine != machine, _LIVES)
            if (other := connection.scalar(elsewhere)) is not None:
                raise errors.EngineElsewhere(name=name, machine=other)
            made = insert(engines).values(name=name, machine=machine, expires=_end(seconds)).returning(engines.c.token)
            token = int(connection.scalar(made) or 0)
            earlier = select(engines.c.token).where(engines.c.name == name, engines.c.token != token)
            connection.execute(update(jobs).where(_AT_WORK, jobs.c.lease.in_(earlier)).values(lease=token))
            connection.execute(delete(engines).where(engines.c.name == name, engines.c.token != token))
            return token

    def renew(self, token: int, seconds: float) -> bool:
        """Renew a lease, and return whether its engine is the one that does what one does for all: the oldest.

        Raises errors.LeaseLost when it is over.
        """
        with self._database.writing(durable=False) as connection:
            mine = update(engines).where(engines.c.token == token, _LIVES).values(expires=_end(seconds))
            if connection.execute(mine).rowcount != 1:
                raise errors.LeaseLost
            return bool(connection.scalar(select(func.min(engines.c.token)).where(_LIVES)) == token)

    def take_over(self, token: int, name: str, limit: int) -> tuple[str, ...]:
        """Take jobs of engines whose lease is over, and return which; two engines never get the same."""
        with self._database.writing() as connection:
            if connection.scalar(select(engines.c.token).where(engines.c.token == token, _LIVES)) is None:
                raise errors.LeaseLost
            left = select(jobs.c.id).where(_AT_WORK, _nobodys()).order_by(jobs.c.created).limit(limit)
            found = tuple(connection.scalars(left.with_for_update(skip_locked=True)))
            connection.execute(update(jobs).where(jobs.c.id.in_(found)).values(lease=token, engine=name))
            _forget(connection)
            return found

    def names(self) -> frozenset[str]:
        """Return the engines that have a lease."""
        with self._database.reading() as connection:
            return frozenset(connection.scalars(select(engines.c.name).where(_LIVES)))


def _end(seconds: float) -> ColumnElement[object]:
    return _NOW + timedelta(seconds=seconds)


def _nobodys() -> ColumnElement[bool]:
    return or_(jobs.c.lease.is_(None), jobs.c.lease.not_in(select(engines.c.token).where(_LIVES)))


def _forget(connection: Connection) -> None:
    """Remove the rows of leases that are over and bear no job."""
    borne = select(jobs.c.lease).where(_AT_WORK, jobs.c.lease.is_not(None))
    connection.execute(delete(engines).where(engines.c.expires <= _NOW, engines.c.token.not_in(borne)))
