"""The outbox: what is to be told of a job is written in the transaction of what it tells, so no kill comes between."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from wps_cwl.jobs.tables import UtcDateTime, notifications, subscriptions
from wps_cwl.model import FINAL_STATES, MILESTONES, Channel, Delivery, Job, Milestone, Subscription, wants


@dataclass(frozen=True)
class Outbox:
    """Writes for the clients' subscriptions and, where `calls_back` says so of a process, for the operator."""

    calls_back: Callable[[str], bool] = lambda _: False

    def subscribe(self, connection: Connection, job_id: str, wishes: Collection[Subscription]) -> None:
        """Keep what a client wants to be told of its job."""
        for wish in wishes:
            values = {"job": job_id, "topic": wish.topic, "target": wish.target, "host": wish.host}
            connection.execute(insert(subscriptions).values(values))

    def write(self, connection: Connection, job: Job, milestone: Milestone, clock: Callable[[], datetime]) -> None:
        """Write all that is to be told of a milestone; at the job's end its subscriptions are over."""
        found = select(subscriptions.c.topic, subscriptions.c.target, subscriptions.c.host)
        wishes = [
            Subscription(*row)
            for row in connection.execute(found.where(subscriptions.c.job == job.id).order_by(subscriptions.c.topic))
        ]
        receivers: list[tuple[Channel, str, str | None]] = [
            (wish.channel, wish.host, wish.target) for wish in wishes if wants(wish, milestone)
        ]
        if self.calls_back(job.process):
            receivers.append((Channel.CALLBACK, Channel.CALLBACK.value, None))
        for channel, host, target in receivers:
            receiver = {"channel": channel, "host": host, "target": target}
            _write(connection, job, milestone, moment(connection, clock), receiver)
        if wishes and MILESTONES[milestone].state in FINAL_STATES:
            connection.execute(delete(subscriptions).where(subscriptions.c.job == job.id))


def moment(connection: Connection, clock: Callable[[], datetime]) -> datetime:
    """Return what time it is: by PostgreSQL, which several machines may share, as clocks differ; else by our clock."""
    if connection.dialect.name != "postgresql":
        return clock()
    return connection.execute(select(func.clock_timestamp(type_=UtcDateTime()))).scalar_one()


def _write(connection: Connection, job: Job, milestone: Milestone, now: datetime, receiver: dict[str, object]) -> None:
    channel = receiver["channel"]
    id = f"{job.id}.{milestone.value}.{channel.value if isinstance(channel, Channel) else ''}"
    if connection.scalar(select(notifications.c.number).where(notifications.c.id == id)) is not None:
        return  # a job may be queued, and run, several times
    values = {
        "id": id,
        "job": job.id,
        "milestone": milestone,
        "then": job,
        "created": now,
        "next_try": now,
        "state": Delivery.WAITING,
        "tries": 0,
    }
    connection.execute(insert(notifications).values(**values, **receiver))
