"""Which databases are taken, and how SQLite is used."""

from __future__ import annotations

import gc
import traceback
import weakref
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import StatementError

from wps_cwl.errors import Misconfigured, Unavailable
from wps_cwl.jobs import JobStore, UsageStore
from wps_cwl.jobs.database import Database
from wps_cwl.model import ExecuteRequest, Job, JobState


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("nonsense", "no database URL"),
        ("mysql://host/name", "sqlite, postgresql"),
        ("sqlite://", "must name a file"),
        ("sqlite:///:memory:", "must name a file"),
        ("sqlite:///file:jobs?mode=memory&uri=true", "must name a file"),
        ("postgresql+nothing://host/name", "no driver"),
        ("postgresql://user:p@of@host/name", "written as %40"),
    ],
)
def test_a_database_that_we_cannot_use_is_refused(url: str, reason: str) -> None:
    with pytest.raises(Misconfigured, match=reason):
        JobStore(url)


@pytest.mark.parametrize(
    "url",
    [
        "mysql://user:secret@host/name",
        "postgresql://user:se@secret@host/name",  # else the driver would tell that there is no host "secret@host"
        "postgresql://user:s@s/secret@host/name",
        "postgresql://user:secret/name",
        "postgresql:/user:secret@host/name",
    ],
)
def test_a_refusal_does_not_show_the_password(url: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        JobStore(url)
    assert "secret" not in "".join(traceback.format_exception(refused.value)).replace(repr(url), "")


def test_nothing_is_opened_before_it_is_needed(tmp_path: Path) -> None:
    JobStore(f"sqlite:///{tmp_path}/jobs.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_does_not_answer_is_unavailable(tmp_path: Path) -> None:
    store = JobStore(f"sqlite:///{tmp_path}/nowhere/jobs.sqlite")
    with pytest.raises(Unavailable, match="does not answer"):
        store.get("j1")
    with pytest.raises(Unavailable, match="does not answer"):
        store.dismiss("j1")


def test_who_uses_a_database_shares_its_connections_as_long_as_somebody_does(tmp_path: Path) -> None:
    one, other = f"sqlite:///{tmp_path}/one.sqlite", f"sqlite:///{tmp_path}/other.sqlite"
    shared = Database.shared(one)
    assert JobStore(one)._database is UsageStore(one)._database is shared
    assert JobStore(other)._database is not shared
    gone = weakref.ref(shared)
    del shared
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize(("durable", "level"), [(True, 2), (False, 1)], ids=["durable", "quick"])
def test_a_change_is_flushed_to_the_disk_where_it_must_last(
    store: JobStore, url: str, durable: bool, level: int
) -> None:
    database = Database(url)
    with database.writing(durable=durable) as connection:
        assert connection.scalar(text("PRAGMA synchronous")) == level
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
        assert connection.scalar(text("PRAGMA busy_timeout")) == 30_000
    database.close()


def test_a_change_that_fails_is_taken_back(store: JobStore, add: Callable[[str], Job]) -> None:
    add("j1")

    def fail() -> None:
        with store._database.writing() as connection:
            connection.execute(text("DELETE FROM jobs"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert store.count() == 1


def test_a_job_is_read_with_one_select_and_no_transaction(store: JobStore, add: Callable[[str], Job]) -> None:
    add("j1")
    store.get("j1")
    statements: list[str] = []
    event.listen(store._database.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    store.get("j1")
    store.going(["j1"])
    assert [statement.split()[0] for statement in statements] == ["SELECT", "SELECT"]


def test_the_queue_and_the_lists_are_read_from_an_index(store: JobStore) -> None:
    questions = {
        "state = 'accepted' ORDER BY created, id": "jobs_state_created",
        "\"user\" = 'u' ORDER BY created DESC, id DESC": "jobs_user_created",
        "released = 0": "jobs_released",
        "expires <= '2025'": "jobs_expires",
    }
    with store._database.reading() as connection:
        for question, index in questions.items():
            explain = f"EXPLAIN QUERY PLAN SELECT id FROM jobs WHERE {question}"  # noqa: S608  # our own words
            plan = connection.execute(text(explain)).all()
            assert index in str(plan)
            assert "TEMP B-TREE" not in str(plan)


def test_a_time_without_a_zone_is_refused(store: JobStore) -> None:
    naive = datetime(2025, 1, 1)  # noqa: DTZ001  # the mistake that is looked for
    with pytest.raises(StatementError, match="no time zone"):
        store.add(Job("j1", "p", JobState.ACCEPTED, naive, naive, ExecuteRequest("p")), waiting_limit=1)
