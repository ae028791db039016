"""What a profile says reaches the scheduler and the job script, and what the doctor says of it: on each of them."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.clusters.test_jobs import PROCESSES, begun, ids_of, value_of
from tests.clusters.test_limits import HOLD
from tests.clusters.test_load import Questions
from tests.support.clusters import Cluster
from tests.support.clusters.service import service_on
from tests.support.service import ROOT, Service, text_of, wait_for

# A directive that a scheduler shows again, how it is asked, and what it says.
HEADERS = {
    "slurm": ("#SBATCH --comment='of the header'", ["scontrol", "show", "job"], "Comment=of the header"),
    "grid_engine": ("#$ -ac WHO=header", ["qstat", "-j"], "WHO=header"),
    "torque": ("#PBS -l nice=7", ["scontrol", "show", "job"], "Nice=7 "),
}
QUEUES = {"slurm": ("short", "long"), "grid_engine": ("short.q", "long.q"), "torque": ("short", "long")}
QUEUE_OF = {
    "slurm": ["squeue", "--noheader", "--format=%P", "--jobs={}"],
    "grid_engine": ["sh", "-c", "qstat -j {} | sed -n 's/^hard_queue_list: *//p'"],
    "torque": ["squeue", "--noheader", "--format=%P", "--jobs={}"],
}
NO_SUCH_FEATURE = {
    "slurm": "Invalid feature",
    "grid_engine": 'unknown resource "nowhere"',
    "torque": "Invalid node name",
}
CLOSE = {
    "slurm": ("scontrol update PartitionName=short State=DRAIN", "scontrol update PartitionName=short State=UP"),
    "grid_engine": ("qmod -d short.q", "qmod -e short.q"),
}

Made = Callable[..., Service]


@pytest.fixture
def made(cluster: Cluster, tmp_path: Path) -> Iterator[Made]:
    """Make a service whose profile has something special; it is started by the test, if at all."""
    services = []

    def make(**options: Any) -> Service:
        service = service_on(cluster, tmp_path / "service", **options)
        service.environment["WPS_CWL_PROCESSES"] = f"{ROOT / 'cwl' / 'processes'},{PROCESSES}"
        services.append(service)
        return service

    yield make
    for service in services:
        service.stop()


def started(service: Service) -> Service:
    service.start()
    return service


# --- the job script ----------------------------------------------------------------------------------


def test_header_lines_before_and_footer_are_those_of_the_job(made: Made, cluster: Cluster, tmp_path: Path) -> None:
    directive, question, answer = HEADERS[cluster.name]
    ended, environment = tmp_path / "ended", tmp_path / "environment"
    profile = {
        "header": [directive],
        "before": f"export GREETING='hello, $(id) \"you\"'\nexport PATH={tmp_path}:$PATH LD_LIBRARY_PATH=/lines",
        "footer": f'echo "ended with $code" >>{ended}\nexit 9',
    }
    service = made(profile=profile)
    service.environment["LD_LIBRARY_PATH"] = "/service"  # which a leader has, and what stands in the script comes after
    service.start()
    job = service.submit("once", f"file={tmp_path / 'log'};seconds=3")
    wait_for(lambda: begun(tmp_path / "log"), 60, "the step does not begin")
    assert answer in cluster.run(*question, *ids_of(service, job)).stdout
    assert value_of(service.wait(job)) == "done"
    assert ended.read_text() == "ended with 0\n"
    assert "exit code 3" in text_of(service.wait(service.submit("fails")), "ExceptionText")
    assert len(ended.read_text().splitlines()) == 2, "no footer after a step that has failed"
    service.wait(service.submit("environment", f"file={environment}"))
    for line, known in (("GREETING=", 'hello, $(id) "you"'), ("PATH=", f"{tmp_path}:"), ("LD_LIBRARY_PATH=", "/lines")):
        seen = [found for found in environment.read_text().splitlines() if found.startswith(line)]
        assert len(seen) == 2, "the worker's environment and the tool's"
        assert seen[1].removeprefix(line).startswith(known)


def test_a_node_without_modules_is_told_to_the_client(made: Made) -> None:
    service = started(made(profile={"modules": ["gdal/3.6"]}))
    text = text_of(service.wait(service.submit("hello", "name=Friday"), 90), "ExceptionText")
    assert "the profile has `modules`, and on " in text
    assert "there is no `module`" in text


def test_what_a_client_sends_becomes_no_directive_and_no_line(made: Made, tmp_path: Path) -> None:
    service = started(made())
    hostile = f"x\n#$ -l h_rt=1\n#SBATCH --time=1\n#PBS -l walltime=1\n$(touch {tmp_path}/ran)'`touch {tmp_path}/ran`"
    answer = service.wait(service.submit("hello", f"name={hostile}"))
    assert value_of(answer) == f"Hello {hostile}"
    assert not (tmp_path / "ran").exists()


# --- what is asked for -------------------------------------------------------------------------------


def test_jobs_of_two_profiles_land_in_their_queues_and_share_one_question_a_second(
    made: Made, cluster: Cluster, tmp_path: Path
) -> None:
    short, long = QUEUES[cluster.name]
    profiles: Mapping[str, Mapping[str, str]] = {"quick": {"queue": short}, "patient": {"queue": long}}
    service = made(profiles=profiles)
    (tmp_path / "bin").mkdir()
    questions = Questions(cluster, tmp_path / "bin")
    service.environment["PATH"] = f"{questions.folder}:{service.environment['PATH']}"
    jobs = []
    for order in (("quick", "patient"), ("patient", "quick")):  # the first is the default, and jobs outlive a restart
        told = {name: {**cluster.profile, **profiles[name]} for name in order}
        Path(service.environment["WPS_CWL_CONFIG"]).write_text(yaml.safe_dump({"profiles": told}, sort_keys=False))
        service.start()
        jobs.append(service.submit("sleep", "delay=600"))
        wait_for(lambda: ids_of(service, jobs[-1]), 60, "the job is not submitted")
        if order[0] == "quick":
            service.kill_all()
    assert [service.job(job).profile for job in jobs] == ["quick", "patient"]
    for job, queue in zip(jobs, (short, long), strict=True):
        [id] = ids_of(service, job)
        assert cluster.run(*[word.format(id) for word in QUEUE_OF[cluster.name]]).stdout.split() == [queue]
    time.sleep(2)
    before = len(questions.asked())
    time.sleep(8)
    assert 2 <= len(questions.asked()[before:]) <= 10, "each profile asks for itself"
    service.cli("jobs", "dismiss", *jobs)
    wait_for(lambda: not cluster.queue(), 30, "dismissed jobs are still in the queue")


def test_a_feature_that_no_node_has_is_refused_by_the_scheduler(made: Made, cluster: Cluster) -> None:
    service = started(made(profile={"features": ["nowhere"]}))
    text = text_of(service.wait(service.submit("hello", "name=Friday"), 60), "ExceptionText")
    assert "does not take the step" in text
    assert NO_SUCH_FEATURE[cluster.name] in text


def test_a_gpu_is_asked_of_the_scheduler_where_the_profile_has_some(made: Made, cluster: Cluster) -> None:
    service = started(made(profile={"gpus": 1}))
    text = text_of(service.wait(service.submit("with-gpu"), 60), "ExceptionText")
    assert "does not take the step" in text
    assert any(word in text for word in ("generic resource", 'unknown resource "gpu"')), text


def test_a_gpu_is_refused_where_the_profile_has_none(made: Made, cluster: Cluster) -> None:
    service = started(made())
    answer = service.execute("with-gpu")
    assert "GPU" in answer.text
    assert not cluster.queue()


# --- the doctor --------------------------------------------------------------------------------------


def test_the_doctor_finds_nothing_wrong_with_a_good_profile(made: Made, cluster: Cluster) -> None:
    service = made(profile={"title": "Short jobs", "walltime": "30m", "cores": 2, "memory": "1 GiB"})
    answer = service.cli("doctor", "--probe")
    assert answer.returncode == 0, answer.stdout
    assert f"ok    profile {cluster.name}: Short jobs" in answer.stdout
    for name in ("state directory", "python", "toil", "worker", "byte code", "node.js", "clock"):
        assert f"ok    probe of {cluster.name}: {name}: " in answer.stdout
    assert not list((service.state / "schedulers").glob("probe-*"))
    wait_for(lambda: not cluster.queue(), 20, "the probe is still in the queue")


WRONG = {
    "queue": ({"queue": "nowhere"}, "choose from: long"),
    "cores": ({"cores": 64}, "64 for a step, of "),
    "memory": ({"memory": "4000 GiB"}, "4096160 MiB for a step, of "),
    "features": ({"features": ["nowhere"]}, "nowhere"),
    "gpus": ({"gpus": 3}, "gpu"),
}


@pytest.mark.parametrize("what", WRONG)
def test_the_doctor_finds_what_the_scheduler_does_not_have(made: Made, cluster: Cluster, what: str) -> None:
    profile, seen = WRONG[what]
    answer = made(profile=profile).cli("doctor")
    assert answer.returncode == 1
    [line] = [line for line in answer.stdout.splitlines() if line.startswith("WRONG")]
    assert line.startswith(f"WRONG profile {cluster.name}: {cluster.name} {what}: ")
    assert seen in line
    assert "wps-cwl doctor --probe" in answer.stdout


@pytest.mark.parametrize("cluster", CLOSE, indirect=True)  # Slurm's qstat says `enabled` of every partition
def test_the_doctor_finds_a_walltime_that_is_too_long_and_a_queue_that_is_closed(made: Made, cluster: Cluster) -> None:
    service = made(profile={"walltime": "2h"})
    close, open = (command.split() for command in CLOSE[cluster.name])
    cluster.run(*close)
    try:
        answer = service.cli("doctor")
    finally:
        cluster.run(*open)
    wrong = [line for line in answer.stdout.splitlines() if line.startswith("WRONG")]
    assert len(wrong) == 2, answer.stdout
    assert "queue: short" in wrong[0]
    assert "walltime: 7200 s for a step, of 3600 s at most" in wrong[1]


def test_a_probe_that_waits_too_long_is_given_up_and_deleted(made: Made, cluster: Cluster) -> None:
    service = made(profile={"arguments": [HOLD[cluster.name]]})
    answer = service.cli("doctor", "--probe", "--probe-seconds", "4")
    assert answer.returncode == 1
    assert "waits in the queue" in answer.stderr
    assert f"WRONG probe of {cluster.name}: start: after 4 s it still waits in the queue" in answer.stdout
    wait_for(lambda: not cluster.queue(), 20, "the probe is still in the queue")
    assert not list((service.state / "schedulers").glob("probe-*"))


PROBED = {
    "a queue that there is not": ({"queue": "nowhere"}, "submission: refused: "),
    "no node.js": ({"before": "PATH=/nowhere"}, "node.js: not found; "),
    "no module": (
        {"modules": ["gdal"]},
        "worker: the script ended with 1, and said: the profile has `modules`, and on ",
    ),
}


@pytest.mark.parametrize("what", PROBED)
def test_a_probe_tells_what_is_missing_on_the_node(made: Made, cluster: Cluster, what: str) -> None:
    profile, seen = PROBED[what]
    answer = made(profile=profile).cli("doctor", "--probe")
    assert answer.returncode == 1
    assert f"WRONG probe of {cluster.name}: {seen}" in answer.stdout, answer.stdout


@pytest.mark.slow
@pytest.mark.parametrize("hidden", ["state directory", "worker"])
def test_a_node_that_does_not_see_our_files_is_found_by_a_probe(cluster: Cluster, tmp_path: Path, hidden: str) -> None:
    other = type(cluster)()
    other.daemons[0].hide({"state directory": tmp_path, "worker": Path(sys.prefix)}[hidden])
    with other:
        answer = service_on(other, tmp_path / "service").cli("doctor", "--probe", "--probe-seconds", "60")
    assert answer.returncode == 1
    [line] = [line for line in answer.stdout.splitlines() if line.startswith("WRONG")]
    seen = {
        "state directory": "state directory: the probe ended, and left nothing in ",
        "worker": "worker: the script ended with 127, and said: ",
    }
    broken = "start: it cannot be started: "  # so Grid Engine has it
    name = f"WRONG probe of {cluster.name}: "
    assert line.startswith((name + seen[hidden], name + broken)), answer.stdout


def test_a_probe_looks_for_what_runs_containers_where_a_process_asks_for_one(
    made: Made, cluster: Cluster, tmp_path: Path
) -> None:
    if shutil.which("singularity"):
        pytest.skip("this machine has Apptainer")
    service = made(profile={"containers": "apptainer"})
    assert "containers" not in service.cli("doctor", "--probe").stdout
    tool = "{cwlVersion: v1.2, class: CommandLineTool, baseCommand: 'true', inputs: [], outputs: [], hints: {HINT}}"
    (tmp_path / "boxed.cwl").write_text(tool.replace("HINT", "DockerRequirement: {dockerPull: 'debian:12'}"))
    service.environment["WPS_CWL_PROCESSES"] = str(tmp_path)
    answer = service.cli("doctor", "--probe")
    assert answer.returncode == 1
    assert (
        f"WRONG probe of {cluster.name}: containers: apptainer does not work: `singularity --version`" in answer.stdout
    )
