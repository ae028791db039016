"""The database under the job store: one kind of connection for questions, another for changes."""

from __future__ import annotations

import logging
import os
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, InterfaceError, InternalError, NoSuchModuleError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from wps_cwl.errors import Misconfigured, StoreUnavailable

logger = logging.getLogger(__name__)

BUSY_SECONDS = 30  # how long a writer of SQLite waits for another one
POOL = 20  # connections to PostgreSQL that one process keeps open; as many more are opened for a moment

# How long PostgreSQL is waited for: a machine that is cut off says nothing, and every thread would hang on it.
PATIENCE: Mapping[str, int] = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,  # milliseconds
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
}

# How an engine is made, and what makes a connection of it one for questions only.
_ENGINE: Mapping[str, Mapping[str, Any]] = {  # Any: the keyword arguments of create_engine
    # the threads of the program are the limit, not the pool
    "sqlite": {"connect_args": {"timeout": BUSY_SECONDS, "check_same_thread": False}, "max_overflow": -1},
    "postgresql": {
        "pool_pre_ping": True,
        "pool_size": POOL,
        "max_overflow": POOL,
        "pool_timeout": 10,
        "connect_args": {**PATIENCE, "application_name": "wps-cwl"},
    },
}
_QUESTIONS: Mapping[str, Mapping[str, Any]] = {
    "sqlite": {"wps_cwl_begin": False},
    "postgresql": {"isolation_level": "AUTOCOMMIT"},
}


class Database:
    """The connections of one process to one database. Nothing is opened before it is needed.

    Both methods raise errors.StoreUnavailable when the database cannot be reached or written.
    """

    def __init__(self, url: str) -> None:
        address = parse_url(url)
        self.engine = _engine(address)
        self._questions = self.engine.execution_options(**_QUESTIONS[self.engine.dialect.name])
        self._quick = self.engine.execution_options(wps_cwl_durable=False)
        # an engine refers to itself: its connections would stay open until the garbage is collected
        weakref.finalize(self, self.engine.dispose).atexit = False

    @classmethod
    def shared(cls, url: str) -> Database:
        """Return the one whose connections all share that use this database in this process; a lease has its own."""
        found = _SHARED.get(url)
        if found is None:
            found = _SHARED[url] = cls(url)
        return found

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection for one SELECT; it waits for no writer."""
        with _translated(), self._questions.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, *, durable: bool = True) -> Iterator[Connection]:
        """Give a connection in a transaction, which is committed at the end, or rolled back on an exception.

        SQLite has one writer at a time; the others wait. A change that is not `durable` may be lost in a power failure
        (not when the process dies), and saves SQLite a flush to the disk.
        """
        with _translated(), (self.engine if durable else self._quick).begin() as connection:
            yield connection

    def close(self) -> None:
        """Close the connections that are idle; the next use opens new ones."""
        self.engine.dispose()


_SHARED: WeakValueDictionary[str, Database] = WeakValueDictionary()


def parse_url(url: str) -> URL:
    """Return the address of a database that we can use; raise errors.Misconfigured for any other."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):  # the second, of a port, repeats what may be a password
        raise Misconfigured(reason="database.url is no database URL, such as postgresql://user@host/name") from None
    if "@" in f"{address.host}{address.database}" and address.get_backend_name() != "sqlite":
        # it would be told as the name of a host, which does not answer
        raise Misconfigured(reason="database.url has an @ too many; one in a name or password is written as %40")
    if address.get_backend_name() not in _ENGINE:
        known = ", ".join(_ENGINE)
        raise Misconfigured(reason=f'"{address.drivername}" in database.url is not known; choose from: {known}')
    if address.get_backend_name() == "sqlite" and sqlite_file(address) is None:
        raise Misconfigured(reason="database.url must name a file: every process would have its own memory")
    return address.set(drivername="postgresql+psycopg") if address.drivername == "postgresql" else address


def is_shared(url: str) -> bool:
    """Whether several machines may use the database at once."""
    return parse_url(url).get_backend_name() == "postgresql"


def sqlite_file(address: URL) -> Path | None:
    """Return the file of an SQLite database; None for any other, for one in memory and for a `file:` URI."""
    name = address.database or ""
    if address.get_backend_name() != "sqlite" or name in ("", ":memory:") or name.startswith("file:"):
        return None
    return Path(name)


def _engine(address: URL) -> Engine:
    try:
        # the parameters of a statement, such as the URIs of subscribers, hold secrets that no log may have
        engine = create_engine(address, hide_parameters=True, **_ENGINE[address.get_backend_name()])
    except (ImportError, NoSuchModuleError) as error:
        raise Misconfigured(reason=f"there is no driver for database.url: {error}") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    _forget_in_children(engine)
    return engine


def _prepare_sqlite(connection: Any, record: object) -> None:  # noqa: ARG001  # Any: the driver's own, untyped
    connection.isolation_level = None  # the driver begins nothing by itself; `_begin_sqlite` does
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")


def _begin_sqlite(connection: Connection) -> None:
    # IMMEDIATE: a transaction that begins as a reader and writes later is refused ("database is locked") without
    # waiting when another one wrote in between; one that begins as a writer waits for its turn.
    options = connection.get_execution_options()
    if options.get("wps_cwl_begin", True):
        # In WAL mode NORMAL keeps the file sound, yet a power failure may take the last commits back.
        level = "FULL" if options.get("wps_cwl_durable", True) else "NORMAL"
        connection.exec_driver_sql(f"PRAGMA synchronous = {level}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _forget_in_children(engine: Engine) -> None:
    """Let a forked child open its own connections: one that two processes share corrupts what it carries."""
    reference = weakref.ref(engine)

    def forget() -> None:
        inherited = reference()
        if inherited is not None:
            inherited.dispose(close=False)

    os.register_at_fork(after_in_child=forget)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, InternalError) as error:  # the last: a replica, which only reads
        logger.warning("the database of jobs does not answer: %s", error.orig)  # clients need not know where it is
        raise StoreUnavailable(reason="the database of jobs does not answer") from error
    except PoolTimeoutError as error:
        raise StoreUnavailable(reason="all connections to the database of jobs are in use") from error
