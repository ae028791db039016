"""The chart: real Helm renders five sets of values to manifests that Kubernetes takes and the service understands."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import click
import pytest
import yaml
from kubernetes_validate import validate

from tests.support import helm
from tests.support.helm import Manifest, rendered
from tests.unit.facade.fakes import FakeOperations
from wps_cwl.bootstrap import parts
from wps_cwl.cli import cli
from wps_cwl.engine import watchdog
from wps_cwl.engine.schedulers.kubernetes import read_template
from wps_cwl.errors import Unavailable
from wps_cwl.facade.app import create_app
from wps_cwl.settings import Settings, load

VERSIONS = ("1.29", "1.35")  # the oldest that the chart is for, and a new one
OF_OPERATORS = {"ServiceMonitor"}  # not Kubernetes' own: no schema of it is in reach, see below
LONG_LIVED = {"Deployment", "Job"}

sets = pytest.mark.parametrize("values", helm.VALUE_SETS, ids=lambda path: path.stem)


def kinds(manifests: tuple[Manifest, ...], *names: str) -> list[Manifest]:
    return [one for one in manifests if one["kind"] in names]


def pods(manifests: tuple[Manifest, ...]) -> list[Manifest]:
    """Return the Pods of all manifests, and that of steps."""
    found = [one["spec"]["template"]["spec"] for one in kinds(manifests, *LONG_LIVED)]
    for one in kinds(manifests, "ConfigMap"):
        if "step-pod.yaml" in one["data"]:
            found.append(yaml.safe_load(one["data"]["step-pod.yaml"])["spec"])
    return found


def containers(manifests: tuple[Manifest, ...]) -> Iterator[tuple[Manifest, Manifest]]:
    for pod in pods(manifests):
        for container in pod["containers"] + pod.get("initContainers", []):
            yield pod, container


def configurations(manifests: tuple[Manifest, ...]) -> list[str]:
    return [one["data"]["config.yaml"] for one in kinds(manifests, "ConfigMap") if "config.yaml" in one["data"]]


# --- Helm and Kubernetes ------------------------------------------------------------------------------------


def test_there_are_five_sets_of_values():
    assert [path.stem for path in helm.VALUE_SETS] == ["kubernetes", "local", "postgresql", "s3", "slurm"]


@sets
def test_helm_finds_no_fault(values: Path):
    done = helm.run("lint", "--strict", helm.CHART, "--values", values)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 chart(s) failed" in done.stdout


def test_the_chart_is_for_no_older_kubernetes_than_the_oldest_that_is_tested():
    assert yaml.safe_load((helm.CHART / "Chart.yaml").read_text())["kubeVersion"] == f">={VERSIONS[0]}.0-0"


@sets
@pytest.mark.parametrize("version", VERSIONS)
def test_kubernetes_takes_every_manifest(values: Path, version: str):
    for one in rendered(values):
        if one["kind"] not in OF_OPERATORS:
            validate(one, version, strict=True)


@sets
def test_the_pod_of_steps_is_one(values: Path, tmp_path: Path):
    template = [one["data"].get("step-pod.yaml") for one in kinds(rendered(values), "ConfigMap")]
    for text in filter(None, template):
        file = tmp_path / "step-pod.yaml"
        file.write_text(text)
        validate({**read_template(file), "metadata": {"name": "step"}}, "1.31", strict=True)
    assert any(template) == (values.stem == "kubernetes")


@sets
def test_a_name_stands_for_one_thing(values: Path):
    names = [(one["kind"], one["metadata"]["name"]) for one in rendered(values)]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?", name) and len(name) <= 63 for _, name in names)


def test_the_service_monitor_is_as_its_operator_has_it():
    [found] = kinds(rendered(helm.CHART / "ci" / "postgresql.yaml"), "ServiceMonitor")
    assert found["apiVersion"] == "monitoring.coreos.com/v1"
    assert found["spec"].keys() == {"selector", "endpoints"}
    [endpoint] = found["spec"]["endpoints"]
    [service] = kinds(rendered(helm.CHART / "ci" / "postgresql.yaml"), "Service")
    assert endpoint["port"] in {port["name"] for port in service["spec"]["ports"]}
    assert found["spec"]["selector"]["matchLabels"].items() <= service["metadata"]["labels"].items()
    assert found["metadata"]["labels"]["release"] == "prometheus"


# --- one part knows the other -------------------------------------------------------------------------------


@sets
def test_the_service_leads_to_pods_that_answer_http(values: Path):
    [service] = kinds(rendered(values), "Service")
    chosen = [one for one in kinds(rendered(values), "Deployment") if _selects(service["spec"]["selector"], one)]
    assert len(chosen) == 1
    [port] = service["spec"]["ports"]
    offered = [port for one in chosen[0]["spec"]["template"]["spec"]["containers"] for port in one.get("ports", ())]
    assert [one["containerPort"] for one in offered if one["name"] == port["targetPort"]] == [5000]


def _selects(selector: dict[str, str], deployment: Manifest) -> bool:
    return selector.items() <= deployment["spec"]["template"]["metadata"]["labels"].items()


@sets
def test_every_mount_has_its_volume_and_every_volume_what_it_is_made_of(values: Path):
    made = {(one["kind"], one["metadata"]["name"]) for one in rendered(values)}
    given = {"cluster-shared", "institute-processes", "institute-scripts", "slurm-conf"}  # by who installs it
    for pod in pods(rendered(values)):
        volumes = {one["name"]: one for one in pod["volumes"]}
        for container in pod["containers"] + pod.get("initContainers", []):
            assert {one["name"] for one in container["volumeMounts"]} <= volumes.keys()
            paths = [one["mountPath"] for one in container["volumeMounts"]]
            assert len(paths) == len(set(paths))
        for volume in volumes.values():
            if "configMap" in volume:
                name = volume["configMap"]["name"]
                assert ("ConfigMap", name) in made or name in given
            if "persistentVolumeClaim" in volume:
                name = volume["persistentVolumeClaim"]["claimName"]
                assert ("PersistentVolumeClaim", name) in made or name in given


def test_the_dashboard_is_the_one_that_is_tested():
    [found] = [
        one
        for one in kinds(rendered(helm.CHART / "ci" / "postgresql.yaml"), "ConfigMap")
        if "wps-cwl.json" in one["data"]
    ]
    assert found["data"]["wps-cwl.json"] == (helm.CHART / "dashboards" / "wps-cwl.json").read_text()


def test_several_engines_are_called_as_their_pods():
    [engine] = [
        one
        for one in kinds(rendered(helm.CHART / "ci" / "postgresql.yaml"), "Deployment")
        if one["metadata"]["name"].endswith("-engine")
    ]
    assert engine["spec"]["replicas"] == 3
    variables = {one["name"]: one for one in engine["spec"]["template"]["spec"]["containers"][0]["env"]}
    assert variables["WPS_CWL_ENGINE__NAME"]["valueFrom"] == {"fieldRef": {"fieldPath": "metadata.name"}}


# --- security -----------------------------------------------------------------------------------------------


@sets
def test_nothing_has_more_rights_than_it_needs(values: Path):
    for pod, container in containers(rendered(values)):
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["runAsUser"] > 0
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert pod["enableServiceLinks"] is False


@sets
def test_only_an_engine_that_submits_jobs_has_a_token(values: Path):
    with_token = [pod["containers"][0]["name"] for pod in pods(rendered(values)) if pod["automountServiceAccountToken"]]
    assert with_token == (["engine"] if values.stem == "kubernetes" else [])
    roles = kinds(rendered(values), "Role", "ClusterRole")
    assert len(roles) == (1 if values.stem == "kubernetes" else 0)
    assert all("*" not in rule["verbs"] + rule["resources"] for role in roles for rule in role["rules"])


PROXY = re.compile(r"(?i)(https?|all)_proxy")


def test_the_proxy_that_requests_go_through_is_among_what_they_may_reach():
    values = helm.CHART / "ci" / "s3.yaml"
    [policy] = [one for one in kinds(rendered(values), "NetworkPolicy") if "egress" in one["spec"]]
    open_ports = {port["port"] for rule in policy["spec"]["egress"] for port in rule["ports"]}
    variables = [one for _, container in containers(rendered(values)) for one in container.get("env", ())]
    proxies = [one["value"] for one in variables if PROXY.fullmatch(one["name"])]
    assert {urlsplit(proxy).port for proxy in proxies} <= open_ports
    assert proxies


@sets
def test_no_secret_stands_in_a_manifest(values: Path):
    assert kinds(rendered(values), "Secret") == []
    for _, container in containers(rendered(values)):
        for variable in container.get("env", ()):
            if variable["name"] in {"PGPASSWORD", "PGUSER"}:
                assert "secretKeyRef" in variable["valueFrom"]
            if variable["name"] == "WPS_CWL_DATABASE__URL" and "value" in variable:
                assert "@" not in variable["value"]


# --- the service understands it -----------------------------------------------------------------------------


def variables_of(container: Manifest) -> dict[str, str]:
    """Return the variables of a container, with something in the place of what the cluster fills in."""
    filled = {"WPS_CWL_DATABASE__URL": "postgresql://wps:secret@db/wps", "WPS_CWL_ENGINE__NAME": "demo-engine-7d9-x2x"}
    return {one["name"]: one.get("value") or filled.get(one["name"], "x") for one in container["env"]}


@sets
def test_the_service_takes_the_configuration(values: Path, tmp_path: Path):
    file = tmp_path / "config.yaml"
    for text in configurations(rendered(values)):
        file.write_text(text)
        for _, container in containers(rendered(values)):
            if container["name"] in {"web", "engine", "migration"}:
                settings = load(file, variables_of(container) | {"WPS_CWL_CONFIG": str(file)})
                check_settings(values.stem, settings)


def check_settings(name: str, settings: Settings) -> None:
    assert settings.server.host == "0.0.0.0"
    assert settings.log.format == "json"
    if name == "postgresql":
        assert settings.server.url == "https://wps.example.org"
        assert settings.engine.drain == 1800
        assert settings.profiles["large"].cores == 8
    elif name == "s3":
        assert (settings.storage.kind, str(settings.storage.credentials)) == ("s3", "/run/secrets/s3/credentials")
    elif name == "slurm":
        assert settings.profiles["slurm"].partition == "short"
        assert settings.routing.default == "slurm"
    elif name == "kubernetes":
        assert settings.profiles["kubernetes"].scheduler == "kubernetes"
        assert settings.routing.default == "kubernetes"


@sets
def test_the_state_and_the_processes_are_mounted_where_the_configuration_says(values: Path):
    [main] = [
        text
        for one in kinds(rendered(values), "ConfigMap")
        if "helm.sh/hook" not in one["metadata"].get("annotations", {})
        for text in [one["data"].get("config.yaml")]
        if text
    ]
    settings = yaml.safe_load(main)
    for _, container in containers(rendered(values)):
        if container["name"] in {"web", "engine"}:
            mounted = {one["mountPath"] for one in container["volumeMounts"]}
            assert settings["state"] in mounted
            assert set(settings["processes"]) - {"/opt/wps-cwl/processes"} <= mounted
            variables = variables_of(container)
            assert variables["WPS_CWL_CONFIG"] in mounted


def commands(manifests: tuple[Manifest, ...]) -> Iterator[tuple[str, list[str]]]:
    for _, container in containers(manifests):
        if "args" in container:
            yield container["name"], container["args"]


@sets
def test_every_command_is_one_of_the_command_line(values: Path):
    found = dict(commands(rendered(values)))
    assert found["engine"] == ["wps-cwl", "serve" if values.stem == "local" else "engine"]
    for program, *words in found.values():
        assert program == "wps-cwl"
        command: click.Command = cli
        for word in words:
            assert isinstance(command, click.Group)
            command = command.commands[word]
        assert not isinstance(command, click.Group)


@sets
def test_every_probe_asks_what_is_answered(values: Path):
    client = create_app(FakeOperations()).test_client()
    asked = 0
    for _, container in containers(rendered(values)):
        ports = {port["name"] for port in container.get("ports", ())}
        for name in ("startupProbe", "readinessProbe", "livenessProbe"):
            if get := container.get(name, {}).get("httpGet"):
                asked += 1
                assert get["port"] in ports
                assert client.get(get["path"]).status_code == 200
    assert asked == 3


@sets
def test_a_loss_of_the_database_takes_no_pod_away_that_tells_clients_to_come_again(values: Path):
    away = FakeOperations()
    away.error = Unavailable(reason="the database is away")
    client = create_app(away).test_client()
    assert client.get("/readyz").status_code == 503
    probed = [container for _, container in containers(rendered(values)) if "ports" in container]
    for container in probed:
        for name in ("readinessProbe", "livenessProbe"):
            assert client.get(container[name]["httpGet"]["path"]).status_code == 200
    assert probed


def test_an_engine_is_ready_when_it_has_its_lease(tmp_path: Path):
    [engine] = [
        container
        for _, container in containers(rendered(helm.CHART / "ci" / "postgresql.yaml"))
        if container["name"] == "engine"
    ]
    variables = variables_of(engine) | {"WPS_CWL_STATE": str(tmp_path)}
    home = parts.home(load(None, {name: value for name, value in variables.items() if name != "WPS_CWL_CONFIG"}))
    shell, option, script = engine["readinessProbe"]["exec"]["command"]

    def ready() -> bool:
        command = [shell, option, script.replace("/state/", f"{tmp_path}/")]
        return subprocess.run(command, env={"PATH": os.defpath} | variables, check=False).returncode == 0

    assert not ready()
    watchdog.write(home / "lease", 1.0)
    assert ready()


def test_the_image_sets_nothing_that_would_come_before_the_configuration_of_the_chart():
    said = (helm.ROOT / "Containerfile").read_text(encoding="utf-8")
    assert set(re.findall(r"\bWPS_CWL_\w+", said)) == {"WPS_CWL_CONFIG"}
