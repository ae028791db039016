"""What jobs have used is found out after their end, asked for again while it lags behind, and never by guessing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.service import wait_for
from wps_cwl import codec
from wps_cwl.engine import accountant as module
from wps_cwl.engine.accountant import Accountant, Office
from wps_cwl.engine.ledgers.slurm import NEEDED, SlurmLedger
from wps_cwl.engine.schedulers import poller
from wps_cwl.engine.schedulers.base import End, EndReason
from wps_cwl.engine.schedulers.connection import Connection
from wps_cwl.engine.schedulers.poller import Poller
from wps_cwl.engine.schedulers.slurm import Slurm
from wps_cwl.engine.schedulers.submissions import StepAsk, StepEnd, Submissions
from wps_cwl.job_directory import JobDirectory
from wps_cwl.jobs import JobStore, UsageStore, upgrade
from wps_cwl.model import Accounting, ExecuteRequest, Job, JobState

HEAD = "|".join(NEEDED)
TIMES = "2026-11-21T10:28:01|2026-11-21T10:28:05|2026-11-21T10:28:14"
RECORD = f"""\
{HEAD}
12|COMPLETED|0:0|short|vm|2|{TIMES}|9|00:03.044|
12.batch|COMPLETED|0:0||vm|2|{TIMES}|9|00:03.044|88227840
"""
LISTED = f"12|COMPLETED|0|None|wps-j1-a-1|short|node1|{TIMES}|7|\n"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "EACH", 0.05)
    monkeypatch.setattr(module, "PAUSES", (0.1,))
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
    return JobStore(f"sqlite:///{tmp_path}/jobs.sqlite")


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
    jobs.route("j1", "night", "the default")
    submissions = Submissions(found.path)
    submissions.folder.mkdir(parents=True)
    submissions.write("a-1", "step", codec.dump(StepAsk("main", "slurm", 2, 1 << 20, 0.0), StepAsk))
    submissions.write("a-1", "sh", b"")
    submissions.write("a-1", "id", b"12")
    return found


def end(jobs: JobStore, directory: JobDirectory, to: JobState = JobState.FAILED) -> None:
    submissions = Submissions(directory.path)
    submissions.write("a-1", "exit", b"0")
    found = StepEnd("a-1", "main", "slurm", End(EndReason.EXITED, 0))
    submissions.write("a-1", "end", codec.dump(found, StepEnd))
    jobs.finish("j1", to)


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


def accounting(directory: JobDirectory) -> Accounting | None:
    if not directory.accounting.exists():
        return None
    found: Accounting = codec.load(directory.accounting.read_bytes(), Accounting)
    return found


def settled(directory: JobDirectory) -> Accounting:
    wait_for(lambda: (found := accounting(directory)) is not None and found.settled, 20, f"{accounting(directory)}")
    found = accounting(directory)
    assert found is not None
    return found


def marks(tmp_path: Path) -> list[str]:
    return [mark.name for mark in (tmp_path / module.MARKS).iterdir()]


def test_a_job_is_accounted_when_it_has_ended(
    make: Callable[..., Accountant],
    jobs: JobStore,
    used: UsageStore,
    directory: JobDirectory,
    programs: Path,
    tmp_path: Path,
) -> None:
    (programs / "sacct.says").write_text(RECORD)
    one = make()
    one.start()
    one.expect("j1")
    assert marks(tmp_path) == ["j1"]
    end(jobs, directory)
    one.settle("j1")
    found = settled(directory)
    [step] = found.steps
    assert (found.profile, found.note) == ("night", "")
    assert (step.step, step.id, step.profile, step.source, step.end) == ("p", "12", "night", "sacct", "exited")
    assert (step.queue, step.node, step.cores, step.exit_code) == ("short", "vm", 2, 0)
    assert (step.queue_wait, step.wall, step.cpu, step.memory) == (4.0, 9.0, 3.044, 88227840)
    wait_for(lambda: marks(tmp_path) == [], 5, "the mark is left")
    assert [(row.id, row.wall) for row in used.of("j1")] == [("12", 9.0)]


def test_accounting_that_lags_behind_is_asked_for_again(
    make: Callable[..., Accountant], jobs: JobStore, directory: JobDirectory, programs: Path
) -> None:
    (programs / "sacct.says").write_text(f"{HEAD}\n")
    (programs / "squeue.says").write_text(LISTED)
    one = make()
    one.start()
    end(jobs, directory)
    one.settle("j1")
    wait_for(lambda: accounting(directory), 10, "nothing is written")
    early = accounting(directory)
    assert early is not None
    assert (early.settled, early.note) == (False, "sacct knows nothing of 12")
    assert (early.steps[0].source, early.steps[0].node, early.steps[0].wall) == ("squeue", "node1", 9.0)
    (programs / "sacct.says").write_text(RECORD)
    assert settled(directory).steps[0].source == "sacct"


def test_when_patience_ends_what_is_known_stands(
    make: Callable[..., Accountant], jobs: JobStore, directory: JobDirectory, programs: Path
) -> None:
    one = make(patience=0.5)
    one.start()
    end(jobs, directory)
    one.settle("j1")
    found = settled(directory)
    assert found.note.startswith("sacct does not answer: ")
    [step] = found.steps
    assert (step.wall, step.cpu, step.memory, step.source) == (None, None, None, None)
    assert (step.exit_code, step.end) == (0, "exited")


def test_a_site_without_accounting_is_not_asked_again(
    make: Callable[..., Accountant], jobs: JobStore, directory: JobDirectory, programs: Path
) -> None:
    (programs / "sacct").write_text(
        f"#!/bin/sh\necho asked >>{programs}/sacct.asked\necho Slurm accounting storage is disabled >&2\nexit 1\n"
    )
    one = make()
    one.start()
    end(jobs, directory)
    one.settle("j1")
    assert settled(directory).note == "sacct: Slurm accounting storage is disabled"
    assert (programs / "sacct.asked").read_text() == "asked\n"


def test_the_next_engine_goes_on_with_what_this_one_was_killed_at(
    make: Callable[..., Accountant], jobs: JobStore, directory: JobDirectory, programs: Path, tmp_path: Path
) -> None:
    (programs / "sacct.says").write_text(RECORD)
    make().expect("j1")
    end(jobs, directory)
    make().start()
    assert settled(directory).steps[0].wall == 9.0
    wait_for(lambda: marks(tmp_path) == [], 5, "the mark is left")


def test_a_job_at_work_is_left_to_its_end(
    make: Callable[..., Accountant], directory: JobDirectory, tmp_path: Path
) -> None:
    one = make()
    one.expect("j1")
    one.start()
    one.settle("j1")
    one.settle("gone")
    wait_for(lambda: not one._new, 5, "it is not looked at")
    assert marks(tmp_path) == ["j1"]
    assert accounting(directory) is None


def test_a_job_that_is_removed_meanwhile_is_forgotten(
    make: Callable[..., Accountant], jobs: JobStore, directory: JobDirectory, programs: Path, tmp_path: Path
) -> None:
    (programs / "sacct.says").write_text(f"{HEAD}\n")
    one = make()
    one.start()
    one.expect("j1")
    end(jobs, directory)
    one.settle("j1")
    wait_for(lambda: accounting(directory), 10, "nothing is written")
    jobs.delete("j1")
    directory.delete()
    wait_for(lambda: marks(tmp_path) == [], 5, "the mark is left")


def test_a_job_that_was_answered_by_an_earlier_one_has_used_nothing(
    make: Callable[..., Accountant], jobs: JobStore, tmp_path: Path, used: UsageStore
) -> None:
    directory = JobDirectory(tmp_path / "jobs", "j2")
    directory.create()
    now = datetime.now(UTC)
    jobs.add(Job("j2", "p", JobState.ACCEPTED, now, now, ExecuteRequest("p")), waiting_limit=10)
    jobs.claim(engine="e")
    jobs.finish("j2", JobState.SUCCESSFUL, reused_from="j0")
    one = make()
    one.start()
    one.settle("j2")
    found = settled(directory)
    assert (found.steps, found.reused_from, found.note) == ((), "j0", module.REUSED)
    assert used.of("j2") == ()


def test_doctor_is_told_whether_it_answers(make: Callable[..., Accountant], programs: Path) -> None:
    office = make(fields=("JobName",))._offices["slurm"]
    [check] = office.checks()
    assert not check.ok
    assert check.seen.startswith("sacct does not answer: ")
    assert check.seen.endswith("; Connection refused")
    (programs / "sacct.says").write_text(f"{HEAD}|JobName\n")
    [check] = office.checks()
    assert (check.ok, check.seen) == (True, "sacct answers")
