"""What is to be told of jobs, as a queue: each is one engine's at a time, and those to one receiver come in order.

To take a notification is to set its next try to a later time. So one whose engine was killed is tried again then, by
whichever engine; a receiver may get it twice, under the same identifier.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, exists, select, update

from wps_cwl.jobs.database import Database
from wps_cwl.jobs.tables import notifications
from wps_cwl.jobs.times import Clock, moment, now
from wps_cwl.model import Channel, Delivery, Notification

_COLUMNS = [notifications.c[field.name] for field in fields(Notification)]
_WAITS = notifications.c.state == Delivery.WAITING


class NotificationStore:
    """The notifications of one database, made by `wps_cwl.jobs.upgrade`.

    Times are PostgreSQL's where several engines share one, as clocks differ, else those of `clock`. Every method may
    raise errors.StoreUnavailable.
    """

    def __init__(self, url: str, *, clock: Clock = now) -> None:
        self._database = Database.shared(url)
        self._clock = clock

    def claim(
        self, *, seconds: float, busy: Collection[str] = (), without: Collection[Channel] = ()
    ) -> Notification | None:
        """Take the next one that is due, for so many seconds; two engines never get the same.

        Those that were tried least often come first. None of the hosts or channels that are named is taken, and none
        before an earlier one of the same job to the same receiver.
        """
        with self._database.reading() as connection:  # most looks find nothing, and need no transaction
            if connection.scalar(_due(self._time(connection), busy, without)) is None:
                return None
        with self._database.writing(durable=False) as connection:
            now = self._time(connection)
            due = _due(now, busy, without).with_for_update(skip_locked=True, of=notifications).scalar_subquery()
            taken = (
                update(notifications)
                .where(notifications.c.number == due, _WAITS, notifications.c.next_try <= now)
                .values(next_try=now + timedelta(seconds=seconds), tries=notifications.c.tries + 1)
                .returning(*_COLUMNS)
            )
            row = connection.execute(taken).one_or_none()
            return None if row is None else Notification(**row._mapping)

    def sent(self, notification: Notification) -> None:
        """Note that it was received; its target is forgotten."""
        self._settle(notification, state=Delivery.SENT, target=None, reason=None)

    def give_up(self, notification: Notification, reason: str) -> None:
        """Note that it is tried no more; its target is forgotten."""
        self._settle(notification, state=Delivery.GIVEN_UP, target=None, reason=reason)

    def put_off(self, notification: Notification, seconds: float, reason: str) -> None:
        """Try it again in so many seconds."""
        with self._database.writing(durable=False) as connection:
            again = self._time(connection) + timedelta(seconds=seconds)
            mine = update(notifications).where(notifications.c.id == notification.id, _WAITS)
            connection.execute(mine.values(next_try=again, reason=reason))

    def of(self, job_id: str) -> tuple[Notification, ...]:
        """Return those of a job, the first one first."""
        found = select(*_COLUMNS).where(notifications.c.job == job_id).order_by(notifications.c.number)
        with self._database.reading() as connection:
            return tuple(Notification(**row._mapping) for row in connection.execute(found))

    def age(self, notification: Notification) -> float:
        """Return for how many seconds it has been there."""
        with self._database.reading() as connection:
            return (self._time(connection) - notification.created).total_seconds()

    def _settle(self, notification: Notification, **values: object) -> None:
        with self._database.writing() as connection:
            mine = update(notifications).where(notifications.c.id == notification.id, _WAITS)
            connection.execute(mine.values(**values))

    def _time(self, connection: Connection) -> datetime:
        return moment(connection, self._clock)


def _due(now: datetime, busy: Collection[str], without: Collection[Channel]) -> Any:  # Any: a Select of SQLAlchemy's
    earlier = notifications.alias()
    behind = exists().where(
        earlier.c.state == Delivery.WAITING,
        earlier.c.number < notifications.c.number,
        *(earlier.c[name] == notifications.c[name] for name in ("job", "channel", "host")),
    )
    return (
        select(notifications.c.number)
        .where(_WAITS, notifications.c.next_try <= now, ~behind)
        .where(notifications.c.host.not_in(busy), notifications.c.channel.not_in(without))
        .order_by(notifications.c.tries, notifications.c.next_try, notifications.c.number)
        .limit(1)
    )
