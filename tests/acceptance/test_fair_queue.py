"""The queue: users share the places, each sees where their jobs stand and why, and nobody sees another's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from lxml import etree

from tests.support.service import Service, running, text_of, wait_for
from wps_cwl.model import JobState

HEADER = "X-Remote-User"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service behind a proxy that names the users, with one place for leaders."""
    yield from running(tmp_path_factory.mktemp("shared"), SECURITY__USER_HEADER=HEADER, JOBS__RUNNING=1)


def ask(service: Service, user: str, **query: str) -> requests.Response:
    return requests.get(service.wps, params={"service": "WPS", **query}, headers={HEADER: user}, timeout=60)


def submit(service: Service, user: str, data: str) -> str:
    answer = ask(
        service,
        user,
        version="1.0.0",
        request="Execute",
        identifier="sleep",
        datainputs=data,
        storeExecuteResponse="true",
        status="true",
    )
    return etree.fromstring(answer.content).get("statusLocation", "").split("/")[-2]


def test_a_user_with_one_job_does_not_wait_for_all_jobs_of_another(shared: Service) -> None:
    store = shared.store()
    first = [submit(shared, "ann", "delay=0.5") for _ in range(24)]
    last = submit(shared, "bob", "delay=0")
    wait_for(lambda: store.get(last).state.final, 120, "bob's job does not end")
    waiting = [job for job in first if store.get(job).state is JobState.ACCEPTED]
    assert waiting, "bob had to wait for all of ann's"
    assert "place" in status_of(shared, "ann", waiting[-1]), "it says nothing of its place"
    wait_for(lambda: all(store.get(job).state is JobState.SUCCESSFUL for job in first), 300, "ann's jobs do not end")
    assert {store.get(job).user for job in first} == {"ann"}


def status_of(service: Service, user: str, job: str) -> str:
    answer = requests.get(f"{service.url}/jobs/{job}/status.xml", headers={HEADER: user}, timeout=60)
    return text_of(etree.fromstring(answer.content), "Status")


def test_a_job_that_waits_says_where_and_for_what(shared: Service) -> None:
    going = submit(shared, "ann", "delay=60")
    wait_for(lambda: shared.store().get(going).state is JobState.RUNNING, 60, "it does not run")
    others = [submit(shared, "ann", "delay=0") for _ in range(12)]
    seen: set[str] = set()
    expected = {"waiting for its turn: 1 of 1 places are taken", "waiting in the queue, place 1 of 7; 6 at work"}

    def told() -> bool:
        seen.update(status_of(shared, "ann", job) for job in others)
        return expected <= seen

    try:
        wait_for(told, 30, f"nobody says why: {seen}")
    finally:
        for job in [*others, going]:
            ask(shared, "ann", version="2.0.0", request="Dismiss", jobId=job)


@pytest.mark.parametrize("operation", ["GetStatus", "GetResult", "Dismiss"])
def test_the_job_of_another_user_is_not_there(shared: Service, operation: str) -> None:
    job = submit(shared, "ann", "delay=0")
    wait_for(lambda: shared.store().get(job).state.final, 60, "it does not end")
    answer = ask(shared, "eve", version="2.0.0", request=operation, jobId=job)
    assert "NoSuchJob" in answer.text
    assert "NoSuchJob" not in ask(shared, "ann", version="2.0.0", request=operation, jobId=job).text


def test_the_results_of_another_user_are_not_there(shared: Service) -> None:
    job = submit(shared, "ann", "delay=0")
    wait_for(lambda: shared.store().get(job).state.final, 60, "it does not end")
    for path in (f"jobs/{job}/status.xml", f"jobs/{job}/outputs/sleep_output/value.txt"):
        foreign, own = (
            requests.get(f"{shared.url}/{path}", headers={HEADER: user}, timeout=60) for user in ("eve", "ann")
        )
        assert own.status_code == 200, own.text
        assert foreign.status_code in (400, 404)
        assert "no job" in foreign.text
