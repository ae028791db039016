"""Waits for the end of a job, as long as somebody is there who waits."""

from __future__ import annotations

import time

from wps_cwl import errors
from wps_cwl.jobs import Ends, JobStore
from wps_cwl.model import Job

LOOK = 1.0  # seconds after which a job is looked at, even if its end was not announced
PATIENCE = 30.0  # seconds for which the job store may be away: the job goes on, and who is sent away asks once more


def await_end(jobs: JobStore, ends: Ends, job_id: str, *, deadline: float) -> Job:
    """Return a job when it has ended, or as it is at the deadline (of the monotonic clock).

    Raises errors.NoSuchJob, and errors.StoreUnavailable when the job store is away for long, or at the deadline.
    """
    with ends.expected(job_id) as ended:
        seen = time.monotonic()
        while True:
            now = time.monotonic()
            left = deadline - now
            try:
                job = jobs.get(job_id)
            except errors.StoreUnavailable:
                if left <= 0 or now - seen > PATIENCE:
                    raise
            else:
                if job.state.final or left <= 0:
                    return job
                seen = now
            ended.wait(min(left, LOOK))
            ended.clear()
