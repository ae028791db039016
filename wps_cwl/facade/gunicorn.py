"""Runs the application under gunicorn: threads that wait cheaply, and clients that cannot hold one for ever.

One process, since what is rendered is kept in it, and since a synchronous request only waits; 128 threads, so that
long runs and slow clients leave room for the quick questions.
"""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import ThreadWorker

from wps_cwl.model import Limits

THREADS = 128
DRAIN = 10  # seconds
CONNECTIONS = 1000  # open ones; those that wait for a thread, or for their next request, are cheap
HEAD_SECONDS = 0.5  # added for the head, so that who reads the body notices first that it is late, and says so
SEND_SECONDS = 60  # a client that takes nothing of its answer for so long is gone


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """A worker whose requests must arrive within `body_seconds`, head and body together, however they drip in.

    gunicorn has no such deadline. Its main thread, which wakes up every second anyway, shuts the reading side of the
    late ones: their thread then sees the end of the request. An answer that is under way is not touched by that.
    """

    body_seconds: float = Limits.body_seconds

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # as gunicorn passes them
        super().__init__(*args, **kwargs)
        self._arriving: dict[Any, float] = {}

    def handle(self, conn: Any) -> Any:
        """Serve one request of a connection, in a thread."""
        self._arriving[conn] = time.monotonic() + self.body_seconds + HEAD_SECONDS
        try:
            return super().handle(conn)
        finally:
            self._arriving.pop(conn, None)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Serve a request whose head has arrived."""
        if req.method in ("GET", "HEAD"):
            self._arriving.pop(conn, None)
        return super().handle_request(req, conn)

    def notify(self) -> None:
        """Tell the arbiter that we live, in the main thread."""
        super().notify()
        now = time.monotonic()
        for conn, deadline in list(self._arriving.items()):
            if deadline < now:
                self._arriving.pop(conn, None)
                try:
                    conn.sock.shutdown(socket.SHUT_RD)
                except OSError:
                    continue  # it has gone by itself


class SharedLog(Logger):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's messages, in the log of the service, as its operator wants it."""

    def setup(self, cfg: Any) -> None:
        """Leave to the root logger what is told, and how."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn without its command line: `Server(lambda: create_app(operations), settings("127.0.0.1:5000")).run()`.

    `load` is called in the worker, after the fork, so that it may open databases and start threads.
    """

    def __init__(
        self, load: Callable[[], Flask], settings: dict[str, Any]
    ) -> None:  # gunicorn's settings have any type
        self._load, self._settings = load, settings
        super().__init__()

    def load_config(self) -> None:
        """Hand the settings to gunicorn, which refuses those that it does not know."""
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the application."""
        return self._load()


def settings(bind: str, *, limits: Limits | None = None, threads: int = THREADS, drain: int = DRAIN) -> dict[str, Any]:
    """Return gunicorn's settings; after SIGTERM, requests have `drain` seconds for coming to their end."""
    allowed = limits or Limits()
    worker = type("Worker", (PatientWorker,), {"body_seconds": allowed.body_seconds})
    return {
        "bind": bind,
        "workers": 1,
        "threads": threads,
        "worker_class": worker,
        "logger_class": SharedLog,
        "worker_connections": max(CONNECTIONS, 2 * threads),
        "timeout": 120,  # of the main thread, which never waits for a job
        "graceful_timeout": max(1, drain),
        "keepalive": 5,
        "post_fork": _forked,
        "control_socket_disable": True,  # it would lie in the home of the user
    }


def limit_sending(listener: socket.socket) -> None:
    """Give a listening socket a deadline for sending; on Linux, the sockets that it accepts inherit it."""
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", SEND_SECONDS, 0))


def _forked(server: Any, _: Any) -> None:
    for listener in server.LISTENERS:
        limit_sending(listener.sock)
