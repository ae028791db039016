"""What PostgreSQL tells the processes of a service: that there is work, and that a job has ended."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator

import pytest

from tests.support.postgresql import PostgreSQL
from tests.support.service import Service, wait_for
from wps_cwl.jobs import NoticedEnds, Notices


@pytest.fixture
def notices() -> Iterator[Callable[[str], Notices]]:
    made: list[Notices] = []

    def make(url: str) -> Notices:
        made.append(Notices(url))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_a_notice_reaches_every_listener_of_its_channel(notices: Callable[[str], Notices], postgresql_url: str) -> None:
    heard: queue.Queue[str] = queue.Queue()
    others: queue.Queue[str] = queue.Queue()
    notices(postgresql_url).listen("here", heard.put)
    notices(postgresql_url).listen("there", others.put)
    assert heard.get(timeout=10) == others.get(timeout=10) == "", "something may have been missed before"
    notices(postgresql_url).tell("here", "hello")
    assert heard.get(timeout=10) == "hello"
    assert others.empty()


def test_who_waits_is_told_of_the_end_of_its_job_alone(notices: Callable[[str], Notices], postgresql_url: str) -> None:
    ends = NoticedEnds(notices(postgresql_url))
    with ends.expected("job-1") as first, ends.expected("job-2") as second:
        NoticedEnds(notices(postgresql_url)).announce("job-2")
        assert second.wait(10)
        assert not first.is_set()


def test_notices_are_heard_again_when_the_database_is_back(
    notices: Callable[[str], Notices], own_postgresql: PostgreSQL
) -> None:
    url = own_postgresql.database()
    heard: queue.Queue[str] = queue.Queue()
    listening = notices(url)
    listening.listen("here", heard.put)
    assert heard.get(timeout=10) == ""
    own_postgresql.stop()
    listening.tell("here", "lost")  # raises nothing
    own_postgresql.start()
    assert heard.get(timeout=20) == ""
    notices(url).tell("here", "back")
    assert heard.get(timeout=10) == "back"


def test_a_job_does_not_wait_for_anybody_to_look(service: Service) -> None:
    """The engine looks by itself every second; the fastest of some jobs has not waited for that."""

    def seconds_until_claimed() -> float:
        job = service.job(service.submit("sleep", "delay=0"))
        wait_for(lambda: service.job(job.id).started, 30, "it is not claimed")
        started = service.job(job.id).started
        assert started is not None
        service.wait(job.id)
        return (started - job.created).total_seconds()

    assert min(seconds_until_claimed() for _ in range(5)) < 0.3
