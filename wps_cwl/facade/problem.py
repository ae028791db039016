"""What goes wrong outside WPS, as JSON."""

from __future__ import annotations

from flask import Response, jsonify


def problem(status: int, code: str, description: str) -> Response:
    """Return the answer."""
    response = jsonify(code=code, description=description)
    response.status_code = status
    return response
