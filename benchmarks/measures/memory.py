"""What a leader that waits for its step holds in memory: its share of all pages (PSS), with twenty of them at once."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from contextlib import suppress

import psutil

from benchmarks.arena import Arena
from benchmarks.contestants.ours import LEADER, Ours
from benchmarks.measure import Measure, Target
from tests.support.service import wait_for

LEADERS = 20
MEBIBYTE = 1 << 20


def _ours(arena: Arena) -> float:
    with Ours.at_work(arena.folder("memory"), offered=0, JOBS__RUNNING=LEADERS) as service:
        for _ in range(LEADERS):
            service.submit("sleep")
        # a worker is no child of its leader here, so the tools are counted
        wait_for(lambda: _tools(service.processes_of_jobs()) >= LEADERS, 300, "not all tools were started")
        return _pss(service.forks(LEADER))


def _stock(arena: Arena) -> float:
    started = [arena.stock.start_toil("sleep") for _ in range(LEADERS)]
    leaders = [psutil.Process(each.process.pid) for each in started]
    try:
        wait_for(
            lambda: all(_tools(leader.children(recursive=True)) for leader in leaders), 300, "not all were started"
        )
        return _pss(leaders)
    finally:
        for each in started:
            each.end()


def _pss(leaders: Sequence[psutil.Process]) -> float:
    if len(leaders) != LEADERS:
        raise RuntimeError(f"there are {len(leaders)} leaders, not {LEADERS}")
    return statistics.median(leader.memory_full_info().pss for leader in leaders) / MEBIBYTE


def _tools(processes: Sequence[psutil.Process]) -> int:
    """Count the processes that are the tool itself."""
    count = 0
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            count += process.name() == "sleep"
    return count


MEASURES = (
    Measure(
        "leader-memory",
        f"PSS of a leader whose tool sleeps, median of {LEADERS} at once",
        "MiB",
        _ours,
        _stock,
        "toil-cwl-runner",
        Target(0.40),
        rounds=2,
    ),
)
