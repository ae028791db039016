"""A web server for tests that is told of jobs: it keeps what is posted, and answers badly where that is wanted."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Told:
    """One request."""

    path: str
    headers: dict[str, str]  # their names in lower case
    document: Any

    @property
    def id(self) -> str:
        """The identifier of the notification."""
        return self.headers["wps-notification"]


class Receiver:
    """Listens on 127.0.0.1. `status` is what it answers, `location` where it leads; it says nothing before it
    `goes_on`."""

    def __init__(self) -> None:
        self.told: list[Told] = []
        self.status, self.location = 204, ""
        self.goes_on = threading.Event()
        self.goes_on.set()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                content = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                receiver.told.append(Told(self.path, headers, json.loads(content)))
                receiver.goes_on.wait(60)
                self.send_response(receiver.status)
                if receiver.location:
                    self.send_header("Location", receiver.location)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def of(self, path: str) -> list[Told]:
        """Return what was posted to a path."""
        return [told for told in self.told if told.path.partition("?")[0] == path]

    def close(self) -> None:
        """Answer no more."""
        self.goes_on.set()
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def open_receiver() -> Iterator[Receiver]:
    """Run a receiver."""
    receiver = Receiver()
    try:
        yield receiver
    finally:
        receiver.close()
