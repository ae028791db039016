"""Receivers that refuse, hang, fail and lead elsewhere, and a real mail server: who is told, and what stands then."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support.mail_server import PASSWORD, USER, MailServer, open_mail_server
from tests.support.receiver import Receiver, open_receiver
from tests.support.service import free_port, wait_for
from wps_cwl.engine.addresses import EVERYTHING, AddressGuard
from wps_cwl.engine.connections import trusted_certificates
from wps_cwl.engine.notifications import notifier as module
from wps_cwl.engine.notifications.admission import Admission
from wps_cwl.engine.notifications.failure import NotTold
from wps_cwl.engine.notifications.mail import Mailer
from wps_cwl.engine.notifications.notifier import Notifier
from wps_cwl.engine.notifications.post import Poster
from wps_cwl.engine.notifications.tellers import Tellers
from wps_cwl.jobs import JobStore, NotificationStore, Outbox, upgrade
from wps_cwl.model import Delivery, ExecuteRequest, Job, JobState, Notification, Subscription, Topic

SECRET = "pl4nted"


def status_of(job: Job) -> dict[str, Any]:
    links = [{"rel": "self", "title": "this document", "href": f"https://wps.example/jobs/{job.id}"}]
    times = {"created": "2025-03-01T12:00:00Z", "updated": "2025-03-01T12:00:01Z"}
    return {"jobID": job.id, "status": job.state.value, "links": links, **times}


class Site:
    """A job store, and engines that tell of its jobs."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder}/jobs.sqlite"
        upgrade(self.url)
        self.jobs = JobStore(self.url, outbox=Outbox(lambda process: process == "called"))
        self.store = NotificationStore(self.url)
        self.folder = folder
        self.notifiers: list[Notifier] = []

    def engine(self, *, allowed: tuple[str, ...] = ("127.0.0.1",), patience: float = 3600, **more: Any) -> Notifier:
        tls = trusted_certificates()
        subscriber = Poster(AddressGuard.parse(allowed, ()), tls, seconds=1.0)
        tellers = Tellers(status_of, self.folder, subscriber, Poster(EVERYTHING, tls, seconds=1.0), **more)
        notifier = Notifier(self.store, tellers.tell, patience=patience)
        self.notifiers.append(notifier)
        notifier.start()
        return notifier

    def dismissed(self, *wishes: Subscription, id: str = "j1", process: str = "p") -> None:
        now = datetime.now(UTC)
        job = Job(id, process, JobState.ACCEPTED, now, now, ExecuteRequest(process))
        self.jobs.add(job, waiting_limit=10**6, subscriptions=wishes)
        self.jobs.dismiss(id, message="dismissed by the client")

    def settled(self, id: str = "j1", seconds: float = 30) -> tuple[Notification, ...]:
        def all_settled() -> bool:
            return all(each.state is not Delivery.WAITING for each in self.store.of(id))

        wait_for(all_settled, seconds, "it is not told")
        return self.store.of(id)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(module, "LOOK", 0.05)
    monkeypatch.setattr(module, "PAUSES", (0.1, 0.2))
    made = Site(tmp_path)
    yield made
    for notifier in made.notifiers:
        notifier.stop()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with open_receiver() as receiver:
        yield receiver


def failure(url: str) -> Subscription:
    host = url.split("/")[2].rpartition("@")[2]
    return Subscription(Topic.FAILURE, url, host)


def test_a_subscriber_gets_the_status_with_an_identifier_and_his_own_credentials(
    site: Site, receiver: Receiver
) -> None:
    site.dismissed(failure(f"http://user:{SECRET}@127.0.0.1:{receiver.port}/told?token={SECRET}"))
    site.engine()
    [notification] = site.settled()
    [told] = receiver.told
    assert (told.path, told.id, told.document["status"]) == (f"/told?token={SECRET}", notification.id, "dismissed")
    assert told.headers["authorization"].startswith("Basic ")
    assert told.headers["content-type"] == "application/json"
    assert (notification.state, notification.tries, notification.target) == (Delivery.SENT, 1, None)


@pytest.mark.parametrize(
    ("status", "location", "reason"),
    [
        (404, "", "it answered 404"),
        (302, "http://127.0.0.1:{forbidden}/", "it answered 302: redirects are not followed"),
        (307, "http://127.0.0.1:{forbidden}/", "it answered 307: redirects are not followed"),
    ],
)
def test_an_answer_that_stays_what_it_is_is_given_up_at_once_and_nobody_else_is_told(
    site: Site, receiver: Receiver, status: int, location: str, reason: str
) -> None:
    with open_receiver() as forbidden:
        receiver.status, receiver.location = status, location.format(forbidden=forbidden.port)
        site.dismissed(failure(f"{receiver.url}/told"))
        site.engine(allowed=(f"127.0.0.1:{receiver.port}",))
        [notification] = site.settled()
        assert forbidden.told == []
    assert (notification.state, notification.tries, notification.reason) == (Delivery.GIVEN_UP, 1, reason)
    assert len(receiver.told) == 1


@pytest.mark.parametrize("status", [500, 503, 429])
def test_an_answer_that_may_change_is_tried_again_under_the_same_identifier(
    site: Site, receiver: Receiver, status: int
) -> None:
    receiver.status = status
    site.dismissed(failure(f"{receiver.url}/told"))
    site.engine()
    wait_for(lambda: len(receiver.told) >= 2, 20, "it is not tried again")
    receiver.status = 200
    [notification] = site.settled()
    assert (notification.state, notification.reason) == (Delivery.SENT, None)
    assert notification.tries == len(receiver.told) >= 3
    assert {told.id for told in receiver.told} == {notification.id}


def test_a_receiver_that_is_not_there_is_given_up_in_time(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    site.engine(patience=2)  # before: on a slow machine, its beginning takes long
    site.dismissed(failure(f"http://{SECRET}:{SECRET}@127.0.0.1:{free_port()}/{SECRET}?{SECRET}"))
    [notification] = site.settled()
    assert (notification.state, notification.reason) == (Delivery.GIVEN_UP, "no connection could be made")
    assert 2 <= notification.tries <= 21
    said = " ".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert "given up" in said
    assert SECRET not in said


def test_tries_are_bounded_in_number_too(site: Site, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_TRIES", 3)
    receiver.status = 500
    site.dismissed(failure(receiver.url + "/"))
    site.engine()
    [notification] = site.settled()
    assert (notification.state, len(receiver.told)) == (Delivery.GIVEN_UP, 3)


def test_a_name_of_a_private_address_is_admitted_and_not_told(
    site: Site, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    wish = Admission(AddressGuard()).admit(failure(f"http://rebound.example:{receiver.port}/told"))
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *a, **k: real("127.0.0.1" if host == "rebound.example" else host, *a, **k)
    )
    site.dismissed(wish)
    site.engine(allowed=())
    [notification] = site.settled()
    assert notification.state is Delivery.GIVEN_UP
    assert notification.reason == "the address of rebound.example is not allowed (loopback)"
    assert receiver.told == []


def test_receivers_that_hang_keep_out_neither_others_nor_the_operator(site: Site, receiver: Receiver) -> None:
    with open_receiver() as tarpit, open_receiver() as monitor:
        tarpit.goes_on.clear()
        for number in range(20):
            site.dismissed(failure(f"{tarpit.url}/{number}"), id=f"slow{number}")
        site.engine(callback=f"{monitor.url}/{{step}}")
        wait_for(lambda: tarpit.told, 20, "nobody is told")
        begun = time.monotonic()
        site.dismissed(failure(f"{receiver.url}/told"), process="called")
        site.settled(seconds=15)
        assert time.monotonic() - begun < 15
        assert len(receiver.told) == 1
        assert [told.path for told in monitor.told] == ["/accepted", "/dismissed"]
        assert any(each.state is Delivery.WAITING for each in site.store.of("slow19"))
        reasons = {each.reason for n in range(20) for each in site.store.of(f"slow{n}")}
        assert reasons <= {
            None,
            "the server did not answer in time",
            "the connection was cut, or the answer is not HTTP",
        }


def test_tries_whose_threads_cannot_be_started_take_no_place(
    site: Site, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, refused = threading.Thread.start, []

    def no_room(thread: threading.Thread) -> None:
        if thread.name.startswith("notify-") and len(refused) <= module.AT_ONCE:
            refused.append(thread.name)
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(module, "CLAIM", 0.0)
    monkeypatch.setattr(threading.Thread, "start", no_room)
    site.dismissed(failure(f"{receiver.url}/told"))
    site.engine()
    assert [each.state for each in site.settled()] == [Delivery.SENT]
    assert len(refused) == module.AT_ONCE + 1


def test_a_notifier_that_could_not_be_started_can_be_stopped(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    notifier = Notifier(site.store, lambda _: None, patience=1)
    monkeypatch.setattr(threading.Thread, "start", no_room)
    with pytest.raises(RuntimeError, match="can't start"):
        notifier.start()
    notifier.stop()


def test_the_end_of_the_engine_waits_for_no_receiver(site: Site, receiver: Receiver) -> None:
    receiver.goes_on.clear()
    site.dismissed(failure(f"{receiver.url}/told"))
    notifier = site.engine()
    wait_for(lambda: receiver.told, 20, "nobody is told")
    begun = time.monotonic()
    notifier.stop()
    assert time.monotonic() - begun < 10


def test_the_operators_url_gets_what_zoo_calls_a_step(site: Site, receiver: Receiver) -> None:
    site.dismissed(process="called")
    site.engine(allowed=(), callback=f"{receiver.url}/{{zoo}}/?of={{step}}")
    site.settled()
    assert [told.path for told in receiver.told] == ["/0_1/?of=accepted", "/7_1/?of=dismissed"]
    document = receiver.told[-1].document
    assert document | {"status": None} == {
        "id": "j1.dismissed.callback",
        "jobid": "j1",
        "datetime": "2025-03-01T12:00:01Z",
        "step": "dismissed",
        "process_identifier": "called",
        "user": "anonymous",
        "status": None,
    }
    assert document["status"]["status"] == "dismissed"


# --- mail -----------------------------------------------------------------------------------------------

MAIL = Subscription(Topic.END, "who@example.org", "mail")


def plain_mailer(server: MailServer) -> Mailer:
    return Mailer("127.0.0.1", server.port, "none", "wps@site.example", ssl.create_default_context(), seconds=5)


def test_a_mail_says_what_became_of_the_job(site: Site) -> None:
    with open_mail_server() as server:
        site.dismissed(MAIL, process="Evil\r\nBcc: x@evil.example")
        site.engine(mailer=plain_mailer(server))
        [notification] = site.settled()
        [mail] = server.mails
    assert (notification.state, server.recipients) == (Delivery.SENT, ["who@example.org"])
    assert (mail["From"], mail["To"], mail["Bcc"]) == ("wps@site.example", "who@example.org", None)
    assert mail["Subject"] == "Evil Bcc: x@evil.example: dismissed"
    assert mail["Message-ID"] == f"<{notification.id}@site.example>"
    text = mail.get_content()
    for words in ("Job:      j1", "State:    dismissed", "dismissed by the client", "https://wps.example/jobs/j1"):
        assert words in text


@pytest.mark.parametrize(
    ("set_up", "reason", "again"),
    [
        (lambda server: setattr(server, "answer", "554 no"), "the mail server answered 554", False),
        (lambda server: setattr(server, "answer", "451 later"), "the mail server answered 451", True),
        (
            lambda server: setattr(server, "recipient_answer", "550 nobody"),
            "the mail server refused the address (550)",
            False,
        ),
    ],
)
def test_what_the_mail_server_refuses_for_good_is_given_up(
    site: Site, set_up: Callable[[MailServer], None], reason: str, again: bool
) -> None:
    with open_mail_server() as server:
        set_up(server)
        site.dismissed(MAIL)
        site.engine(mailer=plain_mailer(server), patience=1)
        [notification] = site.settled()
        assert server.mails == []
    assert (notification.state, notification.reason) == (Delivery.GIVEN_UP, reason)
    assert (notification.tries > 1) == again


def test_a_password_goes_over_trusted_tls_only_and_is_never_told(
    site: Site, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = tmp_path / "password"
    secret.write_text("wrong")
    with open_mail_server(tls_folder=tmp_path) as server:

        def mailer(tls: ssl.SSLContext) -> Mailer:
            return Mailer("localhost", server.port, "starttls", "wps@site.example", tls, USER, secret, seconds=10)

        site.dismissed(MAIL)
        first = site.engine(mailer=mailer(ssl.create_default_context()))
        trust = "no trusted TLS connection could be made to the mail server"
        wait_for(lambda: site.store.of("j1")[0].reason == trust, 20, "a certificate is trusted that nobody knows")
        first.stop()
        site.engine(mailer=mailer(ssl.create_default_context(cafile=server.certificate)))
        refused = "the mail server refused to log in (535)"
        wait_for(lambda: site.store.of("j1")[0].reason == refused, 20, "a wrong password is not refused")
        secret.unlink()
        missing = "the file with the password of the mail server cannot be read"
        wait_for(lambda: site.store.of("j1")[0].reason == missing, 20, "a missing password is not told")
        secret.write_text(f"{PASSWORD}\n")
        assert site.settled()[0].state is Delivery.SENT
        assert len(server.mails) == 1
    assert PASSWORD not in caplog.text + repr(site.store.of("j1"))


def test_a_mail_server_may_speak_tls_from_the_start(site: Site, tmp_path: Path) -> None:
    with open_mail_server(tls_folder=tmp_path, implicit=True) as server:
        tls = ssl.create_default_context(cafile=server.certificate)
        mailer = Mailer("localhost", server.port, "tls", "wps@site.example", tls, seconds=10)
        mailer.check()
        site.dismissed(MAIL)
        site.engine(mailer=mailer)
        assert site.settled()[0].state is Delivery.SENT
        assert len(server.mails) == 1


def test_a_mail_server_that_says_nothing_is_left_in_time(site: Site) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mailer = Mailer(
            "127.0.0.1", silent.getsockname()[1], "none", "w@x.org", ssl.create_default_context(), seconds=0.5
        )
        begun = time.monotonic()
        with pytest.raises(NotTold, match="the mail server cannot be"):
            mailer.check()
        assert time.monotonic() - begun < 10
