"""A tool owns its job directory: whatever it puts there, the engine neither waits for it nor follows it."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.service import wait_for
from wps_cwl.engine import failure, leader
from wps_cwl.engine.plain_file import read_ends, read_plain
from wps_cwl.engine.progress import ProgressReader
from wps_cwl.engine.schedulers.local import LocalScheduler
from wps_cwl.job_directory import JobDirectory


@pytest.fixture
def directory(tmp_path: Path) -> JobDirectory:
    made = JobDirectory(tmp_path, "job-1")
    made.create()
    return made


def pipe(path: Path) -> None:
    os.mkfifo(path)


def link(path: Path) -> None:
    secret = path.parent.parent / "secret"
    secret.write_text('50 secret\n{"code": 0}')
    path.symlink_to(secret)


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def folder(path: Path) -> None:
    path.mkdir()


TRAPS = [pipe, link, loop, folder]


@pytest.mark.parametrize("trap", TRAPS)
@pytest.mark.parametrize("name", ["progress", "bus", "exit.json", "leader.lock"])
def test_a_trap_is_nothing(trap: Callable[[Path], None], name: str, directory: JobDirectory) -> None:
    trap(directory.path / name)
    seen = ProgressReader(directory, known=1).read()
    assert (seen.percent, seen.running) == (None, False)
    assert leader.exit_code(directory) is None
    assert not leader.alive(directory)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"code": "x"}'], ids=repr)
def test_an_exit_file_that_is_torn_is_none(content: str, directory: JobDirectory) -> None:
    directory.exit.write_text(content)
    assert leader.exit_code(directory) is None


def test_a_log_of_any_size_gives_a_short_reason(directory: JobDirectory) -> None:
    stamp = "[2026-11-21T03:32:04+0000] [MainThread]"
    (directory.logs / "failed_CWLJob_x_000.log").write_text(
        f"{stamp} [I] [cwltool] [job x] /w$ run\n{stamp} [W] [cwltool] [job x] exited with status: 3\n"
        f"{stamp} [E] [toil.cwl.cwltoil] Failed command standard error:\n{'x' * 20_000_000} the end\n"
    )
    error = failure.explain(directory, "p")
    assert len(str(error)) < 10_000
    assert "exit code 3" in str(error)


def test_both_ends_of_a_long_file_are_read(tmp_path: Path) -> None:
    (tmp_path / "long").write_bytes(b"a" * 10 + b"b" * 100 + b"c" * 10)
    assert read_ends(tmp_path / "long", 10) == b"a" * 10 + b"\n" + b"c" * 10
    assert read_ends(tmp_path / "long", 100) == read_plain(tmp_path / "long")


@pytest.mark.parametrize("kept", ["stdout", "folder"])
def test_a_tool_without_an_environment_is_found_and_ended(kept: str, directory: JobDirectory) -> None:
    with (directory.work / "out.txt").open("w") as out:
        process = subprocess.Popen(
            ["/bin/sleep", "60"],
            env={},
            cwd=directory.work if kept == "folder" else "/",
            stdin=subprocess.DEVNULL,
            stdout=out if kept == "stdout" else subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    scheduler = LocalScheduler()
    assert scheduler.survivors(directory.path) == [f"{process.pid} sleep"]
    scheduler.cancel(directory.path)
    wait_for(lambda: process.poll() is not None, 10, "it still runs")


def test_nothing_else_is_touched(directory: JobDirectory) -> None:
    stranger = subprocess.Popen(["/bin/sleep", "60"], cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        LocalScheduler().cancel(directory.path)
        time.sleep(0.2)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()
