"""A whole service tells of its jobs: in order, with what `/jobs/{id}` says, and whatever is killed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.support.mail_server import MailServer, open_mail_server
from tests.support.receiver import Receiver, Told, open_receiver
from tests.support.service import Service, running, wait_for
from wps_cwl.jobs import NotificationStore
from wps_cwl.model import Channel

SECRET = "pl4nted"
ENDS = 300  # seconds in which a job ends on a busy machine


@pytest.fixture(scope="module")
def monitor() -> Iterator[Receiver]:
    """What the operator has set."""
    with open_receiver() as receiver:
        yield receiver


@pytest.fixture(scope="module")
def mail_server() -> Iterator[MailServer]:
    with open_mail_server() as server:
        yield server


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with open_receiver() as receiver:
        yield receiver


@pytest.fixture(scope="module")
def telling(tmp_path_factory: pytest.TempPathFactory, monitor: Receiver, mail_server: MailServer) -> Iterator[Service]:
    yield from running(
        tmp_path_factory.mktemp("telling"),
        NOTIFICATIONS__CALLBACK__URL=f"{monitor.url}/{{step}}?token={SECRET}",
        NOTIFICATIONS__CALLBACK__WITHOUT="sleep,sum*",
        NOTIFICATIONS__MAIL__HOST="127.0.0.1",
        NOTIFICATIONS__MAIL__PORT=mail_server.port,
        NOTIFICATIONS__MAIL__TLS="none",
        NOTIFICATIONS__MAIL__SENDER="wps@site.example",
        NOTIFICATIONS__MAIL__RECIPIENTS="*@example.org",
    )


def subscribe(receiver: Receiver) -> dict[str, str]:
    named = {"successUri": "success", "inProgressUri": "progress", "failedUri": "failure"}
    return {name: f"{receiver.url}/{path}?token={SECRET}" for name, path in named.items()}


def shown(service: Service, job: str) -> dict[str, Any]:
    done = service.cli("jobs", "show", job, "--format", "json")
    assert done.returncode == 0, done.stderr
    assert SECRET not in done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)[0]
    return found


def told_of(service: Service, job: str, channels: Collection[Channel] = tuple(Channel)) -> list[str]:
    """Return how far each notification of a job has come."""
    url = f"sqlite:///{service.state / 'jobs.sqlite'}"
    return [each.state.value for each in NotificationStore(url).of(job) if each.channel in channels]


def steps_of(monitor: Receiver, job: str) -> list[Told]:
    return [told for told in monitor.told if told.document["jobid"] == job]


def test_everybody_is_told_in_order_of_what_the_status_says(
    telling: Service, receiver: Receiver, monitor: Receiver, mail_server: MailServer
) -> None:
    job = telling.submit("hello", "name=World", notifyEmail="who@example.org", **subscribe(receiver))
    telling.wait(job, ENDS)
    wait_for(lambda: receiver.of("/success") and mail_server.mails, 60, "the end is not told")
    wait_for(lambda: len(steps_of(monitor, job)) == 7, 60, "the operator is not told")
    [end] = receiver.of("/success")
    assert receiver.told[-1] is end, "nothing follows the end"
    assert end.document == requests.get(f"{telling.url}/jobs/{job}", timeout=30).json()
    [result] = [link["href"] for link in end.document["links"] if link["rel"].endswith("results")]
    assert requests.get(result, timeout=30).ok
    assert [told.document["status"] for told in receiver.of("/progress")] == ["running"] * 4
    assert receiver.of("/failure") == []
    steps = ["accepted", "staging", "staged", "submitted", "running", "finished", "successful"]
    assert [told.document["step"] for told in steps_of(monitor, job)] == steps
    assert [told.path for told in steps_of(monitor, job)] == [f"/{step}?token={SECRET}" for step in steps]
    assert mail_server.recipients == ["who@example.org"]
    assert f"{telling.url}/jobs/{job}" in mail_server.mails[0].get_content()
    wait_for(lambda: set(told_of(telling, job)) == {"sent"}, 60, "it is not noted")
    assert {one["host"] for one in shown(telling, job)["notifications"]} == {None, f"127.0.0.1:{receiver.port}"}


def test_a_job_of_wps_2_that_waits_is_told_by_headers_and_processes_are_left_out(
    telling: Service, receiver: Receiver, monitor: Receiver
) -> None:
    body = f"""<wps:Execute xmlns:wps="http://www.opengis.net/wps/2.0" xmlns:ows="http://www.opengis.net/ows/2.0"
        service="WPS" version="2.0.0" mode="sync" response="document"><ows:Identifier>sum</ows:Identifier>
        {"".join(f'<wps:Input id="numbers"><wps:Data>{number}</wps:Data></wps:Input>' for number in (1, 2))}
        <wps:Output id="total" transmission="value"/></wps:Execute>"""
    headers = {"Content-Type": "text/xml", "WPS-Success-Uri": f"{receiver.url}/success"}
    answer = requests.post(telling.wps, data=body, headers=headers, timeout=120)
    assert answer.status_code == 200, answer.text
    wait_for(lambda: receiver.of("/success"), 60, "the end is not told")
    [told] = receiver.told
    assert told.document["status"] == "successful"
    assert steps_of(monitor, told.document["jobID"]) == []


def test_what_the_operator_does_not_allow_is_refused_at_once(telling: Service) -> None:
    for name, value in (
        ("successUri", f"http://10.0.0.1/?token={SECRET}"),
        ("inProgressUri", f"ftp://127.0.0.1/{SECRET}"),
        ("failedUri", f"http://127.0.0.1:{SECRET}/"),
        ("notifyEmail", "who@elsewhere.example"),
    ):
        answer = telling.execute("hello", "name=World", **{name: value})
        assert (answer.status_code, f'locator="{name}"' in answer.text) == (400, True), answer.text
        assert SECRET not in answer.text
        assert telling.execute("hello", "name=World", dryrun="true", **{name: value}).status_code == 400


def test_an_end_is_told_though_the_engine_was_killed_before_it_could_be(telling: Service, receiver: Receiver) -> None:
    receiver.status = 503
    job = telling.submit("hello", "name=World", successUri=f"{receiver.url}/success")
    telling.wait(job, ENDS)
    wait_for(lambda: receiver.told, 60, "the end is not told")
    [engine] = telling.parts("engine")
    telling.kill("engine")
    before = len(receiver.told)
    receiver.status = 200
    wait_for(lambda: len(receiver.told) > before, 150, "what was to be told is lost")
    assert len({told.id for told in receiver.told}) == 1
    wait_for(lambda: told_of(telling, job, [Channel.SUBSCRIBER]) == ["sent"], 60, "it is not noted")
    assert [part.pid for part in telling.parts("engine")] != [engine.pid]


def test_the_doctor_asks_the_mail_server(telling: Service, mail_server: MailServer) -> None:
    findings = {one["check"]: one for one in json.loads(telling.cli("doctor", "--format", "json").stdout)}
    assert findings["mail"]["seen"] == f"127.0.0.1:{mail_server.port} lets us in"


def test_no_receiver_keeps_a_job_from_its_end(telling: Service, receiver: Receiver) -> None:
    receiver.goes_on.clear()
    jobs = [telling.submit("hello", "name=World", **subscribe(receiver)) for _ in range(4)]
    for job in jobs:
        telling.wait(job, ENDS)
    assert receiver.of("/progress"), "it was tried"
    assert receiver.of("/success") == [], "what is first has not been received"


def test_a_dismissal_is_told_and_failures_are_shown_without_secrets(telling: Service, receiver: Receiver) -> None:
    receiver.status = 404
    job = telling.submit("sleep", "delay=60", **subscribe(receiver))
    dismiss = f"{telling.wps}?service=WPS&version=2.0.0&request=Dismiss&jobid={job}"
    assert requests.get(dismiss, timeout=60).ok
    wait_for(lambda: receiver.of("/failure"), 60, "the end is not told")

    wait_for(lambda: told_of(telling, job)[-1] == "given up", 60, "it is not given up")
    assert shown(telling, job)["notifications"][-1] == {
        "told of": "dismissed",
        "by": "subscriber",
        "host": f"127.0.0.1:{receiver.port}",
        "state": "given up",
        "tries": 1,
        "next try": None,
        "reason": "it answered 404",
    }


def test_no_secret_of_a_uri_is_in_a_log_or_a_job_directory(telling: Service) -> None:
    assert "given up" in (telling.folder / "service.log").read_text(), "what goes wrong is logged"
    found = [
        str(path.relative_to(telling.folder))
        for path in Path(telling.folder).rglob("*")
        if path.is_file() and not path.name.startswith("jobs.sqlite") and SECRET.encode() in path.read_bytes()
    ]
    assert found == []
