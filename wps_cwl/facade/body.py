"""Reads the body of a request, within its limits of size and time."""

from __future__ import annotations

import time
from collections.abc import Callable

from flask import Request

from wps_cwl.errors import InvalidRequest, SizeExceeded
from wps_cwl.model import Limits

_CHUNK = 64 * 1024


def read_body(request: Request, limits: Limits, *, clock: Callable[[], float] = time.monotonic) -> bytes:
    """Return the whole body. Raises SizeExceeded, and InvalidRequest when it is cut short or takes too long."""
    if (request.content_length or 0) > limits.request_bytes:
        raise SizeExceeded(what="The request", limit=limits.request_bytes)
    chunks: list[bytes] = []
    size, deadline = 0, clock() + limits.body_seconds
    while chunk := _read(request):
        chunks.append(chunk)
        size += len(chunk)
        if size > limits.request_bytes:
            raise SizeExceeded(what="The request", limit=limits.request_bytes)
        if clock() > deadline:
            raise InvalidRequest(reason=f"its body took longer than {limits.body_seconds:g} seconds to arrive")
    if size < (request.content_length or 0):
        raise InvalidRequest(reason=f"its body ends after {size} of {request.content_length} bytes")
    return b"".join(chunks)


def _read(request: Request) -> bytes:
    try:
        return request.stream.read(_CHUNK)
    except OSError as error:  # the connection ended, or the server's patience with it
        raise InvalidRequest(reason="its body did not arrive") from error
