"""kill -9 of every part in the middle of a job: each ends in a true final state, and its result is right."""

from __future__ import annotations

from collections.abc import Iterator

import psutil
import pytest
import requests

from tests.support.service import Service, running, text_of, wait_for

DELAY = 6  # seconds that the tool sleeps
SOON = DELAY + 30 + 20  # its end, the 30 seconds after it, and a loaded machine


@pytest.fixture(scope="module", params=["forked", "stock"])
def often_killed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One service for all kills, which it has to survive."""
    yield from running(tmp_path_factory.mktemp("victim"), JOBS__LEADERS=request.param)


@pytest.fixture
def victim(often_killed: Service) -> Service:
    if not often_killed.answers():  # a test before this one has failed
        often_killed.kill_all()
        often_killed.start()
    return often_killed


def sleeping_job(service: Service) -> str:
    """Start a job, and return when its tool is at work."""
    job = service.submit("sleep", f"delay={DELAY}")
    wait_for(lambda: service.directory(job).progress.exists(), 60, "the tool does not start")
    return job


def assert_right(service: Service, job: str) -> None:
    document = service.wait(job, SOON)
    assert text_of(document, "ProcessSucceeded") == "done"
    assert f"{DELAY}" in text_of(document, "LiteralData")
    wait_for(lambda: not service.processes_of_jobs(job), 20, "something of the job still runs")


def test_a_job_survives_the_death_of_the_web_server(victim: Service) -> None:
    job = sleeping_job(victim)
    victim.kill("web")
    wait_for(victim.answers, 30, "the web server is not started again")
    assert_right(victim, job)


def test_a_job_survives_the_death_of_the_engine(victim: Service) -> None:
    job = sleeping_job(victim)
    [engine] = victim.parts("engine")
    victim.kill("engine")
    wait_for(lambda: [part for part in victim.parts("engine") if part.pid != engine.pid], 30, "no new engine")
    assert_right(victim, job)
    assert runs_of(victim, job) == 1


def test_a_job_survives_the_death_of_the_whole_service(victim: Service) -> None:
    job, waiting = sleeping_job(victim), [victim.submit("hello", f"name=Friday{number}") for number in range(3)]
    victim.kill_all()
    victim.start()
    assert_right(victim, job)
    for number, name in enumerate(waiting):
        assert text_of(victim.wait(name), "LiteralData") == f"Hello Friday{number}"


def test_a_second_engine_leaves_the_jobs_of_the_first_alone(victim: Service) -> None:
    job = sleeping_job(victim)
    [engine] = victim.parts("engine")
    engine.suspend()  # it does nothing now, and may go on at any moment
    try:
        second = victim.cli("engine")
        assert second.returncode == 1
        assert "another engine works on" in second.stderr
    finally:
        engine.resume()
    assert_right(victim, job)
    assert runs_of(victim, job) == 1


def test_a_job_survives_the_death_of_the_fork_server(victim: Service) -> None:
    job = sleeping_job(victim)
    [engine] = victim.parts("engine")
    servers = [child for child in engine.children() if "wps_cwl.engine.fork_server" in child.cmdline()]
    for server in servers:
        server.kill()
    assert_right(victim, job)
    assert text_of(victim.wait(victim.submit("hello", "name=Friday")), "LiteralData") == "Hello Friday"


def test_a_job_survives_the_death_of_its_leader(victim: Service) -> None:
    job = sleeping_job(victim)
    leader_of(victim, job).kill()
    assert_right(victim, job)
    assert runs_of(victim, job) == 1, "the step that the leader left was run again beside it"


def test_a_job_survives_the_death_of_its_leader_and_all_that_it_started(victim: Service) -> None:
    job = sleeping_job(victim)
    for process in victim.processes_of_jobs(job):
        process.kill()
    assert_right(victim, job)


def test_a_job_survives_the_termination_of_its_leader_from_outside(victim: Service) -> None:
    job = sleeping_job(victim)
    leader_of(victim, job).terminate()  # as a shutdown of the machine does
    assert_right(victim, job)


def test_a_job_goes_on_when_its_client_has_left(victim: Service) -> None:
    before = {job.id for job in victim.store().list()}
    with pytest.raises(requests.Timeout):
        requests.get(
            f"{victim.wps}?service=WPS&version=1.0.0&request=Execute&identifier=sleep&datainputs=delay=3",
            timeout=0.5,
        )
    [job] = [job for job in victim.store().list() if job.id not in before]
    assert text_of(victim.wait(job.id), "LiteralData") == "Slept 3 seconds"


def test_a_job_whose_worker_is_killed_fails_and_says_so(victim: Service) -> None:
    job = sleeping_job(victim)
    workers = victim.workers_of(job)
    assert workers
    for worker in workers:
        worker.kill()
    document = victim.wait(job, SOON)
    assert text_of(document, "ExceptionText")
    wait_for(lambda: not victim.processes_of_jobs(job), 30, "the tool of the killed worker still runs")


def test_a_job_that_is_dismissed_leaves_no_process(victim: Service) -> None:
    job = sleeping_job(victim)
    done = victim.cli("jobs", "dismiss", job)
    assert done.stdout.split() == [job, "dismissed"]
    wait_for(lambda: not victim.processes_of_jobs(job), 20, "the tool of the dismissed job still runs")
    assert "dismissed" in text_of(victim.status(job), "ExceptionText").lower()


def leader_of(service: Service, job: str) -> psutil.Process:
    return psutil.Process(int(service.directory(job).leader_lock.read_text()))


def runs_of(service: Service, job: str) -> int:
    """Count how often the tool has begun: its first line says 0 %."""
    return service.directory(job).progress.read_text().count("slept 0.0 of")
