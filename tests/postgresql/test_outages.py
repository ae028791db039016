"""PostgreSQL is away, or is killed, in the middle of jobs: none is lost, none runs twice, and clients are told when."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Timer

import pytest
import requests
from lxml import etree

from tests.support.postgresql import PostgreSQL
from tests.support.service import Service, text_of, wait_for
from wps_cwl.model import JobState

AWAY = 30  # seconds
BUSY = "ServerBusy"
DESCRIBE = {"request": "DescribeProcess", "identifier": "sleep"}


def at_work(service: Service, delay: int) -> list[str]:
    """Return jobs of which two run, and more than can run wait."""
    jobs = [service.submit("sleep", f"delay={delay}") for _ in range(7)]
    begun = lambda: sum(service.directory(job).progress.exists() for job in jobs)  # noqa: E731
    wait_for(lambda: begun() >= 2, 90, "no tool starts")
    return jobs


def assert_all_right(service: Service, jobs: list[str], delay: int) -> None:
    for job in jobs:
        document = service.wait(job, 180)
        assert text_of(document, "ProcessSucceeded") == "done", service.job(job)
        assert text_of(document, "LiteralData") == f"Slept {delay} seconds"
        began = service.directory(job).progress.read_text().count("slept 0.0 of")
        assert began == 1, f"{job} was run {began} times"
    wait_for(lambda: not service.processes_of_jobs(), 30, "something of the jobs still runs")


def ended(service: Service, jobs: list[str]) -> set[str]:
    """Return those whose leader has come to its end, whatever the database knows of it."""
    return {job for job in jobs if service.directory(job).exit.exists()}


def assert_told_to_come_again(service: Service, job: str) -> None:
    refused = service.execute("hello", "name=Friday", storeExecuteResponse="true", status="true")
    assert refused.status_code == 400, refused.text
    assert BUSY in refused.text
    assert int(refused.headers["Retry-After"]) > 0
    status = requests.get(f"{service.url}/jobs/{job}/status.xml", timeout=60)
    assert status.status_code in {400, 503}
    assert int(status.headers["Retry-After"]) > 0
    file = requests.get(f"{service.url}/jobs/{job}/outputs/a/b", timeout=60)
    assert file.status_code == 503
    assert int(file.headers["Retry-After"]) > 0
    for answer in (refused, status, file):
        assert "127.0.0.1:" not in answer.text.replace(service.url, ""), "clients need not know where the database is"
    for operation in ("GetStatus", "GetResult", "Dismiss"):
        answer = service.kvp(version="2.0.0", request=operation, jobId=job)
        assert (answer.status_code, BUSY in answer.text) == (400, True), answer.text
        assert int(answer.headers["Retry-After"]) > 0
    assert requests.get(f"{service.url}/readyz", timeout=60).status_code == 503


def assert_answers_what_needs_no_database(service: Service) -> None:
    assert requests.get(f"{service.url}/healthz", timeout=30).ok
    for version in ("1.0.0", "2.0.0"):
        for asked, word in (({"request": "GetCapabilities"}, b"sleep"), (DESCRIBE, b"sleep_output")):
            answer = service.kvp(version=version, **asked)
            assert (answer.status_code, word in answer.content) == (200, True), answer.text


@pytest.mark.parametrize("end", [PostgreSQL.stop, PostgreSQL.kill], ids=["stopped", "killed"])
def test_half_a_minute_without_the_database_loses_no_job(
    service: Service, own_postgresql: PostgreSQL, end: Callable[[PostgreSQL], None]
) -> None:
    delay = 12
    jobs = at_work(service, delay)
    begun = time.monotonic()
    end(own_postgresql)
    before = ended(service, jobs)
    assert_told_to_come_again(service, jobs[0])
    while time.monotonic() - begun < AWAY:
        assert_answers_what_needs_no_database(service)
        time.sleep(2)
    meanwhile = ended(service, jobs) - before
    assert meanwhile, "of those that ran, none has ended in that time"
    assert_told_to_come_again(service, meanwhile.pop())
    own_postgresql.start()
    assert_all_right(service, jobs, delay)


def test_who_waits_for_a_job_is_not_sent_away_for_a_moment_without_the_database(
    service: Service, own_postgresql: PostgreSQL
) -> None:
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(service.execute, "sleep", "delay=4")
        wait_for(
            lambda: [job for job in service.store().list() if job.state is JobState.RUNNING], 60, "it does not run"
        )
        own_postgresql.kill()
        time.sleep(8)  # it ends meanwhile
        assert not answer.done()
        own_postgresql.start()
        assert text_of(etree.fromstring(answer.result().content), "LiteralData") == "Slept 4 seconds"
    assert len(service.store().list()) == 1


def test_jobs_that_are_sent_while_the_database_is_killed_again_and_again_are_done_once_or_refused(
    service: Service, own_postgresql: PostgreSQL
) -> None:
    def send(number: int) -> str | None:
        time.sleep(number * 0.3)
        answer = service.execute("hello", f"name=n{number}", storeExecuteResponse="true", status="true")
        if answer.status_code == 200:
            return answer.text.partition("/jobs/")[2].partition("/")[0]
        assert answer.status_code == 400, answer.text
        assert BUSY in answer.text
        return None

    with ThreadPoolExecutor(8) as pool:
        sent = [pool.submit(send, number) for number in range(40)]
        for _ in range(3):
            time.sleep(3)
            own_postgresql.kill()
            own_postgresql.start()
        accepted = {number: job for number, one in enumerate(sent) if (job := one.result())}
    assert accepted
    for number, job in accepted.items():
        assert text_of(service.wait(job, 180), "LiteralData") == f"Hello n{number}"


def test_a_service_that_is_started_before_its_database_waits_for_it(own_postgresql: PostgreSQL, tmp_path: Path) -> None:
    service = Service(tmp_path, DATABASE__URL=own_postgresql.database())
    own_postgresql.stop()
    later = Timer(5, own_postgresql.start)
    later.start()
    try:
        service.start()
        assert text_of(service.wait(service.submit("hello", "name=Friday")), "LiteralData") == "Hello Friday"
        assert "is started again" not in (tmp_path / "service.log").read_text()
    finally:
        later.join()
        service.stop()
