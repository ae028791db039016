"""Several engines on one PostgreSQL tell of the same jobs: nothing is told by two of them at once."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from tests.support.service import wait_for
from wps_cwl.engine.notifications import notifier as module
from wps_cwl.engine.notifications.failure import NotTold
from wps_cwl.engine.notifications.notifier import Notifier
from wps_cwl.jobs import JobStore, NotificationStore, Outbox, upgrade
from wps_cwl.model import Delivery, ExecuteRequest, Job, JobState, Notification, Subscription, Topic

COUNT = 60


@pytest.fixture
def store(postgresql_url: str) -> Iterator[JobStore]:
    upgrade(postgresql_url)
    store = JobStore(postgresql_url, outbox=Outbox(lambda _: True))
    yield store
    store.close()


class Receiver:
    """Notes who is told what; every third one only when it is tried again."""

    def __init__(self) -> None:
        self.at_once: set[str] = set()
        self.told: list[Notification] = []
        self.doubled: list[str] = []
        self._lock = threading.Lock()

    def __call__(self, notification: Notification) -> None:
        with self._lock:
            if notification.id in self.at_once:
                self.doubled.append(notification.id)
            self.at_once.add(notification.id)
        time.sleep(0.01)
        with self._lock:
            self.at_once.remove(notification.id)
            if notification.tries == 1 and len(self.told) % 3 == 0:
                raise NotTold("it answered 503", again=True)
            self.told.append(notification)


def test_three_engines_tell_each_thing_once_and_in_order(
    store: JobStore, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOOK", 0.05)
    monkeypatch.setattr(module, "PAUSES", (0.1,))
    receiver, now = Receiver(), datetime.now(UTC)
    engines = [Notifier(NotificationStore(postgresql_url), receiver, patience=600) for _ in range(3)]
    for engine in engines:
        engine.start()
    for number in range(COUNT):
        job = Job(f"j{number}", "p", JobState.ACCEPTED, now, now, ExecuteRequest("p"))
        wish = Subscription(Topic.FAILURE, "http://a.example", f"{number % 7}")
        store.add(job, waiting_limit=10**6, subscriptions=[wish])
        store.dismiss(job.id)
    wait_for(lambda: len(receiver.told) >= 3 * COUNT, 120, "not all is told")
    for engine in engines:
        engine.stop()
    assert receiver.doubled == []
    assert set(Counter(told.id for told in receiver.told).values()) == {1}
    for number in range(COUNT):
        called = [
            told.milestone.value for told in receiver.told if told.id.startswith(f"j{number}.") if not told.target
        ]
        assert called == ["accepted", "dismissed"]
        assert {each.state for each in NotificationStore(postgresql_url).of(f"j{number}")} == {Delivery.SENT}


def test_what_another_engine_is_about_to_take_is_passed_over(store: JobStore, postgresql_url: str) -> None:
    now, told = datetime.now(UTC), NotificationStore(postgresql_url)
    for id in ("first", "second"):
        store.add(Job(id, "p", JobState.ACCEPTED, now, now, ExecuteRequest("p")), waiting_limit=9)
    with store._database.writing() as other:
        other.execute(text("SELECT id FROM notifications WHERE job = 'first' FOR UPDATE"))
        taken = told.claim(seconds=60)
        assert taken is not None
        assert taken.job == "second"
        assert told.claim(seconds=60) is None
