"""Places: how many stand before a job that waits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from wps_cwl.engine.schedulers.base import QueuedJob


def placed(jobs: Sequence[QueuedJob], lines: Iterable[Collection[str]]) -> list[QueuedJob]:
    """Return the jobs with their places; each line has the identifiers of those who wait in it, the next one first.

    Who stands in several lines has the best of its places.
    """
    best: dict[str, tuple[int, int]] = {}
    for line in lines:
        for place, id in enumerate(line, 1):
            best[id] = min(best.get(id, (place, len(line))), (place, len(line)))
    return [replace(job, place=best[job.id][0], waiting=best[job.id][1]) if job.id in best else job for job in jobs]
