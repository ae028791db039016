"""The machine of `examples/site`: its files are installed as the page says, under a real systemd, and do their work."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from lxml import etree

from tests.support.service import ROOT, wait_for
from tests.support.systemd import Systemd, running

ETC = ROOT / "examples/site/etc"
UNITS = sorted((ETC / "systemd/system").glob("*.service"))
RUN_AS = ROOT / "examples/site/drop-ins/run-as.conf"
PAGE = ROOT / "docs/how-to/run-with-systemd-and-nginx.md"
CONFIGURATION = yaml.safe_load((ETC / "wps-cwl/wps-cwl.yml").read_text())
NAME = "maps.example.net"  # which the page has a site put in the place of the example's
URL = CONFIGURATION["server"]["url"].replace("maps.example.org", NAME)
EXECUTE = f"{URL}/wps?service=WPS&version=1.0.0&request=Execute"
WPS_CWL = ("wps-cwl", "--config", "/etc/wps-cwl/wps-cwl.yml")
AS_SERVICE = ("runuser", "-u", "wps-cwl", "--")
ROOM = 20  # of `systemd-analyze security`, in tenths: 0 is the best, 96 a unit without any hardening
PLACES = ("/etc", "/usr", "/opt", "/srv", "/home", "/root", "/run", "/var", "/boot", "/sys", "/proc/sys/kernel")
WRITES = f"""\
cwlVersion: v1.2
class: CommandLineTool
baseCommand:
  - sh
  - -c
  - |
    for place in {" ".join(PLACES)} /tmp /var/tmp "$HOME" .; do
      touch "$place/try" 2>/dev/null && echo "$place"
    done
    true
inputs: {{}}
stdout: writable
outputs: {{writable: {{type: stdout}}}}
"""


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Systemd]:
    with running(tmp_path_factory.mktemp("systemd") / "console.log") as systemd:
        assert NAME in URL
        systemd.run("sh", "-c", f"echo 127.0.0.1 {NAME} >> /etc/hosts")
        systemd.write(f"{CONFIGURATION['processes'][0]}/writes.cwl", WRITES)
        for command in commands_to_install():
            systemd.run(*shlex.split(command))
        yield systemd


def commands_to_install() -> list[str]:
    """Return the commands of the page; the environment of Python, which the first block makes, is there already."""
    section = PAGE.read_text().split("## Install\n")[1].split("\n## ")[0]
    block = re.findall(r"^```sh\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)[1]
    return [line for line in block.splitlines() if line]


def ask(machine: Systemd, address: str, **headers: str) -> tuple[int, str]:
    """Ask nginx by GET, and return the code and the text of its answer."""
    lines = "import requests, sys, json; a = requests.get(sys.argv[1], headers=json.loads(sys.argv[2]), timeout=90)"
    script = f"{lines}; print(json.dumps([a.status_code, a.text]))"
    code, text = json.loads(machine.run("python", "-c", script, address, json.dumps(headers)))
    return code, text


def submit(machine: Systemd, process: str, data: str, **headers: str) -> str:
    """Execute a process asynchronously, and return its job's identifier."""
    query = f"identifier={process}&DataInputs={data}&storeExecuteResponse=true&status=true"
    code, text = ask(machine, f"{EXECUTE}&{query}", **headers)
    assert code == 200, text
    location = etree.fromstring(text.encode()).get("statusLocation", "")
    assert location.startswith(f"{URL}/jobs/")
    return location.split("/")[-2]


def await_text(machine: Systemd, job: str, text: str) -> str:
    """Return the status document of a job that says something, or that it has failed."""
    seen = ""

    def said() -> bool:
        nonlocal seen
        seen = ask(machine, f"{URL}/jobs/{job}/status.xml")[1]
        return text in seen or "ProcessFailed" in seen

    wait_for(said, 120, f"the status of {job} never said: {text}")
    assert text in seen, seen
    return seen


def main_process(machine: Systemd, unit: str) -> str:
    return machine.value(unit, "MainPID")


# --- the files ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_systemd_finds_a_unit_well_hardened(machine: Systemd, unit: Path) -> None:
    path = f"/etc/systemd/system/{unit.name}"
    told = machine.run("systemd-analyze", "security", "--offline=true", "--no-pager", f"--threshold={ROOM}", path)
    assert "Overall exposure level" in told


def test_systemd_and_nginx_find_no_fault_in_their_files(machine: Systemd) -> None:
    units = " ".join(f"/etc/systemd/system/{unit.name}" for unit in UNITS)
    assert machine.run("sh", "-c", f"systemd-analyze verify {units} 2>&1") == ""
    assert "test is successful" in machine.run("sh", "-c", "nginx -t 2>&1")


def test_only_the_service_reads_its_configuration_and_its_state(machine: Systemd) -> None:
    for place in ("/etc/wps-cwl/wps-cwl.yml", "/var/lib/wps-cwl/jobs"):
        machine.run(*AS_SERVICE, "ls", place)
        assert "denied" in machine.run("sh", "-c", f"runuser -u nobody -- ls {place} 2>&1", check=False)


# --- the service ----------------------------------------------------------------------------------------


def test_a_job_runs_through_nginx_and_may_write_nowhere_but_where_it_should(machine: Systemd) -> None:
    assert ask(machine, f"{EXECUTE}&identifier=hello&DataInputs=name=Friday&RawDataOutput=output") == (
        200,
        "Hello Friday",
    )
    code, text = ask(machine, f"{EXECUTE}&identifier=writes&RawDataOutput=writable")
    *others, home, here = text.splitlines()
    assert (code, others, here) == (200, ["/tmp", "/var/tmp"], ".")
    assert home.startswith(CONFIGURATION["state"])


def test_a_client_cannot_say_who_it_is(machine: Systemd) -> None:
    claimed = {"X-Remote-User": "alice", "Authorization": "Basic YWxpY2U6c2VjcmV0"}
    job = submit(machine, "hello", "name=Eve", **claimed)
    await_text(machine, job, "ProcessSucceeded")
    [found] = json.loads(machine.run(*AS_SERVICE, *WPS_CWL, "jobs", "show", job, "--format", "json"))
    assert found["user"] == "anonymous"


def test_who_watches_the_service_does_so_from_this_machine(machine: Systemd) -> None:
    assert ask(machine, f"{URL}/readyz")[0] == 200
    assert "wps_cwl" in ask(machine, f"{URL}/metrics")[1]
    assert "deny all" in (ETC / "nginx/conf.d/wps-cwl.conf").read_text()


def test_a_restart_of_the_engine_leaves_a_job_alone_and_a_kill_too(machine: Systemd) -> None:
    job = submit(machine, "sleep", "delay=15")
    await_text(machine, job, "slept 1")
    before = main_process(machine, "wps-cwl-engine")
    machine.run("systemctl", "restart", "wps-cwl-engine")
    machine.run("kill", "-9", restarted := main_process(machine, "wps-cwl-engine"))
    assert restarted not in {"0", before}
    wait_for(
        lambda: main_process(machine, "wps-cwl-engine") not in {"0", before, restarted}, 30, "it is not started again"
    )
    await_text(machine, job, "ProcessSucceeded")
    attempts = machine.run("sh", "-c", f"cd {CONFIGURATION['state']}/jobs/{job} && echo bus*")
    assert attempts.split() == ["bus"], "it ran under another leader, too"


def test_the_web_server_answers_as_soon_as_its_restart_has_returned(machine: Systemd) -> None:
    before = main_process(machine, "wps-cwl-web")
    machine.run("systemctl", "restart", "wps-cwl-web")
    assert ask(machine, f"{URL}/healthz")[0] == 200
    assert main_process(machine, "wps-cwl-web") != before


def test_with_the_drop_in_the_engine_may_become_other_users(machine: Systemd) -> None:
    folder = "/etc/systemd/system/wps-cwl-engine.service.d"

    def privileges() -> str:
        return machine.run("grep", "NoNewPrivs", f"/proc/{main_process(machine, 'wps-cwl-engine')}/status").split()[-1]

    assert privileges() == "1"
    machine.run("install", "-D", "-m", "644", RUN_AS.relative_to(ROOT), f"{folder}/run-as.conf")
    try:
        machine.run("systemctl", "daemon-reload")
        machine.run("systemctl", "restart", "wps-cwl-engine")
        assert privileges() == "0"
    finally:
        machine.run("rm", "-r", folder)
        machine.run("systemctl", "daemon-reload")
        machine.run("systemctl", "restart", "wps-cwl-engine")
