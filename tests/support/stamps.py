"""Reads the stamps that tools of tests leave outside of their jobs (`tests/machines/processes/scripts/stamp.py`)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """One run of a step: which process it was, when it was at work, and whether it came to its end."""

    who: str
    begin: float
    end: float
    whole: bool


def read(file: Path) -> dict[str, list[Run]]:
    """Return the runs of each step of a job, in the order in which they began."""
    found: dict[tuple[str, str], list[tuple[float, str]]] = defaultdict(list)
    for line in file.read_text().splitlines():
        step, machine, number, moment, what = line.split()
        found[step, f"{machine} {number}"].append((float(moment), what))
    steps: dict[str, list[Run]] = defaultdict(list)
    for (step, who), stamps in found.items():
        moments = [moment for moment, _ in stamps]
        steps[step].append(Run(who, min(moments), max(moments), any(what == "end" for _, what in stamps)))
    return {step: sorted(runs, key=lambda run: run.begin) for step, runs in steps.items()}


def assert_never_at_once(file: Path) -> None:
    """No step of a job was run twice at once."""
    for step, runs in read(file).items():
        for one, other in pairwise(runs):
            assert one.end < other.begin, f"{one.who} and {other.who} ran {step} of {file.name} at once"
