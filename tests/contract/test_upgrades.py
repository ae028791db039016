"""The database of every earlier version, on every kind of database: its jobs are kept, and its programs work on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, delete, insert, inspect, select, text, update

from wps_cwl.jobs import JobStore, Leases, UsageStore, upgrade
from wps_cwl.jobs.database import is_shared, parse_url
from wps_cwl.jobs.migrations import _config
from wps_cwl.model import ExecuteRequest, Job, JobState, LiteralValue, Result

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
RESULTS = '[{"id": "word", "value": {"text": "yes", "kind": "literal"}}]'
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011")

# What the version of a revision wrote first into its columns; those of later ones it did not know.
JOB: dict[str, Any] = {
    "id": "waits",
    "process": "p",
    "process_version": "1.0.0",
    "user": "zoë",
    "state": "accepted",
    "message": "",
    "created": NOW,
    "updated": NOW,
    "request": '{"process": "p"}',
    "results": "[]",
    "released": True,
    "restarts": 0,
}
ENDED = JOB | {"id": "ended", "state": "successful", "message": "done", "percent": 100, "results": RESULTS}
BY_REVISION: dict[str, dict[str, Any]] = {
    "0002": {"reuse_key": "k"},
    "0003": {"profile": "short", "route": "rule 1"},
    "0005": {"input_bytes": 5 << 40, "run_seconds": 1.5},
}
ENGINE = {"token": 1, "name": "old", "machine": "m", "expires": datetime(2999, 1, 1, tzinfo=UTC)}
STEP = {"job": "ended", "number": 0, "process": "p", "user": "zoë", "finished": NOW, "step": "s", "scheduler": "slurm"}


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    made = create_engine(parse_url(url))
    yield made
    made.dispose()


def to(engine: Engine, revision: str) -> None:
    with engine.begin() as connection:
        command.upgrade(_config(connection), revision)


def tables_of(engine: Engine) -> dict[str, Table]:
    """Return the tables as they are: what a program of this version knows of them."""
    found = MetaData()
    found.reflect(engine)
    return dict(found.tables)


def of_version(revision: str, row: dict[str, Any]) -> dict[str, Any]:
    for added, columns in BY_REVISION.items():
        if added <= revision:
            row = row | columns
    return row


def fill(connection: Connection, tables: dict[str, Table], revision: str) -> None:
    for row in (JOB, ENDED):
        connection.execute(insert(tables["jobs"]).values(of_version(revision, row)))
    if "steps" in tables:
        connection.execute(insert(tables["steps"]).values(STEP))
    if "engines" in tables:
        connection.execute(insert(tables["engines"]).values(ENGINE))


def test_all_migrations_are_held_against_these_tests(engine: Engine) -> None:
    with engine.begin() as connection:
        known = ScriptDirectory.from_config(_config(connection)).walk_revisions()
        assert tuple(sorted(script.revision for script in known)) == REVISIONS


@pytest.mark.parametrize("revision", REVISIONS)
def test_jobs_of_every_earlier_version_are_kept_upgrade_by_upgrade(engine: Engine, url: str, revision: str) -> None:
    to(engine, revision)
    tables = tables_of(engine)
    with engine.begin() as connection:
        fill(connection, tables, revision)
        before = connection.execute(select(tables["jobs"]).order_by(tables["jobs"].c.id)).all()
    for following in REVISIONS[REVISIONS.index(revision) + 1 :]:
        to(engine, following)
        with engine.begin() as connection:
            assert connection.execute(select(tables["jobs"]).order_by(tables["jobs"].c.id)).all() == before
    store = JobStore(url)
    job = store.get("ended")
    assert (job.state, job.message, job.user, job.percent) == (JobState.SUCCESSFUL, "done", "zoë", 100)
    assert job.results == (Result("word", LiteralValue("yes")),)
    assert (job.profile, job.route) == (("short", "rule 1") if revision >= "0003" else (None, ""))
    assert bool(store.reusable("k", user="zoë")) == (revision >= "0002")
    assert len(UsageStore(url).of("ended")) == (1 if revision >= "0004" else 0)
    if is_shared(url):
        assert Leases(url).names() == ({"old"} if "engines" in tables else set())
    claimed = store.claim(engine="e")
    assert claimed is not None
    assert claimed.id == "waits"
    store.close()


@pytest.mark.parametrize("revision", REVISIONS)
def test_programs_of_every_earlier_version_work_on_while_the_tables_are_newer(
    engine: Engine, url: str, revision: str
) -> None:
    to(engine, revision)
    tables = tables_of(engine)
    old = tables["jobs"]
    upgrade(url)
    with engine.begin() as connection:
        fill(connection, tables, revision)  # a column that they do not know has a default, or may be empty
        connection.execute(update(old).where(old.c.id == "waits").values(state="dismissed", finished=NOW))
        assert connection.scalar(select(old.c.state).where(old.c.id == "waits")) == "dismissed"
    store = JobStore(url)
    assert store.get("waits").state is JobState.DISMISSED
    assert store.get("ended").state is JobState.SUCCESSFUL
    store.close()


@pytest.mark.parametrize("revision", REVISIONS)
def test_programs_of_every_earlier_version_and_of_this_one_share_jobs(engine: Engine, url: str, revision: str) -> None:
    """As they do while machines are upgraded one after the other: what one writes, the other reads and goes on with."""
    to(engine, revision)
    old = tables_of(engine)["jobs"]
    upgrade(url)
    store = JobStore(url)
    for id in ("by-both", "by-this"):
        store.add(Job(id, "p", JobState.ACCEPTED, NOW, NOW, ExecuteRequest("p"), user="zoë"), waiting_limit=9)
    store.claim(engine="this")  # the oldest, and of two that are as old the first by name
    store.finish("by-both", JobState.SUCCESSFUL, message="done", results=(Result("word", LiteralValue("yes")),))
    taken = update(old).where(old.c.id == "by-this", old.c.state == "accepted")
    with engine.begin() as connection:
        row = connection.execute(select(old).where(old.c.id == "by-both")).one()
        assert (row.state, row.user, row.released, row.percent) == ("successful", "zoë", False, 100)
        assert json.loads(row.results)[0]["value"]["text"] == "yes"
        connection.execute(update(old).where(old.c.id == "by-both").values(released=True))
        connection.execute(delete(old).where(old.c.id == "by-both"))
        assert connection.execute(taken.values(state="staging", released=False, started=NOW)).rowcount == 1
    assert [job.id for job in store.unreleased()] == ["by-this"], "an engine of this version takes up what was left"
    assert store.move("by-this", JobState.STAGING, JobState.QUEUED)
    assert store.finish("by-this", JobState.FAILED, message="no")
    with engine.begin() as connection:
        assert connection.scalar(select(old.c.state).where(old.c.id == "by-this")) == "failed"
    store.close()


def test_a_program_that_is_older_than_its_database_starts_all_the_same(engine: Engine, url: str) -> None:
    upgrade(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0999'"))
        connection.execute(text("ALTER TABLE jobs ADD COLUMN later VARCHAR"))
    upgrade(url)
    assert JobStore(url).count() == 0
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "0999"
        assert "later" in {column["name"] for column in inspect(connection).get_columns("jobs")}
