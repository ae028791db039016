"""How a step may end that its tool did not end: each is explained, and what the cluster has failed is tried again."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.clusters.test_jobs import PROCESSES, begun, ids_of
from tests.support.clusters import Cluster, Slurm
from tests.support.clusters.service import service_on
from tests.support.service import Service, text_of, wait_for
from tests.support.service import started as started_service
from wps_cwl.model import JobState

Started = Callable[..., Service]
BY_ADMINISTRATOR = {"slurm": "deleted by the user root (CANCELLED by 0)", "grid_engine": "deleted from outside"}
CLOSED = {"slurm": "DRAINED", "grid_engine": "the queue short.q is disabled"}


@pytest.fixture(scope="module")
def service(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One service with nothing special, for all that can do with it."""
    yield from started_service(service_on(cluster, tmp_path_factory.mktemp(cluster.name), processes=PROCESSES))


@pytest.fixture
def started(cluster: Cluster, tmp_path: Path) -> Iterator[Started]:
    """Start a service whose profile has something special."""
    services = []

    def start(**options: object) -> Service:
        service = service_on(cluster, tmp_path / f"service{len(services)}", processes=PROCESSES, **options)
        services.append(service)
        service.start()
        return service

    yield start
    for service in services:
        service.stop()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


def submit(service: Service, log: Path, seconds: float = 600) -> str:
    return service.submit("talks", f"file={log};seconds={seconds}")


def run(service: Service, log: Path, seconds: float = 600) -> str:
    """Submit a job, and return when its tool runs."""
    job = submit(service, log, seconds)
    wait_for(lambda: begun(log), 60, "the tool does not begin")
    return job


def reason_of(service: Service, job: str, seconds: float = 90) -> str:
    return text_of(service.wait(job, seconds), "ExceptionText")


def assert_tells_the_tool(text: str) -> None:
    assert "Command: sh -c" in text
    assert "Last lines of its standard error: the river rises" in text  # the shell may add that it was terminated


def test_a_job_that_the_administrator_deletes_says_who_did(service: Service, cluster: Cluster, log: Path) -> None:
    job = run(service, log)
    cluster.cancel(ids_of(service, job)[0])
    text = reason_of(service, job)
    assert BY_ADMINISTRATOR.get(cluster.name, "deleted") in text
    assert_tells_the_tool(text)
    assert len(ids_of(service, job)) == 1, "what somebody has deleted was submitted again"
    wait_for(lambda: not service.processes_of_jobs(job), 20, "the tool still runs")


def test_a_worker_that_is_killed_on_its_node_ends_the_job(service: Service, cluster: Cluster, log: Path) -> None:
    job = run(service, log)
    [worker] = service.workers_of(job)
    worker.send_signal(signal.SIGKILL)
    text = reason_of(service, job, 60)
    assert service.job(job).state is JobState.FAILED
    assert "signal 9, SIGKILL" in text
    assert_tells_the_tool(text)
    wait_for(lambda: not cluster.queue(), 20, "the job is still in the queue")
    wait_for(lambda: not service.processes_of_jobs(job), 20, "the tool still runs")


def test_a_command_that_there_is_not_is_named_with_its_exit_code(service: Service) -> None:
    text = reason_of(service, service.submit("no-command"))
    assert "exit code 127 (command not found)" in text
    assert "Command: no-such-command --now" in text


def test_a_job_that_waits_for_a_closed_cluster_says_so_and_goes_on(
    service: Service, cluster: Cluster, log: Path
) -> None:
    cluster.close()
    try:
        job = submit(service, log, 0)
        wait_for(lambda: ids_of(service, job), 60, "the job is not submitted")
        told = CLOSED.get(cluster.name, "pending")
        wait_for(lambda: told in service.job(job).message, 30, f"it says: {service.job(job).message}")
        assert service.job(job).state is JobState.QUEUED
    finally:
        cluster.open()
    assert service.wait(job).find(".//{*}ProcessSucceeded") is not None


# --- what the cluster has failed -----------------------------------------------------------------------


@pytest.fixture
def slurm(cluster: Cluster) -> Iterator[Slurm]:
    """A cluster whose node can be said to be down; it is up again after the test."""
    if cluster.name != "slurm" or not isinstance(cluster, Slurm):
        pytest.skip(
            "only Slurm can be told that a node is down which is not, and its commands for Torque do not say so"
        )
    try:
        yield cluster
    finally:
        cluster.open()


def test_a_step_whose_node_is_lost_is_submitted_again(service: Service, slurm: Slurm, log: Path) -> None:
    job = run(service, log, 8)
    slurm.fail_node()
    wait_for(lambda: len(ids_of(service, job)) == 2, 30, "the step is not submitted again")
    wait_for(lambda: "submitted again (2 of 3)" in service.job(job).message, 20, service.job(job).message)
    assert "its node failed" in service.job(job).message
    slurm.open()
    assert service.wait(job).find(".//{*}ProcessSucceeded") is not None
    assert [line.split()[0] for line in log.read_text().splitlines()] == ["begin", "begin", "end"]


def test_a_node_that_is_lost_is_told_of_when_nothing_shall_be_tried_again(
    started: Started, slurm: Slurm, log: Path
) -> None:
    service = started(profile={"retries": 0})
    job = run(service, log)
    slurm.fail_node()
    text = reason_of(service, job)
    assert "its node failed" in text
    assert_tells_the_tool(text)
    assert len(ids_of(service, job)) == 1


def test_a_step_that_makes_room_for_another_job_is_submitted_again(
    service: Service, slurm: Slurm, log: Path, tmp_path: Path
) -> None:
    job = run(service, log, 8)
    script = tmp_path / "urgent.sh"
    script.write_text("#!/bin/sh\nsleep 5\n")
    options = ("--partition=urgent", f"--cpus-per-task={slurm.size.cpus}", f"--output={tmp_path / 'urgent.txt'}")
    Slurm.submit(slurm, script, *options)
    wait_for(lambda: "preempted" in service.job(job).message, 40, service.job(job).message)
    assert service.wait(job).find(".//{*}ProcessSucceeded") is not None
    assert log.read_text().count("begin") == 2


def test_a_node_that_is_lost_each_time_fails_the_job_in_the_end(started: Started, slurm: Slurm, log: Path) -> None:
    service = started(profile={"retries": 1})
    job = run(service, log)
    for times in (1, 2):
        wait_for(lambda times=times: log.read_text().count("begin") == times, 60, "the tool does not begin")
        slurm.fail_node()
        if times == 1:
            slurm.open()
    assert "its node failed" in (text := reason_of(service, job))
    assert "it was tried 2 times" in text
    assert len(ids_of(service, job)) == 2
