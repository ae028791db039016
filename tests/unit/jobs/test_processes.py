"""Several processes on one job store: nothing is done twice, lost, refused or locked."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event

from wps_cwl.jobs import JobStore
from wps_cwl.model import JobState

Start = Callable[..., list[Any]]
ROUNDS = 5


def test_eight_engines_never_claim_a_job_twice_nor_leave_one(
    store: JobStore, add: Callable[..., object], start_together: Start
) -> None:
    ids = [f"j{number}" for number in range(160)]
    for number, id in enumerate(ids):
        add(id, number)
    engines = start_together(*(("claim", f"engine{number}") for number in range(8)))
    claimed = [id for engine in engines for id in engine.said()]
    assert sorted(claimed) == sorted(ids)
    assert store.count(JobState.STAGING) == len(ids)


def test_each_engine_claims_in_the_order_of_the_queue(
    store: JobStore, add: Callable[..., object], start_together: Start
) -> None:
    ids = [f"j{number}" for number in range(40)]
    for number, id in enumerate(ids):
        add(id, number)
    for engine in start_together(("claim", "a"), ("claim", "b")):
        said = engine.said()
        assert said == sorted(said, key=ids.index)


def test_a_writer_that_is_killed_leaves_the_database_sound_and_every_accepted_job_in_it(
    store: JobStore, start_together: Start, tmp_path: Path
) -> None:
    for kill in range(ROUNDS):
        (writer,) = start_together(("write", f"w{kill}-"))
        for _ in range(20 + 7 * kill):
            accepted = writer.process.stdout.readline().strip()
        os.kill(writer.process.pid, signal.SIGKILL)
        told = [accepted, *writer.process.stdout.read().split()]
        assert all(store.get(id).state is JobState.ACCEPTED for id in told)
        assert store.claim(engine="next") is not None
    with sqlite3.connect(tmp_path / "jobs.sqlite") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_readers_and_writers_at_once_are_never_locked_out(
    store: JobStore, add: Callable[..., object], start_together: Start
) -> None:
    add("j1")
    store.claim(engine="e")
    store.move("j1", JobState.STAGING, JobState.RUNNING)
    writer, other_writer, reader, other_reader = start_together(
        ("busy", "j1"), ("busy", "j1"), ("read", "j1"), ("read", "j1")
    )
    for one in (writer, other_writer):
        assert int(one.said()[0]) > 0
    for one in (reader, other_reader):
        count, direction = one.said()
        assert int(count) > 0
        assert direction == "onwards"


def test_a_reader_does_not_wait_for_a_writer(store: JobStore, add: Callable[..., object], tmp_path: Path) -> None:
    add("j1")
    writer = sqlite3.connect(tmp_path / "jobs.sqlite", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE jobs SET message = 'half done'")
    begun = time.monotonic()
    assert store.get("j1").message == ""
    assert time.monotonic() - begun < 5
    writer.execute("ROLLBACK")
    writer.close()


def test_a_writer_waits_for_its_turn(store: JobStore, add: Callable[..., object], start_together: Start) -> None:
    add("j1")
    store.claim(engine="e")
    store.move("j1", JobState.STAGING, JobState.RUNNING)
    with store._database.writing():
        (other,) = start_together(("busy", "j1"))
        time.sleep(2)  # longer than it works, so that its first report has to wait
        assert other.process.poll() is None
    assert int(other.said()[0]) >= 1


def test_a_forked_child_uses_the_store_with_connections_of_its_own(store: JobStore, add: Callable[..., object]) -> None:
    add("j1")
    opened: list[object] = []
    event.listen(store._database.engine, "connect", lambda *args: opened.append(args))
    child = os.fork()
    if child == 0:
        os._exit(0 if store.dismiss("j1") and opened else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert store.get("j1").state is JobState.DISMISSED
    add("j2")
    assert store.count() == 2
