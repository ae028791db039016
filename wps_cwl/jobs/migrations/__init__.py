"""How the database of jobs came to be, step by step, and `upgrade`, which takes the steps that are missing."""

from __future__ import annotations

import fcntl
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from wps_cwl.errors import Misconfigured
from wps_cwl.jobs.database import Database, parse_url, sqlite_file

_NUMBER = re.compile(r"\d{4}")  # of a migration
_POSTGRESQL_LOCK = 0x7770735F63776C  # any number that nobody else in that database takes: "wps_cwl"


def upgrade(url: str) -> None:
    """Make the database, or bring it up to date; do nothing to one that is.

    Processes that call this at the same time take turns. A newer version may have brought it further: while its
    migrations only add, which the first digit of their numbers says, this one works on with it. Raises
    errors.Misconfigured for a database that cannot be made and for one that was left by a version too new, or unknown;
    errors.Unavailable for one that does not answer.
    """
    path = sqlite_file(parse_url(url))
    database = Database(url)
    try:
        with _file_lock(path):
            if path is not None:
                _prepare_sqlite_file(database)
            with database.writing() as connection:
                _wait_for_turn(connection)
                if not _is_newer(connection):
                    command.upgrade(_config(connection), "head")
    except CommandError as error:
        raise Misconfigured(reason=f"the database of jobs was left by another version: {error}") from error
    finally:
        database.close()


def _is_newer(connection: Connection) -> bool:
    current = MigrationContext.configure(connection).get_current_revision() or ""
    head = ScriptDirectory.from_config(_config(connection)).get_current_head() or ""
    return bool(_NUMBER.fullmatch(current)) and current[0] == head[0] and current > head


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _file_lock(path: Path | None) -> Iterator[None]:
    """Hold the lock file beside an SQLite database; other databases lock themselves, see `_wait_for_turn`."""
    if path is None:
        yield
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)  # jobs are their owners' business; SQLite gives its other files the same mode
        lock = path.with_name(f"{path.name}.lock").open("w")
    except OSError as error:
        raise Misconfigured(reason=f"the database of jobs cannot be made: {error}") from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _prepare_sqlite_file(database: Database) -> None:
    # The mode stays with the file. It is set under our lock: SQLite does not wait where two set it at once.
    with database.reading() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")


def _wait_for_turn(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_POSTGRESQL_LOCK})")
