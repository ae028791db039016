"""Kubernetes: each step is a Job of the cluster in which the service runs, submitted by Toil's own batch system.

What is different from that stands in `engine/kubernetes_steps.py`; here is what the engine asks of the cluster.
"""

from __future__ import annotations

import importlib.util
import logging
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # Kubernetes' client has no types

import yaml

from wps_cwl import errors
from wps_cwl.engine.schedulers import processes
from wps_cwl.engine.schedulers.base import Check, Standing
from wps_cwl.engine.schedulers.processes import Processes

logger = logging.getLogger(__name__)

BATCH_SYSTEM = "wps_cwl_kubernetes"  # the name under which Toil knows ours
TEMPLATE, PREFIX = "WPS_CWL_STEP_POD", "WPS_CWL_STEP_PREFIX"  # what a leader is told, as variables
VARIABLES = ("KUBECONFIG", "KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT")  # where the cluster is
NAMESPACE = Path("/var/run/secrets/kubernetes.io/serviceaccount/namespace")
ANSWER_SECONDS = 10.0  # that the cluster has for an answer, to which there is no second try: who asks, asks again
FRESH_SECONDS = 2.0  # for which an answer, or that there was none, is told again: one question for all jobs
CANCEL_SECONDS = 120.0  # that may pass until the Pods of a job are gone
NEEDED = ("create", "list", "delete")  # what the service must be allowed to do with Jobs


class Cluster:
    """Jobs and Pods of steps in our namespace. Every method may raise errors.SchedulerUnavailable."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pods: list[Any] | None = None  # None when there was no answer
        self._asked: float | None = None

    def unfinished(self, prefix: str) -> list[str]:
        """Return the names of the Jobs that run or wait."""
        return [job.metadata.name for job in self._jobs(prefix) if not (job.status.succeeded or job.status.failed)]

    def names(self, prefix: str) -> list[str]:
        """Return the names of all Jobs, those that have ended too."""
        return [job.metadata.name for job in self._jobs(prefix)]

    def delete(self, job: str) -> None:
        """Delete a Job; it is gone when its Pod is."""

        def ask(api: Any, connection: Any, space: str) -> None:
            try:
                api.BatchV1Api(connection).delete_namespaced_job(
                    job, space, propagation_policy="Foreground", _request_timeout=ANSWER_SECONDS
                )
            except api.ApiException as error:
                if error.status != 404:
                    raise

        self._ask(ask)

    def pods(self, prefix: str) -> list[Any]:
        """Return the Pods of a job, as of a moment ago."""
        with self._lock:  # who waits here for an answer that does not come gets none either, and does not ask anew
            if self._asked is None or time.monotonic() - self._asked > FRESH_SECONDS:
                try:
                    self._pods = self._all_pods()
                except errors.SchedulerUnavailable:
                    self._pods = None
                self._asked = time.monotonic()
            if self._pods is None:
                raise errors.SchedulerUnavailable(scheduler="kubernetes")
            return [pod for pod in self._pods if pod.metadata.name.startswith(prefix)]

    def forbidden(self) -> list[str]:
        """Return what we may not do with Jobs."""

        def ask(api: Any, connection: Any, space: str) -> list[str]:
            def allowed(verb: str) -> bool:
                attributes = api.V1ResourceAttributes(namespace=space, group="batch", resource="jobs", verb=verb)
                spec = api.V1SelfSubjectAccessReviewSpec(resource_attributes=attributes)
                review = api.V1SelfSubjectAccessReview(spec=spec)
                asked = api.AuthorizationV1Api(connection).create_self_subject_access_review
                return bool(asked(review, _request_timeout=ANSWER_SECONDS).status.allowed)

            return [verb for verb in NEEDED if not allowed(verb)]

        found: list[str] = self._ask(ask)
        return found

    def _jobs(self, prefix: str) -> list[Any]:
        def ask(api: Any, connection: Any, space: str) -> list[Any]:
            asked = api.BatchV1Api(connection).list_namespaced_job
            found: list[Any] = asked(space, label_selector="toil_run", _request_timeout=ANSWER_SECONDS).items
            return found

        return [job for job in self._ask(ask) if job.metadata.name.startswith(prefix)]

    def _all_pods(self) -> list[Any]:
        def ask(api: Any, connection: Any, space: str) -> list[Any]:
            asked = api.CoreV1Api(connection).list_namespaced_pod
            found: list[Any] = asked(space, label_selector="toil_run", _request_timeout=ANSWER_SECONDS).items
            return found

        found: list[Any] = self._ask(ask)
        return found

    def _ask(self, question: Any) -> Any:
        import urllib3  # as Kubernetes' client, needed by those alone who have such a profile
        from kubernetes import client, config

        settings = client.Configuration()
        settings.retries = 0  # each of three more would take as long
        try:
            try:  # each time, as the token of a Pod is renewed; and in the order in which Toil looks
                config.load_kube_config(client_configuration=settings)
                space = config.list_kube_config_contexts()[1]["context"].get("namespace", "default")
            except config.ConfigException:
                config.load_incluster_config(client_configuration=settings)
                space = NAMESPACE.read_text().strip()
            with client.ApiClient(settings) as connection:
                return question(client, connection, space)
        except (config.ConfigException, client.ApiException, urllib3.exceptions.HTTPError, OSError) as error:
            logger.warning("Kubernetes does not answer: %s", str(error).splitlines()[0])
            raise errors.SchedulerUnavailable(scheduler="kubernetes") from error


@dataclass(frozen=True)
class KubernetesScheduler:
    """Steps run as Jobs; `cores` and `memory` (bytes) bound what the steps of one job have together."""

    template: Path
    cluster: Cluster
    cores: float | None = None
    memory: int | None = None
    name: str = "kubernetes"
    processes: Processes = processes

    def toil_options(self) -> list[str]:
        """Return the options that make Toil use our batch system; Pods share no cache of files."""
        options = ["--batchSystem", BATCH_SYSTEM, "--caching", "False"]
        if self.cores is not None:
            options += ["--maxCores", str(self.cores)]
        if self.memory is not None:
            options += ["--maxMemory", str(self.memory)]
        return options

    def leader_environment(self, directory: Path, environ: Mapping[str, str]) -> dict[str, str]:
        """Return where the cluster is, and how the Jobs of this job are called and look."""
        kept = {name: environ[name] for name in VARIABLES if name in environ}
        return kept | {TEMPLATE: str(self.template), PREFIX: prefix(directory)}

    def standing(self, directory: Path) -> Standing | None:
        """Return how many Pods run and wait, and why the first of these does."""
        try:
            pods = self.cluster.pods(prefix(directory))
        except errors.SchedulerUnavailable:
            return None
        running = [pod for pod in pods if pod.status.phase == "Running"]
        pending = [pod for pod in pods if pod.status.phase == "Pending"]
        if not running and not pending:
            return None
        return Standing(len(running), len(pending), f"pending: {_reason(pending[0])}" if pending else "")

    def survivors(self, directory: Path) -> list[str]:
        """Return processes of this machine, and Jobs by their names."""
        try:
            return self.processes.names_of(directory) + self.cluster.unfinished(prefix(directory))
        except errors.SchedulerUnavailable:
            return ["kubernetes does not answer"]

    def cancel(self, directory: Path) -> None:
        """End the processes of this machine, one of which may be submitting, then delete the Jobs until none is left.

        Raises errors.SchedulerUnavailable: then this must be done again.
        """
        self.processes.end(directory)
        deadline = time.monotonic() + CANCEL_SECONDS
        while left := self.cluster.names(prefix(directory)):
            for job in left:
                if time.monotonic() > deadline:  # each may take as long as an answer may
                    logger.error("jobs cannot be deleted", extra={"directory": str(directory), "jobs": left})
                    return
                self.cluster.delete(job)
            time.sleep(0.5)

    def checks(self) -> Iterator[Check]:
        """Look for the client, the template and the cluster, and whether it takes Jobs from us."""
        found = importlib.util.find_spec("kubernetes") is not None
        yield Check("client", found, "found" if found else "missing", "pip install 'wps-cwl[kubernetes]'")
        try:
            image = read_template(self.template)["spec"]["containers"][0]["image"]
            yield Check("pod template", True, f"steps run in {image}")
        except errors.Misconfigured as error:
            yield Check("pod template", False, str(error), "write the Pod of a step there, in YAML")
        if not found:
            return
        try:
            forbidden = self.cluster.forbidden()
        except errors.SchedulerUnavailable as error:
            yield Check("cluster", False, str(error), "see KUBECONFIG, or the service account of the Pod")
            return
        seen = f"not allowed for Jobs: {', '.join(forbidden)}" if forbidden else "answers, and takes Jobs"
        yield Check("cluster", not forbidden, seen, "give the service account these verbs, in a Role")


def prefix(directory: Path) -> str:
    """Return how the names of a job's Jobs begin."""
    return f"wps-{directory.name}-"


def read_template(path: Path) -> dict[str, Any]:
    """Return the Pod of a step. Raises errors.Misconfigured."""
    try:
        pod = yaml.safe_load(path.read_text(encoding="utf-8"))
        if pod["kind"] == "Pod" and len(pod["spec"]["containers"]) == 1 and pod["spec"]["containers"][0]["image"]:
            return dict(pod)
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise errors.Misconfigured(reason=f"pod_template: {path}: {error}") from error
    raise errors.Misconfigured(reason=f"pod_template: {path}: it should be a Pod with one container")


def _reason(pod: Any) -> str:
    """Return why a Pod waits, in the words of the cluster."""
    states = [status.state.waiting for status in pod.status.container_statuses or ()]
    told: Iterable[str] = [waiting.reason for waiting in states if waiting is not None and waiting.reason]
    told = told or [one.message or one.reason for one in pod.status.conditions or () if one.status == "False"]
    return next((text for text in told if text), "it waits for a node")
