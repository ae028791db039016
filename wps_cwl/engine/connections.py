"""Connections that lead only where the address guard allows, and end when their time is over."""

from __future__ import annotations

import os
import socket
import ssl
import threading
import time
from collections.abc import Callable
from types import TracebackType
from urllib.parse import urlsplit

import certifi
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager, ProxyManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from wps_cwl.engine.addresses import EVERYTHING, AddressGuard, EndPoint

Dial = Callable[[HTTPConnection], socket.socket]
Resolve = Callable[[str, int], list[EndPoint]]


class Deadline:
    """A span of time, after which every watched socket is shut down: no server can hold a fetch longer by dripping."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._shut)
        self._timer.daemon = True

    @property
    def passed(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() >= self._end

    def remaining(self, most: float) -> float:
        """Return the seconds that are left, `most` at most; never 0, which means for ever to a socket."""
        return max(0.001, min(most, self._end - time.monotonic()))

    def watch(self, sock: socket.socket) -> None:
        """Shut this socket down too when the time is over. Raises TimeoutError when it is over already."""
        with self._lock:
            # a duplicate: TLS takes the socket's descriptor over, and a closed number may be another file by then; of
            # the descriptor, since a socket of TLS has no `dup`
            self._sockets.append(socket.socket(fileno=os.dup(sock.fileno())))
        if self.passed:  # looking up a name may take all of it, and the timer may have come and gone
            self._shut()
        self.check()

    def check(self) -> None:
        """Raise TimeoutError when the time is over."""
        if self.passed:
            raise TimeoutError("the time is over")

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._timer.cancel()
        with self._lock:
            for sock in self._sockets:
                sock.close()
            self._sockets.clear()

    def _shut(self) -> None:
        with self._lock:
            for sock in self._sockets:
                try:
                    sock.shutdown(socket.SHUT_RDWR)
                except OSError:  # it has ended by itself
                    continue


def manager(guard: AddressGuard, deadline: Deadline, tls: ssl.SSLContext, proxy: str | None) -> PoolManager:
    """Return urllib3's manager of connections, with sockets of our own making.

    With a proxy, which resolves names itself, only the connection to the proxy is made here: its target must have been
    checked before, and the proxy has to have rules of its own.
    """
    exempt = _end_point(proxy) if proxy else None

    def dial(connection: HTTPConnection) -> socket.socket:
        ends = (EVERYTHING if (connection.host, connection.port) == exempt else guard).resolve
        return _connect(connection, ends, deadline)

    made: PoolManager = ProxyManager(proxy, ssl_context=tls) if proxy else PoolManager(ssl_context=tls)
    made.pool_classes_by_scheme = _pools(dial)
    return made


def trusted_certificates() -> ssl.SSLContext:
    """Return a TLS context that trusts the system's certificates and, where it has none, those of certifi."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _pools(dial: Dial) -> dict[str, type[HTTPConnectionPool]]:
    # urllib3 has no public seam for the socket; `_new_conn` has been its private one since 1.0, and a test of
    # this module fails if it is no longer called
    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return dial(self)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return dial(self)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def _connect(connection: HTTPConnection, resolve: Resolve, deadline: Deadline) -> socket.socket:
    """Resolve once, and connect to the very addresses that were checked, one after the other."""
    failure: OSError = OSError("no address")
    timeout = connection.timeout if isinstance(connection.timeout, (int, float)) else 10.0
    try:
        ends = resolve(connection.host, connection.port or connection.default_port)
    except socket.gaierror as error:
        raise NameResolutionError(connection.host, connection, error) from error
    for family, end in ends:
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.settimeout(deadline.remaining(timeout))
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            deadline.watch(sock)
            sock.connect(end)
            deadline.check()  # the timer cannot shut down what is not connected yet
        except OSError as error:
            failure = error
            sock.close()
        else:
            return sock
    if isinstance(failure, TimeoutError):
        raise ConnectTimeoutError(connection, "timed out") from failure
    raise NewConnectionError(connection, str(failure)) from failure


def _end_point(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
