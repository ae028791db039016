"""Medians, ratios and verdicts are right, whatever happens to a trial."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import rounds
from benchmarks.arena import Arena
from benchmarks.contestants import NotAvailable
from benchmarks.measure import Measure, Outcome, Target, Trial, Verdict


def measure(
    ours: Trial = lambda _: 1.0, peer: Trial = lambda _: 1.0, *, target: Target | None = None, most: int | None = None
) -> Measure:
    return Measure("name", "what", "s", ours, peer, "peer", target, most)


def taking(*values: float) -> Trial:
    remaining = list(values)
    return lambda _: remaining.pop(0)


def run(*measures: Measure, count: int, folder: Path) -> list[Outcome]:
    return rounds.run(measures, Arena(folder, folder), rounds=count, tell=lambda _: None)


def test_the_ratio_is_that_of_the_medians() -> None:
    outcome = Outcome(measure(), ours=[9.0, 1.0, 2.0], peer=[4.0, 100.0, 8.0])
    assert outcome.ratio == 2.0 / 8.0


def test_the_median_of_an_even_number_is_between_the_middle_ones() -> None:
    assert Outcome(measure(), ours=[1.0, 2.0, 4.0, 9.0], peer=[1.0]).ratio == 3.0


@pytest.mark.parametrize(
    ("target", "ratio", "verdict"),
    [
        pytest.param(Target(0.5), 0.5, Verdict.MET, id="at most, just met"),
        pytest.param(Target(0.5), 0.51, Verdict.MISSED, id="at most, missed"),
        pytest.param(Target(10, at_least=True), 10.0, Verdict.MET, id="at least, just met"),
        pytest.param(Target(10, at_least=True), 9.9, Verdict.MISSED, id="at least, missed"),
        pytest.param(None, 1000.0, Verdict.NO_TARGET, id="no target"),
    ],
)
def test_the_verdict_compares_the_ratio_with_the_target(target: Target | None, ratio: float, verdict: Verdict) -> None:
    assert Outcome(measure(target=target), ours=[ratio], peer=[1.0]).verdict is verdict


def test_a_peer_that_took_nothing_gives_no_ratio() -> None:
    outcome = Outcome(measure(target=Target(1)), ours=[1.0], peer=[0.0])
    assert outcome.ratio is None
    assert outcome.verdict is Verdict.NOT_MEASURED


def test_both_sides_are_taken_in_each_round_and_begin_in_turn(tmp_path: Path) -> None:
    order: list[str] = []

    def side(name: str) -> Trial:
        return lambda _: order.append(name) or 1.0

    run(measure(side("ours"), side("peer")), count=3, folder=tmp_path)
    assert order == ["ours", "peer", "peer", "ours", "ours", "peer"]


def test_a_measure_is_taken_no_more_often_than_it_needs(tmp_path: Path) -> None:
    often, rarely = run(measure(), measure(most=2), count=5, folder=tmp_path)
    assert (len(often.ours), len(rarely.ours), len(rarely.peer)) == (5, 2, 2)


def test_what_cannot_be_had_is_not_measured_and_no_failure(tmp_path: Path) -> None:
    def trial(_: Arena) -> float:
        raise NotAvailable("there is no Slurm here")

    [outcome] = run(measure(trial, target=Target(1)), count=2, folder=tmp_path)
    assert outcome.verdict is Verdict.NOT_MEASURED
    assert outcome.note == "there is no Slurm here"


def test_a_trial_that_fails_fails_its_measure_alone(tmp_path: Path) -> None:
    broken, whole = run(
        measure(taking(1.0), taking(1.0), target=Target(1)), measure(target=Target(1)), count=2, folder=tmp_path
    )
    assert broken.verdict is Verdict.FAILED
    assert "IndexError" in broken.note
    assert whole.verdict is Verdict.MET
