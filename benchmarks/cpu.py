"""The CPU seconds of a tree of processes, those that have ended included."""

from __future__ import annotations

from contextlib import suppress

import psutil


def seconds(root: psutil.Process) -> float:
    """Return user and system time of a process and its descendants.

    An ended process is counted as soon as its parent has waited for it: its times, and those of its own ended children,
    are then among the parent's times of children.
    """
    return sum(_own_and_of_ended_children(process) for process in [root, *root.children(recursive=True)])


def _own_and_of_ended_children(process: psutil.Process) -> float:
    with suppress(psutil.NoSuchProcess):
        times = process.cpu_times()
        return float(times.user + times.system + times.children_user + times.children_system)
    return 0.0
