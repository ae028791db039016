"""Places for leaders are shared fairly by the jobs that wait for one."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from wps_cwl.engine.seats import Seats
from wps_cwl.fairness import Turn

START = datetime(2026, 1, 1, tzinfo=UTC)


def turn(number: int, user: str = "ann") -> Turn:
    return Turn(f"job-{number}", user, "ndvi", START + timedelta(seconds=number))


def order_of(seats: Seats, *turns: Turn) -> list[Turn]:
    """Have all wait at once; return the order in which they got places, one after the other."""
    order: list[Turn] = []
    inside = threading.Barrier(len(turns) + 1)

    def work(turn: Turn) -> None:
        with seats.waiting(turn):
            inside.wait()
            assert seats.take(turn, 10)
        order.append(turn)
        time.sleep(0.02)
        seats.give_back(turn)

    first = turn(0)
    with seats.waiting(first):
        assert seats.take(first, 0)
    threads = [threading.Thread(target=work, args=(each,)) for each in turns]
    for thread in threads:
        thread.start()
    inside.wait()
    seats.give_back(first)
    for thread in threads:
        thread.join()
    return order


def test_a_place_is_taken_once() -> None:
    seats = Seats(1)
    with seats.waiting(turn(1)):
        assert seats.take(turn(1), 0)
    with seats.waiting(turn(2)):
        assert not seats.take(turn(2), 0)
        assert seats.reason(turn(2)) == "1 of 1 places are taken"
        seats.give_back(turn(1))
        assert seats.take(turn(2), 0)


def test_the_oldest_that_waits_is_next() -> None:
    assert order_of(Seats(1), turn(3), turn(1), turn(2)) == [turn(1), turn(2), turn(3)]


def test_users_take_turns_where_there_is_one_place() -> None:
    ann, bob = [turn(1), turn(2), turn(3)], [turn(4, "bob"), turn(5, "bob")]
    assert order_of(Seats(1), *ann, *bob) == [bob[0], ann[0], bob[1], ann[1], ann[2]]


def test_a_user_who_has_a_place_lets_others_go_first() -> None:
    seats = Seats(2)
    with seats.waiting(turn(1)):
        assert seats.take(turn(1), 0)
    with seats.waiting(turn(2)), seats.waiting(turn(3, "bob")):
        assert not seats.take(turn(2), 0)
        assert seats.reason(turn(2)) == "others are first"
        assert seats.take(turn(3, "bob"), 0)


def test_one_who_gives_up_makes_way_for_the_next() -> None:
    seats = Seats(1)
    with seats.waiting(turn(1)), seats.waiting(turn(2)):
        assert not seats.take(turn(2), 0)
    with seats.waiting(turn(2)):
        assert seats.take(turn(2), 0)


def test_no_place_is_given_while_there_is_another_reason() -> None:
    reasons = ["no memory"]
    seats = Seats(9, lambda led: reasons[0] if led and reasons else None)
    with seats.waiting(turn(1)):
        assert seats.take(turn(1), 0)
    with seats.waiting(turn(2)):
        assert not seats.take(turn(2), 0)
        assert seats.reason(turn(2)) == "no memory"
        reasons.clear()
        assert seats.take(turn(2), 0)


def test_a_leader_that_runs_already_has_its_place_before_all_who_wait() -> None:
    seats = Seats(1)
    seats.keep(turn(9))
    with seats.waiting(turn(1)):
        assert not seats.take(turn(1), 0)
        seats.give_back(turn(9))
        assert seats.take(turn(1), 0)


def test_a_profile_that_has_no_room_keeps_nobody_else_out() -> None:
    seats = Seats(9, profiles={"local": 1})
    first, second, other = (
        replace(turn(number), profile=name) for number, name in enumerate(["local", "local", "big"])
    )
    with seats.waiting(first):
        assert seats.take(first, 0)
    with seats.waiting(second), seats.waiting(other):
        assert not seats.take(second, 0)
        assert seats.reason(second) == "1 of 1 places of local are taken"
        assert seats.kept_out() == 1
        assert seats.take(other, 0)


def test_where_all_places_are_taken_room_on_a_profile_is_not_all_that_is_missing() -> None:
    seats = Seats(1, profiles={"local": 1})
    first, second = replace(turn(1), profile="local"), replace(turn(2), profile="local")
    with seats.waiting(first):
        assert seats.take(first, 0)
    with seats.waiting(second):
        assert seats.kept_out() == 0
