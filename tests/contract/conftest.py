"""The job stores that the contract is held against, and how a test fills them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from wps_cwl.jobs import JobStore, upgrade
from wps_cwl.model import ExecuteRequest, Job, JobState

START = datetime(2025, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)


class Clock:
    """Tells the time that the test sets."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def tick(self, **delta: float) -> datetime:
        self.now += timedelta(**delta)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/jobs.sqlite"
    found: str = request.getfixturevalue("postgresql_url")
    return found


@pytest.fixture
def open_store(url: str, clock: Clock) -> Iterator[Callable[..., JobStore]]:
    """Open a store of the test's one database, with an expiry if the test wants one."""
    upgrade(url)
    stores: list[JobStore] = []

    def opened(expiry: timedelta | None = None) -> JobStore:
        stores.append(JobStore(url, span=lambda *_: expiry, clock=clock))
        return stores[-1]

    yield opened
    for store in stores:
        store.close()


@pytest.fixture
def store(open_store: Callable[..., JobStore]) -> JobStore:
    return open_store()


@pytest.fixture
def a_job() -> Callable[..., Job]:
    def made(id: str = "j1", *, minutes: float = 0, **facts: object) -> Job:
        created = START + timedelta(minutes=minutes)
        job = Job(
            id=id,
            process="echo",
            state=JobState.ACCEPTED,
            created=created,
            updated=created,
            request=ExecuteRequest(process="echo"),
        )
        return replace(job, **facts)  # type: ignore[arg-type]

    return made


@pytest.fixture
def add(store: JobStore) -> Callable[..., None]:
    def added(*jobs: Job) -> None:
        for job in jobs:
            store.add(job, waiting_limit=1000)

    return added


@pytest.fixture
def bring(store: JobStore, a_job: Callable[..., Job], add: Callable[..., None]) -> Callable[..., None]:
    """Add a job, and bring it to a state."""

    def brought(state: JobState, id: str = "j1") -> None:
        add(a_job(id))
        if state is JobState.ACCEPTED:
            return
        assert store.move(id, JobState.ACCEPTED, JobState.STAGING)
        if state.final:
            assert store.finish(id, state)
        elif state is not JobState.STAGING:
            assert store.move(id, JobState.STAGING, state)

    return brought
