"""Places for leaders go to the oldest job that waits."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

from wps_cwl.engine.seats import Seats, Turn

START = datetime(2026, 1, 1, tzinfo=UTC)


def turn(number: int) -> Turn:
    return START + timedelta(seconds=number), f"job-{number}"


def test_a_place_is_taken_once() -> None:
    seats = Seats(1)
    with seats.waiting(turn(1)):
        assert seats.take(turn(1), 0)
    with seats.waiting(turn(2)):
        assert not seats.take(turn(2), 0)
        seats.give_back()
        assert seats.take(turn(2), 0)


def test_the_oldest_that_waits_is_next() -> None:
    seats, order = Seats(0), []
    inside = threading.Barrier(4)

    def work(number: int) -> None:
        with seats.waiting(turn(number)):
            inside.wait()
            assert seats.take(turn(number), 10)
        order.append(number)
        seats.give_back()

    threads = [threading.Thread(target=work, args=(number,)) for number in (3, 1, 2)]
    for thread in threads:
        thread.start()
    inside.wait()
    seats.give_back()
    for thread in threads:
        thread.join()
    assert order == [1, 2, 3]


def test_one_that_gives_up_does_not_block_the_next() -> None:
    seats = Seats(1)
    with seats.waiting(turn(2)):
        with seats.waiting(turn(1)):
            assert not seats.take(turn(2), 0)
        assert seats.take(turn(2), 0)
