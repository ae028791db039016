"""What the engine's loop waits for, and what it does not."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any  # a workshop with what an engine needs that has no jobs to run

import pytest

from tests.support.service import wait_for
from wps_cwl.engine import dispatcher as module
from wps_cwl.engine.dispatcher import Dispatcher
from wps_cwl.engine.housekeeping import Housekeeper
from wps_cwl.jobs import JobStore, RetentionStore, upgrade
from wps_cwl.model import ExecuteRequest, Job, JobState
from wps_cwl.storage.filesystem import FilesystemStorage


class Hanging(FilesystemStorage):
    """A storage that does not answer before it is told to."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "published", folder / "jobs")
        self.answers = threading.Event()
        self.asked: list[str] = []

    def delete(self, job: str) -> None:
        self.asked.append(job)
        assert self.answers.wait(60)
        super().delete(job)


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Hanging]:
    made = Hanging(tmp_path)
    yield made
    made.answers.set()


@pytest.fixture
def jobs(tmp_path: Path) -> JobStore:
    """A store with two jobs whose time is over."""
    (tmp_path / "jobs").mkdir()
    url = f"sqlite:///{tmp_path}/jobs.sqlite"
    upgrade(url)
    store = JobStore(url, span=lambda *_: timedelta(0))
    for name in ("a", "b"):
        now = datetime.now(UTC)
        store.add(Job(name, "p", JobState.ACCEPTED, now, now, ExecuteRequest("p")), waiting_limit=9)
        store.dismiss(name)
    return store


def test_a_storage_that_hangs_holds_up_a_sweep_and_neither_the_engine_nor_its_end(
    storage: Hanging, jobs: JobStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "IDLE", 0.05)
    monkeypatch.setattr(module, "LEAVE", 0.2)
    retention = RetentionStore(f"sqlite:///{tmp_path}/jobs.sqlite")
    housekeeper = Housekeeper(tmp_path, jobs=jobs, retention=retention, storage=storage)
    looks: list[float] = []

    def kept_out() -> int:  # asked for each time that the engine looks for work
        looks.append(time.monotonic())
        return 0

    launcher = SimpleNamespace(close=lambda: None)
    seats = SimpleNamespace(kept_out=kept_out)
    shop: Any = SimpleNamespace(
        jobs=jobs, seats=seats, launcher=launcher, housekeeper=housekeeper, lease=None, accountant=None, tell=None
    )
    engine = Dispatcher(state=tmp_path, home=tmp_path, workshop=shop, storage=storage, running=1)
    at_work = threading.Thread(target=engine.run, daemon=True)
    at_work.start()
    wait_for(lambda: storage.asked, 30, "nothing is removed")
    seen = len(looks)
    wait_for(lambda: len(looks) > seen + 3, 30, "the engine waits for the storage")
    engine.stop()
    at_work.join(30)
    assert not at_work.is_alive()
    assert storage.asked == ["a"], "one sweep at a time"
    storage.answers.set()
    wait_for(lambda: not any(each.name == "sweep" for each in threading.enumerate()), 30, "the sweep does not end")
    assert [job.id for job in jobs.list()] == ["b"], "an engine that ends removes no more"
