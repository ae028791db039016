"""An accountant, and one job that it has to settle."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from wps_cwl import codec
from wps_cwl.engine import accountant as module
from wps_cwl.engine import housekeeping
from wps_cwl.engine.accountant import Accountant, Office
from wps_cwl.engine.housekeeping import Housekeeper
from wps_cwl.engine.last_accounts import LastAccounts
from wps_cwl.engine.ledgers.slurm import SlurmLedger
from wps_cwl.engine.schedulers import poller
from wps_cwl.engine.schedulers.connection import Connection
from wps_cwl.engine.schedulers.poller import Poller
from wps_cwl.engine.schedulers.slurm import Slurm
from wps_cwl.engine.schedulers.submissions import StepAsk, Submissions
from wps_cwl.engine.unsettled import Unsettled
from wps_cwl.job_directory import JobDirectory
from wps_cwl.jobs import JobStore, RetentionStore, UsageStore, upgrade
from wps_cwl.model import ExecuteRequest, Job, JobState, Price
from wps_cwl.storage.filesystem import FilesystemStorage


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "EACH", 0.05)
    monkeypatch.setattr(module, "PAUSES", (0.1,))
    monkeypatch.setattr(housekeeping, "PRESSED", 0.1)
    monkeypatch.setattr(poller, "EACH", 0.1)
    monkeypatch.setattr(poller, "LINGER", 0.2)


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Programs of this machine by the names of Slurm's, which answer with what a test writes."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("squeue", "sacct"):
        script = folder / name
        script.write_text(
            f'#!/bin/sh\necho "$@" >>{folder}/{name}.asked\n'
            f"cat {folder}/{name}.says || {{ echo '{name}: error: Connection refused' >&2; exit 1; }}\n"
        )
        script.chmod(0o755)
    (folder / "squeue.says").touch()
    return folder


@pytest.fixture
def jobs(tmp_path: Path) -> JobStore:
    upgrade(f"sqlite:///{tmp_path}/jobs.sqlite")
    return JobStore(f"sqlite:///{tmp_path}/jobs.sqlite", span=lambda *_: timedelta(0))


@pytest.fixture
def used(tmp_path: Path, jobs: JobStore) -> UsageStore:
    return UsageStore(f"sqlite:///{tmp_path}/jobs.sqlite")


@pytest.fixture
def directory(tmp_path: Path, jobs: JobStore) -> JobDirectory:
    """That of a job which has submitted one step, and is at work."""
    found = JobDirectory(tmp_path / "jobs", "j1")
    found.create()
    now = datetime.now(UTC)
    jobs.add(Job("j1", "p", JobState.ACCEPTED, now, now, ExecuteRequest("p")), waiting_limit=10)
    jobs.claim(engine="e")
    jobs.route("j1", "night", "the default", price=Price("EUR", core_hour=Decimal("3.6")))
    submissions = Submissions(found.path)
    submissions.folder.mkdir(parents=True)
    submissions.write("a-1", "step", codec.dump(StepAsk("main", "slurm", 2, 1 << 20, 0.0), StepAsk))
    submissions.write("a-1", "sh", b"")
    submissions.write("a-1", "id", b"12")
    return found


@pytest.fixture
def make(tmp_path: Path, jobs: JobStore, used: UsageStore, programs: Path) -> Iterator[Callable[..., Accountant]]:
    started: list[Accountant] = []

    def made(patience: float = 30.0, fields: tuple[str, ...] = ()) -> Accountant:
        connection = Connection(Slurm(), {"PATH": f"{programs}:{os.environ['PATH']}"})
        office = Office(SlurmLedger(), Poller(connection, tmp_path / "slurm.json"), fields)
        one = Accountant(state=tmp_path, jobs=jobs, used=used, offices={"slurm": office}, patience=patience)
        started.append(one)
        return one

    yield made
    for one in started:
        one.stop()


@pytest.fixture
def keeper(tmp_path: Path, jobs: JobStore, used: UsageStore) -> Housekeeper:
    url = f"sqlite:///{tmp_path}/jobs.sqlite"
    return Housekeeper(
        tmp_path,
        jobs=jobs,
        retention=RetentionStore(url, span=lambda *_: timedelta(0)),
        storage=FilesystemStorage(tmp_path / "jobs", tmp_path / "jobs"),
        accounts=LastAccounts(tmp_path / "jobs", Unsettled(tmp_path), used, patience=60.0),
    )
