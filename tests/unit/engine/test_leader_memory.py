"""Leaders are admitted by the memory that they are seen to take."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import psutil
import pytest

from wps_cwl.engine import leader_memory
from wps_cwl.engine.leader_memory import LeaderMemory, pss

HOLDS_50_MB = "held = bytearray(b'x') * 50_000_000; print('ready', flush=True); input()"
MB = 1_000_000


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, int]]:
    """Three real processes that hold 50 MB each, by the names of jobs."""
    monkeypatch.setattr(leader_memory, "EACH", 0.0)
    started = [
        subprocess.Popen([sys.executable, "-c", HOLDS_50_MB], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(3)
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
    yield {f"job-{number}": process.pid for number, process in enumerate(started)}
    for process in started:
        process.communicate(b"\n")


def test_pss_counts_what_a_process_holds(processes: dict[str, int]) -> None:
    assert 50 * MB < pss(processes["job-0"]) < 80 * MB


def test_pss_counts_shared_pages_once() -> None:
    held = bytearray(b"x") * 60_000_000
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.read(reading, 1)
        os._exit(0)
    try:
        resident = sum(psutil.Process(pid).memory_info().rss for pid in (os.getpid(), child))
        assert pss(os.getpid()) + pss(child) < resident - len(held) // 2
    finally:
        os.write(writing, b"!")
        os.waitpid(child, 0)


def test_the_first_leader_is_always_admitted() -> None:
    assert LeaderMemory(1, lambda _: None).full([]) is None


def test_a_leader_is_not_admitted_when_it_would_be_too_much(processes: dict[str, int]) -> None:
    memory = LeaderMemory(210 * MB, processes.get)
    led = ["job-0", "job-1", "job-2"]
    assert memory.full(led[:1]) is None
    assert memory.full(led[:2]) is None
    assert memory.full(led) == "the leaders of 3 job(s) take all of the 210 MB that they may"


def test_leaders_that_are_not_there_yet_count_as_those_that_are(processes: dict[str, int]) -> None:
    memory = LeaderMemory(210 * MB, processes.get)
    assert memory.full(["job-0"]) is None
    assert memory.full(["job-0", "job-8"]) is None
    assert memory.full(["job-0", "job-8", "job-9"]) is not None


def test_before_anything_is_known_only_a_few_are_admitted() -> None:
    memory = LeaderMemory(10_000 * MB, lambda _: None)
    few = [f"job-{number}" for number in range(memory.unknown)]
    assert memory.full(few[:-1]) is None
    assert memory.full(few) == "the first leaders are being measured"


def test_where_the_kernel_does_not_tell_more_is_assumed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(pid: int) -> int:
        raise PermissionError(pid)

    monkeypatch.setattr(leader_memory, "pss", refuse)
    assert leader_memory.size(os.getpid()) == pytest.approx(psutil.Process().memory_info().rss, rel=0.1)
