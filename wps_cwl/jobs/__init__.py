"""The SQL job store: every job and its state, and the only place that speaks SQL."""

from wps_cwl.jobs.ends import Ends
from wps_cwl.jobs.migrations import upgrade
from wps_cwl.jobs.store import JobStore

__all__ = ["Ends", "JobStore", "upgrade"]
