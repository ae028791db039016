"""What a dry run says when it knows too little: that is of the jobs that are kept, and of no others."""

from __future__ import annotations

import pytest

from wps_cwl.dry_run import estimate
from wps_cwl.model import PastRun, Process


@pytest.mark.parametrize(
    ("runs", "known"),
    [
        (0, "no earlier job of p 1.0.0 is kept"),
        (1, "only 1 earlier job of p 1.0.0 is kept"),
        (2, "only 2 earlier jobs of p 1.0.0 are kept"),
    ],
)
def test_what_is_missing_is_missing_among_the_jobs_that_are_kept(runs: int, known: str) -> None:
    past = [PastRun(5, 1.0, f"j{number}", 7) for number in range(runs)]
    found = estimate(Process("p", "P", "1.0.0", (), ()), past, 5, (), used=lambda _: ())
    assert (found.runs, found.note) == (runs, f"{known} that ran and succeeded: 3 are needed for an estimate")
    assert (found.seconds, found.output_bytes) == (None, None)
