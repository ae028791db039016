"""Leases of engines on PostgreSQL: who may act on a job, and who takes it over when an engine is gone."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from wps_cwl import errors
from wps_cwl.jobs import JobStore, Leases, upgrade
from wps_cwl.jobs.tables import engines
from wps_cwl.model import ExecuteRequest, Job, JobState

LONG = 600.0


@pytest.fixture
def leases(postgresql_url: str) -> Leases:
    upgrade(postgresql_url)
    return Leases(postgresql_url)


@pytest.fixture
def web(leases: Leases, postgresql_url: str) -> JobStore:
    """The store of a web server, which needs no lease."""
    return JobStore(postgresql_url)


@pytest.fixture
def store_of(leases: Leases, postgresql_url: str) -> Callable[[int], JobStore]:
    return lambda token: JobStore(postgresql_url, lease=lambda: token)


def add(store: JobStore, *ids: str) -> None:
    for number, id in enumerate(ids):
        created = datetime.now(UTC) + timedelta(seconds=number)
        store.add(Job(id, "p", JobState.ACCEPTED, created, created, ExecuteRequest("p")), waiting_limit=99)


def end_lease(leases: Leases, token: int) -> None:
    """Let the time of a lease be over."""
    over = update(engines).where(engines.c.token == token).values(expires=datetime(2025, 1, 1, tzinfo=UTC))
    with leases._database.writing() as connection:
        connection.execute(over)


def test_a_job_is_taken_over_once_and_only_when_the_lease_of_its_engine_is_over(
    leases: Leases, web: JobStore, store_of: Callable[[int], JobStore]
) -> None:
    one, two, three = (leases.take(name, f"machine {name}", LONG) for name in ("one", "two", "three"))
    add(web, "j1", "j2")
    store_of(one).claim(engine="one")
    store_of(one).claim(engine="one")
    assert leases.take_over(two, "two", 9) == ()
    end_lease(leases, one)
    with ThreadPoolExecutor(2) as pool:
        taken = list(pool.map(lambda engine: leases.take_over(*engine, 9), [(two, "two"), (three, "three")]))
    assert sorted(id for ids in taken for id in ids) == ["j1", "j2"]


def test_no_more_jobs_are_taken_over_than_there_is_room_for(
    leases: Leases, web: JobStore, store_of: Callable[[int], JobStore]
) -> None:
    one, two = (leases.take(name, "machine", LONG) for name in ("one", "two"))
    add(web, "j1", "j2", "j3")
    for _ in range(3):
        store_of(one).claim(engine="one")
    end_lease(leases, one)
    assert leases.take_over(two, "two", 2) == ("j1", "j2")
    assert [job.id for job in store_of(two).unreleased()] == ["j1", "j2"]


@pytest.mark.parametrize(
    "act",
    [
        lambda store: store.move("j1", JobState.STAGING, JobState.QUEUED),
        lambda store: store.report("j1", percent=50),
        lambda store: store.finish("j1", JobState.FAILED),
        lambda store: store.release("j1"),
        lambda store: store.interrupted("j1"),
        lambda store: store.offer("j1", reuse_key="k"),
        lambda store: store.route("j1", "p", "why"),
        lambda store: store.has_run("j1", seconds=1.0),
        lambda store: store.confirm("j1"),
    ],
    ids=["move", "report", "finish", "release", "interrupted", "offer", "route", "has_run", "confirm"],
)
def test_an_engine_whose_job_was_taken_over_changes_nothing_of_it(
    leases: Leases, web: JobStore, store_of: Callable[[int], JobStore], act: Callable[[JobStore], object]
) -> None:
    one, two = (leases.take(name, f"machine {name}", LONG) for name in ("one", "two"))
    add(web, "j1")
    late = store_of(one)
    late.claim(engine="one")
    act_before = web.get("j1")
    end_lease(leases, one)
    leases.take_over(two, "two", 9)
    with pytest.raises(errors.LeaseLost):
        act(late)
    assert web.get("j1") == act_before
    assert [job.id for job in store_of(two).unreleased()] == ["j1"]
    assert late.unreleased() == ()
    assert web.dismiss("j1"), "who has no lease may"


def test_a_lease_that_is_over_is_never_renewed(leases: Leases) -> None:
    token = leases.take("one", "machine", 0.2)
    time.sleep(0.3)
    with pytest.raises(errors.LeaseLost):
        leases.renew(token, LONG)
    with pytest.raises(errors.LeaseLost):
        leases.take_over(token, "one", 1)


def test_a_lease_that_is_renewed_goes_on(leases: Leases) -> None:
    token = leases.take("one", "machine", 2)
    for _ in range(6):
        time.sleep(0.5)
        leases.renew(token, 2)
    assert leases.names() == {"one"}


def test_an_engine_that_is_started_again_has_its_jobs_at_once(
    leases: Leases, web: JobStore, store_of: Callable[[int], JobStore]
) -> None:
    first = leases.take("one", "machine", LONG)
    add(web, "j1")
    store_of(first).claim(engine="one")
    second = leases.take("one", "machine", LONG)
    assert second != first
    assert [job.id for job in store_of(second).unreleased()] == ["j1"]
    with pytest.raises(errors.LeaseLost):
        leases.renew(first, LONG)


def test_a_name_is_one_machines_at_a_time(leases: Leases) -> None:
    token = leases.take("one", "machine 1", LONG)
    with pytest.raises(errors.EngineElsewhere, match="machine 1"):
        leases.take("one", "machine 2", LONG)
    end_lease(leases, token)
    assert leases.take("one", "machine 2", LONG) > token


def test_the_oldest_engine_does_what_one_does_for_all(leases: Leases) -> None:
    one, two = (leases.take(name, "machine", LONG) for name in ("one", "two"))
    assert leases.renew(one, LONG)
    assert not leases.renew(two, LONG)
    end_lease(leases, one)
    assert leases.renew(two, LONG)


def test_jobs_that_an_engine_without_leases_has_left_are_taken_over(leases: Leases, web: JobStore) -> None:
    add(web, "j1")
    web.claim(engine="of an earlier version")
    assert leases.take_over(leases.take("one", "machine", LONG), "one", 9) == ("j1",)
