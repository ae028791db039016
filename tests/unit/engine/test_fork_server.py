"""The fork server: it serves whoever owns the state directory, survives bad requests, and loses no result."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from wps_cwl import clean_environment
from wps_cwl.engine import fork_client
from wps_cwl.engine.fork_client import KILLED, ForkedProcess, NoForkServer, Order

WORKER = ["_toil_worker", "--help"]


@dataclass
class Server:
    """A fork server of its own; its `control` is closed for ending it."""

    state: Path
    process: subprocess.Popen[bytes]
    control: int

    def order(self, *arguments: str, directory: str = "/", log: Path | None = None) -> ForkedProcess:
        """Have a worker forked."""
        descriptor = os.open(log or os.devnull, os.O_WRONLY | os.O_CREAT)
        try:
            order = Order("worker", list(arguments or WORKER), {"PATH": os.defpath}, directory)
            return fork_client.request(self.state, order, [descriptor, descriptor])
        finally:
            os.close(descriptor)

    def connect(self) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with fork_client.short_path(self.state) as address:
            connection.connect(address)
        connection.settimeout(10)
        return connection


def start(state: Path) -> Server:
    reading, control = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "wps_cwl.engine.fork_server", str(state), str(reading)],
        pass_fds=(reading,),
        env=clean_environment.clean(os.environ),
        stderr=subprocess.DEVNULL,
    )
    os.close(reading)
    server = Server(state, process, control)
    deadline = time.monotonic() + 60
    while not (state / fork_client.SOCKET).exists():
        assert time.monotonic() < deadline, "the fork server does not come up"
        time.sleep(0.05)
    return server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = start(tmp_path_factory.mktemp("state"))
    yield server
    os.close(server.control)
    assert server.process.wait(30) == 0
    assert not (server.state / fork_client.SOCKET).exists()


def test_only_its_user_may_ask_it(server: Server) -> None:
    assert stat.S_IMODE((server.state / fork_client.SOCKET).stat().st_mode) == 0o600


def test_it_has_one_thread(server: Server) -> None:
    assert psutil.Process(server.process.pid).num_threads() == 1


def test_a_worker_is_a_process_whose_code_is_told(server: Server, tmp_path: Path) -> None:
    worker = server.order(log=tmp_path / "log")
    assert worker.wait(30) == 0
    assert "usage" in (tmp_path / "log").read_text()


@pytest.mark.parametrize(
    "request_",
    [
        b"not JSON",
        b"[]",
        b"{}",
        b"\xff\xfe",
        json.dumps({"run": "shell", "arguments": [], "environment": {}, "directory": "/"}).encode(),
        json.dumps({"run": "worker", "arguments": 3, "environment": {}, "directory": "/", "more": 1}).encode(),
        json.dumps({"run": "worker", "arguments": [], "environment": {}, "directory": "/"}).encode(),  # without files
        b"",
    ],
    ids=["text", "list", "empty", "binary", "unknown", "field", "no descriptors", "nothing"],
)
def test_a_bad_request_ends_its_own_connection_only(server: Server, request_: bytes) -> None:
    with server.connect() as connection:
        if request_:
            connection.send(request_)
        else:
            connection.shutdown(socket.SHUT_WR)
        assert connection.recv(64) == b""
    assert server.order().wait(30) == 0


def test_who_says_nothing_holds_nobody_up_for_long(server: Server) -> None:
    with server.connect():
        begun = time.monotonic()
        assert server.order().wait(30) == 0
    assert time.monotonic() - begun < 20


def test_a_request_that_cannot_be_done_is_answered_with_a_failure(server: Server, tmp_path: Path) -> None:
    worker = server.order(directory="/no/such/folder", log=tmp_path / "log")
    assert worker.wait(30) == 1
    assert "/no/such/folder" in (tmp_path / "log").read_text()


def test_a_worker_that_is_killed_is_told_as_killed(server: Server) -> None:
    def kill_one() -> int | None:
        worker = server.order()
        with suppress(ProcessLookupError):  # it was faster
            os.kill(worker.pid, signal.SIGKILL)
        return worker.wait(30)

    assert any(kill_one() == KILLED for _ in range(60))


def test_no_zombies_are_left(server: Server) -> None:
    for worker in [server.order() for _ in range(8)]:
        assert worker.wait(30) == 0
    deadline = time.monotonic() + 10
    while psutil.Process(server.process.pid).children():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_descriptors_are_not_kept(server: Server) -> None:
    before = psutil.Process(server.process.pid).num_fds()
    for _ in range(8):
        server.order().wait(30)
    assert psutil.Process(server.process.pid).num_fds() == before


def test_results_are_told_although_the_server_was_killed_and_the_next_one_serves(tmp_path: Path) -> None:
    server = start(tmp_path)
    worker = server.order(log=tmp_path / "log")
    with suppress(psutil.NoSuchProcess):  # it was faster
        psutil.Process(worker.pid).suspend()
    server.process.kill()
    server.process.wait()
    os.close(server.control)
    with pytest.raises(NoForkServer):
        server.order()
    with suppress(psutil.NoSuchProcess):
        psutil.Process(worker.pid).resume()
    assert worker.wait(30) == 0, "the result went with the server"
    (tmp_path / fork_client.SOCKET).unlink()
    second = start(tmp_path)
    try:
        assert second.order().wait(30) == 0
    finally:
        os.close(second.control)
        second.process.wait(30)
