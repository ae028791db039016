"""Many jobs at once on few slots: what they cost the scheduler and the machine of the service."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clusters.test_jobs import ids_of, value_of
from tests.support.clusters import Cluster
from tests.support.clusters.service import service_on
from tests.support.service import Service, started, wait_for
from wps_cwl.engine import leader

JOBS, LEADERS = 30, 12
QUESTIONS = {
    "slurm": ("squeue", "sacct", "sinfo", "scontrol"),
    "grid_engine": ("qstat", "qacct", "qhost", "qconf"),
    "torque": ("qstat", "pbsnodes"),
}


class Questions:
    """Stand before the commands that ask the scheduler something, and count."""

    def __init__(self, cluster: Cluster, folder: Path) -> None:
        self._log = folder / "asked"
        self._log.touch()
        self.folder = folder
        for program in QUESTIONS[cluster.name]:
            real = cluster.run("sh", "-c", f"command -v {program}").stdout.strip()
            script = folder / program
            script.write_text(f'#!/bin/sh\necho {program} >>{self._log}\nexec {real} "$@"\n')
            script.chmod(0o755)

    def asked(self) -> list[str]:
        """Return the names of the commands that were called until now."""
        return self._log.read_text().split()


@pytest.fixture
def questions(cluster: Cluster, tmp_path: Path) -> Questions:
    (tmp_path / "bin").mkdir()
    return Questions(cluster, tmp_path / "bin")


@pytest.fixture
def service(cluster: Cluster, tmp_path: Path, questions: Questions) -> Iterator[Service]:
    service = service_on(cluster, tmp_path / "service", JOBS__RUNNING=LEADERS)
    service.environment["PATH"] = f"{questions.folder}:{service.environment['PATH']}"
    yield from started(service)


def test_thirty_jobs_at_once_on_two_slots(service: Service, cluster: Cluster, questions: Questions) -> None:
    begun = time.monotonic()
    jobs = [service.submit("hello", f"name=guest{number}") for number in range(JOBS)]
    leaders, waiting = [], []
    while service.store().unreleased() or service.store().queue():
        leaders.append(sum(leader.alive(service.directory(job)) for job in jobs))
        waiting.append(len(cluster.queue()))
        time.sleep(0.3)
        assert time.monotonic() - begun < 300, [service.job(job) for job in jobs]
    took = time.monotonic() - begun
    assert [value_of(service.status(job)) for job in jobs] == [f"Hello guest{number}" for number in range(JOBS)]
    assert len({id for job in jobs for id in ids_of(service, job)}) == JOBS
    assert max(waiting) > 2, "no job ever waited for a slot"
    assert 2 < max(leaders) <= LEADERS
    asked = questions.asked()
    assert len(asked) <= took + 2, f"{len(asked)} questions in {took:.0f} s: {asked}"
    wait_for(lambda: not cluster.queue(), 20, "jobs that have ended are still in the queue")


def test_jobs_that_wait_share_one_question_a_second(service: Service, cluster: Cluster, questions: Questions) -> None:
    full = service.submit("sleep", "delay=600")
    jobs = [full, *(service.submit("sleep", "delay=600") for _ in range(LEADERS - 1))]
    wait_for(lambda: all(ids_of(service, job) for job in jobs), 120, "not all are submitted")
    time.sleep(2)
    before = len(questions.asked())
    time.sleep(10)
    asked = questions.asked()[before:]
    assert 3 <= len(asked) <= 12, f"{len(asked)} questions in 10 seconds"
    assert sum("pending" in service.job(job).message for job in jobs) == LEADERS - 2
    service.cli("jobs", "dismiss", *jobs)
    wait_for(lambda: not cluster.queue(), 30, "dismissed jobs are still in the queue")
    wait_for(lambda: not service.processes_of_jobs(), 30, "leaders of dismissed jobs live on")
    wait_for(lambda: not list((service.state / "accounting").iterdir()), 90, "what the jobs have used is not known")
    time.sleep(12)
    before = len(questions.asked())
    time.sleep(4)
    assert len(questions.asked()) == before, "the scheduler is asked although nothing is at work"
