"""How long a job may run: as its author says, else as jobs like it did; never a guess."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from wps_cwl.model import PastRun

LOOKED_AT = 50  # the last runs of the same version of a process
NEAREST = 5  # of these, the ones whose inputs are most alike in size
LEAST = 3  # fewer tell nothing


def estimate(runs: Sequence[PastRun], input_bytes: int) -> float | None:
    """Return the median of the runs whose inputs are nearest in size; `runs` are newest first, which decides a tie."""
    alike = most_alike(runs, input_bytes)
    return statistics.median(run.seconds for run in alike) if alike else None


def most_alike(runs: Sequence[PastRun], input_bytes: int | None) -> list[PastRun]:
    """Return the runs whose inputs are nearest in size, or where that is not known the newest; none if they are few."""
    if len(runs) < LEAST:
        return []
    if input_bytes is None:
        return list(runs[:NEAREST])
    return sorted(runs, key=lambda run: abs(run.input_bytes - input_bytes))[:NEAREST]
