"""A job store in a file, and other processes that use it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from wps_cwl.jobs import JobStore, upgrade
from wps_cwl.model import ExecuteRequest, Job, JobState

PROGRAM = Path(__file__).with_name("other_process.py")
START = datetime(2025, 3, 1, tzinfo=UTC)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/jobs.sqlite"


@pytest.fixture
def store(url: str) -> Iterator[JobStore]:
    upgrade(url)
    opened = JobStore(url)
    yield opened
    opened.close()


@pytest.fixture
def add(store: JobStore) -> Callable[[str], Job]:
    def added(id: str, number: int = 0) -> Job:
        created = START + timedelta(seconds=number)
        job = Job(id, "p", JobState.ACCEPTED, created, created, ExecuteRequest("p"))
        store.add(job, waiting_limit=10**9)
        return job

    return added


class Other:
    """A process that does one act of `other_process` once it is told to start."""

    def __init__(self, act: str, url: str, word: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(PROGRAM), act, url, word],
            cwd=Path(__file__).parents[3],
            env={"PYTHONPATH": str(Path(__file__).parents[3])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def await_ready(self) -> None:
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"

    def start(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def said(self) -> list[str]:
        """Wait for its end; return what it said, and fail with what it complained of."""
        out, complaint = self.process.communicate(timeout=60)
        assert self.process.returncode == 0, complaint
        return out.split()


@pytest.fixture
def start_together(url: str) -> Iterator[Callable[..., list[Other]]]:
    """Run several acts, given as (act, word), in processes of their own that begin at the same moment."""
    running: list[Other] = []

    def started(*acts: tuple[str, str]) -> list[Other]:
        others = [Other(act, url, word) for act, word in acts]
        running.extend(others)
        for other in others:
            other.await_ready()
        for other in others:
            other.start()
        return others

    yield started
    for other in running:
        if other.process.poll() is None:
            other.process.kill()
        other.process.communicate()
