"""Many Execute requests at once: each is answered, and each accepted job comes to its own true end."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from lxml import etree

from tests.support.service import Service, running, text_of, wait_for

COUNT = 200


@pytest.fixture
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    yield from running(tmp_path_factory.mktemp("burst"))


@pytest.mark.slow
def test_200_requests_at_once_are_all_answered_and_none_is_lost(fresh: Service) -> None:
    def submit(number: int) -> str:
        return fresh.submit("hello", f"name=guest{number}")

    with ThreadPoolExecutor(COUNT) as clients:
        jobs = list(clients.map(submit, range(COUNT)))
    assert len(set(jobs)) == COUNT

    store = fresh.store()
    wait_for(lambda: all(store.get(job).state.final for job in jobs), 1800, "not all jobs end")
    for number, job in enumerate(jobs):
        assert text_of(fresh.status(job), "LiteralData") == f"Hello guest{number}"
    assert fresh.processes_of_jobs() == []


def test_a_full_queue_answers_server_busy_and_loses_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    for small in running(tmp_path_factory.mktemp("small"), JOBS__WAITING=3, JOBS__RUNNING=1):
        answers = [small.execute("sleep", "delay=1", storeExecuteResponse="true", status="true") for _ in range(20)]
        accepted = [answer for answer in answers if answer.status_code == 200]
        refused = [answer for answer in answers if answer.status_code == 400]
        assert len(accepted) + len(refused) == 20
        assert len(accepted) >= 3
        assert refused
        for answer in refused:
            report = etree.fromstring(answer.content)
            assert report.find("{*}Exception").get("exceptionCode") == "ServerBusy"
        for answer in accepted:
            job = etree.fromstring(answer.content).get("statusLocation", "").split("/")[-2]
            assert text_of(small.wait(job), "ProcessSucceeded") == "done"
        kept = {path.name for path in (small.state / "jobs").iterdir()}
        assert len(kept) == len(accepted), "a refused request left something behind"
