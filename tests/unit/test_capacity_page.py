"""The page on capacity: its numbers are those of the last benchmarks, or follow from them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from benchmarks.measures import MEASURES
from tests.support.pages import PAGES, table
from wps_cwl.settings.sections import LEADERS_OF_A_CLUSTER

PAGE = "docs/how-to/plan-capacity.md"
PERFORMANCE = "docs/reference/performance.md"
GIB = 1 << 30
NEAR = 1.5  # another run of the benchmarks may differ so much before the page must be written anew

# What the page makes of what was measured
MADE: dict[str, Callable[[float], float]] = {
    "leader-memory": lambda mebibytes: mebibytes,
    "drain": lambda seconds_of_a_hundred: 100 * 60 / seconds_of_a_hundred,
    "sync-rate": lambda jobs_a_second: jobs_a_second * 60,
    "burst-cpu": lambda seconds_of_a_hundred: seconds_of_a_hundred / 100,
    "chain": lambda seconds: (seconds - measured("hello")) / 2,
    "slurm-hello": lambda seconds: seconds,
    "slurm-commands": lambda a_minute: a_minute,
    "accept-rate": lambda a_second: a_second,
    "capabilities-many": lambda milliseconds: milliseconds,
}


def measured(name: str) -> float:
    [ours] = [row[1] for row in table(PERFORMANCE, "## What came out last") if row[0] == name]
    return float(ours.split()[0])


def told() -> dict[str, float]:
    """Return the numbers of the page, by the measures that give them."""
    rows = [row for title in ("## Memory", "## Jobs a minute", "## Web server") for row in table(PAGE, title)]
    found = {}
    for _, value, by in rows:
        if only := re.search(r"--only ([\w-]+)", by):
            found[only[1]] = float(re.search(r"[\d.]+", value)[0])
    return found


@pytest.mark.parametrize("name", MADE)
def test_a_number_is_that_of_the_last_benchmarks(name: str) -> None:
    now = MADE[name](measured(name))
    assert now / NEAR <= told()[name] <= now * NEAR, f"write {now:.3g} into {PAGE}"


def test_every_number_of_a_benchmark_is_looked_at() -> None:
    assert told().keys() - {"polled-drain"} == MADE.keys()


def test_as_many_jobs_are_at_work_as_leaders_fit_into_half_of_the_memory() -> None:
    for machine, profiles, fit, at_work in table(PAGE, "## So many jobs on such a machine"):
        cpus, gibibytes = map(int, re.findall(r"\d+", machine))
        leaders = gibibytes * GIB / 2 / (told()["leader-memory"] * (1 << 20))
        assert leaders / 1.1 <= int(fit) <= leaders * 1.1, f"{machine}: {leaders:.0f}"
        assert int(at_work.split(";")[0]) == (cpus if profiles == "local" else min(int(fit), LEADERS_OF_A_CLUSTER)), (
            machine
        )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_benchmark_that_a_page_names_is_one(page: object) -> None:
    named = re.findall(r"benchmarks --only ([\w-]+)", page.read_text(encoding="utf-8"))
    assert set(named) <= {measure.name for measure in MEASURES}
