"""To whom a client may have its job told: what is refused, in which words, and that no secret is in them."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from wps_cwl.engine.addresses import AddressGuard
from wps_cwl.engine.notifications.admission import Admission
from wps_cwl.errors import SubscriptionRefused
from wps_cwl.model import Subscription, Topic

OPEN = Admission(
    AddressGuard.parse(("127.0.0.1:8080", "192.0.2.0/24"), ()), recipients=("*@example.org", "a@b.example")
)


def refusal(admission: Admission, topic: Topic, target: str) -> str:
    with pytest.raises(SubscriptionRefused) as refused:
        admission.admit(Subscription(topic, target))
    assert refused.value.facts["name"] == topic.value
    assert refused.value.__cause__ is None
    return str(refused.value)


@pytest.mark.parametrize(
    ("target", "host"),
    [
        ("http://127.0.0.1:8080/a?token=x", "127.0.0.1:8080"),
        ("https://user:secret@192.0.2.7/", "192.0.2.7:443"),
        ("HTTP://192.0.2.7", "192.0.2.7:80"),
    ],
)
def test_what_may_be_an_input_may_be_told(target: str, host: str) -> None:
    admitted = OPEN.admit(Subscription(Topic.SUCCESS, target))
    assert (admitted.target, admitted.host) == (target, host)


@pytest.mark.parametrize("topic", [Topic.SUCCESS, Topic.PROGRESS, Topic.FAILURE])
@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("ftp://example.org/planted", '"ftp:" addresses are not allowed; choose from: http:, https:'),
        ("file:///etc/planted", '"file:" addresses are not allowed'),
        ("javascript:planted", "addresses are not allowed"),
        ("/planted", "addresses are not allowed"),
        ("http:///planted", "the URL names no host"),
        ("http://exa mple.org/planted", "it is not a valid URI"),
        ("http://192.0.2.7/planted\r\nX: y", "it is not a valid URI"),
        ("http://192.0.2.7:planted/", "it is not a valid URL"),
        ("http://192.0.2.7/" + "planted" * 400, "it is not a valid URI of 2000 characters at most"),
        ("http://127.0.0.1:81/planted", "the address 127.0.0.1 is not allowed (loopback)"),
        ("http://user:planted@10.0.0.1/?token=planted", "the address 10.0.0.1 is not allowed (private)"),
        ("http://169.254.169.254/planted", "not allowed (link-local)"),
        ("http://[::ffff:10.0.0.1]/planted", "not allowed (private)"),
        ("http://0x7f.1/planted", "not allowed (loopback)"),
        ("http://planted..invalid/planted", "the host name is not valid"),
        (f"http://{'x' * 64}.invalid/planted", "the host name is not valid"),
        ("http://%E2%82%AC:planted@192.0.2.7/", "its user or password has characters that are not those of ISO 8859-1"),
        ("http://%FF:planted@192.0.2.7/", "its user or password has characters that are not those of ISO 8859-1"),
    ],
)
def test_anything_else_is_refused_with_its_parameter_and_without_its_secret(
    topic: Topic, target: str, reason: str
) -> None:
    said = refusal(OPEN, topic, target)
    assert said.startswith(f'Nobody can be told by "{topic.value}": ')
    assert reason in said
    assert "planted" not in said


@pytest.fixture
def no_name_server(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo

    def known(*given: Any, flags: int = 0, **more: Any) -> object:
        assert flags & socket.AI_NUMERICHOST, "a name server would be asked, and may not answer for long"
        return real(*given, flags=flags, **more)

    monkeypatch.setattr(socket, "getaddrinfo", known)


@pytest.mark.usefixtures("no_name_server")
def test_no_name_is_looked_up_before_it_is_told() -> None:
    assert OPEN.admit(Subscription(Topic.FAILURE, "http://data.example.org")).host == "data.example.org:80"
    assert "(loopback)" in refusal(OPEN, Topic.FAILURE, "http://127.1/")


@pytest.mark.usefixtures("no_name_server")
@pytest.mark.parametrize(
    ("allowed", "denied", "refused"),
    [
        ((), ("data.example.org",), True),
        ((), ("*.example.org:80",), True),
        ((), ("*.example.org:443",), False),
        ((), ("other.example.org", "10.0.0.0/8"), False),
        (("data.example.org",), ("*",), False),
        (("data.example.org:443",), ("*",), True),
        (("192.0.2.0/24",), ("*",), False),  # by its address it may be allowed
    ],
)
def test_a_name_that_the_operator_denies_is_refused(
    allowed: tuple[str, ...], denied: tuple[str, ...], refused: bool
) -> None:
    admission = Admission(AddressGuard.parse(allowed, denied))
    wish = Subscription(Topic.FAILURE, "http://Data.example.org./")
    if refused:
        said = refusal(admission, wish.topic, wish.target)
        assert "the address of data.example.org is not allowed by this server" in said
    else:
        admission.admit(wish)


def test_a_server_that_tells_no_uris_says_so() -> None:
    closed = Admission(AddressGuard(), subscribers=False)
    assert "this server tells no URIs of jobs" in refusal(closed, Topic.SUCCESS, "http://127.0.0.1:8080")


@pytest.mark.parametrize("address", ["who.ever+wps@example.org", "O'Neill@EXAMPLE.org", "a@b.example"])
def test_an_address_that_the_operator_allows_gets_mail(address: str) -> None:
    admitted = OPEN.admit(Subscription(Topic.END, address))
    assert (admitted.target, admitted.host) == (address, "mail")


@pytest.mark.parametrize(
    "address",
    [
        "who@example.org\r\nBcc: x@evil.example",
        "who@example.org\n",
        "who@evil.example,you@example.org",
        "who@evil.example you@example.org",
        "Who <who@example.org>",
        '"a b"@example.org',
        "who@evil.example@example.org",
        "who@example.org>",
        "who@exämple.org",
        "@example.org",
        "a" * 260 + "@example.org",
    ],
)
def test_what_is_no_plain_address_is_refused(address: str) -> None:
    assert "it is not one plain address of mail" in refusal(OPEN, Topic.END, address)


@pytest.mark.parametrize("address", ["who@example.org.evil.example", "who@evil.example", "ab@b.example"])
def test_an_address_of_somebody_else_is_refused_with_those_that_may(address: str) -> None:
    assert "those that get mail here: *@example.org, a@b.example" in refusal(OPEN, Topic.END, address)


def test_a_server_without_mail_says_so() -> None:
    assert "this server sends no mail" in refusal(Admission(AddressGuard()), Topic.END, "who@example.org")
