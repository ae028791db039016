"""What a client is told, in one line, of steps that wait or run on a cluster."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from wps_cwl.engine.schedulers.base import QueuedJob

_MOST = 3  # identifiers that are told


def pending(scheduler: str, jobs: Sequence[QueuedJob], ids: Sequence[str]) -> str:
    """Return `pending: Resources (slurm 12, place 3 of 7)`; `ids` also has those that are not listed yet."""
    reasons = Counter(job.reason for job in jobs)
    word = next((reason for reason, _ in reasons.most_common() if reason), "")
    places = [(job.place, job.waiting) for job in jobs if job.place is not None]
    known = [f"{scheduler} {_some(ids)}"] if ids else []
    known += [f"place {min(places)[0]} of {min(places)[1]}"] if places else []
    return "pending" + (f": {word}" if word else "") + (f" ({', '.join(known)})" if known else "")


def running(scheduler: str, jobs: Sequence[QueuedJob]) -> str:
    """Return `running on node1 since 10:15 UTC (slurm 12)`; "" when nothing is known."""
    if not jobs:
        return ""
    nodes = list(dict.fromkeys(job.node for job in jobs if job.node))
    starts = [job.started for job in jobs if job.started is not None]
    on = f" on {_some(nodes)}" if nodes else ""
    since = f" since {datetime.fromtimestamp(min(starts), UTC):%H:%M} UTC" if starts else ""
    return f"running{on}{since} ({scheduler} {_some([job.id for job in jobs])})"


def _some(names: Sequence[str]) -> str:
    return f"{', '.join(names[:_MOST])}{' ...' if len(names) > _MOST else ''}"
