"""The outbox: what is to be told of a job is written in the transaction of what it tells, so no kill comes between."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from wps_cwl.jobs.tables import notifications, subscriptions
from wps_cwl.jobs.times import Clock, moment
from wps_cwl.model import FINAL_STATES, MILESTONES, Channel, Delivery, Job, Milestone, Subscription, wants


@dataclass(frozen=True)
class Outbox:
    """Writes for the clients' subscriptions and, where `calls_back` says so of a process, for the operator."""

    calls_back: Callable[[str], bool] | None = None

    def subscribe(self, connection: Connection, job_id: str, wishes: Collection[Subscription]) -> None:
        """Keep what a client wants to be told of its job."""
        for wish in wishes:
            values = {"job": job_id, "topic": wish.topic, "target": wish.target, "host": wish.host}
            connection.execute(insert(subscriptions).values(values))

    def write(
        self, connection: Connection, job_id: str, milestone: Milestone, *, clock: Clock, read: Callable[[], Job]
    ) -> None:
        """Write all that is to be told of a milestone; at the job's end its subscriptions are over.

        `read` gives the job as it is now in this transaction: mostly nobody wants to know, and it is not needed.
        """
        found = select(subscriptions.c.topic, subscriptions.c.target, subscriptions.c.host)
        found = found.where(subscriptions.c.job == job_id).order_by(subscriptions.c.topic)
        wishes = [Subscription(*row) for row in connection.execute(found)]
        receivers = [_Receiver(wish.channel, wish.host, wish.target) for wish in wishes if wants(wish, milestone)]
        if not receivers and self.calls_back is None:
            return
        job = read()
        if self.calls_back is not None and self.calls_back(job.process):
            receivers.append(_Receiver(Channel.CALLBACK, Channel.CALLBACK.value, None))
        for receiver in receivers:
            _write(connection, job, milestone, receiver, moment(connection, clock))
        if wishes and MILESTONES[milestone].state in FINAL_STATES:
            connection.execute(delete(subscriptions).where(subscriptions.c.job == job_id))


@dataclass(frozen=True)
class _Receiver:
    channel: Channel
    host: str
    target: str | None


def _write(connection: Connection, job: Job, milestone: Milestone, receiver: _Receiver, now: datetime) -> None:
    id = f"{job.id}.{milestone.value}.{receiver.channel.value}"
    if connection.scalar(select(notifications.c.number).where(notifications.c.id == id)) is not None:
        return  # a job may be queued, and run, several times
    values = {"id": id, "job": job.id, "milestone": milestone, "then": job, **asdict(receiver)}
    times = {"created": now, "next_try": now}
    connection.execute(insert(notifications).values(**values, **times, state=Delivery.WAITING, tries=0))
