"""Whose turn it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from wps_cwl import fairness
from wps_cwl.fairness import Load, Turn

START = datetime(2026, 1, 1, tzinfo=UTC)
people = st.sampled_from(["ann", "bob", "eve"])
processes = st.sampled_from(["ndvi", "clip"])


def turn(number: int, user: str = "ann", process: str = "ndvi") -> Turn:
    return Turn(f"job-{number}", user, process, START + timedelta(seconds=number))


@st.composite
def crowds(draw: st.DrawFn) -> list[Turn]:
    who = draw(st.lists(st.tuples(people, processes), max_size=30))
    numbers = draw(st.permutations(range(len(who))))
    return [turn(number, *names) for number, names in zip(numbers, who, strict=True)]


def test_nobody_is_next_when_nobody_waits() -> None:
    assert fairness.first([], Load()) is None
    assert fairness.in_order([], Load()) == []


def test_the_oldest_is_next_among_equals() -> None:
    assert fairness.first([turn(2), turn(1), turn(3)], Load()) == turn(1)


def test_a_user_with_fewer_places_is_next() -> None:
    assert fairness.first([turn(1), turn(2, "bob")], Load([turn(0)])) == turn(2, "bob")


def test_a_process_with_fewer_places_is_next_for_a_user() -> None:
    waiting = [turn(1), turn(2, process="clip")]
    assert fairness.first(waiting, Load([turn(0)])) == turn(2, process="clip")


@given(crowds(), crowds())
def test_the_order_is_that_of_taking_the_first_again_and_again(waiting: list[Turn], busy: list[Turn]) -> None:
    load, left, expected = Load(busy), list(waiting), []
    while left:
        chosen = fairness.first(left, load)
        assert chosen is not None
        left.remove(chosen)
        load.add(chosen.user, chosen.process)
        expected.append(chosen)
    assert fairness.in_order(waiting, Load(busy)) == expected


@given(crowds())
def test_no_user_is_more_than_one_place_ahead_of_another_who_waits(waiting: list[Turn]) -> None:
    order = fairness.in_order(waiting, Load())
    for count in range(len(order)):
        got = {user: sum(turn.user == user for turn in order[:count]) for user in ("ann", "bob", "eve")}
        hungry = [got[turn.user] for turn in order[count:]]
        assert not hungry or max(got.values()) <= min(hungry) + 1
