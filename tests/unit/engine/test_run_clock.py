"""For how long a job has run: what it has waited in a queue does not count, also for the engine after this one."""

from __future__ import annotations

import os
import time
from math import inf
from pathlib import Path

import pytest

from wps_cwl.engine import run_clock
from wps_cwl.engine.run_clock import RunClock
from wps_cwl.engine.schedulers import queue_time
from wps_cwl.engine.schedulers.queue_time import Span
from wps_cwl.engine.schedulers.submissions import Submissions
from wps_cwl.job_directory import JobDirectory


@pytest.fixture
def directory(tmp_path: Path) -> JobDirectory:
    made = JobDirectory(tmp_path, "job-1")
    made.create()
    made.begun.touch()
    long_ago = time.time() - 100
    os.utime(made.begun, (long_ago, long_ago))
    return made


def test_running_counts(directory: JobDirectory) -> None:
    clock = RunClock(directory)
    time.sleep(0.3)
    clock.tick(waiting=False)
    assert 100.2 < run_clock.seconds(directory) < 101


def test_waiting_does_not_count(directory: JobDirectory) -> None:
    clock = RunClock(directory)
    for _ in range(5):
        time.sleep(0.1)
        clock.tick(waiting=True)
    clock.tick(waiting=False)
    assert 99.9 < run_clock.seconds(directory) < 100.3


def test_long_waiting_is_written_before_it_is_over(directory: JobDirectory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_clock, "_STEP", 0.2)
    clock = RunClock(directory)
    for _ in range(5):
        time.sleep(0.1)
        clock.tick(waiting=True)
    assert run_clock.seconds(directory) < 100.3


def submitted(directory: JobDirectory, **ages: float) -> None:
    """Leave files of one submission, each as old as said."""
    files = Submissions(directory.path)
    files.folder.mkdir(exist_ok=True)
    for kind, age in ages.items():
        file = files.file("a-1", kind)
        file.touch()
        os.utime(file, (time.time() - age, time.time() - age))


def test_what_was_waited_while_there_was_no_engine_does_not_count(directory: JobDirectory) -> None:
    submitted(directory, sh=90, begun=40)
    RunClock(directory)
    assert 49.9 < run_clock.seconds(directory) < 50.5
    RunClock(directory)
    assert 49.9 < run_clock.seconds(directory) < 50.5, "it was taken off twice"


def test_what_still_waits_when_the_engine_comes_back_does_not_count(directory: JobDirectory) -> None:
    submitted(directory, sh=90)
    RunClock(directory)
    assert 9.9 < run_clock.seconds(directory) < 10.5


def test_time_counts_in_which_one_step_runs_and_another_waits() -> None:
    runs, waits = Span(0, 10, 60), Span(20, 70, 80)
    assert queue_time.seconds([runs], 0, 100) == 10
    assert queue_time.seconds([runs, waits], 0, 100) == 10 + 10
    assert queue_time.seconds([runs, waits], 65, 100) == 5
    assert queue_time.seconds([Span(0, inf, inf)], 0, 100) == 100
    assert queue_time.seconds([], 0, 100) == 0


def test_a_job_that_has_not_begun_has_no_time(directory: JobDirectory) -> None:
    directory.begun.unlink()
    with pytest.raises(FileNotFoundError):
        run_clock.seconds(directory)
