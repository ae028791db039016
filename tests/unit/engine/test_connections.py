"""The time that one request may take is over when it is over, whatever has used it up."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from wps_cwl.engine.addresses import EVERYTHING, AddressGuard, EndPoint
from wps_cwl.engine.connections import Deadline
from wps_cwl.engine.fetch import Fetcher, FetchRules
from wps_cwl.engine.notifications.failure import NotTold
from wps_cwl.engine.notifications.post import Poster
from wps_cwl.errors import DataNotAccessible
from wps_cwl.model import ReferenceValue


def test_a_socket_that_is_opened_too_late_is_shut_down() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, Deadline(0.01) as deadline:
        time.sleep(0.2)  # the timer has come and gone
        with pytest.raises(TimeoutError, match="the time is over"):
            deadline.watch(ours)
        theirs.settimeout(10)
        assert theirs.recv(1) == b""


def test_a_socket_is_shut_down_when_its_time_is_over() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, Deadline(0.2) as deadline:
        deadline.watch(ours)
        theirs.settimeout(10)
        assert theirs.recv(1) == b""
        with pytest.raises(TimeoutError):
            deadline.check()


class SlowNames(AddressGuard):
    """A name server that takes longer than the whole request may."""

    def resolve(self, host: str, port: int) -> list[EndPoint]:
        time.sleep(0.7)
        return EVERYTHING.resolve(host, port)


class Ear:
    """A server that would take every connection."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.setblocking(False)
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}/"

    def was_asked(self) -> bool:
        """Whether anybody has connected."""
        try:
            self.socket.accept()[0].close()
        except BlockingIOError:
            return False
        return True


@pytest.fixture
def ear() -> Iterator[Ear]:
    ear = Ear()
    yield ear
    ear.socket.close()


def test_a_name_server_that_uses_up_the_time_of_a_notification_leaves_none_for_its_receiver(ear: Ear) -> None:
    poster = Poster(SlowNames(), ssl.create_default_context(), seconds=0.5)
    with pytest.raises(NotTold, match="no connection was made in time"):
        poster.post(ear.url, {}, id="x")
    assert not ear.was_asked()


def test_and_so_it_is_with_an_input(ear: Ear, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fetcher = Fetcher(FetchRules(total_timeout=0.5, attempts=3))
    monkeypatch.setattr(fetcher, "_guard", SlowNames())
    with pytest.raises(DataNotAccessible, match=r"it took longer than 0\.5 seconds"):
        fetcher.fetch(ReferenceValue(ear.url), tmp_path / "a", input="a", limit=9)
    assert not ear.was_asked()
