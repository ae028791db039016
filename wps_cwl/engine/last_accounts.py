"""What a job has used is written down before the job is removed, at least as far as it is known by then."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from wps_cwl.engine import usage
from wps_cwl.engine.unsettled import Unsettled
from wps_cwl.job_directory import JobDirectory
from wps_cwl.jobs import UsageStore
from wps_cwl.model import Job

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class LastAccounts:
    """`root` has the job directories; the accountant has `patience` (seconds) to settle a job."""

    root: Path
    unsettled: Unsettled
    used: UsageStore
    patience: float

    def awaited(self, job: Job, now: datetime) -> bool:
        """Whether the accountant may soon know what a job has used."""
        end = job.finished or job.updated
        return now < end + timedelta(seconds=self.patience) and self.unsettled.is_marked(job.id)

    def write(self, job: Job) -> None:
        """Write down what is known of an ended job of which nothing is written yet, and what is needed to know more.

        Raises errors.StoreUnavailable: then the job may not be removed.
        """
        try:
            found = usage.of(job, JobDirectory(self.root, job.id), {})
        except (OSError, ValueError):  # a tool has spoilt the files: that keeps nobody from removing them
            logger.exception("what a job has used cannot be read", extra={"job": job.id})
            found = ()
        if found:
            self.used.put_first(job, found)
        if self.unsettled.is_marked(job.id):
            try:
                self.unsettled.leave(job)
            except OSError:  # the disk is full: what is written stands
                logger.exception("what a removed job has used is not asked for any more", extra={"job": job.id})
