"""Whether one more job is taken: there has to be a place in the queue, room on the disks, and a quota for it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from wps_cwl import errors
from wps_cwl.disk import Disk
from wps_cwl.jobs import JobStore, RetentionStore
from wps_cwl.model import Job, JobState, Subscription
from wps_cwl.retention import Retention


@dataclass(frozen=True)
class QueueLimits:
    """How many jobs may wait for the engine, those of one user too, and how many synchronous requests for their job.

    `hold` is in seconds.
    """

    waiting_jobs: int
    waiting_requests: int
    hold: float = 0.0
    waiting_jobs_of_user: int | None = None


@dataclass(frozen=True)
class Admission:
    """Takes jobs in; `wake` tells the engine that something may have to go.

    `gives_up` says whether who dismisses a job that has ended gives its results up.
    """

    jobs: JobStore
    limits: QueueLimits
    retention: Retention
    kept: RetentionStore
    disk: Disk
    wake: Callable[[], None]
    gives_up: bool = False

    def check(self, job: Job) -> None:
        """Refuse a job before anything is written for it. Raises as `add`, and errors.StorageFull."""
        if self.jobs.count(JobState.ACCEPTED) >= self.limits.waiting_jobs:
            raise errors.QueueFull(limit=self.limits.waiting_jobs)
        try:
            self.disk.check()
        except errors.StorageFull:
            self.wake()
            raise
        if quotas := self.retention.quotas(job.process, job.user):
            self.jobs.check_quotas(quotas, job)

    def add(self, job: Job, wishes: Collection[Subscription] = ()) -> None:
        """Add a job to the queue, and who wishes to be told of it. Raises errors.QueueFull and errors.QuotaExceeded."""
        self.jobs.add(
            job,
            waiting_limit=self.limits.waiting_jobs,
            user_limit=self.limits.waiting_jobs_of_user,
            quotas=self.retention.quotas(job.process, job.user),
            subscriptions=wishes,
        )

    def give_up(self, job_id: str) -> bool:
        """Have an ended job that was dismissed removed soon, as WPS 2.0 has it; return whether that is new."""
        return self.gives_up and self.kept.give_up(job_id)
