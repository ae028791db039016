"""A web server of this machine that answers as a test tells it to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Asked:
    """A request that the server got; the names of its headers in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Web:
    """The server: `answers` by path, and what it was `asked`."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def allowed(self) -> tuple[str, ...]:
        return (f"127.0.0.1:{self.port}",)

    def serve(self, path: str, body: bytes = b"", *, status: int = 200, **headers: str) -> str:
        """Answer a path with these bytes and headers (`Content_Length` for `Content-Length`); return its URL."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in ({"Content_Length": str(len(body))} | headers).items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(body)

        self.answers[path] = answer
        return self.root + path

    def redirect(self, path: str, target: str, *, status: int = 302) -> str:
        return self.serve(path, status=status, Location=target)


def start(web: Web, *, wrap: Callable[[ThreadingHTTPServer], None] = lambda server: None) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            web.asked.append(
                Asked(self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body)
            )
            try:
                web.answers[self.path](self)
            except (BrokenPipeError, ConnectionResetError):  # the client has had enough
                self.close_connection = True

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    wrap(server)
    web.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server


@pytest.fixture
def start_web() -> Iterator[Callable[..., Web]]:
    servers = []

    def make(**options: Callable[[ThreadingHTTPServer], None]) -> Web:
        web = Web(0)
        servers.append(start(web, **options))
        return web

    yield make
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def web(start_web: Callable[..., Web]) -> Web:
    return start_web()
