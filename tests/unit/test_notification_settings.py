"""The settings of who is told of jobs: what cannot be meant is told, and no secret is repeated."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wps_cwl.errors import Misconfigured
from wps_cwl.settings import Settings, load

MAIL = {"host": "mail.example.org", "sender": "wps@example.org"}


def loaded(tmp_path: Path, **content: object) -> Settings:
    path = tmp_path / "settings.yml"
    path.write_text(json.dumps({"notifications": content}))  # which is YAML
    return load(path, {})


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (
            {"callback": {"url": "ftp://planted"}},
            "notifications.callback.url: it should begin with http:// or https://",
        ),
        ({"callback": {"url": "https://x.org/{state}?planted"}}, "in braces, it may have {step} or {zoo}"),
        ({"callback": {"url": "https://{step}.planted.org/"}}, "it should begin with http:// or https:// and a host"),
        ({"mail": {"host": "planted"}}, "notifications.mail: `host` needs a `sender`"),
        ({"mail": MAIL | {"user": "planted"}}, "notifications.mail: `user` and `password_file` stand together"),
        (
            {"mail": MAIL | {"user": "planted", "password_file": "/x", "tls": "none"}},
            "notifications.mail: a password is sent over TLS only",
        ),
        ({"mail": MAIL | {"password": "planted"}}, "notifications.mail.password: there is no such key"),
        ({"mail": MAIL | {"sender": "nobody"}}, "notifications.mail.sender: "),
        ({"mail": MAIL | {"sender": "a@b.org\nBcc: planted@c.org"}}, "notifications.mail.sender: "),
        ({"mail": MAIL | {"recipients": ["example.org"]}}, "all of a domain are `*@example.org`"),
    ],
)
def test_what_cannot_be_meant_is_told_without_a_secret(
    content: dict[str, object], problem: str, tmp_path: Path
) -> None:
    with pytest.raises(Misconfigured) as caught:
        loaded(tmp_path, **content)
    assert problem in str(caught.value)
    assert "planted" not in str(caught.value)


@pytest.mark.parametrize(("tls", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_the_port_is_that_of_the_encryption(tls: str, port: int, tmp_path: Path) -> None:
    assert loaded(tmp_path, mail=MAIL | {"tls": tls}).notifications.mail.known_port == port
    assert loaded(tmp_path, mail=MAIL | {"tls": tls, "port": 2525}).notifications.mail.known_port == 2525


@pytest.mark.parametrize("url", ["https://x.org", "http://u:p@10.0.0.1:8080/{zoo}/", "https://x.org?step={step}&t=1"])
def test_the_callback_may_lead_anywhere(url: str, tmp_path: Path) -> None:
    assert loaded(tmp_path, callback={"url": url}).notifications.callback.url == url
