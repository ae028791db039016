"""Clients that never poll: GetStatus and GetResult of a job that goes on are held until its end, for a moment."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.support.service import Service, running

HOLD = 20


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    yield from running(tmp_path_factory.mktemp("patient"), SERVER__HOLD=HOLD, SERVER__LIMITS__WAITING_SYNC=4)


def about(service: Service, operation: str, job: str) -> requests.Response:
    query = {"service": "WPS", "version": "2.0.0", "request": operation, "jobId": job}
    return requests.get(service.wps, params=query, timeout=60)


def test_get_result_of_a_job_that_goes_on_answers_as_soon_as_it_ends(patient: Service) -> None:
    job = patient.submit("sleep", "delay=2")
    answer = about(patient, "GetResult", job)
    answered = time.time()
    assert answer.status_code == 200, answer.text
    assert "Slept 2 seconds" in answer.text
    finished = patient.job(job).finished
    assert finished is not None
    assert answered - finished.timestamp() < HOLD / 2


def test_get_status_of_a_job_that_goes_on_tells_its_end(patient: Service) -> None:
    assert "Succeeded" in about(patient, "GetStatus", patient.submit("sleep", "delay=2")).text


def test_a_job_that_goes_on_for_longer_is_answered_as_it_is(service: Service) -> None:
    job = service.submit("sleep", "delay=60")
    begun = time.monotonic()
    answer = about(service, "GetResult", job)
    assert answer.status_code == 400
    assert "ResultNotReady" in answer.text
    assert time.monotonic() - begun >= 1
    assert about(service, "Dismiss", job).ok


def test_a_dismissal_ends_the_hold(patient: Service) -> None:
    job = patient.submit("sleep", "delay=60")
    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(about, patient, "GetStatus", job)
        time.sleep(1)
        dismissed = time.monotonic()
        about(patient, "Dismiss", job)
        assert "Dismissed" in held.result().text
    assert time.monotonic() - dismissed < HOLD / 2


def test_only_so_many_requests_are_held(patient: Service) -> None:
    job = patient.submit("sleep", "delay=60")
    with ThreadPoolExecutor(8) as pool:
        begun = time.monotonic()
        held = [pool.submit(about, patient, "GetStatus", job) for _ in range(8)]
        while sum(answer.done() for answer in held) < 6:
            assert time.monotonic() - begun < HOLD / 2, "they are held as well"
            time.sleep(0.05)
        about(patient, "Dismiss", job)
        assert {answer.result().status_code for answer in held} == {200}
