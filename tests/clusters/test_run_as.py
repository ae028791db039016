"""Jobs that run as the users who send them, on each real scheduler: it knows them by their names, too."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.clusters.test_accounting import SOURCES
from tests.clusters.test_jobs import ids_of
from tests.support.clusters import Cluster
from tests.support.run_as import end_of, hides, service_for, submit, told
from tests.support.service import Service, wait_for
from tests.support.system_user import can_read, files_of, processes_of, programs_of, sudo_rule, three_users
from wps_cwl.model import JobState, LiteralValue

# How each scheduler is asked whose a job is.
OWNER = {
    "slurm": ("squeue", "--noheader", "--format=%u", "--job={}"),
    "grid_engine": ("sh", "-c", "qstat -j {} | sed -n 's/^owner: *//p'"),
    "torque": ("squeue", "--noheader", "--format=%u", "--job={}"),
}


@pytest.fixture(scope="module")
def users() -> Iterator[tuple[str, str, str]]:
    yield from three_users()


@pytest.fixture(scope="module")
def service(cluster: Cluster, users: tuple[str, str, str]) -> Iterator[Service]:
    alice, bob, runner = users
    with sudo_rule(runner, [alice, bob]), service_for(alice, bob, cluster=cluster, run_by=runner) as service:
        yield service


def test_a_job_is_its_users_on_the_cluster(service: Service, cluster: Cluster, users: tuple[str, str, str]) -> None:
    alice, bob, _ = users
    job = submit(service, alice, "who", "seconds=6")
    wait_for(lambda: ids_of(service, job), 60, "the job is not submitted")
    [id] = ids_of(service, job)
    owner = cluster.run(*(word.format(id) for word in OWNER[cluster.name])).stdout.split()
    assert owner == [alice]
    wait_for(lambda: service.job(job).state is JobState.RUNNING, 60, f"it is not seen to run: {service.job(job)}")
    wait_for(lambda: told(service, alice, job)["steps"][0].get("node"), 10, "the node of the step is not told")
    assert not can_read(bob, service.directory(job).path)
    ended = end_of(service, job)
    assert ended.state is JobState.SUCCESSFUL, ended.message
    assert isinstance(ended.results[0].value, LiteralValue)
    assert ended.results[0].value.text == alice
    wait_for(lambda: not processes_of(alice), 20, "something of the user still runs")
    assert hides(service.directory(job).path)
    assert files_of(alice, service.directory(job).outputs) == []
    accounting = f"{job}/accounting"
    wait_for(lambda: told(service, alice, accounting).get("settled"), 60, "the accounting is not settled")
    [step] = told(service, alice, accounting)["steps"]
    assert (step["nativeID"], step["source"]) == (id, SOURCES[cluster.name])
    service.cli("jobs", "purge", job)
    assert not service.directory(job).path.exists()


def test_a_job_that_is_dismissed_leaves_the_queue_of_its_user(
    service: Service, cluster: Cluster, users: tuple[str, str, str]
) -> None:
    bob = users[1]
    job = submit(service, bob, "who", "seconds=600")
    wait_for(lambda: "sleep" in programs_of(bob), 60, "the tool does not begin")
    service.cli("jobs", "dismiss", job)
    wait_for(lambda: not cluster.queue(), 20, "the dismissed job is still in the queue")
    wait_for(lambda: not processes_of(bob), 20, "the tool of the dismissed job still runs")
    assert end_of(service, job).state is JobState.DISMISSED


def test_a_step_goes_on_when_the_engine_and_its_leader_are_killed(
    service: Service, users: tuple[str, str, str]
) -> None:
    alice = users[0]
    job = submit(service, alice, "who", "seconds=12")
    wait_for(lambda: "sleep" in programs_of(alice), 60, "the tool does not begin")
    leader = int(service.directory(job).leader_lock.read_text())
    service.kill("engine")
    os.kill(leader, 9)
    ended = end_of(service, job)
    assert ended.state is JobState.SUCCESSFUL, ended.message
    assert len(ids_of(service, job)) == 1, "the step was submitted again"
