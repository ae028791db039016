"""The migrations make the database that the tables describe, however they are run."""

from __future__ import annotations

import fcntl
import sqlite3
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from wps_cwl.errors import Misconfigured
from wps_cwl.jobs import JobStore, upgrade
from wps_cwl.jobs.migrations import _config
from wps_cwl.jobs.tables import metadata
from wps_cwl.model import JobState, LiteralValue, Result

ROW = """
INSERT INTO jobs (id, process, process_version, user, state, message, percent, created, updated, request, results,
                  released, restarts)
VALUES ('old', 'p', '1.0.0', 'zoë', 'successful', 'done', 100, '2025-03-01 12:00:00.000000',
        '2025-03-01 12:00:01.000000', '{"process": "p"}',
        '[{"id": "word", "value": {"text": "yes", "kind": "literal"}}]', 1, 0)
"""


def dump(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        return list(connection.iterdump())


def test_migrations_and_tables_agree(url: str) -> None:
    upgrade(url)
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        columns = {column["name"]: column["nullable"] for column in inspect(connection).get_columns("jobs")}
    assert columns == {column.name: column.nullable for column in metadata.tables["jobs"].columns}
    engine.dispose()


def test_jobs_of_the_first_version_are_kept(url: str, tmp_path: Path) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        command.upgrade(_config(connection), "0001")
        connection.execute(text(ROW))
        assert "reuse_key" not in {column["name"] for column in inspect(connection).get_columns("jobs")}
    engine.dispose()
    upgrade(url)
    store = JobStore(url)
    job = store.get("old")
    assert (job.state, job.message, job.user) == (JobState.SUCCESSFUL, "done", "zoë")
    assert job.results == (Result("word", LiteralValue("yes")),)
    assert job.reused_from is None
    store.offer("old", reuse_key="k")
    assert store.reusable("k", user="zoë") == (job,)
    store.close()


def test_the_second_step_can_be_taken_back(url: str, tmp_path: Path) -> None:
    upgrade(url)
    engine = create_engine(url)
    with engine.begin() as connection:
        command.downgrade(_config(connection), "0001")
        connection.execute(text(ROW))
    engine.dispose()
    upgrade(url)
    assert JobStore(url).get("old").message == "done"


def test_upgrading_again_changes_nothing(url: str, store: JobStore, add: Callable[[str], Any], tmp_path: Path) -> None:
    add("j1")
    before = dump(tmp_path / "jobs.sqlite")
    upgrade(url)
    assert dump(tmp_path / "jobs.sqlite") == before


def test_processes_that_upgrade_at_the_same_time_take_turns(
    url: str, start_together: Callable[..., list[Any]], tmp_path: Path
) -> None:
    others = start_together(*[("make", "")] * 4)
    assert [other.said() for other in others] == [["done"]] * 4
    with sqlite3.connect(tmp_path / "jobs.sqlite") as connection:
        assert connection.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_an_upgrade_waits_for_the_one_that_is_under_way(
    url: str, start_together: Callable[..., list[Any]], tmp_path: Path
) -> None:
    with (tmp_path / "jobs.sqlite.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        (other,) = start_together(("make", ""))
        with pytest.raises(subprocess.TimeoutExpired):
            other.process.wait(timeout=2)
        assert (tmp_path / "jobs.sqlite").stat().st_size == 0
    assert other.said() == ["done"]


def test_an_upgrade_needs_nothing_from_the_working_directory(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    upgrade(url)
    assert JobStore(url).count() == 0
    assert list(elsewhere.iterdir()) == []


def test_folders_are_made_and_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "jobs.sqlite"
    upgrade(f"sqlite:///{path}")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_database_of_a_newer_version_is_refused(url: str, tmp_path: Path) -> None:
    upgrade(url)
    with sqlite3.connect(tmp_path / "jobs.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = dump(tmp_path / "jobs.sqlite")
    with pytest.raises(Misconfigured, match="9999"):
        upgrade(url)
    assert dump(tmp_path / "jobs.sqlite") == before


def test_a_database_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(Misconfigured, match="cannot be made"):
        upgrade(f"sqlite:///{tmp_path}/file/jobs.sqlite")
