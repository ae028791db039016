"""A web server for tests: it holds the files that references lead to, and answers badly where that is wanted."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

Query = dict[str, str]


class Site:
    """Files on 127.0.0.1. `/redirect?to=...`, `/status?code=...` and `/drip?seconds=...` are there from the start."""

    def __init__(self) -> None:
        self.asked: list[str] = []  # the paths that were asked for
        self._files: dict[str, tuple[bytes, str]] = {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                url = urlsplit(self.path)
                site._answer(self, url.path, {name: values[0] for name, values in parse_qs(url.query).items()})

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def put(self, name: str, content: bytes, media_type: str) -> str:
        """Hold a file, and return its address."""
        self._files[f"/{name}"] = content, media_type
        return f"{self.url}/{name}"

    def _answer(self, handler: BaseHTTPRequestHandler, path: str, query: Query) -> None:
        if path == "/redirect":
            handler.send_response(302)
            handler.send_header("Location", query["to"])
            handler.send_header("Content-Length", "0")
            handler.end_headers()
        elif path == "/drip":
            _drip(handler, float(query["seconds"]))
        elif path in self._files:
            content, media_type = self._files[path]
            handler.send_response(200)
            handler.send_header("Content-Type", media_type)
            handler.send_header("Content-Length", str(len(content)))
            handler.end_headers()
            handler.wfile.write(content)
        else:
            handler.send_error(int(query.get("code", "404")))

    def serve(self) -> None:
        """Answer until `close`."""
        self._server.serve_forever(poll_interval=0.05)

    def close(self) -> None:
        """Answer no more."""
        self._server.shutdown()
        self._server.server_close()


def _drip(handler: BaseHTTPRequestHandler, seconds: float) -> None:
    """Send a byte ten times in a second, so that no single wait is long."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/plain")
    handler.end_headers()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            handler.wfile.write(b".")
        except OSError:  # who asked has gone
            return
        time.sleep(0.1)


@contextmanager
def open_site() -> Iterator[Site]:
    """Run a site."""
    site = Site()
    thread = threading.Thread(target=site.serve, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.close()
        thread.join()
