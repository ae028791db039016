"""Profiles whose steps are Jobs of Kubernetes, and the keys as a JSON Schema."""

from __future__ import annotations

import pytest

from wps_cwl.errors import Misconfigured
from wps_cwl.settings import json_schema, load

PROFILE = "WPS_CWL_PROFILES__K8S__"


def profile(**keys: str) -> dict[str, str]:
    return {f"{PROFILE}{name}": value for name, value in {"SCHEDULER": "kubernetes", **keys}.items()}


def test_it_needs_the_pod_of_a_step():
    with pytest.raises(Misconfigured, match="`scheduler: kubernetes` needs `pod_template`"):
        load(None, profile())
    assert load(None, profile(POD_TEMPLATE="/etc/pod.yaml", CORES="4")).profiles["k8s"].cores == 4


@pytest.mark.parametrize("key", ["queue", "header", "before", "retries", "arguments", "vmem_extra"])
def test_what_only_batch_schedulers_know_is_refused(key: str):
    with pytest.raises(Misconfigured, match=f"`{key}` means nothing to `kubernetes`"):
        load(None, profile(POD_TEMPLATE="/etc/pod.yaml", **{key.upper(): "1"}))


@pytest.mark.parametrize("scheduler", ["local", "slurm", "grid_engine", "torque"])
def test_others_have_no_pod(scheduler: str):
    with pytest.raises(Misconfigured, match=f"`pod_template` means nothing to `{scheduler}`"):
        load(None, {**profile(POD_TEMPLATE="/etc/pod.yaml"), f"{PROFILE}SCHEDULER": scheduler})


def test_the_schema_has_what_there_is_without_what_somebody_else_sets():
    found = json_schema(without=("state", "server.host"))
    assert "state" not in found["properties"]
    server = found["properties"]["server"]
    assert server["additionalProperties"] is False
    assert "host" not in server["properties"]
    assert "host" in json_schema()["properties"]["server"]["properties"]
    assert found["properties"]["log"]["properties"]["level"] == {"enum": ["debug", "info", "warning", "error"]}
    rule = found["properties"]["routing"]["properties"]["rules"]["items"]
    assert rule["required"] == ["profile"]
