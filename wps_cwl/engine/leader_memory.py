"""How much memory leaders take, as the kernel counts it, and whether there is room for one more.

A fork shares most of its memory with the fork server; PSS counts a shared page by its share, RSS as a whole. So only
the sum of PSS says what leaders take together.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path

import psutil

from wps_cwl import machine

EACH, FEW = 2.0, 16  # every so many seconds, so many leaders are measured: that takes the kernel some milliseconds each
REMEMBERED = 32  # leaders whose size says what the next one will take


class LeaderMemory:
    """Room for leaders: `budget` in bytes is what they may take together; `pid` returns that of a job's leader."""

    def __init__(self, budget: int, pid: Callable[[str], int | None]) -> None:
        self._budget = budget
        self._pid = pid
        self.unknown = max(2, machine.cpus())  # leaders that may run before one has been measured
        self._measured = -EACH
        self._sizes: dict[str, tuple[int, float]] = {}  # by job: bytes, and when that was
        self._known: deque[int] = deque(maxlen=REMEMBERED)
        self._lock = threading.Lock()

    def full(self, led: Collection[str]) -> str | None:
        """Return why no leader may be added to those of these jobs, or None when one may; the first one always may."""
        if not led:
            return None
        with self._lock:
            self._measure(led)
            if not self._known:
                return None if len(led) < self.unknown else "the first leaders are being measured"
            one = max(self._known)
            taken = sum(self._sizes.get(job, (one, 0.0))[0] for job in led)  # some were started since
            if taken + one > self._budget:
                return f"the leaders of {len(led)} job(s) take all of the {_megabytes(self._budget)} MB that they may"
            if machine.free_memory() < one:
                return "the machine has no memory for one more leader"
        return None

    def _measure(self, led: Collection[str]) -> None:
        """Measure a few: those that never were, then those that were the longest time ago."""
        now = time.monotonic()
        if now - self._measured < EACH:
            return
        self._measured = now
        self._sizes = {job: known for job, known in self._sizes.items() if job in led}
        for job in sorted(led, key=lambda job: self._sizes.get(job, (0, 0.0))[1])[:FEW]:
            if pid := self._pid(job):
                with suppress(psutil.NoSuchProcess):
                    self._sizes[job] = size(pid), now
                    self._known.append(self._sizes[job][0])


def size(pid: int) -> int:
    """Return what a leader takes: its PSS, or its RSS, which is more, where the kernel does not tell.

    Raises psutil.NoSuchProcess.
    """
    try:
        return pss(pid)
    except (OSError, ValueError):
        return int(psutil.Process(pid).memory_info().rss)


def pss(pid: int) -> int:
    """Return the proportional set size of a process in bytes. Raises OSError when it is gone, or another user's."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    raise ValueError(f"the kernel does not tell the memory of {pid}")


def _megabytes(size: int) -> int:
    return size // 1_000_000
