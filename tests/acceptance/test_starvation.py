"""Clients that send half a request, and clients that wait: neither keeps the server from the quick questions."""

from __future__ import annotations

import socket
import statistics
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPResponse

import pytest
import requests
from lxml import etree

from tests.support.service import Service, running, text_of, wait_for
from wps_cwl.model import JobState

CLIENTS = 20
BODY_SECONDS = 8


@dataclass
class Crowd:
    """A service whose clients keep it busy: `waiting` are their synchronous requests, `halves` their half ones."""

    service: Service
    waiting: list[Future[requests.Response]]
    halves: list[socket.socket]


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    for service in running(
        tmp_path_factory.mktemp("starvation"), SERVER__LIMITS__BODY_SECONDS=BODY_SECONDS, JOBS__RUNNING=2
    ):
        with ThreadPoolExecutor(CLIENTS) as pool, ExitStack() as sockets:
            waiting = [pool.submit(service.execute, "sleep", "delay=600") for _ in range(CLIENTS)]
            halves = [sockets.enter_context(half_a_request(service)) for _ in range(CLIENTS)]
            try:
                wait_for_jobs(service)
                yield Crowd(service, waiting, halves)
            finally:
                service.cli("jobs", "dismiss", *(job.id for job in service.store().list(limit=2 * CLIENTS)))


def wait_for_jobs(service: Service) -> None:
    store = service.store()
    wait_for(lambda: store.count() == CLIENTS, 60, "not every request has its job")


def half_a_request(service: Service) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", service.port), timeout=2 * BODY_SECONDS)
    head = "POST /wps HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/xml\r\nContent-Length: 1000\r\n\r\n"
    connection.sendall(head.encode() + b"<wps:Execute")
    return connection


def test_quick_questions_are_answered_quickly(crowd: Crowd, measured: Callable[[str], None]) -> None:
    job = crowd.service.store().list(limit=1)[0].id
    address = crowd.service.url
    for name, url in {
        "GetCapabilities": f"{address}/wps?service=WPS&request=GetCapabilities",
        "DescribeProcess": f"{address}/wps?service=WPS&version=1.0.0&request=DescribeProcess&identifier=all",
        "the status of a job": f"{address}/jobs/{job}/status.xml",
    }.items():
        answers = [requests.get(url, timeout=30) for _ in range(30)]
        assert {answer.status_code for answer in answers} == {200}
        times = [answer.elapsed.total_seconds() for answer in answers]
        measured(
            f"{name} beside {CLIENTS} half requests and {CLIENTS} that wait: "
            f"median {1000 * statistics.median(times):.0f} ms, most {1000 * max(times):.0f} ms"
        )
        assert statistics.median(times) < 1


def test_no_more_jobs_run_than_may(crowd: Crowd) -> None:
    store = crowd.service.store()
    wait_for(lambda: store.count(JobState.RUNNING) > 0, 60, "no job runs")
    assert store.count(JobState.ACCEPTED) >= CLIENTS // 2
    assert not any(waiting.done() for waiting in crowd.waiting)


def test_half_a_request_is_given_up(crowd: Crowd) -> None:
    for connection in crowd.halves:
        answer = HTTPResponse(connection)
        answer.begin()
        assert answer.status == 400
        assert f"its body took longer than {BODY_SECONDS} seconds to arrive".encode() in answer.read()
    assert crowd.service.answers()


def test_when_all_is_dismissed_nothing_is_left(crowd: Crowd) -> None:
    service = crowd.service
    jobs = [job.id for job in service.store().list(limit=2 * CLIENTS)]
    assert len(jobs) == CLIENTS
    assert service.cli("jobs", "dismiss", *jobs).returncode == 0
    for waiting in crowd.waiting:
        answer = waiting.result(timeout=30)
        [exception] = etree.fromstring(answer.content).iter("{*}Exception")
        assert (answer.status_code, exception.get("exceptionCode")) == (200, "Dismissed")
    wait_for(lambda: not service.processes_of_jobs(), 30, "something of the dismissed jobs still runs")
    assert text_of(etree.fromstring(service.execute("hello", "name=Friday").content), "LiteralData") == "Hello Friday"
