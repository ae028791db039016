"""The SQL job store: every job and its state, and the only place that speaks SQL."""

from wps_cwl.jobs.ends import Ends, NoticedEnds, PipedEnds
from wps_cwl.jobs.leases import Leases
from wps_cwl.jobs.migrations import upgrade
from wps_cwl.jobs.notices import Notices
from wps_cwl.jobs.notifications import NotificationStore
from wps_cwl.jobs.outbox import Outbox
from wps_cwl.jobs.retention import RetentionStore
from wps_cwl.jobs.store import JobStore
from wps_cwl.jobs.usage import UsageStore

__all__ = [
    "Ends",
    "JobStore",
    "Leases",
    "NoticedEnds",
    "Notices",
    "NotificationStore",
    "Outbox",
    "PipedEnds",
    "RetentionStore",
    "UsageStore",
    "upgrade",
]
