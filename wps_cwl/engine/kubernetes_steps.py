"""Toil's batch system for Kubernetes, with what a shared state directory needs: steps run in the operator's Pod."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any  # Toil has no types here, nor has Kubernetes' client
from uuid import uuid4

from toil.batchSystems.local_support import BatchSystemLocalSupport
from toil.batchSystems.registry import add_batch_system_factory

from wps_cwl.engine.schedulers.kubernetes import BATCH_SYSTEM, PREFIX, TEMPLATE, read_template


def _make() -> type[Any]:
    """Return the class; only who has the client of Kubernetes can, as Toil says by an ImportError."""
    from kubernetes.config import kube_config
    from toil.batchSystems.kubernetes import KubernetesBatchSystem
    from toil.version import currentCommit

    class StepsInPods(KubernetesBatchSystem):  # type: ignore[misc]  # untyped upstream
        """Runs each step in a Pod as the operator's template has it: its image, volumes, security and account."""

        def __init__(self, config: Any, maxCores: float, maxMemory: float, maxDisk: int) -> None:  # noqa: N803
            # Toil asks a registry for its own image, which is not used here; a name with this in it is not asked for
            os.environ["TOIL_APPLIANCE_SELF"] = f"unused:{currentCommit}"
            if "KUBECONFIG" in os.environ:  # the client has read that when it was loaded: by the fork server, long ago
                kube_config.KUBE_CONFIG_DEFAULT_LOCATION = os.environ["KUBECONFIG"]
            super().__init__(config, maxCores, maxMemory, maxDisk)
            self.job_prefix = (
                f"{os.environ[PREFIX]}{uuid4().hex[:8]}-"  # the engine finds them by it; 63 letters at most
            )
            self.environment.pop("TMPDIR", None)  # that of the job, as everywhere

        @classmethod
        def add_options(cls, parser: Any) -> None:
            """Add none: Toil's own class has, and a parser takes each but once."""
            del parser

        @classmethod
        def supportsAutoDeployment(cls) -> bool:  # noqa: N802  # the names in Toil, here and below
            """Pods see the same files as the leader."""
            return False

        @classmethod
        def supportsWorkerCleanup(cls) -> bool:  # noqa: N802
            """The engine removes what workers leave: all of it lies in the job directory."""
            return False

        def getWorkerContexts(self) -> list[AbstractContextManager[Any]]:  # noqa: N802
            """Return none that cleans up; see above."""
            contexts: list[AbstractContextManager[Any]] = BatchSystemLocalSupport.getWorkerContexts(self)
            return contexts

        def _isPodStuckOOM(self, podObject: Any, minFreeBytes: float = 0) -> bool:  # noqa: N802, N803
            """Return False: the kernel ends what takes too much. Upstream fails here for want of a metrics server."""
            del podObject, minFreeBytes
            return False

        def _create_pod_spec(self, command: str, job_desc: Any, job_environment: Any = None) -> Any:
            made = super()._create_pod_spec(command, job_desc, job_environment)
            spec = read_template(Path(os.environ[TEMPLATE]))["spec"]  # the client takes JSON as well as its own objects
            [theirs], [ours] = made.containers, spec["containers"]
            for asked in (theirs.resources.requests, theirs.resources.limits):
                asked.pop("ephemeral-storage", None)  # files lie in the job directory
            ours |= {"command": theirs.command, "resources": theirs.resources}
            spec |= {"restartPolicy": "Never", "affinity": spec.get("affinity", made.affinity)}
            spec["tolerations"] = [*spec.get("tolerations", ()), *(made.tolerations or ())]
            return spec

    return StepsInPods


def register() -> None:
    """Have Toil know our batch system in this process."""
    add_batch_system_factory(BATCH_SYSTEM, _make)
