"""The Flask application: one for all bindings; `create_app` is all that the composition root calls."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from wps_cwl.errors import Unavailable
from wps_cwl.facade import endpoint, errors, job_status, maps, outputs, status, tracing
from wps_cwl.facade.context import ANONYMOUS, Context, Operations
from wps_cwl.facade.pages import health, landing
from wps_cwl.facade.pages import metrics as metrics_page
from wps_cwl.facade.problem import problem
from wps_cwl.model import Limits, Span

logger = logging.getLogger(__name__)

LONGEST_NAME = 200  # characters of a user's name; a longer one is known by its digest
ROOMS = (endpoint, status, job_status, outputs, maps, landing, health)


def create_app(
    operations: Operations,
    *,
    limits: Limits | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    user_header: str | None = None,
    metrics: bool = True,
    tell: Callable[[Span], None] | None = None,
) -> Flask:
    """Return the application that serves these operations; `user_header` is where a trusted proxy names the user.

    `metrics` says whether anybody may ask how busy it is; `tell` is what becomes of the spans of requests, if anything.
    """

    def user() -> str | None:
        if user_header is None:
            return None
        name = request.headers.get(user_header, "").strip() or ANONYMOUS
        return name if len(name) <= LONGEST_NAME else hashlib.sha256(name.encode()).hexdigest()

    context = Context(operations, limits or Limits(), now, user)
    app = Flask(__name__, static_folder=None, template_folder="pages/templates")
    if tell is not None:
        tracing.watch(app, tell)
    for room in (*ROOMS, *([metrics_page] if metrics else [])):
        app.register_blueprint(room.blueprint(context))
    app.register_error_handler(Exception, _answer)
    app.after_request(_harden)
    return app


def _answer(error: Exception) -> Response:
    """Answer with what went wrong, as JSON: the pages and files have no reports of OWS."""
    if isinstance(error, HTTPException):
        response = problem(error.code or 500, error.name, error.description or "")
        kept = ("Allow", "Content-Range")
        response.headers.extend((name, value) for name, value in error.get_headers() if name in kept)
        return response
    if isinstance(error, Unavailable):
        response = problem(503, "Service Unavailable", str(error))
        response.headers["Retry-After"] = str(endpoint.RETRY_SECONDS)
        return response
    logger.error("a request failed", exc_info=error)
    return problem(500, "Internal Server Error", errors.HIDDEN)


def _harden(response: Response) -> Response:
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    return response
