"""The table of jobs, and how its columns hold our types."""

from __future__ import annotations

import enum
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Enum,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    false,
)

from wps_cwl import codec
from wps_cwl.model import (
    Channel,
    Delivery,
    ExecuteRequest,
    Job,
    JobError,
    JobState,
    Milestone,
    Price,
    Result,
    Topic,
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, held in UTC. SQLite knows no time zones, so it gets and gives naive ones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Readable(TypeDecorator[str]):
    """Text for people. What no database takes (NUL, lone surrogates from file names) is replaced, never an error."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002  # the interface
        return None if value is None else readable(value)


class Encoded(TypeDecorator[Any]):  # Any: the columns hold different types
    """A value of the model as JSON."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: object) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002  # the interface
        return None if value is None else codec.dump(value, self.kind).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002  # the interface
        return None if value is None else codec.load(value, self.kind)


class Amount(TypeDecorator[Decimal]):
    """An amount of money as a whole number of millionths, so that SQL sums it up exactly, too."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002  # the interface
        return None if value is None else int(value.scaleb(6).to_integral_exact())

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002  # the interface
        return None if value is None else Decimal(int(value)).scaleb(-6)


def readable(text: str) -> str:
    """Return the text with everything replaced that cannot be stored."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")


metadata = MetaData()


def _words(kind: type[enum.Enum]) -> Enum:
    """Return the type of a column that holds the words of an enumeration."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,  # a new word needs no migration
        length=16,
        values_callable=lambda members: [member.value for member in members],
    )


jobs = Table(
    "jobs",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("process", String, nullable=False),
    Column("process_version", String, nullable=False),
    Column("user", String, nullable=False),
    Column("state", _words(JobState), nullable=False),
    Column("message", Readable, nullable=False),
    Column("percent", Integer),
    Column("created", UtcDateTime, nullable=False),
    Column("updated", UtcDateTime, nullable=False),
    Column("started", UtcDateTime),  # when it left our queue
    Column("finished", UtcDateTime),
    Column("expires", UtcDateTime),
    Column("request", Encoded(ExecuteRequest), nullable=False),
    Column("error", Encoded(JobError)),
    Column("results", Encoded(tuple[Result, ...]), nullable=False),
    Column("reused_from", String(64)),
    Column("profile", String),  # null: it is not decided yet
    Column("route", Readable, nullable=False, server_default=""),
    Column("price", Encoded(Price)),  # of its profile, as it was then
    Column("kept", Boolean, nullable=False, server_default=false()),  # by hand
    # what follows is the engine's, and no part of a Job
    Column("engine", String),  # who has it at work
    Column("lease", Integer),  # the token of that engine; null where there is one engine, which needs none
    Column("released", Boolean, nullable=False),  # False: a leader may be alive
    Column("restarts", Integer, nullable=False),
    Column("reuse_key", String(64)),  # what the job asks for, as a digest; null: its results answer no other job
    Column("input_bytes", BigInteger),  # of its input files together, as it was routed
    Column("run_seconds", Float),  # that its leader took, without waiting for a scheduler; null: not all of it was seen
    Column("directory_bytes", BigInteger),  # what its directory takes, since it has ended; null: nobody has looked
    Column("result_bytes", BigInteger),  # of its files that were published
    Index("jobs_process_finished", "process", "finished"),
    Index("jobs_state_created", "state", "created", "id"),
    Index("jobs_created", "created", "id"),
    Index("jobs_user_created", "user", "created", "id"),
    Index("jobs_released", "released", "created"),
    Index("jobs_expires", "expires"),
    Index("jobs_reuse_key", "reuse_key"),
)

# The engines, where there may be several: who has a job, and until when. A token is given once, and never again.
# one row, of the migration: what tells this database from any other
identity = Table("identity", metadata, Column("identifier", String(36), primary_key=True))

engines = Table(
    "engines",
    metadata,
    Column("token", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("machine", String, nullable=False),
    Column("expires", UtcDateTime, nullable=False),
)

# What the steps of jobs have used; kept when the jobs are removed.
steps = Table(
    "steps",
    metadata,
    Column("job", String(64), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("process", String, nullable=False),
    Column("user", String, nullable=False),
    Column("finished", UtcDateTime, nullable=False),  # when the job ended
    Column("step", Readable, nullable=False),
    Column("scheduler", String, nullable=False),
    Column("id", String),  # the scheduler's
    Column("profile", String),
    Column("queue", String),
    Column("node", String),
    Column("cores", Float),
    Column("submitted", UtcDateTime),
    Column("started", UtcDateTime),
    Column("ended", UtcDateTime),
    Column("queue_wait", Float),  # seconds, like the next two
    Column("wall", Float),
    Column("cpu", Float),
    Column("memory", BigInteger),  # bytes
    Column("exit_code", Integer),
    Column("end", String),
    Column("source", String),
    Column("gpus", Integer),
    Column("price", Amount),
    Column("currency", String),
    Index("steps_finished", "finished"),
)

# What clients want to be told of their jobs, until these end. The rows of both tables go with their job, also where a
# program removes that which does not know of them.
subscriptions = Table(
    "subscriptions",
    metadata,
    Column("job", String(64), ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("topic", _words(Topic), primary_key=True),
    Column("target", Text, nullable=False),
    Column("host", String, nullable=False),
)

# What is to be told, and what was.
notifications = Table(
    "notifications",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),  # the order in which they were written
    Column("id", String(128), nullable=False, unique=True),
    Column("job", String(64), ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False),
    Column("milestone", _words(Milestone), nullable=False),
    Column("channel", _words(Channel), nullable=False),
    Column("host", String, nullable=False),
    Column("target", Text),
    Column("then", Encoded(Job), nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("next_try", UtcDateTime, nullable=False),  # while one is tried: when another engine may try it
    Column("state", _words(Delivery), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("reason", Readable),
    Index("notifications_job", "job", "number"),
    Index("notifications_due", "state", "next_try"),
)
