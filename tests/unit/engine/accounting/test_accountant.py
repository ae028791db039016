"""What jobs have used is found out after their end, asked for again while it lags behind, and never by guessing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support.accounts import (
    ACCOUNTED,
    HEAD,
    LISTED,
    RECORD,
    accounting,
    await_no_marks,
    end,
    marks,
    rows,
    settled,
)
from tests.support.service import wait_for
from wps_cwl import errors
from wps_cwl.engine import accountant as module
from wps_cwl.engine.accountant import Accountant
from wps_cwl.job_directory import JobDirectory
from wps_cwl.jobs import JobStore, UsageStore
from wps_cwl.model import ExecuteRequest, Job, JobState


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
    await_no_marks(tmp_path, 5)
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
    await_no_marks(tmp_path, 5)


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


@pytest.fixture
def faults(used: UsageStore, monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """What writing fails with, one time each."""
    put, left = used.put, list[Exception]()

    def fail(*args: Any) -> None:
        if left:
            raise left.pop()
        put(*args)

    monkeypatch.setattr(used, "put", fail)
    monkeypatch.setattr(module, "MOST_FAILURES", 3)
    monkeypatch.setattr(module, "PAUSES", (0.02,))
    return left


def test_no_job_is_given_up_however_long_the_database_is_away(
    make: Callable[..., Accountant],
    jobs: JobStore,
    used: UsageStore,
    directory: JobDirectory,
    programs: Path,
    tmp_path: Path,
    faults: list[Exception],
) -> None:
    (programs / "sacct.says").write_text(RECORD)
    faults += [errors.StoreUnavailable(reason="it is away")] * 6
    one = make()
    one.expect("j1")
    end(jobs, directory)
    one.start()
    await_no_marks(tmp_path, 20)
    assert (faults, rows(used)) == ([], ACCOUNTED)


def test_looks_that_find_nothing_are_no_failures(
    make: Callable[..., Accountant],
    jobs: JobStore,
    used: UsageStore,
    directory: JobDirectory,
    programs: Path,
    tmp_path: Path,
    faults: list[Exception],
) -> None:
    (programs / "sacct.says").write_text(f"{HEAD}\n")
    asked = programs / "sacct.asked"
    one = make()
    one.expect("j1")
    end(jobs, directory)
    one.start()
    wait_for(lambda: asked.exists() and len(asked.read_text().splitlines()) > 6, 20, "it is not asked for")
    faults.append(RuntimeError("once"))
    wait_for(lambda: not faults, 20, "nothing is written")
    (programs / "sacct.says").write_text(RECORD)
    await_no_marks(tmp_path, 20)
    assert rows(used) == ACCOUNTED


def test_a_job_that_can_never_be_written_down_is_given_up_in_time(
    make: Callable[..., Accountant],
    jobs: JobStore,
    used: UsageStore,
    directory: JobDirectory,
    programs: Path,
    tmp_path: Path,
    faults: list[Exception],
) -> None:
    (programs / "sacct.says").write_text(RECORD)
    faults += [RuntimeError("always")] * 9
    one = make()
    one.expect("j1")
    end(jobs, directory)
    one.start()
    await_no_marks(tmp_path, 20)
    assert len(faults) == 5
