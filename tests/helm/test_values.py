"""The values of the chart: each is explained and checked, and a wrong one is refused with its name."""

from __future__ import annotations

import json
import runpy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support import helm
from tests.support.service import ROOT

REFERENCE = runpy.run_path(str(helm.CHART / "reference.py"))
POSTGRESQL = {"database": {"existingSecret": "database"}}
ONE_EACH = {"web": {"replicas": 1}, "engine": {"replicas": 1}}


@cache
def schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((helm.CHART / "values.schema.json").read_text(encoding="utf-8"))
    return found


def test_every_value_is_explained():
    unexplained = [one.path for one in REFERENCE["values"]() if not one.meaning]
    assert unexplained == []


def test_every_value_that_the_schema_knows_stands_in_the_page_and_no_other():
    told = {one.path for one in REFERENCE["values"]()}
    assert told == set(known(schema(), ()))


def known(found: dict[str, Any], path: tuple[str, ...]) -> list[str]:
    """Return what can be set; the service's own configuration has a page of its own."""
    whole = path in {("config",), ("kubernetes", "profile"), ("slurm", "profile")}
    if whole or "properties" not in found:
        return [".".join(path)]
    return [name for key, inner in found["properties"].items() for name in known(inner, (*path, key))]


def test_the_page_of_values_is_in_step():
    assert (ROOT / "docs/reference/helm-values.md").read_text(encoding="utf-8") == REFERENCE["page"]()


def test_the_schema_knows_the_settings_as_they_are_now():
    assert (helm.CHART / "values.schema.json").read_text(encoding="utf-8") == REFERENCE["schema"]()


def test_no_group_takes_a_name_that_it_does_not_know():
    assert list(open_groups(schema(), "")) == []


def open_groups(found: Any, path: str) -> list[str]:
    if isinstance(found, list):
        return [name for item in found for name in open_groups(item, path)]
    if not isinstance(found, dict):
        return []
    lax = [path] if "properties" in found and found.get("additionalProperties") is not False else []
    return lax + [name for key, inner in found.items() for name in open_groups(inner, f"{path}/{key}")]


# --- what is refused ----------------------------------------------------------------------------------------


def leaves(found: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if isinstance(found, dict) and found and path[-1:] not in {("resources",), ("labels",)}:
        return [leaf for key, inner in found.items() for leaf in leaves(inner, (*path, key))]
    return [path]


def nested(path: tuple[str, ...], value: Any) -> dict[str, Any]:
    for key in reversed(path):
        value = {key: value}
    return value


def test_every_value_of_a_wrong_kind_is_refused_with_its_name(tmp_path: Path):
    """All of them at once: Helm names each."""
    defaults = yaml.safe_load((helm.CHART / "values.yaml").read_text(encoding="utf-8"))
    paths = leaves(defaults)
    assert len(paths) > 60
    wrong: dict[str, Any] = {}
    for path in paths:
        merge(wrong, nested(path, 3.5 if path[-1] != "config" else [3.5]))
    said = helm.refusal(wrong, tmp_path)
    unnamed = [path for path in paths if f"at '/{'/'.join(path)}'" not in said]
    assert unnamed == []


def test_every_misspelt_value_is_refused_with_its_name(tmp_path: Path):
    defaults = yaml.safe_load((helm.CHART / "values.yaml").read_text(encoding="utf-8"))
    groups = {path[:-1] for path in leaves(defaults)}
    wrong: dict[str, Any] = {}
    for number, group in enumerate(sorted(groups)):
        merge(wrong, nested((*group, f"misspelt{number}"), "x"))
    said = helm.refusal(wrong, tmp_path)
    assert [number for number in range(len(groups)) if f"'misspelt{number}' not allowed" not in said] == []


def merge(into: dict[str, Any], other: dict[str, Any]) -> None:
    for key, value in other.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            merge(into[key], value)
        else:
            into[key] = value


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "a key of no section": ({"config": {"sever": {}}}, "/config': additional properties 'sever'"),
    "a key of a section": ({"config": {"jobs": {"runing": 3}}}, "/config/jobs': additional properties 'runing'"),
    "a choice": ({"config": {"log": {"level": "loud"}}}, "/config/log/level': value must be one of"),
    "a scheduler": ({"config": {"profiles": {"a": {"scheduler": "lsf"}}}}, "/config/profiles/a/scheduler'"),
    "a password in the configuration": ({"config": {"database": {"url": "x"}}}, "/config/database': additional"),
    "what the chart sets": ({"config": {"server": {"port": 80}}}, "/config/server': additional properties 'port'"),
    "a key of the profile": ({"slurm": {"profile": {"partiton": "x"}}}, "/slurm/profile': additional properties"),
    "a database as a variable": ({"env": [{"name": "WPS_CWL_DATABASE__URL", "value": "x"}]}, "/env/0/name'"),
    "the port as a variable": ({"env": [{"name": "WPS_CWL_SERVER__PORT", "value": "81"}]}, "/env/0/name'"),
    "a misspelt setting as a variable": ({"env": [{"name": "WPS_CWL_JOBS__RUNNNG", "value": "3"}]}, "/env/0/name'"),
    "a right setting as a variable": ({"env": [{"name": "WPS_CWL_JOBS__RUNNING", "value": "3"}]}, "/env/0/name'"),
    "root": ({"security": {"runAsUser": 0}}, "/security/runAsUser': minimum"),
    "a path with a space": ({"state": {"path": "/my state"}}, "/state/path'"),
    "no engine": ({"engine": {"replicas": 0}}, "/engine/replicas'"),
    "several engines on SQLite": (
        {"engine": {"replicas": 2}},
        "engine.replicas is more than 1, which needs PostgreSQL",
    ),
    "a load on SQLite": ({"web": {"autoscaling": {"enabled": True}}}, "web.autoscaling.enabled needs PostgreSQL"),
    "two databases": ({"database": {"cluster": "a", "existingSecret": "b"}}, "database.cluster and database.existing"),
    "a host without a user": ({"database": {"host": "db"}}, "database.host needs database.existingSecret"),
    "a volume of one node for several Pods": (
        POSTGRESQL | ONE_EACH | {"state": {"accessMode": "ReadWriteOnce"}},
        "state.accessMode is ReadWriteOnce, and several Pods share the volume; choose: ReadWriteMany",
    ),
    "a volume of one Pod for several": (
        POSTGRESQL | ONE_EACH | {"state": {"accessMode": "ReadWriteOncePod"}},
        "state.accessMode is ReadWriteOncePod, and several Pods share the volume; choose: ReadWriteMany",
    ),
    "a volume of one node for steps on all": (
        {"kubernetes": {"enabled": True}, "state": {"accessMode": "ReadWriteOnce"}},
        "state.accessMode is ReadWriteOnce, and several Pods share the volume; choose: ReadWriteMany",
    ),
    "an ingress without a name": ({"ingress": {"enabled": True}}, "ingress.host is missing"),
    "credentials of no bucket": ({"storage": {"credentialsSecret": "s3"}}, "storage.credentialsSecret means nothing"),
    "figures that are asked for and not told": (
        {"serviceMonitor": {"enabled": True}, "config": {"server": {"metrics": False}}},
        "serviceMonitor.enabled and config.server.metrics: false contradict each other",
    ),
    "a dashboard of nothing": ({"dashboard": {"enabled": True}}, "dashboard.enabled needs the figures"),
    "Slurm without a key": ({"slurm": {"enabled": True, "configMap": "a"}}, "slurm.mungeKeySecret is missing"),
    "Slurm without its configuration": ({"slurm": {"enabled": True, "mungeKeySecret": "a"}}, "slurm.configMap is"),
    "Slurm without a user": (
        {"slurm": {"enabled": True, "mungeKeySecret": "a", "configMap": "b"}, "security": {"runAsUser": 2001}},
        "slurm.userName is missing: what the nodes call the user 2001 of security.runAsUser",
    ),
    "a user that is two": ({"slurm": {"userName": "a:b"}}, "/slurm/userName'"),
    "no processes": ({"processes": {"included": False}}, "processes.included is false"),
    "a profile twice": (
        {"kubernetes": {"enabled": True}, "config": {"profiles": {"kubernetes": {"cores": 1}}}},
        "config.profiles.kubernetes is made by the chart",
    ),
}


@pytest.mark.parametrize(("values", "said"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_named(values: dict[str, Any], said: str, tmp_path: Path):
    assert said in helm.refusal(values, tmp_path)


def test_who_brings_a_claim_knows_who_can_share_it():
    claim = ("--set", "state.existingClaim=mine", "--set", "state.accessMode=ReadWriteOnce")
    assert helm.render("--set", "database.existingSecret=database", *claim)
    assert helm.render("--set", "kubernetes.enabled=true", *claim)


def test_one_pod_with_sqlite_takes_any_volume():
    assert helm.render("--set", "state.accessMode=ReadWriteOncePod")
