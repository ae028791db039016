"""Estimates come from the runs whose inputs are most alike, and from nothing else."""

from __future__ import annotations

import pytest

from wps_cwl.estimate import estimate
from wps_cwl.model import PastRun


def runs(*pairs: tuple[int, float]) -> list[PastRun]:
    return [PastRun(size, seconds) for size, seconds in pairs]


@pytest.mark.parametrize(
    ("known", "size", "seconds"),
    [
        ([], 5, None),
        (runs((1, 10), (1, 10)), 1, None),  # two tell nothing
        (runs((1, 10), (1, 30), (1, 20)), 1, 20),
        (runs((1, 10), (100, 90), (2, 20), (3, 30), (4, 40), (5, 50)), 3, 30),  # the far one is left out
        (runs((1, 10), (100, 90), (110, 80), (120, 70), (130, 60), (140, 50)), 2**40, 70),
        (runs((1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (1, 99)), 1, 3),  # newer ones decide a tie
    ],
)
def test_it_is_the_median_of_the_nearest_five_of_three_at_least(
    known: list[PastRun], size: int, seconds: float | None
) -> None:
    assert estimate(known, size) == seconds
