"""What a scheduler ends or does not begin, and leaders that are new interpreters: on each real scheduler."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.clusters.test_jobs import PROCESSES, begun, value_of
from tests.support.clusters import Cluster
from tests.support.clusters.service import service_on
from tests.support.service import ROOT, Service, text_of, wait_for
from wps_cwl.model import JobState

HOLD = {"slurm": "--hold", "grid_engine": "-h", "torque": "-h"}

Started = Callable[..., Service]


@pytest.fixture
def started(cluster: Cluster, tmp_path: Path) -> Iterator[Started]:
    """Start a service whose profile has something special."""
    services = []

    def start(**options: object) -> Service:
        service = service_on(cluster, tmp_path / "service", **options)  # type: ignore[arg-type]  # options of its own
        service.environment["WPS_CWL_PROCESSES"] = f"{ROOT / 'cwl' / 'processes'},{PROCESSES}"
        services.append(service)
        service.start()
        return service

    yield start
    for service in services:
        service.stop()


def test_leaders_that_are_new_interpreters_give_the_same(started: Started) -> None:
    service = started(JOBS__LEADERS="stock")
    assert value_of(service.wait(service.submit("hello", "name=Friday"))) == "Hello Friday"
    assert "exit code 3" in text_of(service.wait(service.submit("fails")), "ExceptionText")


def test_a_step_that_takes_more_memory_than_it_asked_for_is_ended(started: Started, cluster: Cluster) -> None:
    service = started(profile={"vmem_extra": 200 << 20})
    text = text_of(service.wait(service.submit("eats-memory"), 90), "ExceptionText")
    assert any(word in text for word in ("memory", "over a limit", "signal", "MemoryError")), text
    wait_for(lambda: not cluster.queue(), 20, "the step is still in the queue")


@pytest.mark.slow
def test_a_step_that_runs_too_long_is_ended(started: Started, tmp_path: Path) -> None:
    service = started(profile={"walltime": 20})
    job = service.submit("once", f"file={tmp_path / 'log'};seconds=600")
    wait_for(lambda: begun(tmp_path / "log"), 60, "the step does not begin")
    text = text_of(service.wait(job, 200), "ExceptionText")
    assert "has ended the step" in text
    assert "limit" in text
    wait_for(lambda: not service.processes_of_jobs(job), 20, "the tool still runs")


def test_a_step_that_somebody_holds_waits_and_can_be_dismissed(started: Started, cluster: Cluster) -> None:
    service = started(profile={"arguments": [HOLD[cluster.name]]})
    job = service.submit("hello", "name=Friday")
    wait_for(lambda: "pending" in service.job(job).message, 30, f"it says: {service.job(job).message}")
    wait_for(cluster.queue, 20, "it is not in the queue")
    assert service.job(job).state is JobState.QUEUED
    service.cli("jobs", "dismiss", job)
    wait_for(lambda: not cluster.queue(), 10, "the dismissed job is still in the queue")


def test_a_step_that_grid_engine_cannot_run_fails_and_leaves_the_queue(started: Started, cluster: Cluster) -> None:
    if cluster.name != "grid_engine":
        pytest.skip("only Grid Engine keeps such jobs in the queue for ever")
    service = started(profile={"arguments": ["-wd", "/nowhere"]})
    text = text_of(service.wait(service.submit("hello", "name=Friday"), 60), "ExceptionText")
    assert "could not be run" in text
    assert "can't chdir to /nowhere" in text
    wait_for(lambda: not cluster.queue(), 10, "the broken job is still in the queue")
