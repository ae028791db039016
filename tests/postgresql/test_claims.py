"""Several engines on one PostgreSQL: no job is claimed twice, and none waits for another engine's transaction."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from wps_cwl import errors
from wps_cwl.jobs import JobStore, upgrade
from wps_cwl.model import ExecuteRequest, Job, JobState

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "tests" / "unit" / "jobs" / "other_process.py"
START = datetime(2025, 3, 1, tzinfo=UTC)


@pytest.fixture
def store(postgresql_url: str) -> JobStore:
    upgrade(postgresql_url)
    return JobStore(postgresql_url)


def add(store: JobStore, count: int) -> list[str]:
    ids = [f"j{number}" for number in range(count)]
    for number, id in enumerate(ids):
        created = START + timedelta(seconds=number)
        job = Job(id, "p", JobState.ACCEPTED, created, created, ExecuteRequest("p"), user=f"u{number % 3}")
        store.add(job, waiting_limit=10**9)
    return ids


def test_four_engines_never_claim_a_job_twice_nor_leave_one(store: JobStore, postgresql_url: str) -> None:
    ids = add(store, 120)
    engines = [
        subprocess.Popen(
            [sys.executable, PROGRAM, "claim", postgresql_url, f"engine{number}"],
            env={"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    for engine in engines:
        assert engine.stdout is not None
        assert engine.stdout.readline() == "ready\n"
    with ThreadPoolExecutor(4) as threads:
        said = list(threads.map(lambda engine: engine.communicate("go\n", timeout=120)[0].split(), engines))
    assert [engine.returncode for engine in engines] == [0] * 4
    assert sorted(id for one in said for id in one) == sorted(ids)
    assert store.count(JobState.STAGING) == len(ids)


def test_a_job_that_another_engine_is_about_to_take_is_passed_over(store: JobStore) -> None:
    now = datetime.now(UTC)
    for id, after in (("first", 0), ("second", 1)):
        created = now + timedelta(seconds=after)
        store.add(Job(id, "p", JobState.ACCEPTED, created, created, ExecuteRequest("p")), waiting_limit=9)
    with store._database.writing() as other:
        other.execute(text("SELECT id FROM jobs WHERE id = 'first' FOR UPDATE"))
        claimed = store.claim(engine="e")
        assert claimed is not None
        assert claimed.id == "second"
        assert store.claim(engine="e") is None, "it waits for nobody, and takes nothing that is another's"
    claimed = store.claim(engine="e")
    assert claimed is not None
    assert claimed.id == "first"


def test_who_asks_for_a_database_that_is_not_there_is_not_told_where_it_would_be() -> None:
    store = JobStore("postgresql://user:secret@127.0.0.1:1/name")
    with pytest.raises(errors.StoreUnavailable) as refused:
        store.get("j1")
    assert "127.0.0.1" not in str(refused.value)
    assert "secret" not in str(refused.value)
