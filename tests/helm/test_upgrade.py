"""An upgrade of the chart: what a Pod has mounted file by file reaches it only in a new Pod."""

from __future__ import annotations

import pytest
import yaml

from tests.support import helm
from wps_cwl.settings import Settings

KUBERNETES = helm.CHART / "ci" / "kubernetes.yaml"


def checksums(*arguments: str) -> dict[str, str]:
    """Return the checksum of each Deployment's Pod, by the component."""
    return {
        one["metadata"]["labels"]["app.kubernetes.io/component"]: one["spec"]["template"]["metadata"]["annotations"][
            "checksum/config"
        ]
        for one in helm.render("--values", KUBERNETES, *arguments)
        if one["kind"] == "Deployment"
    }


def test_another_pod_of_steps_makes_a_new_engine_and_no_new_web_server():
    before, after = checksums(), checksums("--set", "kubernetes.image=registry.example.org/steps:2")
    assert after["engine"] != before["engine"]
    assert after["web"] == before["web"], "it has no Pod of steps"


def test_another_configuration_makes_new_pods_of_both():
    before, after = checksums(), checksums("--set", "config.retention.days=3")
    assert before.keys() == {"engine", "web"}
    assert all(after[component] != before[component] for component in before)


def test_what_nobody_has_changed_makes_no_new_pod():
    assert checksums() == checksums("--set", "web.replicas=3")


@pytest.mark.parametrize(("arguments", "drain"), [((), 10), (("--set", "config.server.drain=300"), 300)])
def test_a_web_server_is_left_the_time_for_the_requests_that_it_has(arguments: tuple[str, ...], drain: int):
    [pod] = [
        one["spec"]["template"]["spec"]
        for one in helm.render("--values", KUBERNETES, *arguments)
        if one["kind"] == "Deployment" and one["metadata"]["name"].endswith("-web")
    ]
    before = int(pod["containers"][0]["lifecycle"]["preStop"]["exec"]["command"][1])
    assert pod["terminationGracePeriodSeconds"] >= before + drain + 20
    assert Settings().server.drain == 10, "what the chart counts with where nothing else is said"


def test_the_files_are_yaml_as_before():
    [found] = [one["data"] for one in helm.rendered(KUBERNETES) if "step-pod.yaml" in (one.get("data") or {})]
    assert found.keys() == {"config.yaml", "step-pod.yaml"}
    assert all(isinstance(yaml.safe_load(text), dict) for text in found.values())
