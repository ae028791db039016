"""Steps as Jobs of Kubernetes, through Toil's own batch system and the real client, on a stand-in for the cluster."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import yaml

pytest.importorskip("kubernetes", reason="the client of Kubernetes is not installed: pip install 'wps-cwl[kubernetes]'")

from tests.support import helm
from tests.support.kubernetes_stand_in import Cluster
from tests.support.service import ROOT, Service, text_of, wait_for
from wps_cwl.engine import leader
from wps_cwl.model import JobState

PROCESSES = ROOT / "tests" / "clusters" / "processes"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    found = Cluster(tmp_path_factory.mktemp("cluster"))
    found.start()
    yield found
    found.stop()


@pytest.fixture(scope="module")
def service(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service whose steps run in the Pod that the chart writes."""
    folder = tmp_path_factory.mktemp("service")
    maps = [one for one in helm.rendered(helm.CHART / "ci" / "kubernetes.yaml") if one["kind"] == "ConfigMap"]
    [template] = [one["data"]["step-pod.yaml"] for one in maps if "step-pod.yaml" in one["data"]]
    (folder / "step-pod.yaml").write_text(template)
    found = Service(
        folder,
        processes=f"{ROOT / 'cwl' / 'processes'},{PROCESSES}",
        PROFILES__KUBERNETES__SCHEDULER="kubernetes",
        PROFILES__KUBERNETES__POD_TEMPLATE=folder / "step-pod.yaml",
        PROFILES__KUBERNETES__CONTAINERS="none",
    )
    found.environment["KUBECONFIG"] = str(cluster.configuration)
    found.start()
    yield found
    found.stop()


def jobs_of(cluster: Cluster, job: str) -> list[str]:
    return [name for name in list(cluster.runs) if name.startswith(f"wps-{job}-")]


def test_a_step_is_a_job_in_the_pod_of_the_chart(service: Service, cluster: Cluster):
    job = service.submit("two-cores")
    document = service.wait(job)
    assert service.state_of(job) == "ProcessSucceeded", text_of(document, "ExceptionText")
    assert cluster.refused == []
    [made] = [one for one in cluster.submitted if one["metadata"]["name"].startswith(f"wps-{job}-")]
    pod = made["spec"]["template"]["spec"]
    [container] = pod["containers"]
    assert container["image"] == "registry.example.org/wps-cwl-otb:0.1.0"
    assert container["resources"]["requests"]["cpu"] in {"2", "2.0"}
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert pod["automountServiceAccountToken"] is False
    assert {one["name"] for one in pod["volumes"]} == {"state", "tmp"}
    assert made["spec"]["backoffLimit"] == 0
    wait_for(lambda: not jobs_of(cluster, job), 30, "Jobs are left")


def test_a_step_that_fails_says_why(service: Service, cluster: Cluster):
    job = service.submit("fails")
    assert "exit" in text_of(service.wait(job), "ExceptionText")
    wait_for(lambda: not jobs_of(cluster, job), 30, "Jobs are left")


def test_a_step_that_waits_says_why_and_is_gone_when_its_job_is_dismissed(service: Service, cluster: Cluster):
    cluster.full = True
    try:
        job = service.submit("sleep", "delay=1")
        wait_for(lambda: "Unschedulable" in service.job(job).message, 60, f"it does not say why: {service.job(job)}")
        assert jobs_of(cluster, job)
        requests.get(
            service.wps, params={"service": "WPS", "version": "2.0.0", "request": "Dismiss", "jobId": job}, timeout=60
        ).raise_for_status()
        wait_for(lambda: not jobs_of(cluster, job), 60, "its Job is not deleted")
        assert service.job(job).state is JobState.DISMISSED
    finally:
        cluster.full = False


def test_a_killed_leader_leaves_a_step_that_is_waited_for(service: Service, cluster: Cluster):
    job = service.submit("sleep", "delay=15")
    wait_for(lambda: jobs_of(cluster, job), 60, "it is not submitted")
    pid = leader.pid(service.directory(job))
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: "taken up again" in service.job(job).message, 30, f"it is not noticed: {service.job(job)}")
    assert len(jobs_of(cluster, job)) == 1, "it runs twice at once"
    document = service.wait(job)
    assert service.state_of(job) == "ProcessSucceeded", text_of(document, "ExceptionText")


def test_the_doctor_looks_at_the_cluster(service: Service):
    said = service.cli("doctor").stdout
    assert "profile kubernetes: kubernetes cluster: answers, and takes Jobs" in said
    assert "steps run in registry.example.org/wps-cwl-otb:0.1.0" in said


def test_a_template_that_is_no_pod_is_named(service: Service, tmp_path: Path):
    template = tmp_path / "pod.yaml"
    template.write_text(yaml.safe_dump({"kind": "Deployment"}))
    other = Service(tmp_path, PROFILES__KUBERNETES__SCHEDULER="kubernetes", PROFILES__KUBERNETES__POD_TEMPLATE=template)
    other.environment["KUBECONFIG"] = service.environment["KUBECONFIG"]
    assert f"{template}: it should be a Pod with one container" in other.cli("doctor").stdout
