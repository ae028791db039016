"""Every engine writes down how many leaders it has, and who reads that need not be on its machine."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from wps_cwl.engine import leader_figures
from wps_cwl.engine.leader_figures import FILE, STALE
from wps_cwl.engine.steps import ENGINES
from wps_cwl.job_directory import JobDirectory

NOBODY = 65534  # has no processes here


def test_figures_of_all_engines_are_read_and_of_none_that_is_gone(tmp_path: Path) -> None:
    for name in ("one", "two", "gone"):
        (tmp_path / ENGINES / name).mkdir(parents=True)
        leader_figures.write(tmp_path / ENGINES / name, name, [])
    long_ago = time.time() - STALE - 1
    os.utime(tmp_path / ENGINES / "gone" / FILE, (long_ago, long_ago))
    (tmp_path / ENGINES / "two" / FILE).write_bytes(b"{torn")
    assert [(found.engine, found.count) for found in leader_figures.read(tmp_path)] == [("one", 0)]


@contextmanager
def led(job: JobDirectory, place: Path) -> Iterator[None]:
    """A leader of this job, at work in that place."""
    with job.leader_lock.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        command = [sys.executable, "-c", "input()"]
        process = subprocess.Popen(command, cwd=place, stdin=subprocess.PIPE, pass_fds=[lock.fileno()])
        lock.write(str(process.pid))
    try:
        yield
    finally:
        process.communicate(b"\n")


def test_a_leader_counts_while_it_works_in_the_directory_of_its_job(tmp_path: Path) -> None:
    jobs = [JobDirectory(tmp_path / "jobs", name) for name in ("led", "elsewhere", "none")]
    for job in jobs:
        job.create()
    with led(jobs[0], jobs[0].path), led(jobs[1], tmp_path):
        leader_figures.write(tmp_path, "here", jobs)
        [found] = leader_figures.read(tmp_path)
        assert found.memory is not None
        assert (found.engine, found.count, found.memory > 100_000) == ("here", 1, True)
    leader_figures.write(tmp_path, "here", jobs)
    assert [(one.count, one.memory) for one in leader_figures.read(tmp_path)] == [(0, 0)]


def test_a_leader_counts_in_a_state_directory_behind_a_symbolic_link(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "state").symlink_to("disk")
    job = JobDirectory(tmp_path / "state" / "jobs", "led")
    job.create()
    with led(job, job.path):
        leader_figures.write(tmp_path, "here", [job])
        assert [one.count for one in leader_figures.read(tmp_path)] == [1]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be two users")
def test_a_leader_of_another_user_counts_and_its_memory_is_not_told() -> None:
    with tempfile.TemporaryDirectory() as name:  # pytest's own cannot be entered by others
        state = Path(name)
        jobs = [JobDirectory(state / "jobs", "led"), JobDirectory(state / "jobs", "none")]
        for job in jobs:
            job.create()
        with led(jobs[0], jobs[0].path):
            subprocess.run(["chown", "--recursive", str(NOBODY), state], check=True)
            assert written_by_nobody(state, jobs) == 0
            assert [(one.count, one.memory) for one in leader_figures.read(state)] == [(1, None)]
        assert written_by_nobody(state, jobs) == 0
        assert [(one.count, one.memory) for one in leader_figures.read(state)] == [(0, 0)]


def written_by_nobody(state: Path, jobs: list[JobDirectory]) -> int:
    """Write the figures as a user who may not look at processes of root; return the exit code."""
    leader_figures.write(state, "loaded", [])  # who is nobody may not read what is imported late
    (state / FILE).unlink()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)
            leader_figures.write(state, "here", jobs)
        except BaseException:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
