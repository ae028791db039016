"""What Toil's workers have measured of the steps that they ran: `stats.json` of a job directory."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from wps_cwl.engine.plain_file import read_plain
from wps_cwl.job_directory import JobDirectory

_STEP = "CWLJob "  # what Toil calls other jobs is work of its own


@dataclass(frozen=True)
class WorkerStats:
    """One run of a step by Toil: `name` is Toil's; seconds (`started` since 1970), and bytes of worker and tool."""

    name: str
    started: float
    wall: float
    cpu: float
    memory: int
    cores: float
    succeeded: bool


def read(directory: JobDirectory) -> list[WorkerStats]:
    """Return what there is, the oldest first: nothing of a leader that was ended from outside."""
    try:
        document = json.loads(read_plain(directory.stats))
        found = [_read_one(job) for of_worker in document["jobs"] for job in of_worker]
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return []
    return sorted((one for one in found if one is not None), key=lambda one: one.started)


def _read_one(job: dict[str, str]) -> WorkerStats | None:
    if not job["class_name"].startswith(_STEP):
        return None
    return WorkerStats(
        name=job["class_name"].removeprefix(_STEP),
        started=float(job["start"]),
        wall=float(job["time"]),
        cpu=float(job["clock"]),
        memory=int(float(job["memory"])) << 10,
        cores=float(job["requested_cores"]),
        succeeded=job["succeeded"] == "True",
    )


def pair(names: Sequence[str], stats: Sequence[WorkerStats]) -> list[WorkerStats | None]:
    """Return what belongs to each of the submissions, given by the names of their steps, the oldest first.

    One run belongs to the last submission of its step; several, when there are as many, to each in turn. Else nobody
    knows which is whose.
    """
    found: list[WorkerStats | None] = [None] * len(names)
    for name in set(names):
        places = [place for place, one in enumerate(names) if one == name]
        runs = [one for one in stats if one.name == name]
        if len(runs) == 1:
            found[places[-1]] = runs[0]
        elif len(runs) == len(places):
            for place, run in zip(places, runs, strict=True):
                found[place] = run
    return found
