"""A proxy before an S3 server that lets go wrong what goes wrong with networks and servers, when a test says so."""

from __future__ import annotations

import http.client
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

PIECE = 16 << 10
REFUSALS = {
    "500": (500, "InternalError"),
    "503": (503, "SlowDown"),
    "skewed": (403, "RequestTimeTooSkewed"),
    "denied": (403, "AccessDenied"),
    "full": (507, "InsufficientStorage"),
    "no upload": (404, "NoSuchUpload"),
}
# in the middle of the larger body of an exchange: that of the answer, or of what is sent
FAULTS = ("refused", "reset", "500", "slow", "skewed", "full", "truncated", "hang")


@dataclass
class Fault:
    """What goes wrong, with which requests, and with how many of them."""

    kind: str
    fits: Callable[[str, str], bool]  # method, path
    left: float = float("inf")
    met: int = 0


class FaultyProxy:
    """Passes requests on as they are, signatures included, unless there is a fault that fits."""

    def __init__(self, target: str) -> None:
        self._target = urlsplit(target).netloc
        self._lock = threading.Lock()
        self._fault: Fault | None = None
        self._open: set[socket.socket] = set()
        self.asked: list[tuple[str, str]] = []
        self._server = self._listen(0)
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}"

    @contextmanager
    def fault(
        self, kind: str, *, methods: str = "GET HEAD PUT POST DELETE", within: str = "", times: float = float("inf")
    ) -> Iterator[Fault]:
        """Have requests of these methods, with this in their paths, go wrong; the first few of them, or all."""
        allowed = methods.split()
        fault = Fault(kind, lambda method, path: method in allowed and within in path, times)
        if kind == "refused" and times == float("inf"):
            self.close()
        with self._lock:
            self._fault = fault
        try:
            yield fault
        finally:
            with self._lock:
                self._fault = None
            if kind == "refused" and times == float("inf"):
                self._server = self._listen(self.port)

    def close(self) -> None:
        """Listen no more, and cut what is open."""
        self._server.shutdown()
        self._server.server_close()
        with self._lock:
            for sock in self._open:
                with suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)

    def _listen(self, port: int) -> ThreadingHTTPServer:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 60

            def setup(self) -> None:
                super().setup()
                with proxy._lock:
                    proxy._open.add(self.request)

            def finish(self) -> None:
                with proxy._lock:
                    proxy._open.discard(self.request)
                with suppress(OSError):
                    super().finish()

            def handle_expect_100(self) -> bool:
                return True  # the answer may be another one: see `_pass`

            def log_message(self, *_: object) -> None:
                """Say nothing."""

            def __getattr__(self, name: str) -> Callable[[], None]:
                if name.startswith("do_"):
                    return lambda: proxy._handle(self)
                raise AttributeError(name)

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False
            allow_reuse_address = True

            def handle_error(self, *_: object) -> None:
                """A connection was cut, which is what this is for."""

        server = Server(("127.0.0.1", port), Handler)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return server

    def _handle(self, request: BaseHTTPRequestHandler) -> None:
        self.asked.append((request.command, request.path))
        kind = self._meet(request.command, request.path)
        if kind == "refused":
            _cut(request)
        elif kind == "hang":
            self._hang(request)
        elif kind == "lost":
            _lose(request)
        elif kind in REFUSALS:
            _refuse(request, *REFUSALS[kind])
        else:
            self._pass(request, kind)

    def _meet(self, method: str, path: str) -> str | None:
        with self._lock:
            fault = self._fault
            if fault is None or fault.left <= 0 or not fault.fits(method, path):
                return None
            fault.left -= 1
            fault.met += 1
            return fault.kind

    def _hang(self, request: BaseHTTPRequestHandler) -> None:
        """Say nothing until the other side gives up."""
        request.connection.settimeout(300)
        with suppress(OSError):
            while request.connection.recv(PIECE):
                pass
        request.close_connection = True

    def _pass(self, request: BaseHTTPRequestHandler, kind: str | None) -> None:
        length = int(request.headers.get("Content-Length") or 0)
        if request.headers.get("Expect"):
            request.send_response_only(100)
            request.end_headers()
        if kind == "reset" and length > 1:
            request.rfile.read(length // 2)
            return _cut(request)
        body = request.rfile.read(length)
        if kind == "truncated" and length > 1:  # on its way, it became shorter
            body, length = body[: length // 2], length // 2
        upstream = http.client.HTTPConnection(self._target, timeout=60)
        upstream.putrequest(request.command, request.path, skip_host=True, skip_accept_encoding=True)
        for name, value in request.headers.items():
            if name.lower() not in ("expect", "connection", "content-length"):
                upstream.putheader(name, value)
        if body or request.headers.get("Content-Length"):
            upstream.putheader("Content-Length", str(length))
        upstream.endheaders(body or None)
        answer = upstream.getresponse()
        try:
            if kind == "unanswered":  # it was done, and nobody says so
                answer.read()
                return _cut(request)
            self._give_back(request, answer, kind)
        finally:
            upstream.close()
        return None

    def _give_back(self, request: BaseHTTPRequestHandler, answer: http.client.HTTPResponse, kind: str | None) -> None:
        content = answer.read() if request.command != "HEAD" else b""
        request.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("connection", "transfer-encoding", "content-length"):
                request.send_header(name, value)
        said = answer.getheader("Content-Length") if request.command == "HEAD" else str(len(content))
        if said is not None and answer.status not in (204, 304):
            request.send_header("Content-Length", said)
        request.end_headers()
        if kind in ("reset", "truncated"):
            request.wfile.write(content[: len(content) // 2])
            return _cut(request) if kind == "reset" else _end(request)
        if kind == "slow":
            time.sleep(0.3)
            for start in range(0, len(content), max(1, len(content) // 8)):
                request.wfile.write(content[start : start + max(1, len(content) // 8)])
                request.wfile.flush()
                time.sleep(0.2)
            return None
        request.wfile.write(content)
        return None


def _refuse(request: BaseHTTPRequestHandler, status: int, code: str) -> None:
    # what a server says itself names hosts and keys: nothing of it may reach a client
    text = f"<Error><Code>{code}</Code><Message>on internal-host-7, key AKIAINTERNAL</Message></Error>".encode()
    request.close_connection = True
    with suppress(OSError):
        request.send_response_only(status)
        request.send_header("Content-Type", "application/xml")
        request.send_header("Content-Length", str(len(text)))
        request.send_header("Connection", "close")
        request.end_headers()
        if request.command != "HEAD":
            request.wfile.write(text)


def _lose(request: BaseHTTPRequestHandler) -> None:
    """Say that all went well, and pass nothing on."""
    if request.headers.get("Expect"):
        request.send_response_only(100)
        request.end_headers()
    request.rfile.read(int(request.headers.get("Content-Length") or 0))
    request.send_response_only(200)
    request.send_header("ETag", '"0"')
    request.send_header("Content-Length", "0")
    request.end_headers()


def _cut(request: BaseHTTPRequestHandler) -> None:
    """End the connection so that the other side sees a reset."""
    request.close_connection = True
    with suppress(OSError):
        request.wfile.flush()
        request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.connection.close()


def _end(request: BaseHTTPRequestHandler) -> None:
    """End the connection as if all was said."""
    request.close_connection = True
    with suppress(OSError):
        request.wfile.flush()
        request.connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def open_proxy(target: str) -> Iterator[FaultyProxy]:
    """Run a proxy before a server."""
    proxy = FaultyProxy(target)
    try:
        yield proxy
    finally:
        proxy.close()
