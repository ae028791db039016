"""What every job store keeps to when others are to be told of its jobs: nothing is lost, doubled or out of order."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import create_engine, text, update

from wps_cwl import errors
from wps_cwl.jobs import JobStore, NotificationStore, Outbox, RetentionStore, upgrade
from wps_cwl.jobs.database import parse_url
from wps_cwl.jobs.tables import notifications
from wps_cwl.model import Channel, Delivery, Job, JobState, Milestone, Notification, Subscription, Topic

MakeJob = Callable[..., Job]

WISHES = (
    Subscription(Topic.SUCCESS, "http://a.example/s?token=planted", "a.example:80"),
    Subscription(Topic.PROGRESS, "http://a.example/p", "a.example:80"),
    Subscription(Topic.FAILURE, "http://b.example/f", "b.example:80"),
    Subscription(Topic.END, "who@example.org", "mail"),
)


@pytest.fixture
def outbox() -> Outbox:
    return Outbox(lambda process: process == "called back")


@pytest.fixture
def store(url: str, outbox: Outbox) -> Iterator[JobStore]:
    upgrade(url)
    store = JobStore(url, outbox=outbox)
    yield store
    store.close()


@pytest.fixture
def told(url: str, store: JobStore) -> NotificationStore:
    return NotificationStore(url)


def end(store: JobStore, job: Job, to: JobState = JobState.SUCCESSFUL, wishes: tuple[Subscription, ...] = ()) -> None:
    """Bring a job through all states, twice through one, and end it."""
    store.add(job, waiting_limit=99, subscriptions=wishes)
    assert store.claim(engine="e")
    way = ["staging", "queued", "running", "queued", "running", "publishing"]
    for origin, following in pairwise(way):
        assert store.move(job.id, JobState(origin), JobState(following))
        if following == "queued":
            store.submitted(job)
    assert store.finish(job.id, to, message="that was it")


def kinds(found: tuple[Notification, ...]) -> list[tuple[str, str]]:
    return [(each.milestone.value, each.channel.value) for each in found]


def take_all(told: NotificationStore) -> list[Notification]:
    found = []
    while (each := told.claim(seconds=60)) is not None:
        found.append(each)
        told.sent(each)
    return found


def test_a_job_that_nobody_wants_to_know_of_is_told_to_nobody(
    store: JobStore, told: NotificationStore, a_job: MakeJob
) -> None:
    end(store, a_job())
    assert (told.of("j1"), told.claim(seconds=1)) == ((), None)


def test_a_subscriber_is_told_what_he_asked_for_and_each_milestone_once(
    store: JobStore, told: NotificationStore, a_job: MakeJob
) -> None:
    end(store, a_job(), wishes=WISHES)
    assert kinds(told.of("j1")) == [
        *[(name, "subscriber") for name in ("staging", "staged", "running", "finished")],
        ("successful", "mail"),
        ("successful", "subscriber"),
    ]
    last = told.of("j1")[-1]
    assert (last.target, last.host, last.state, last.tries) == (WISHES[0].target, "a.example:80", Delivery.WAITING, 0)
    assert (last.then.state, last.then.message, last.then.percent) == (JobState.SUCCESSFUL, "that was it", 100)
    assert told.of("j1")[0].then.state is JobState.STAGING, "the job as it was then"


@pytest.mark.parametrize("to", [JobState.FAILED, JobState.DISMISSED])
def test_any_other_end_is_a_failure_to_subscribers(
    store: JobStore, told: NotificationStore, a_job: MakeJob, to: JobState
) -> None:
    end(store, a_job(), to, wishes=WISHES)
    ends = [each for each in told.of("j1") if each.then.state.final]
    assert [(each.milestone.value, each.target) for each in ends] == [
        (to.value, "http://b.example/f"),
        (to.value, "who@example.org"),
    ]


def test_a_job_that_is_dismissed_in_the_queue_is_told_too(
    store: JobStore, told: NotificationStore, a_job: MakeJob
) -> None:
    store.add(a_job(), waiting_limit=9, subscriptions=WISHES)
    assert store.dismiss("j1")
    assert not store.dismiss("j1")
    assert kinds(told.of("j1")) == [("dismissed", "subscriber"), ("dismissed", "mail")]


def test_the_operator_is_told_of_every_milestone_of_the_processes_that_he_has_not_left_out(
    store: JobStore, told: NotificationStore, a_job: MakeJob
) -> None:
    end(store, a_job(process="called back"))
    end(store, a_job("j2"))
    assert [(each.milestone.value, each.channel, each.target) for each in told.of("j1")] == [
        (milestone.value, Channel.CALLBACK, None)
        for milestone in Milestone
        if milestone not in (Milestone.FAILED, Milestone.DISMISSED)
    ]
    assert told.of("j2") == ()


def test_what_is_told_is_lost_with_the_change_and_only_with_it(
    url: str, store: JobStore, a_job: MakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add(a_job(), waiting_limit=9, subscriptions=WISHES)

    def fail(*_: object, **__: object) -> None:
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr(Outbox, "write", fail)
        with pytest.raises(MemoryError):
            store.dismiss("j1")
    assert store.get("j1").state is JobState.ACCEPTED
    assert store.dismiss("j1")
    assert len(NotificationStore(url).of("j1")) == 2


def test_one_receiver_is_told_in_order_and_waits_for_no_other(
    store: JobStore, told: NotificationStore, a_job: MakeJob
) -> None:
    end(store, a_job(), JobState.FAILED, wishes=WISHES)
    first = told.claim(seconds=60)
    assert first is not None
    assert (first.milestone, first.tries) == (Milestone.STAGING, 1)
    others = [told.claim(seconds=60), told.claim(seconds=60)]
    assert {each.host for each in others if each} == {"b.example:80", "mail"}
    assert told.claim(seconds=60) is None, "what follows waits for what is tried, also when that is put off"
    told.put_off(first, 60, "it answered 500")
    assert told.claim(seconds=60) is None
    told.give_up(first, "it answered 404")
    following = told.claim(seconds=60)
    assert following is not None
    assert following.milestone is Milestone.STAGED


def test_a_notification_of_an_engine_that_was_killed_is_tried_again_under_the_same_identifier(
    store: JobStore, told: NotificationStore, a_job: MakeJob
) -> None:
    store.add(a_job(), waiting_limit=9, subscriptions=WISHES[3:])
    store.dismiss("j1")
    first = told.claim(seconds=0)
    again = told.claim(seconds=60)
    assert first is not None
    assert again is not None
    assert (first.id, first.tries, again.id, again.tries) == ("j1.dismissed.mail", 1, first.id, 2)
    told.sent(again)
    told.put_off(first, 0, "too late")
    assert told.claim(seconds=60) is None, "what was received stays so, whatever an engine says that was away"


def test_nobody_hears_of_a_leader_after_the_end_of_its_job(
    store: JobStore, told: NotificationStore, a_job: MakeJob
) -> None:
    store.add(a_job(process="called back"), waiting_limit=9)
    job = store.claim(engine="e")
    assert job is not None
    assert store.move("j1", JobState.STAGING, JobState.QUEUED)
    store.dismiss("j1")
    store.submitted(job)
    assert kinds(told.of("j1"))[-1] == ("dismissed", "callback")
    assert ("submitted", "callback") not in kinds(told.of("j1"))


def test_nobody_hears_of_a_leader_from_an_engine_that_has_lost_the_job(
    url: str, store: JobStore, told: NotificationStore, a_job: MakeJob, outbox: Outbox
) -> None:
    lease = [1]
    late = JobStore(url, outbox=outbox, lease=lambda: lease[0])
    store.add(a_job(process="called back"), waiting_limit=9)
    job = late.claim(engine="late")
    assert job is not None
    assert late.move("j1", JobState.STAGING, JobState.QUEUED)
    lease[0] = 2
    with pytest.raises(errors.LeaseLost):
        late.submitted(job)
    assert ("submitted", "callback") not in kinds(told.of("j1"))
    late.close()


def test_what_is_settled_keeps_no_target_and_no_subscription(
    url: str, store: JobStore, told: NotificationStore, a_job: MakeJob
) -> None:
    end(store, a_job(), wishes=WISHES)
    assert [each.milestone for each in take_all(told)][-1] is Milestone.SUCCESSFUL
    assert {(each.state, each.target) for each in told.of("j1")} == {(Delivery.SENT, None)}
    engine = create_engine(parse_url(url))
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT count(*) FROM subscriptions")) == 0
        rows = " ".join(map(str, connection.execute(text("SELECT * FROM notifications"))))
    engine.dispose()
    assert "planted" not in rows


def test_busy_hosts_and_channels_are_left_out_and_what_was_tried_least_comes_first(
    url: str, store: JobStore, told: NotificationStore, a_job: MakeJob
) -> None:
    for number in range(3):
        store.add(a_job(f"j{number}"), waiting_limit=9, subscriptions=WISHES[2:])
        store.dismiss(f"j{number}")
    assert told.claim(seconds=60, busy=["b.example:80", "mail"]) is None
    assert told.claim(seconds=60, without=list(Channel)) is None
    engine = create_engine(parse_url(url))
    with engine.begin() as connection:
        connection.execute(update(notifications).where(notifications.c.job != "j2").values(tries=5))
    engine.dispose()
    found: Any = told.claim(seconds=60, without=[Channel.MAIL])
    assert (found.job, found.channel) == ("j2", Channel.SUBSCRIBER)


def test_a_notification_that_cannot_be_written_leaves_no_secret_in_the_log(
    url: str, store: JobStore, a_job: MakeJob, caplog: pytest.LogCaptureFixture
) -> None:
    store.add(a_job(), waiting_limit=9, subscriptions=[Subscription(Topic.FAILURE, WISHES[0].target, "a.example:80")])
    engine = create_engine(parse_url(url))
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE notifications RENAME COLUMN target TO gone"))
    engine.dispose()
    try:
        store.dismiss("j1")
    except Exception:
        logging.getLogger("wps_cwl.engine").exception("the job is taken up again")  # as the engine does
    assert "INSERT INTO notifications" in caplog.text
    assert "planted" not in caplog.text


def test_notifications_go_with_their_job(store: JobStore, told: NotificationStore, a_job: MakeJob) -> None:
    end(store, a_job(), wishes=WISHES)
    store.add(a_job("j2"), waiting_limit=9, subscriptions=WISHES)
    for job in ("j1", "j2"):
        store.delete(job)
    assert (told.of("j1"), told.claim(seconds=1)) == ((), None)


def test_a_job_whose_end_has_yet_to_be_told_stays_though_its_time_is_over(
    url: str, store: JobStore, told: NotificationStore, a_job: MakeJob
) -> None:
    kept, brief = RetentionStore(url), JobStore(url, outbox=Outbox(), span=lambda *_: timedelta(0))
    progress, failure, mail = WISHES[1:]
    for name, wishes in (("j1", (progress, failure, mail)), ("j2", (failure,)), ("j3", (progress,)), ("j4", ())):
        end(brief, a_job(name), JobState.FAILED, wishes)
        brief.release(name)
    later = kept.time() + timedelta(seconds=1)
    assert [job.id for job in store.expired(later)] == ["j3", "j4"], "of what is no end nobody waits for news"
    assert [kept.reclaim(name, later) for name in ("j1", "j2", "j3")] == [False, False, True]
    while (each := told.claim(seconds=60)) is not None:
        if each.job == "j2":
            told.give_up(each, "it answered 404")
        elif each.channel is Channel.MAIL:
            told.put_off(each, 60, "it answered 451")
        else:
            told.sent(each)
    assert [job.id for job in store.expired(later)] == ["j2", "j4"]
    assert [each.state for each in told.of("j1")][-1] is Delivery.WAITING
    told.sent(told.of("j1")[-1])
    assert [job.id for job in store.expired(later)] == ["j1", "j2", "j4"]
    assert kept.reclaim("j1", later)
    assert told.of("j1") == ()
    brief.close()
    kept.close()
