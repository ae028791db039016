"""The end of a job reaches those who wait for it, in this process and in others."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from wps_cwl.jobs.ends import PipedEnds

LISTENER = """
import sys
from pathlib import Path
from wps_cwl.jobs.ends import PipedEnds
with PipedEnds(Path(sys.argv[1])).expected("job-1") as ended:
    print("listening", flush=True)
    print("ended" if ended.wait(30) else "nothing", flush=True)
"""


def test_a_waiting_process_is_told_of_the_end_of_its_job(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", LISTENER, str(tmp_path / "waiting")], stdout=subprocess.PIPE, text=True
    ) as waiting:
        assert waiting.stdout is not None
        assert waiting.stdout.readline() == "listening\n"
        PipedEnds(tmp_path / "waiting").announce("job-1")
        assert waiting.stdout.readline() == "ended\n"


def test_the_end_of_another_job_wakes_nobody(tmp_path: Path) -> None:
    ends = PipedEnds(tmp_path / "waiting")
    with ends.expected("job-1") as first, ends.expected("job-2") as second:
        ends.announce("job-2")
        assert second.wait(10)
        assert not first.is_set()


def test_all_who_wait_for_a_job_are_told(tmp_path: Path) -> None:
    ends = PipedEnds(tmp_path / "waiting")
    with ends.expected("job-1") as first, ends.expected("job-1") as second:
        ends.announce("job-1")
        assert first.wait(10)
        assert second.wait(10)


def test_nobody_waiting_is_no_error(tmp_path: Path) -> None:
    PipedEnds(tmp_path / "waiting").announce("job-1")
    assert not (tmp_path / "waiting").exists()


def test_the_pipe_of_a_process_that_is_gone_is_removed(tmp_path: Path) -> None:
    folder = tmp_path / "waiting"
    folder.mkdir()
    os.mkfifo(folder / "gone")
    PipedEnds(folder).announce("job-1")
    assert list(folder.iterdir()) == []


def test_a_process_that_does_not_read_holds_nobody_up(tmp_path: Path) -> None:
    folder = tmp_path / "waiting"
    folder.mkdir()
    os.mkfifo(folder / "asleep")
    pipe = os.open(folder / "asleep", os.O_RDWR)
    for _ in range(10_000):
        PipedEnds(folder).announce("0" * 36)
    os.close(pipe)


def test_the_end_is_told_by_no_error_when_the_folder_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "waiting").write_text("a file")
    PipedEnds(tmp_path / "waiting").announce("job-1")
