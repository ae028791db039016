"""The table of measures is whole, and the documentation shows it."""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks.measures import MEASURES
from benchmarks.report import BEGIN, END

PAGE = Path(__file__).parents[3] / "docs/reference/performance.md"

# what is promised to users, written a second time: a target is not loosened by accident
TARGETS = {
    "hello": "at most 0.12",
    "chain": "at most 0.12",
    "scatter": "at most 0.15",
    "hello-cwltool": "at most 0.4",
    "burst-cpu": "at most 0.08",
    "sync-rate": "at least 10",
    "sync-rate-pywps": "-",
    "accept-rate": "at least 3",
    "drain": "-",
    "polled-drain": "at most 1.1",
    "capabilities": "at most 0.1",
    "description": "at most 0.1",
    "capabilities-many": "at most 3",
    "capabilities-many-held": "at most 3",
    "leader-memory": "at most 0.4",
    "slurm-hello": "at most 0.4",
    "slurm-hello-sbatch": "-",
    "slurm-commands": "at most 1.5",
}


def rows(text: str) -> list[list[str]]:
    """Return the cells of the table of a text, without its head."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_every_target_is_measured() -> None:
    assert {measure.name: str(measure.target or "-") for measure in MEASURES} == TARGETS
    assert len(MEASURES) == len(TARGETS)


def test_every_measure_says_what_it_is() -> None:
    for measure in MEASURES:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", measure.name)
        assert measure.what
        assert measure.unit
        assert measure.peer_name
        assert measure.rounds is None or measure.rounds > 0


def test_the_documented_measures_are_those_of_the_code() -> None:
    told = rows(PAGE.read_text(encoding="utf-8").split("## What is measured", 1)[1].split("##", 1)[0])
    assert told == [
        [measure.name, measure.what, measure.unit, measure.peer_name, str(measure.target or "-")]
        for measure in MEASURES
    ]


def test_the_documented_results_are_of_these_measures_and_targets() -> None:
    told = rows(PAGE.read_text(encoding="utf-8").split(BEGIN, 1)[1].split(END, 1)[0])
    assert [(row[0], row[3], row[5]) for row in told] == [
        (measure.name, measure.peer_name, str(measure.target or "-")) for measure in MEASURES
    ]
