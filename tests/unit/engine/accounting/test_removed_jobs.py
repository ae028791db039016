"""What a job has used is known, also when the job is removed before anybody could ask the scheduler."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support.accounts import ACCOUNTED, HEAD, RECORD, SEEN, accounting, await_no_marks, end, rows
from tests.support.service import wait_for
from wps_cwl import codec
from wps_cwl.engine.accountant import Accountant
from wps_cwl.engine.housekeeping import Housekeeper
from wps_cwl.engine.schedulers.base import QueuedJob
from wps_cwl.engine.schedulers.submissions import Submissions
from wps_cwl.job_directory import JobDirectory
from wps_cwl.jobs import JobStore, UsageStore
from wps_cwl.model import SumBy


def test_what_a_job_has_used_that_is_purged_at_its_end_is_known_all_the_same(
    make: Callable[..., Accountant],
    jobs: JobStore,
    used: UsageStore,
    directory: JobDirectory,
    keeper: Housekeeper,
    programs: Path,
    tmp_path: Path,
) -> None:
    (programs / "sacct.says").write_text(RECORD)
    one = make()
    one.expect("j1")
    end(jobs, directory)
    assert keeper.purge("j1")
    assert not directory.exists()
    assert rows(used) == [("12", None, None, None, None)], "what was known then"
    one.start()
    one.settle("j1")
    await_no_marks(tmp_path, 10)
    assert rows(used) == ACCOUNTED
    assert [sum.core_seconds for sum in used.sums(SumBy.USER)] == [18.0]
    assert list((tmp_path / "unsettled").iterdir()) == []


def test_what_a_job_has_used_that_is_purged_while_it_is_asked_for_is_known_all_the_same(
    make: Callable[..., Accountant],
    jobs: JobStore,
    used: UsageStore,
    directory: JobDirectory,
    keeper: Housekeeper,
    programs: Path,
    tmp_path: Path,
) -> None:
    (programs / "sacct.says").write_text(f"{HEAD}\n")
    one = make()
    one.start()
    one.expect("j1")
    end(jobs, directory)
    one.settle("j1")
    wait_for(lambda: accounting(directory), 10, "nothing is written")
    assert keeper.purge("j1")
    (programs / "sacct.says").write_text(RECORD)
    await_no_marks(tmp_path, 10)
    assert rows(used) == ACCOUNTED
    assert list((tmp_path / "unsettled").iterdir()) == []


def test_what_is_known_stands_of_a_job_that_is_gone_and_nobody_can_tell_of(
    make: Callable[..., Accountant],
    jobs: JobStore,
    used: UsageStore,
    directory: JobDirectory,
    keeper: Housekeeper,
    programs: Path,
    tmp_path: Path,
) -> None:
    Submissions(directory.path).write("a-1", "seen", codec.dump(SEEN, QueuedJob))
    one = make(patience=0.5)
    one.expect("j1")
    end(jobs, directory)
    assert keeper.purge("j1")
    one.start()
    await_no_marks(tmp_path, 10)
    assert rows(used) == [("12", "squeue", 9.0, 2.0, Decimal("0.018"))]


def test_a_sweep_leaves_a_job_until_it_is_known_what_it_has_used_or_patience_is_over(
    make: Callable[..., Accountant],
    jobs: JobStore,
    used: UsageStore,
    directory: JobDirectory,
    keeper: Housekeeper,
    programs: Path,
    tmp_path: Path,
) -> None:
    one = make()
    one.expect("j1")
    end(jobs, directory)
    jobs.release("j1")
    ended = jobs.get("j1").finished
    assert ended is not None
    keeper.sweep(ended + timedelta(seconds=59))
    assert [job.id for job in jobs.expired(ended + timedelta(seconds=59))] == ["j1"]
    assert directory.exists()
    wait_for(keeper.due, 20, "it is looked at again minutes later only")
    keeper.sweep(ended + timedelta(seconds=60))
    assert not keeper.due()
    assert (jobs.list(), directory.exists()) == ((), False)
    assert rows(used) == [("12", None, None, None, None)]
    (programs / "sacct.says").write_text(RECORD)
    one.start()
    await_no_marks(tmp_path, 10)
    assert rows(used) == ACCOUNTED


def test_a_sweep_waits_for_no_job_that_is_settled_or_where_there_is_no_room(
    make: Callable[..., Accountant],
    jobs: JobStore,
    directory: JobDirectory,
    keeper: Housekeeper,
    programs: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    end(jobs, directory)
    jobs.release("j1")
    engines = tmp_path / "engines" / "another" / "accounting"  # with PostgreSQL, the marks of each are in its home
    engines.mkdir(parents=True)
    (engines / "j1").touch()
    keeper.sweep(datetime.now(UTC))
    assert directory.exists()
    with monkeypatch.context() as patch:
        patch.setattr(keeper, "_is_full", lambda: True)
        keeper.sweep(datetime.now(UTC))
    assert not directory.exists()


def test_a_job_that_has_left_nothing_is_forgotten(
    make: Callable[..., Accountant], used: UsageStore, tmp_path: Path
) -> None:
    one = make()
    one.expect("gone")
    one.start()
    await_no_marks(tmp_path, 10)
    assert used.of("gone") == ()
