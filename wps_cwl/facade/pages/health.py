"""`/healthz` (the process answers) and `/readyz` (it can do its work), for an orchestrator."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from wps_cwl.errors import WpsCwlError
from wps_cwl.facade.context import Context


def blueprint(context: Context) -> Blueprint:
    """Return both probes."""
    room = Blueprint("health", __name__)

    @room.get("/healthz")
    def healthz() -> Response:
        return jsonify(status="ok")

    @room.get("/readyz")
    def readyz() -> Response:
        try:
            # a full disk keeps new jobs out, and nobody from his results: the service stays among those that are asked
            storage = "nearly full: no new jobs are taken" if context.operations.full() else "ok"
            return jsonify(status="ready", processes=context.operations.ready(), storage=storage)
        except WpsCwlError:
            response = jsonify(status="not ready")
            response.status_code = 503
            return response

    return room
