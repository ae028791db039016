"""Fetches what a reference leads to, from the hosts that the operator allows and from no other."""

from __future__ import annotations

import http
import logging
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from urllib3 import BaseHTTPResponse, HTTPHeaderDict, PoolManager, Timeout
from urllib3 import exceptions as urllib3_errors

from wps_cwl import __version__
from wps_cwl.engine import content
from wps_cwl.engine.addresses import AddressGuard, ForbiddenAddress
from wps_cwl.engine.connections import Deadline, manager, trusted_certificates
from wps_cwl.engine.hop import Hop, NotAllowed, first_hop
from wps_cwl.engine.part_file import part_file
from wps_cwl.errors import DataNotAccessible, SizeExceeded
from wps_cwl.model import ReferenceValue

logger = logging.getLogger(__name__)

T = TypeVar("T")

BODY_LIMIT = 32 << 20  # bytes of a POST body that is itself fetched, and held in memory
REDIRECTS = (301, 302, 303, 307, 308)
TRY_AGAIN = (502, 503, 504)

# What went wrong on the network, in words for the client, and whether it may go better the next time. A class stands
# before those that it is derived from.
NETWORK_REASONS: tuple[tuple[type[Exception], str, bool], ...] = (
    (urllib3_errors.NameResolutionError, "the host name is not known", True),
    (urllib3_errors.NewConnectionError, "no connection could be made", True),
    (urllib3_errors.ConnectTimeoutError, "no connection was made in time", True),
    (urllib3_errors.ReadTimeoutError, "the server did not answer in time", True),
    (urllib3_errors.SSLError, "no trusted TLS connection could be made", False),
    (urllib3_errors.ProxyError, "the proxy did not connect", True),
    (urllib3_errors.LocationValueError, "it is not a valid URL", False),
    (urllib3_errors.HTTPError, "the connection was cut, or the answer is not HTTP", True),
)


@dataclass(frozen=True)
class FetchRules:
    """What the operator allows. Times in seconds; `total_timeout` is for all attempts at one reference together.

    Public addresses may be reached unless `denied` says no; whatever `allowed` names may be reached in any case.
    Entries are networks, host[:port], *.domain or *. No proxy of the environment is used, only this one.
    """

    allowed: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    proxy: str | None = None
    connect_timeout: float = 10
    read_timeout: float = 60
    total_timeout: float = 3600
    redirects: int = 5
    attempts: int = 4
    pause: float = 0.5  # before the second attempt; doubled before each further one
    user_agent: str = f"wps-cwl/{__version__}"


class Fetcher:
    """Fetches references by the rules of the operator; Misconfigured when these are not valid."""

    def __init__(self, rules: FetchRules) -> None:
        self._rules = rules
        self._guard = AddressGuard.parse(rules.allowed, rules.denied)
        self._tls = trusted_certificates()

    def fetch(self, reference: ReferenceValue, target: Path, *, input: str, limit: int) -> int:
        """Write what the reference leads to, and return its size in bytes; the target is whole or not there.

        Raises DataNotAccessible, or SizeExceeded for more than `limit` bytes; both name the input.
        """
        with _named_errors(input, limit), Deadline(self._rules.total_timeout) as deadline:
            if _is_data(reference.href):
                return _write(target, [content.data_url(reference.href, limit=limit)])
            body = self._body(reference, deadline, limit)
            hop = first_hop(reference.href, method=reference.method, headers=reference.headers, body=body)
            size = self._attempt(lambda: _write(target, self._pieces(hop, deadline, limit)), deadline)
            logger.info("fetched", extra={"input": input, "host": hop.host, "size": size})
            return size

    def _body(self, reference: ReferenceValue, deadline: Deadline, limit: int) -> bytes | None:
        if reference.method != "POST" or reference.body_href is None:
            return reference.body if reference.method == "POST" else None
        limit = min(limit, BODY_LIMIT)
        if _is_data(reference.body_href):
            return content.data_url(reference.body_href, limit=limit)
        # the client's headers are meant for the reference, not for the place where its body lies
        hop = first_hop(reference.body_href, method="GET", headers=(), body=None)
        return self._attempt(lambda: b"".join(self._pieces(hop, deadline, limit)), deadline)

    def _attempt(self, act: Callable[[], T], deadline: Deadline) -> T:
        for attempt in range(1, self._rules.attempts + 1):
            try:
                return act()
            except _Failed as failure:
                pause = self._rules.pause * 2 ** (attempt - 1)
                if deadline.passed:
                    raise _Failed(f"it took longer than {self._rules.total_timeout:g} seconds") from failure
                if not failure.again or attempt == self._rules.attempts:
                    raise
                time.sleep(deadline.remaining(pause))
        raise _Failed("it was not tried")

    def _pieces(self, hop: Hop, deadline: Deadline, limit: int) -> Iterator[bytes]:
        """Follow the redirects to the answer, and yield its content."""
        connections = manager(self._guard, deadline, self._tls, self._rules.proxy)
        try:
            for _ in range(self._rules.redirects + 1):
                response = self._ask(connections, hop, deadline)
                location = response.headers.get("Location")
                if response.status not in REDIRECTS or location is None:
                    _check_status(response.status)
                    yield from content.pieces(response, limit=limit)
                    if deadline.passed:  # a socket that was shut down looks like the end of the content
                        raise _Failed("the time is over")
                    return
                response.close()
                hop = hop.redirected(response.status, location)
            raise _Failed(f"there are more than {self._rules.redirects} redirects")
        except urllib3_errors.HTTPError as error:
            raise _network_failure(error) from error
        finally:
            connections.clear()

    def _ask(self, connections: PoolManager, hop: Hop, deadline: Deadline) -> BaseHTTPResponse:
        if self._rules.proxy:
            self._check_before_proxy(hop)
        headers = HTTPHeaderDict(hop.headers)
        headers.setdefault("User-Agent", self._rules.user_agent)
        headers["Accept-Encoding"] = "gzip"
        if hop.content_type:
            headers["Content-Type"] = hop.content_type
        rules = self._rules
        return connections.urlopen(
            hop.method,
            hop.url.url,
            body=hop.body,
            headers=headers,
            redirect=False,
            retries=False,
            preload_content=False,
            timeout=Timeout(
                connect=deadline.remaining(rules.connect_timeout), read=deadline.remaining(rules.read_timeout)
            ),
        )

    def _check_before_proxy(self, hop: Hop) -> None:
        try:
            self._guard.resolve(hop.host, hop.port)
        except socket.gaierror:  # behind a proxy the names of the outside need not be known
            return


class _Failed(Exception):
    """An attempt failed; the reason may go to the client."""

    def __init__(self, reason: str, *, again: bool = False) -> None:
        super().__init__(reason)
        self.again = again


@contextmanager
def _named_errors(input: str, limit: int) -> Iterator[None]:
    try:
        yield
    except content.TooLarge as error:
        raise SizeExceeded(what=f'The input "{input}"', limit=limit, locator=input) from error
    except (_Failed, ForbiddenAddress, NotAllowed, content.Undecodable) as error:
        raise DataNotAccessible(identifier=input, reason=str(error), locator=input) from error


def _check_status(status: int) -> None:
    if not 200 <= status < 300:
        known = {item.value: item.phrase for item in http.HTTPStatus}
        raise _Failed(f"the server answered {status} {known.get(status, '')}".strip(), again=status in TRY_AGAIN)


def _network_failure(error: Exception) -> _Failed:
    for kind, reason, again in NETWORK_REASONS:
        if isinstance(error, kind):
            return _Failed(reason, again=again)
    return _Failed("the network failed")


def _write(target: Path, parts: Iterable[bytes]) -> int:
    with part_file(target) as file:
        return sum(file.write(part) for part in parts)


def _is_data(href: str) -> bool:
    return href[:5].lower() == "data:"
