"""The Flask application: one for all bindings; `create_app` is all that the composition root calls."""

from __future__ import annotations

import logging

from flask import Flask, Response, jsonify
from werkzeug.exceptions import HTTPException

from wps_cwl.facade import endpoint, errors, outputs, status
from wps_cwl.facade.context import Context, Operations
from wps_cwl.facade.pages import health, landing
from wps_cwl.model import Limits

logger = logging.getLogger(__name__)

ROOMS = (endpoint, status, outputs, landing, health)


def create_app(operations: Operations, *, limits: Limits | None = None) -> Flask:
    """Return the application that serves these operations."""
    context = Context(operations, limits or Limits())
    app = Flask(__name__, static_folder=None, template_folder="pages/templates")
    for room in ROOMS:
        app.register_blueprint(room.blueprint(context))
    app.register_error_handler(Exception, _answer)
    app.after_request(_harden)
    return app


def _answer(error: Exception) -> Response:
    """Answer with what went wrong, as JSON: the pages and files have no reports of OWS."""
    if isinstance(error, HTTPException):
        response = jsonify(code=error.name, description=error.description)
        response.status_code = error.code or 500
        response.headers.extend(
            (name, value) for name, value in error.get_headers() if name in ("Allow", "Content-Range")
        )
        return response
    logger.error("a request failed", exc_info=error)
    response = jsonify(code=errors.NO_CODE, description=errors.HIDDEN)
    response.status_code = 500
    return response


def _harden(response: Response) -> Response:
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    return response
