"""An upgrade of the chart: what a Pod has mounted file by file reaches it only in a new Pod."""

from __future__ import annotations

import yaml

from tests.support import helm

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


def test_the_files_are_yaml_as_before():
    [found] = [one["data"] for one in helm.rendered(KUBERNETES) if "step-pod.yaml" in (one.get("data") or {})]
    assert found.keys() == {"config.yaml", "step-pod.yaml"}
    assert all(isinstance(yaml.safe_load(text), dict) for text in found.values())
