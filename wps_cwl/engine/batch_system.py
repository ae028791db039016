"""Toil's batch system for clusters: submits steps through our own tracker, and runs Toil's internal jobs beside it.

Toil's own classes for Grid Engine and Torque do not work in 9.6.0, and that for Slurm asks the controller twice a
second per leader. This one is used for all of them; what differs is a dialect (`schedulers/`).
"""

from __future__ import annotations

import logging
import math
import os
import queue
import sys
import time
from typing import Any  # Toil has no types here

from toil.batchSystems.abstractBatchSystem import (
    EXIT_STATUS_UNAVAILABLE_VALUE,
    BatchJobExitReason,
    BatchSystemSupport,
    UpdatedBatchJobInfo,
)
from toil.batchSystems.local_support import BatchSystemLocalSupport
from toil.batchSystems.registry import add_batch_system_factory, get_batch_system
from toil.bus import ExternalBatchIdMessage, get_job_kind
from toil.lib.threading import cpu_count

from wps_cwl.engine import adaptations, kubernetes_steps
from wps_cwl.engine.schedulers import brief, connection
from wps_cwl.engine.schedulers.base import End, EndReason
from wps_cwl.engine.schedulers.batch import BATCH_SYSTEM
from wps_cwl.engine.schedulers.connection import Connection
from wps_cwl.engine.schedulers.dialects import DIALECTS
from wps_cwl.engine.schedulers.tracker import Tracker
from wps_cwl.engine.schedulers.work import Work

logger = logging.getLogger(__name__)

SHORTEST_WAIT, LONGEST_WAIT = 0.02, 0.5  # seconds for which the leader waits for an update
LIVELY = 1.0  # seconds after something has happened in which more may follow
MARGIN = 60  # seconds that a job may last longer than its tool: cwltool itself keeps the tool's limit
# By its path, as a login shell on the node may have another PATH; -P: nothing is imported from the job directory.
WORKER = (sys.executable, "-P", "-m", "wps_cwl.engine.node_worker")

_REASONS = {
    EndReason.REFUSED: BatchJobExitReason.ERROR,
    EndReason.KILLED: BatchJobExitReason.KILLED,
    EndReason.TIME: BatchJobExitReason.TIMELIMIT,
    EndReason.DEADLINE: BatchJobExitReason.TIMELIMIT,
    EndReason.MEMORY: BatchJobExitReason.MEMLIMIT,
    EndReason.NODE: BatchJobExitReason.ERROR,
    EndReason.PREEMPTED: BatchJobExitReason.KILLED,
    EndReason.ERROR: BatchJobExitReason.ERROR,
    EndReason.LOST: BatchJobExitReason.MISSING,
}


class ClusterBatchSystem(BatchSystemLocalSupport):  # type: ignore[misc]  # untyped upstream
    """Submits to the scheduler that the leader's brief names."""

    def __init__(self, config: Any, maxCores: float, maxMemory: float, maxDisk: int) -> None:  # noqa: N803
        BatchSystemSupport.__init__(self, config, maxCores, maxMemory, maxDisk)  # the class between has a fixed choice
        local = get_batch_system("single_machine")  # in a fork of the fork server, the one whose workers are forks
        self.localBatch = local(config, maxCores, maxMemory, maxDisk, max_jobs=config.max_local_jobs or cpu_count())
        self._updates: queue.Queue[Any] = self.localBatch.outputQueue  # one for all: nothing waits behind the other
        self._brief = brief.from_environment(os.environ)
        self._happened = time.monotonic()
        self._issued: set[int] = set()  # on the cluster, and Toil has not been told the end
        dialect = DIALECTS[self._brief.profile.scheduler]
        environ = connection.environment(dialect, os.environ, os.environ.get("HOME", "/"))
        self._tracker = Tracker(
            self._brief, Connection(dialect, environ), submitted=self._note_submitted, ended=self._note_ended
        )

    @classmethod
    def supportsAutoDeployment(cls) -> bool:  # noqa: N802  # the names in Toil, here and below
        """Nodes see the same files as the leader."""
        return False

    @classmethod
    def supportsWorkerCleanup(cls) -> bool:  # noqa: N802
        """The engine removes what workers leave: all of it lies in the job directory."""
        return False

    def issueBatchJob(self, command: str, job_desc: Any, job_environment: Any = None) -> int:  # noqa: N802
        """Have a worker run: Toil's internal jobs here, steps on the cluster."""
        self._happened = time.monotonic()
        local: int | None = self.handleLocalJob(command, job_desc)
        if local is not None:
            return local
        number: int = self.getNextJobID()
        self._issued.add(number)
        _, *words = command.split(" ")  # as Toil has joined them: its worker, which ours stands for, and arguments
        environment = {name: value for name, value in os.environ.items() if name != brief.VARIABLE}
        self._tracker.add(
            Work(
                number=number,
                step=get_job_kind(job_desc.get_names()),
                command=[*WORKER, *words],
                environment={**environment, **self.environment, **(job_environment or {})},
                cores=max(1, math.ceil(job_desc.cores)),
                memory=job_desc.memory,
                walltime=self._walltime(job_desc.walltime),
                gpus=sum(one["count"] for one in job_desc.accelerators if one["kind"] == "gpu"),
            )
        )
        return number

    def _walltime(self, limit: int | None) -> int | None:
        limits = [limit + MARGIN if limit else None, self._brief.profile.walltime]
        return min((one for one in limits if one), default=None)

    def killBatchJobs(self, jobIDs: list[int]) -> None:  # noqa: N802, N803
        """Kill workers, wherever they are."""
        self.killLocalJobs(jobIDs)
        self._tracker.kill(jobIDs)
        self._issued.difference_update(jobIDs)

    def getIssuedBatchJobIDs(self) -> list[int]:  # noqa: N802
        """Return what Toil has not been told the end of."""
        return [*self.getIssuedLocalJobIDs(), *self._issued]

    def getRunningBatchJobIDs(self) -> dict[int, float]:  # noqa: N802
        """Return for how many seconds each worker runs."""
        return {**self.getRunningLocalJobIDs(), **self._tracker.running()}

    def getUpdatedBatchJob(self, maxWait: float) -> Any:  # noqa: N802, N803
        """Return the next worker that has ended. Toil may have more to do soon after something has happened."""
        idle = time.monotonic() - self._happened
        wait = SHORTEST_WAIT if idle < LIVELY else LONGEST_WAIT
        try:
            update = self._updates.get(timeout=min(maxWait, wait))
        except queue.Empty:
            return None
        self._happened = time.monotonic()
        self._issued.discard(update.jobID)
        self.localBatch.jobs.pop(update.jobID, None)  # what its own method does
        return update

    def shutdown(self) -> None:
        """End what still runs."""
        self._tracker.stop()
        self.shutdownLocal()

    # --- what the tracker tells, in its thread ---------------------------------------------------------

    def _note_submitted(self, number: int, id: str) -> None:
        if self._outbox is not None:
            self._outbox.publish(ExternalBatchIdMessage(number, id, type(self).__name__))

    def _note_ended(self, number: int, end: End, seconds: float) -> None:
        if end.reason is not EndReason.EXITED:
            logger.error("the step %s has ended: %s", number, end.text or end.reason.value)
        failed = end.reason is not EndReason.EXITED and not end.code
        unknown = end.code is None or failed
        self._updates.put(
            UpdatedBatchJobInfo(
                jobID=number,
                exitStatus=EXIT_STATUS_UNAVAILABLE_VALUE if unknown else end.code,
                exitReason=_REASONS.get(end.reason),
                wallTime=seconds,
            )
        )


def register() -> None:
    """Have Toil know our batch systems in this process."""
    adaptations.apply_for_clusters()
    add_batch_system_factory(BATCH_SYSTEM, lambda: ClusterBatchSystem)
    kubernetes_steps.register()
