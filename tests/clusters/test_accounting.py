"""What each real scheduler knows of the steps of jobs, and what its accounting says: compared with its own words."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.support.clusters import Cluster, Slurm
from tests.support.clusters.service import service_on
from tests.support.service import ROOT, Service, started, wait_for
from wps_cwl.engine.schedulers.submissions import Submissions
from wps_cwl.model import JobState

PROCESSES = Path(__file__).parent / "processes"
CLOCK = "%a %b %d %H:%M:%S %Y"
SOURCES = {"slurm": "sacct", "grid_engine": "qacct", "torque": "qstat"}


@pytest.fixture(scope="module")
def service(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    service = service_on(cluster, tmp_path_factory.mktemp(cluster.name), JOBS__RUNNING=30)
    service.environment["WPS_CWL_PROCESSES"] = f"{ROOT / 'cwl' / 'processes'},{PROCESSES}"
    yield from started(service)


def told(service: Service, job: str) -> dict[str, Any]:
    answer = requests.get(f"{service.url}/jobs/{job}", timeout=60)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def accounted(service: Service, job: str, seconds: float = 60) -> dict[str, Any]:
    """Return the accounting of a job when nothing more will come."""
    address = f"{service.url}/jobs/{job}/accounting"

    def settled() -> bool:
        answer = requests.get(address, timeout=60)
        return answer.status_code == 200 and answer.json()["settled"]

    wait_for(settled, seconds, f"the accounting is not settled: {requests.get(address, timeout=60).text}")
    return dict(requests.get(address, timeout=60).json())


def seconds_of(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def ids_of(service: Service, job: str) -> list[str]:
    folder = Submissions(service.directory(job).path).folder
    return [file.read_text() for file in sorted(folder.glob("*.id"))]


# --- what the scheduler itself says ------------------------------------------------------------------


def said_by_sacct(cluster: Cluster, id: str) -> dict[str, Any]:
    fields = "Submit,Start,End,ElapsedRaw,TotalCPU,AllocCPUS,MaxRSS,Partition,NodeList,ExitCode"
    command = ("sacct", f"--jobs={id}", "--parsable2", "--noheader", "--noconvert", f"--format={fields}")
    job, batch = (line.split("|") for line in cluster.run(*command).stdout.splitlines()[:2])
    minutes, seconds = job[4].split(":")
    return {
        "submitted": datetime.fromisoformat(job[0]).timestamp(),
        "started": datetime.fromisoformat(job[1]).timestamp(),
        "ended": datetime.fromisoformat(job[2]).timestamp(),
        "wallSeconds": float(job[3]),
        "cpuSeconds": int(minutes) * 60 + float(seconds),
        "cores": int(job[5]),
        "memoryBytes": int(batch[6]),
        "queue": job[7],
        "node": job[8],
        "exitCode": int(job[9].split(":")[0]),
    }


def said_by_qacct(cluster: Cluster, id: str) -> dict[str, Any]:
    lines = cluster.run("qacct", "-j", id).stdout.splitlines()
    facts = {line.split()[0]: line.split(maxsplit=1)[1].strip() for line in lines if len(line.split()) > 1}
    return {
        "submitted": datetime.strptime(facts["qsub_time"], CLOCK).astimezone().timestamp(),
        "started": datetime.strptime(facts["start_time"], CLOCK).astimezone().timestamp(),
        "ended": datetime.strptime(facts["end_time"], CLOCK).astimezone().timestamp(),
        "wallSeconds": float(facts["ru_wallclock"].removesuffix("s")),
        "cpuSeconds": float(facts["cpu"].removesuffix("s")),
        "cores": int(facts["slots"]),
        "memoryBytes": round(float(facts["maxvmem"].removesuffix("MB")) * (1 << 20)),
        "queue": facts["qname"],
        "node": facts["hostname"],
        "exitCode": int(facts["exit_status"]),
    }


def said_by_qstat(cluster: Cluster, id: str) -> dict[str, Any]:
    """Slurm's wrappers write start and end as `mtime` and `ctime`; processor time and memory they do not know."""
    facts = dict(re.findall(r"^\s+(\S+) = (.*)$", cluster.run("qstat", "-f", id).stdout, re.M))
    times = {name: datetime.strptime(facts[name], CLOCK).astimezone().timestamp() for name in ("mtime", "ctime")}
    return {
        "started": times["mtime"],
        "ended": times["ctime"],
        "wallSeconds": times["ctime"] - times["mtime"],
        "cores": int(facts["Resource_List.ncpus"]),
        "queue": facts["queue"],
        "node": facts["exec_host"].split("/")[0],
    }


SAID: dict[str, Callable[[Cluster, str], dict[str, Any]]] = {
    "slurm": said_by_sacct,
    "grid_engine": said_by_qacct,
    "torque": said_by_qstat,
}


def test_the_accounting_is_the_schedulers_own(service: Service, cluster: Cluster) -> None:
    job = service.submit("two-cores", "seconds=4")
    service.wait(job)
    found = accounted(service, job)
    [step] = found["steps"]
    [id] = ids_of(service, job)
    assert (found["jobID"], found["note"], found["profile"]) == (job, "", cluster.name)
    facts = ("nativeID", "step", "scheduler", "source", "end")
    assert [step[name] for name in facts] == [id, "two-cores", cluster.name, SOURCES[cluster.name], "exited"]
    seen = {name: seconds_of(step[name]) for name in ("submitted", "started", "ended")} | {
        name: step[name] for name in step if name not in {"submitted", "started", "ended"}
    }
    said = SAID[cluster.name](cluster, id)
    assert {name: seen[name] for name in said} == said
    assert 4 <= step["wallSeconds"] <= 30
    assert step["coreSeconds"] == 2 * step["wallSeconds"]
    assert step["queueWaitSeconds"] == seen["started"] - seen["submitted"]
    assert step["measuredByToil"] == (["cpu", "memory"] if cluster.name == "torque" else [])
    assert 1 << 20 < step["memoryBytes"] < 1 << 30
    assert step["toil"]["wall"] <= step["wallSeconds"] + 1


def test_a_step_that_waits_has_its_place_and_one_that_runs_its_node(service: Service, cluster: Cluster) -> None:
    full = service.submit("two-cores", "seconds=600")
    wait_for(lambda: service.job(full).state is JobState.RUNNING, 60, "the job that fills the cluster does not run")
    first, second = [_submitted(service) for _ in range(2)]
    wait_for(lambda: _place(service, second) == (2, 2), 30, f"it says: {told(service, second)}")
    wait_for(lambda: _place(service, first) == (1, 2), 30, f"it says: {told(service, first)}")
    document = told(service, second)
    [id] = ids_of(service, second)
    assert (document["jobID"], document["processID"], document["type"]) == (second, "two-cores", "process")
    assert (document["status"], document["profile"]) == ("running", cluster.name)
    told_place = f"({cluster.name} {id}, place 2 of 2)"
    wait_for(lambda: told_place in service.job(second).message, 10, f"it says: {service.job(second).message}")
    [step] = document["steps"]
    assert (step["state"], step["nativeID"], step["scheduler"]) == ("waiting", id, cluster.name)
    [running] = told(service, full)["steps"]
    assert running["state"] == "running"
    assert running["node"] in {cluster.run("hostname").stdout.strip(), *_short_names(cluster)}
    assert abs(time.time() - seconds_of(running["started"])) < 120
    assert re.fullmatch(
        rf"running on \S+ since \d\d:\d\d UTC \({cluster.name} {running['nativeID']}\)", service.job(full).message
    )
    shown = service.cli("jobs", "show", second).stdout
    assert re.search(rf"two-cores +{cluster.name} +{id} +waiting .*2 of 2", shown), shown
    service.cli("jobs", "dismiss", second, first, full)


def _short_names(cluster: Cluster) -> set[str]:
    return {cluster.run("hostname", "-s", check=False).stdout.strip()}


def _submitted(service: Service) -> str:
    job = service.submit("two-cores")
    wait_for(lambda: ids_of(service, job), 60, "the job is not submitted")
    return job


def _place(service: Service, job: str) -> tuple[int | None, int | None]:
    [step] = told(service, job)["steps"] or [{}]
    return step.get("place"), step.get("waiting")


def test_a_step_that_failed_and_one_that_was_dismissed_are_accounted(
    service: Service, cluster: Cluster, tmp_path: Path
) -> None:
    failing = service.submit("fails")
    service.wait(failing)
    log = tmp_path / "log"
    running = service.submit("once", f"file={log};seconds=600")
    wait_for(lambda: log.exists() and "begin" in log.read_text(), 60, "the step does not begin")
    time.sleep(3)
    assert requests.get(f"{service.url}/jobs/{running}/accounting", timeout=60).status_code == 404
    service.cli("jobs", "dismiss", running)
    [failed] = accounted(service, failing)["steps"]
    assert failed["wallSeconds"] is not None
    assert failed["end"] == "exited"
    [killed] = accounted(service, running)["steps"]
    assert killed["end"] == "killed"
    assert 2 <= killed["wallSeconds"] <= 60
    [ended] = told(service, running)["steps"]
    assert (told(service, running)["status"], ended["state"]) == ("dismissed", "ended")


def test_the_steps_of_a_workflow_are_accounted_one_by_one(service: Service, cluster: Cluster) -> None:
    job = service.submit("ten", ";".join(f"words=word{number}" for number in range(3)))
    service.wait(job, 240)
    steps = accounted(service, job)["steps"]
    assert {step["nativeID"] for step in steps} == set(ids_of(service, job))
    assert len(steps) == 3
    assert all(step["source"] == SOURCES[cluster.name] and step["memoryBytes"] for step in steps)


def test_accounting_goes_on_where_an_engine_was_killed(cluster: Cluster, tmp_path: Path) -> None:
    service = service_on(cluster, tmp_path / "service", processes=PROCESSES)
    try:
        service.start()
        job = service.submit("two-cores", "seconds=1")
        wait_for(lambda: service.job(job).state.final, 60, "the job does not end")
        service.kill("engine")
        [step] = accounted(service, job)["steps"]
        assert step["source"] == SOURCES[cluster.name]
    finally:
        service.stop()


def test_sums_outlive_the_jobs(service: Service, cluster: Cluster) -> None:
    jobs = [service.submit("expression", f"word=word{number}") for number in range(2)]
    for job in jobs:
        service.wait(job)
    used = [accounted(service, job)["steps"][0] for job in jobs]
    wait_for(lambda: service.cli("jobs", "purge", *jobs).returncode == 0, 30, "the jobs cannot be removed")
    rows = csv.DictReader(io.StringIO(service.cli("accounting", "--by", "process", "--format", "csv").stdout))
    [row] = [row for row in rows if row["process"] == "expression"]
    assert (row["jobs"], row["steps"], row["measured"]) == ("2", "2", "2")
    assert float(row["wall"]) == pytest.approx(sum(step["wallSeconds"] for step in used))
    assert float(row["core_seconds"]) == pytest.approx(sum(step["coreSeconds"] for step in used))
    assert int(row["memory"]) == max(step["memoryBytes"] for step in used)
    [kept] = json.loads(service.cli("accounting", jobs[0], "--format", "json").stdout)["steps"]
    assert (kept["id"], kept["wall"]) == (used[0]["nativeID"], used[0]["wallSeconds"])
    assert requests.get(f"{service.url}/jobs/{jobs[0]}", timeout=60).status_code == 404


def test_what_a_job_has_used_that_is_purged_at_its_end_is_known_in_time(service: Service, cluster: Cluster) -> None:
    job = service.submit("two-cores", "seconds=1")
    service.wait(job)
    wait_for(lambda: service.cli("jobs", "purge", job).returncode == 0, 30, "the job cannot be removed")

    def step() -> Any:
        steps = json.loads(service.cli("accounting", job, "--format", "json").stdout)["steps"]
        return steps[0] if steps and steps[0]["source"] == SOURCES[cluster.name] else None

    wait_for(step, 60, "what it has used is not known")
    assert step()["cores"] == 2
    assert step()["wall"] >= 1
    wait_for(lambda: job not in {mark.name for mark in (service.state / "accounting").iterdir()}, 150, "not settled")
    assert not (service.state / "unsettled" / job).exists()


def test_doctor_says_whether_the_accounting_answers(service: Service, cluster: Cluster) -> None:
    assert f"ok    {cluster.name} accounting: {SOURCES[cluster.name]} answers" in service.cli("doctor").stdout


# --- Slurm alone: its accounting is a daemon of its own, and has fields to choose from ---------------


@pytest.fixture
def slurm(running_cluster: Callable[[str], Cluster]) -> Slurm:
    found = running_cluster("slurm")
    assert isinstance(found, Slurm)
    return found


LONG = "JobID,JobName%30,User,AveCPU,MaxVMSize,MaxDiskRead,MaxDiskWrite,NTasks,ReqMem,Timelimit,WorkDir,ConsumedEnergy"


@pytest.mark.parametrize("name", ["slurm"])
def test_the_fields_that_the_operator_wants_are_kept(name: str, slurm: Slurm, tmp_path: Path) -> None:
    service = service_on(slurm, tmp_path / "service", processes=PROCESSES, ACCOUNTING__FIELDS=LONG)
    try:
        service.start()
        job = service.submit("two-cores", "seconds=1")
        service.wait(job)
        [step] = accounted(service, job)["steps"]
        wanted = {field.partition("%")[0] for field in LONG.split(",")} - {"WorkDir"}
        assert wanted <= step["raw"].keys()
        assert "WorkDir" not in step["raw"], "a client sees a path of the server"
        assert int(step["raw"]["MaxVMSize"]) > step["memoryBytes"]
        [own] = json.loads(service.cli("accounting", job, "--format", "json").stdout)["steps"]
        assert own["raw"]["WorkDir"].startswith("/")
    finally:
        service.stop()


@pytest.mark.parametrize("name", ["slurm"])
def test_a_field_that_sacct_does_not_know_costs_no_accounting(name: str, slurm: Slurm, tmp_path: Path) -> None:
    service = service_on(slurm, tmp_path / "service", processes=PROCESSES, ACCOUNTING__FIELDS="JobID,NoSuchField")
    try:
        service.start()
        job = service.submit("two-cores", "seconds=1")
        service.wait(job)
        [step] = accounted(service, job)["steps"]
        assert step["source"] == "sacct"
        assert "WRONG slurm accounting: sacct: Invalid field requested" in service.cli("doctor").stdout
    finally:
        service.stop()


@pytest.mark.parametrize("name", ["slurm"])
def test_jobs_go_on_while_the_accounting_is_away(name: str, slurm: Slurm, tmp_path: Path) -> None:
    service = service_on(slurm, tmp_path / "service", processes=PROCESSES, ACCOUNTING__PATIENCE=8)
    try:
        service.start()
        slurm.stop_accounting()
        job = service.submit("two-cores", "seconds=3")
        assert service.wait(job).find(".//{*}ProcessSucceeded") is not None
        found = accounted(service, job)
        assert "sacct does not answer" in found["note"]
        [step] = found["steps"]
        assert (step["source"], step["measuredByToil"]) == ("squeue", ["cpu", "memory"])
        assert 3 <= step["wallSeconds"] <= 20
        assert "WRONG slurm accounting: sacct does not answer" in service.cli("doctor").stdout
    finally:
        slurm.start_accounting()
        service.stop()
