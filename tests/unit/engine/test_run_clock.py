"""For how long a job has run: what it has waited in a queue does not count, also for the engine after this one."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from wps_cwl.engine import run_clock
from wps_cwl.engine.run_clock import RunClock
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


def test_a_job_that_has_not_begun_has_no_time(directory: JobDirectory) -> None:
    directory.begun.unlink()
    with pytest.raises(FileNotFoundError):
        run_clock.seconds(directory)
