"""What all jobs of an engine have in common: who does what for them."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from wps_cwl.engine.accountant import Accountant
from wps_cwl.engine.finishing import Finisher
from wps_cwl.engine.housekeeping import Housekeeper
from wps_cwl.engine.identity import Identities
from wps_cwl.engine.launchers import Launcher
from wps_cwl.engine.lease import Lease
from wps_cwl.engine.profiles import Profiles
from wps_cwl.engine.publishing import Publisher
from wps_cwl.engine.routing import Router
from wps_cwl.engine.seats import Seats
from wps_cwl.engine.staging import Fetches, StagingLimits
from wps_cwl.engine.tracing import Tell
from wps_cwl.jobs import JobStore


@dataclass(frozen=True)
class Workshop:
    """What every job needs for its run.

    `seats` are as many as leaders may run at once, `hands` as many as may fetch inputs; `restarts` is how often a job
    may be taken up again.
    """

    jobs: JobStore
    profiles: Profiles
    router: Router
    launcher: Launcher
    fetcher: Fetches
    limits: StagingLimits
    publisher: Publisher
    environ: Mapping[str, str]
    seats: Seats
    hands: threading.Semaphore
    restarts: int
    accountant: Accountant | None = None
    finisher: Finisher | None = None
    identities: Identities | None = None  # None: all jobs run as the service's user
    housekeeper: Housekeeper | None = None
    lease: Lease | None = None  # None: there is one engine
    tell: Tell | None = None  # what becomes of spans; None: there are none
