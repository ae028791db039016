"""The application under gunicorn: slow clients and waiting ones leave room for the others."""

import http.client
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.unit.facade import wire
from wps_cwl.facade.gunicorn import SEND_SECONDS, limit_sending

ROOT = Path(__file__).parents[3]
SECONDS = 3  # a request must have arrived by then
MANY = 20
EXECUTE = wire.execute100().encode()


class Server:
    def __init__(self, address):
        self.address = address

    def connect(self):
        connection = socket.create_connection(self.address, timeout=30)
        connection.settimeout(30)
        return connection

    def send(self, data):
        connection = self.connect()
        connection.sendall(data)
        return connection

    def ask(self, path="/wps?service=WPS&request=GetCapabilities", **more):
        """Return the status and the seconds that it took."""
        started = time.monotonic()
        connection = http.client.HTTPConnection(*self.address, timeout=30)
        connection.request(more.pop("method", "GET"), path, **more)
        response = connection.getresponse()
        response.read()
        connection.close()
        return response.status, time.monotonic() - started


@pytest.fixture
def server():
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listener:
        command = [sys.executable, "-m", "tests.unit.facade.live_server", str(listener.fileno()), str(SECONDS)]
        process = subprocess.Popen(command, cwd=ROOT, pass_fds=[listener.fileno()], stderr=subprocess.DEVNULL)
        server = Server(listener.getsockname())
    try:
        assert server.ask()[0] == 200
        yield server
    finally:
        process.terminate()
        process.wait(30)


def head(length):
    return f"POST /wps HTTP/1.1\r\nHost: a\r\nContent-Type: text/xml\r\nContent-Length: {length}\r\n\r\n".encode()


def seconds_until_closed(connection):
    started = time.monotonic()
    while connection.recv(65536):
        pass
    return time.monotonic() - started


def test_half_sent_and_waiting_requests_leave_room_for_the_others(server):
    half_sent = [server.send(head(10_000) + EXECUTE[:100]) for _ in range(MANY)]
    half_headed = [server.send(b"POST /wps HTTP/1.1\r\nHost: a\r\n") for _ in range(MANY)]
    waiting = [server.send(head(len(EXECUTE)) + EXECUTE) for _ in range(MANY)]
    time.sleep(0.2)
    answers = [server.ask() for _ in range(5)]
    assert {status for status, _ in answers} == {200}
    assert statistics.median(seconds for _, seconds in answers) < 1
    for connection in (
        half_sent + half_headed
    ):  # all of them are dropped soon after the deadline, not one after the other
        assert seconds_until_closed(connection) < 4 * SECONDS
        connection.close()
    assert server.ask("/end")[0] == 200
    for connection in waiting:  # those that had arrived are not dropped, though they waited longer than that
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
        connection.close()


def test_a_request_that_drips_in_is_dropped(server):
    dripping = [server.send(head(10_000)), server.send(b"GET / HTTP/1.1\r\nHost: a\r\nX-Drip: ")]
    started = time.monotonic()
    while dripping and time.monotonic() - started < 10 * SECONDS:
        time.sleep(0.2)
        dripping = [connection for connection in dripping if drips(connection)]
    assert dripping == []
    assert time.monotonic() - started > SECONDS - 1
    assert server.ask()[0] == 200


def drips(connection):
    """Send one more byte; return whether the server still listens."""
    try:
        connection.sendall(b"x")
        connection.settimeout(0.01)
        connection.recv(1)
        return False  # the end, or an answer that is an error
    except TimeoutError:
        return True
    except OSError:
        return False


def test_a_body_that_is_too_large_is_refused_before_it_is_sent(server):
    connection = server.send(head(10_001))
    assert connection.recv(1000).startswith(b"HTTP/1.1 400")
    connection.close()


def test_a_chunked_body_is_read(server):
    assert server.ask("/end")[0] == 200
    headers = {"Content-Type": "text/xml", "Transfer-Encoding": "chunked"}
    chunks = (EXECUTE[start : start + 50] for start in range(0, len(EXECUTE), 50))
    assert server.ask("/wps", method="POST", body=chunks, headers=headers, encode_chunked=True)[0] == 200


def test_a_client_that_reads_nothing_cannot_hold_a_thread_for_ever():
    """The listening socket's deadline for sending is inherited by the sockets that it accepts."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        limit_sending(listener)
        with socket.create_connection(listener.getsockname()), listener.accept()[0] as accepted:
            inherited = accepted.getsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, 16)
    assert int.from_bytes(inherited[:8], sys.byteorder) == SEND_SECONDS
