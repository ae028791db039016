"""Jobs of the service on real schedulers: each of these tests runs on each of them."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import etree
from owslib.wps import ASYNC, WebProcessingService

from tests.support.clusters import Cluster
from tests.support.clusters.service import service_on
from tests.support.service import ROOT, Service, started, text_of, wait_for
from wps_cwl.engine.schedulers.base import WORKER_MEMORY
from wps_cwl.engine.schedulers.submissions import Submissions
from wps_cwl.model import JobState

PROCESSES = Path(__file__).parent / "processes"
SECRET = "correct-horse-battery-staple"


@pytest.fixture(scope="module")
def service(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    service = service_on(cluster, tmp_path_factory.mktemp(cluster.name), JOBS__RUNNING=30)
    service.environment |= {
        "WPS_CWL_PROCESSES": f"{ROOT / 'cwl' / 'processes'},{PROCESSES}",
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "WPS_CWL_SERVER__TITLE": SECRET,
    }
    yield from started(service)


def value_of(document: etree._Element, name: str = "LiteralData") -> str:
    assert document.find(".//{*}ProcessSucceeded") is not None, etree.tostring(document).decode()
    return text_of(document, name)


def ids_of(service: Service, job: str) -> list[str]:
    """What the scheduler calls the steps of a job."""
    folder = Submissions(service.directory(job).path).folder
    return [file.read_text() for file in sorted(folder.glob("*.id"))]


def begun(log: Path) -> bool:
    return log.exists() and "begin" in log.read_text()


# --- what runs -------------------------------------------------------------------------------------


def test_a_job_runs_on_the_cluster(service: Service, cluster: Cluster) -> None:
    job = service.submit("hello", "name=Friday")
    assert value_of(service.wait(job)) == "Hello Friday"
    [id] = ids_of(service, job)
    assert cluster.wait_ending(id).exit_code == 0


def test_a_synchronous_request_waits_for_the_cluster(service: Service) -> None:
    answer = service.execute("hello", "name=Friday")
    assert value_of(etree.fromstring(answer.content)) == "Hello Friday"


def test_a_step_has_the_cores_and_the_memory_that_it_asks_for(service: Service, cluster: Cluster) -> None:
    job = service.submit("two-cores")
    assert value_of(service.wait(job)) == "2"
    [id] = ids_of(service, job)
    cluster.wait_ending(id)
    assert allocated(cluster, id) == (2, 300 + (WORKER_MEMORY >> 20))


def allocated(cluster: Cluster, id: str) -> tuple[int, int]:
    """Return the cores and the MiB that a job had, in all its slots."""
    if cluster.name == "grid_engine":
        record = cluster.run("qacct", "-j", id).stdout
        slots, kilobytes = (int(re.findall(word, record)[-1]) for word in (r"slots +(\d+)", r"virtual_free=(\d+)K"))
        return slots, slots * kilobytes >> 10
    number = id.partition(".")[0]
    told = cluster.run("sacct", "-j", number, "-X", "-n", "-P", "--format=AllocTRES").stdout.strip()
    given = dict(word.split("=") for word in told.split(","))
    return int(given["cpu"]), int(given["mem"].removesuffix("M"))


def test_an_expression_is_worked_out_on_the_node(service: Service) -> None:
    assert value_of(service.wait(service.submit("expression", "word=stressed"))) == "desserts"


def test_a_step_that_fails_is_explained(service: Service) -> None:
    job = service.submit("fails")
    text = text_of(service.wait(job), "ExceptionText")
    assert "exit code 3" in text
    assert "there is no water" in text
    assert len(ids_of(service, job)) == 1, "a step that failed was submitted again"


def test_the_steps_of_a_scatter_are_jobs_of_their_own(service: Service) -> None:
    words = [f"word{number}" for number in range(10)]
    job = service.submit("ten", ";".join(f"words={word}" for word in words))
    percentages = followed(service, job, 240)
    document = service.status(job)
    assert document.find(".//{*}ProcessSucceeded") is not None, etree.tostring(document).decode()
    assert json.loads(text_of(document, "ComplexData")) == [word.upper() for word in words]
    assert len(set(ids_of(service, job))) == 10
    assert len({percent for percent in percentages if 0 < percent < 100}) >= 3, percentages
    assert percentages == sorted(percentages)


def followed(service: Service, job: str, seconds: float) -> list[int]:
    """Return the percentages that a client sees until a job has ended."""
    seen, deadline = [], time.monotonic() + seconds
    while time.monotonic() < deadline:
        status = service.status(job).find(".//{*}Status")
        if (started := status.find("{*}ProcessStarted")) is None and status.find("{*}ProcessAccepted") is None:
            return seen
        if started is not None and (percent := started.get("percentCompleted")):
            seen.append(int(percent))
        time.sleep(0.2)
    raise AssertionError(f"the job {job} does not end: {service.job(job)}")


def test_owslib_sees_the_progress_of_a_step_on_a_node(service: Service) -> None:
    execution = WebProcessingService(service.wps).execute(
        "sleep", [("delay", "6")], output=[("sleep_output", False)], mode=ASYNC
    )
    seen = []
    while not execution.isComplete():
        execution.checkStatus(sleepSecs=0.5)
        seen.append(execution.percentCompleted)
    assert execution.isSucceded(), [error.text for error in execution.errors]
    assert len({percent for percent in seen if 0 < percent < 100}) >= 3, seen
    assert seen == sorted(seen)


# --- waiting and leaving -----------------------------------------------------------------------------


@pytest.fixture
def full(service: Service) -> Iterator[str]:
    """A job that has all cores of the cluster."""
    job = service.submit("two-cores", "seconds=600")
    wait_for(lambda: service.job(job).state is JobState.RUNNING, 60, "the job that fills the cluster does not run")
    yield job
    service.cli("jobs", "dismiss", job)


def test_a_job_that_waits_is_queued_and_says_why_and_runs_later(service: Service, cluster: Cluster, full: str) -> None:
    job = service.submit("two-cores")
    wait_for(lambda: "pending" in service.job(job).message, 30, f"it says: {service.job(job).message}")
    wait_for(lambda: ids_of(service, job)[0] in service.job(job).message, 30, "the scheduler's name of it is not told")
    assert service.job(job).state is JobState.QUEUED
    service.cli("jobs", "dismiss", full)
    assert value_of(service.wait(job)) == "2"


def test_a_job_that_waits_leaves_the_queue_when_it_is_dismissed(service: Service, cluster: Cluster, full: str) -> None:
    job = service.submit("two-cores")
    wait_for(lambda: ids_of(service, job), 30, "the job is not submitted")
    [id] = ids_of(service, job)
    assert id in cluster.queue()
    assert service.cli("jobs", "dismiss", job).stdout.split() == [job, "dismissed"]
    wait_for(lambda: id not in cluster.queue(), 10, "the dismissed job is still in the queue")
    assert service.job(job).state is JobState.DISMISSED


def test_a_job_that_runs_leaves_the_cluster_when_it_is_dismissed(
    service: Service, cluster: Cluster, tmp_path: Path
) -> None:
    job = service.submit("once", f"file={tmp_path / 'log'};seconds=600")
    wait_for(lambda: begun(tmp_path / "log"), 60, "the step does not begin")
    service.cli("jobs", "dismiss", job)
    wait_for(lambda: not cluster.queue(), 10, "the dismissed job is still in the queue")
    wait_for(lambda: not service.processes_of_jobs(job), 10, "the tool of the dismissed job still runs")
    assert "end" not in (tmp_path / "log").read_text()


# --- what goes wrong ---------------------------------------------------------------------------------


def test_a_queue_that_there_is_not_is_named_in_the_answer(cluster: Cluster, tmp_path: Path) -> None:
    profile = {"queue": "nowhere"}
    service = service_on(cluster, tmp_path / "service", profile=profile)
    try:
        service.start()
        document = service.wait(service.submit("hello", "name=Friday"), 60)
        text = text_of(document, "ExceptionText")
        assert "does not take the step" in text
        assert any(word in text.lower() for word in ("partition", "queue")), text
        answer = service.cli("doctor")
        assert answer.returncode == 1
        assert "set `queue` of the profile" in answer.stdout
    finally:
        service.stop()


def test_a_step_that_asks_for_more_than_the_profile_has_is_refused(cluster: Cluster, tmp_path: Path) -> None:
    service = service_on(cluster, tmp_path / "service", processes=PROCESSES, profile={"cores": 1})
    try:
        service.start()
        text = text_of(etree.fromstring(service.execute("two-cores").content), "ExceptionText")
        assert f"it needs 2 core(s), and the largest profile, {cluster.name}, has 1 core(s)" in text
        assert not cluster.queue()
    finally:
        service.stop()


GREEDY = """
cwlVersion: v1.2
class: CommandLineTool
baseCommand: "true"
requirements: {ResourceRequirement: {coresMin: 1, ramMin: 4000000}}
inputs: []
outputs: []
"""


def test_more_memory_than_any_node_has_is_refused_and_others_go_on(cluster: Cluster, tmp_path: Path) -> None:
    (tmp_path / "processes").mkdir()
    (tmp_path / "processes" / "greedy.cwl").write_text(GREEDY)
    service = service_on(cluster, tmp_path / "service")
    service.environment["WPS_CWL_PROCESSES"] = f"{ROOT / 'cwl' / 'processes'},{tmp_path / 'processes'}"
    try:
        service.start()
        greedy, modest = service.submit("greedy"), service.submit("hello", "name=Friday")
        text = text_of(service.wait(greedy, 60), "ExceptionText")
        assert 'does not take the step "greedy"' in text
        assert any(word in text.lower() for word in ("memory", "no suitable queues", "configuration")), text
        assert value_of(service.wait(modest)) == "Hello Friday"
        wait_for(lambda: not cluster.queue(), 20, "something is left in the queue")
    finally:
        service.stop()


@pytest.mark.parametrize("part", ["leader", "engine"])
def test_a_step_goes_on_when_what_has_started_it_is_killed(service: Service, tmp_path: Path, part: str) -> None:
    log = tmp_path / "log"
    job = service.submit("once", f"file={log};seconds=12")
    wait_for(lambda: begun(log), 60, "the step does not begin")
    if part == "engine":
        service.kill("engine")
    else:
        leader = int(service.directory(job).leader_lock.read_text())
        [process] = [found for found in service.processes_of_jobs(job) if found.pid == leader]
        process.kill()
    assert value_of(service.wait(job)) == "done"
    words = [line.split()[0] for line in log.read_text().splitlines()]
    assert words == ["begin", "end"], "the step ran more than once"


def test_a_job_that_waits_is_taken_up_when_its_leader_is_killed(service: Service, cluster: Cluster, full: str) -> None:
    job = service.submit("two-cores")
    wait_for(lambda: ids_of(service, job), 30, "the job is not submitted")
    leader = int(service.directory(job).leader_lock.read_text())
    [process] = [found for found in service.processes_of_jobs(job) if found.pid == leader]
    process.kill()
    time.sleep(2)
    assert len(cluster.queue()) == 2, "the step was submitted again beside itself"
    service.cli("jobs", "dismiss", full)
    assert value_of(service.wait(job)) == "2"


def test_nothing_is_lost_while_the_scheduler_is_away(service: Service, cluster: Cluster, tmp_path: Path) -> None:
    log = tmp_path / "log"
    running = service.submit("once", f"file={log};seconds=5")
    wait_for(lambda: begun(log), 60, "the step does not begin")
    cluster.stop_controller()
    try:
        new = service.submit("hello", "name=Friday")
        time.sleep(20)
        assert not service.job(new).state.final
    finally:
        cluster.start_controller()
    assert value_of(service.wait(running)) == "done"
    assert value_of(service.wait(new)) == "Hello Friday"
    assert log.read_text().count("begin") == 1


def test_a_job_that_is_deleted_from_outside_fails_and_says_so(
    service: Service, cluster: Cluster, tmp_path: Path
) -> None:
    job = service.submit("once", f"file={tmp_path / 'log'};seconds=600")
    wait_for(lambda: begun(tmp_path / "log"), 60, "the step does not begin")
    cluster.cancel(ids_of(service, job)[0])
    text = text_of(service.wait(job), "ExceptionText")
    assert "has ended the step" in text
    assert "deleted" in text


# --- secrets -----------------------------------------------------------------------------------------


def test_no_secret_of_the_service_reaches_the_cluster(
    service: Service, cluster: Cluster, which_scripts: Callable[[Service, str], str], tmp_path: Path
) -> None:
    job = service.submit("environment", f"file={tmp_path / 'seen'}")
    service.wait(job)
    seen = (tmp_path / "seen").read_text()
    assert f"HOME={service.directory(job).work}" in seen
    assert SECRET not in seen
    files = [path for path in service.directory(job).path.rglob("*") if path.is_file()]
    assert {"environment.pickle", "leader.log"} <= {path.name for path in files}
    assert [path for path in files if SECRET.encode() in path.read_bytes()] == []
    assert SECRET not in which_scripts(service, job)


@pytest.fixture
def which_scripts(cluster: Cluster) -> Callable[[Service, str], str]:
    """What the scheduler itself has of a job."""

    def scripts(service: Service, job: str) -> str:
        [id] = ids_of(service, job)
        if cluster.name != "slurm":
            return ""  # nothing is kept of a job that has ended
        shown = cluster.run("scontrol", "write", "batch_script", id, "-", check=False).stdout
        return shown + cluster.run("scontrol", "show", "job", "--details", id).stdout

    return scripts
