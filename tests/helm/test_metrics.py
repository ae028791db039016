"""Who can read `/metrics`: the Ingress leads to all of the service, so it is off unless somebody asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.support import helm
from tests.unit.facade.fakes import FakeOperations
from wps_cwl.facade.app import create_app
from wps_cwl.settings import load

INGRESS = ("--set", "ingress.enabled=true", "--set", "ingress.host=wps.example.org")
SAID = {
    "by nobody": ((), False),
    "by a service monitor": (("--set", "serviceMonitor.enabled=true"), True),
    "by the operator": (("--set", "config.server.metrics=true"), True),
    "by the operator, off": (("--set", "config.server.metrics=false"), False),
    "by a service monitor and the operator": (
        ("--set", "serviceMonitor.enabled=true", "--set", "config.server.metrics=true"),
        True,
    ),
}


@pytest.mark.parametrize("reached", [(), INGRESS], ids=["inside", "by an Ingress"])
@pytest.mark.parametrize(("arguments", "told"), SAID.values(), ids=SAID.keys())
def test_the_figures_are_told_when_somebody_asks_for_them(
    arguments: tuple[str, ...], told: bool, reached: tuple[str, ...], tmp_path: Path
):
    [text] = [
        one["data"]["config.yaml"]
        for one in helm.render(*arguments, *reached)
        if one["kind"] == "ConfigMap" and "config.yaml" in one["data"]
    ]
    file = tmp_path / "config.yaml"
    file.write_text(text)
    client = create_app(FakeOperations(), metrics=load(file, {}).server.metrics).test_client()
    assert (client.get("/metrics").status_code == 200) == told


def test_the_other_settings_of_the_server_stay_what_the_operator_says():
    [text] = [
        one["data"]["config.yaml"]
        for one in helm.render("--set", "config.server.title=Mine", "--set", "config.server.metrics=false")
        if one["kind"] == "ConfigMap" and "config.yaml" in one["data"]
    ]
    server = yaml.safe_load(text)["server"]
    assert (server["title"], server["metrics"], server["port"]) == ("Mine", False, 5000)
