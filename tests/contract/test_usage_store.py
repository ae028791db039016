"""What jobs have used, in SQL: sums by job, user, process and profile, which outlive the jobs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from wps_cwl.jobs import JobStore, UsageStore, upgrade
from wps_cwl.model import BOUNDS, Bill, Durations, ExecuteRequest, Job, JobState, StepUsage, SumBy, UsageSum

DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)


def job(id: str, *, user: str = "ada", process: str = "p", days: int = 0) -> Job:
    ended = DAY + timedelta(days=days)
    return Job(
        id, process, JobState.SUCCESSFUL, ended, ended, ExecuteRequest(process), finished=ended, user=user, profile="x"
    )


def used(wall: float | None, *, cores: float | None = 2, memory: int | None = 100, profile: str = "x") -> StepUsage:
    return StepUsage(
        step="s",
        scheduler="slurm",
        id="12",
        profile=profile,
        cores=cores,
        started=DAY,
        wall=wall,
        cpu=wall,
        queue_wait=1.5,
        memory=memory,
        raw={"JobID": "12"},
    )


@pytest.fixture
def store(url: str) -> UsageStore:
    upgrade(url)
    return UsageStore(url)


def test_steps_come_back_without_the_schedulers_own_fields(store: UsageStore) -> None:
    store.put(job("j1"), (used(3.0), used(None, memory=5_000_000_000)))
    first, second = store.of("j1")
    assert (first.wall, first.started, first.core_seconds, first.raw) == (3.0, DAY, 6.0, {})
    assert (second.wall, second.core_seconds, second.memory) == (None, None, 5_000_000_000)
    assert store.of("other") == ()


def test_what_is_put_again_replaces_what_was_known(store: UsageStore) -> None:
    store.put(job("j1"), (used(3.0), used(4.0)))
    store.put(job("j1"), (used(5.0),))
    assert [step.wall for step in store.of("j1")] == [5.0]


def test_what_is_put_first_replaces_nothing(store: UsageStore) -> None:
    store.put_first(job("j1"), (used(3.0),))
    store.put_first(job("j1"), (used(4.0), used(5.0)))
    assert [step.wall for step in store.of("j1")] == [3.0]


def test_those_who_write_of_one_job_at_once_do_not_disturb_each_other(url: str, store: UsageStore) -> None:
    one, faults = job("j1"), list[Exception]()
    JobStore(url).add(replace(one, state=JobState.ACCEPTED), waiting_limit=9)

    def write(put: Callable[..., None], wall: float) -> None:
        try:
            for _ in range(5):
                put(one, (used(wall), used(wall)))
        except Exception as fault:
            faults.append(fault)

    threads = [
        threading.Thread(target=write, args=(put, wall))
        for wall, put in ((1.0, store.put_first), (2.0, store.put), (1.0, store.put_first), (2.0, store.put))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (faults, [step.wall for step in store.of("j1")]) == ([], [2.0, 2.0])


def test_sums_are_over_what_was_measured(store: UsageStore) -> None:
    store.put(job("j1"), (used(3.0), used(None, memory=None)))
    store.put(job("j2"), (used(1.0, memory=300),))
    assert store.sums(SumBy.PROCESS) == (
        UsageSum("p", jobs=2, steps=3, measured=2, core_seconds=8.0, wall=4.0, cpu=4.0, queue_wait=4.5, memory=300),
    )


def test_nothing_measured_is_no_zero(store: UsageStore) -> None:
    store.put(job("j1"), (used(None, memory=None),))
    [found] = store.sums(SumBy.JOB)
    assert (found.core_seconds, found.wall, found.cpu, found.memory) == (None, None, None, None)


@pytest.mark.parametrize(
    ("by", "names"),
    [
        (SumBy.JOB, ["j3", "j2", "j1"]),
        (SumBy.USER, ["ben", "ada"]),
        (SumBy.PROCESS, ["q", "p"]),
        (SumBy.PROFILE, ["y", "x"]),
    ],
    ids=lambda value: value.value if isinstance(value, SumBy) else "",
)
def test_the_most_comes_first(store: UsageStore, by: SumBy, names: list[str]) -> None:
    store.put(job("j1"), (used(1.0),))
    store.put(job("j2"), (used(2.0),))
    store.put(job("j3", user="ben", process="q"), (used(9.0, profile="y"),))
    assert [found.name for found in store.sums(by)] == names


def test_a_period_begins_with_its_first_moment_and_ends_before_its_last(store: UsageStore) -> None:
    for number in range(3):
        store.put(job(f"j{number}", days=number), (used(1.0),))
    found = store.sums(SumBy.JOB, since=DAY, until=DAY + timedelta(days=2))
    assert [one.name for one in found] == ["j0", "j1"]


def test_amounts_are_summed_exactly_and_by_their_currency(store: UsageStore) -> None:
    tenth = [replace(used(1.0), price=Decimal("0.1"), currency="EUR") for _ in range(3)]
    store.put(job("j1"), tuple(tenth))
    store.put(job("j2"), (replace(used(1.0), price=Decimal("2.000001"), currency="USD"), used(1.0)))
    store.put(job("j3", process="q"), (used(1.0),))
    prices = {one.name: one.prices for one in store.sums(SumBy.PROCESS)}
    assert prices == {"p": {"EUR": Decimal("0.3"), "USD": Decimal("2.000001")}, "q": {}}
    assert [step.price for step in store.of("j1")] == [Decimal("0.1")] * 3


def test_steps_that_should_have_a_price_and_have_none_are_counted(store: UsageStore) -> None:
    store.put(job("j1"), (replace(used(1.0), price=Decimal(1), currency="EUR"), replace(used(None), currency="EUR")))
    store.put(job("j2", process="q"), (used(1.0),))
    assert {one.name: one.unpriced for one in store.sums(SumBy.PROCESS)} == {"p": 1, "q": 0}


def test_parts_of_cores_are_kept(store: UsageStore) -> None:
    store.put(job("j1"), (used(3.0, cores=0.5),))
    assert (store.of("j1")[0].cores, store.sums(SumBy.JOB)[0].core_seconds) == (0.5, 1.5)


def test_months_come_one_after_the_other_and_those_without_a_job_are_left_out(store: UsageStore) -> None:
    for number, days in enumerate((0, 30, 31, 365)):  # 2026-03-01, -03-31, -04-01, 2027-03-01
        store.put(job(f"j{number}", days=days), (used(1.0),))
    assert [(one.name, one.jobs) for one in store.sums(SumBy.MONTH)] == [("2026-03", 2), ("2026-04", 1), ("2027-03", 1)]
    since = DAY + timedelta(days=20)
    assert [(one.name, one.jobs) for one in store.sums(SumBy.MONTH, since=since, until=since + timedelta(days=30))] == [
        ("2026-03", 1),
        ("2026-04", 1),
    ]


def test_steps_are_told_apart_by_their_process(store: UsageStore) -> None:
    store.put(job("j1"), (used(3.0), used(1.0)))
    store.put(job("j2", process="q"), (used(1.0),))
    assert [(one.name, one.steps) for one in store.sums(SumBy.STEP)] == [("p / s", 2), ("q / s", 1)]


def priced(step: StepUsage, amount: str, currency: str = "CHF") -> StepUsage:
    return replace(step, price=Decimal(amount), currency=currency)


def test_bills_are_exact_and_by_process_profile_and_currency(store: UsageStore) -> None:
    store.put(job("j1"), (priced(used(3.0), "0.1"), priced(used(3.0), "0.200001")))
    store.put(job("j2"), (priced(used(3.0), "5", "EUR"), priced(used(3.0, profile="y"), "7")))
    store.put(job("j3", process="q"), (used(3.0), priced(used(3.0), "0")))
    assert store.bills() == (
        Bill("p", "x", "CHF", Decimal("0.300001")),
        Bill("p", "x", "EUR", Decimal(5)),
        Bill("p", "y", "CHF", Decimal(7)),
        Bill("q", "x", "CHF", Decimal(0)),
    )


def test_durations_are_counted_up_to_each_bound(store: UsageStore) -> None:
    assert store.runs() == store.waits() == ()
    store.put(job("j1"), (used(0.5), used(10.0), used(None), used(90_000.0), used(61.0, profile="y")))
    assert BOUNDS[:3] == (1.0, 10.0, 60.0)
    assert store.runs() == (
        Durations("x", (1, 2, 2, 2, 2, 2, 2, 2), 3, 90_010.5),
        Durations("y", (0, 0, 0, 1, 1, 1, 1, 1), 1, 61.0),
    )
    assert [(one.profile, one.count, one.total) for one in store.waits()] == [("x", 4, 6.0), ("y", 1, 1.5)]
