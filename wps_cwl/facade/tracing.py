"""A span for each request, out of the trace that its client names (`traceparent`, W3C Trace Context)."""

from __future__ import annotations

import time
from collections.abc import Callable

from flask import Flask, Response, g, has_request_context, request

from wps_cwl import logs
from wps_cwl.model import Span, Trace, parse_trace

PROBES = frozenset({"/healthz", "/readyz", "/metrics"})  # they come every few seconds, for ever
METHODS = frozenset({"GET", "HEAD", "POST", "DELETE", "PUT", "PATCH", "OPTIONS"})


def watch(app: Flask, tell: Callable[[Span], None]) -> None:
    """Have every request told, and have what is logged meanwhile bear its trace."""

    @app.before_request
    def begin() -> None:
        came = parse_trace(request.headers.get("traceparent"))
        g.trace_came = came
        g.trace = (came or Trace.new()).inside()
        g.trace_begun = time.time_ns()
        logs.trace_id.set(g.trace.id)

    @app.after_request
    def note(response: Response) -> Response:
        g.trace_status = response.status_code
        return response

    @app.teardown_request
    def end(_: BaseException | None) -> None:
        logs.trace_id.set(None)  # the thread serves others after this
        if "trace" in g and g.trace.sampled and request.path not in PROBES:
            tell(_span())


def place() -> str | None:
    """Return the span of the request that is being answered, as `traceparent`; None where nobody asks for spans."""
    trace: Trace | None = g.get("trace") if has_request_context() else None
    return trace.header if trace is not None else None


def _span() -> Span:
    method = request.method if request.method in METHODS else "_OTHER"
    rule = (request.url_rule.rule.rstrip("/") or "/") if request.url_rule is not None else None
    status = g.get("trace_status", 500)
    facts: dict[str, str | int | float] = {"http.request.method": method, "http.response.status_code": status}
    facts |= {"url.path": request.path[:1000]} | ({"http.route": rule} if rule else {})
    return Span(
        f"{method} {rule}" if rule else method,
        g.trace,
        g.trace_came.span if g.trace_came else None,
        g.trace_begun,
        time.time_ns(),
        kind="server",
        attributes=facts,
        error=f"status {status}" if status >= 500 else None,
    )
