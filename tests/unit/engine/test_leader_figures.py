"""Every engine writes down how many leaders it has, and who reads that need not be on its machine."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path

from wps_cwl.engine import leader_figures
from wps_cwl.engine.leader_figures import FILE, STALE
from wps_cwl.engine.steps import ENGINES
from wps_cwl.job_directory import JobDirectory


def test_figures_of_all_engines_are_read_and_of_none_that_is_gone(tmp_path: Path) -> None:
    for name in ("one", "two", "gone"):
        (tmp_path / ENGINES / name).mkdir(parents=True)
        leader_figures.write(tmp_path / ENGINES / name, name, [])
    long_ago = time.time() - STALE - 1
    os.utime(tmp_path / ENGINES / "gone" / FILE, (long_ago, long_ago))
    (tmp_path / ENGINES / "two" / FILE).write_bytes(b"{torn")
    assert [(found.engine, found.count) for found in leader_figures.read(tmp_path)] == [("one", 0)]


def test_a_leader_counts_while_it_works_in_the_directory_of_its_job(tmp_path: Path) -> None:
    jobs = [JobDirectory(tmp_path / "jobs", name) for name in ("led", "elsewhere", "none")]
    for job in jobs:
        job.create()
    running = []
    for job, place in zip(jobs, (jobs[0].path, tmp_path), strict=False):
        with job.leader_lock.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            command = [sys.executable, "-c", "input()"]
            running.append(subprocess.Popen(command, cwd=place, stdin=subprocess.PIPE, pass_fds=[lock.fileno()]))
            lock.write(str(running[-1].pid))
    try:
        leader_figures.write(tmp_path, "here", jobs)
        [found] = leader_figures.read(tmp_path)
        assert (found.engine, found.count, found.memory > 100_000) == ("here", 1, True)
    finally:
        for process in running:
            process.communicate(b"\n")
    leader_figures.write(tmp_path, "here", jobs)
    assert [one.count for one in leader_figures.read(tmp_path)] == [0]
