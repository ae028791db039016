"""`/`: what is offered here, as a page for a person and as JSON for a program."""

from __future__ import annotations

import json

from flask import Blueprint, Response, render_template, request

from wps_cwl.facade import documents, negotiation
from wps_cwl.facade.context import Context
from wps_cwl.model import LiteralData, Process

HTML = "text/html; charset=utf-8"


def blueprint(context: Context) -> Blueprint:
    """Return the landing page."""
    room = Blueprint("landing", __name__)

    @room.get("/")
    def landing() -> Response:
        if negotiation.prefers_html(request.headers.get("Accept", "")):
            response = documents.send(context.document("landing page", lambda: _page(context)), HTML)
            response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
            return response
        return documents.send(context.document("landing json", lambda: _json(context)), "application/json")

    return room


def _page(context: Context) -> bytes:
    processes = context.operations.processes()
    page = render_template(
        "landing.html",
        service=context.service,
        links=context.links,
        versions=negotiation.VERSIONS,
        processes=processes,
        example=min(processes, key=_effort, default=None),
    )
    return page.encode("utf-8")


def _json(context: Context) -> bytes:
    service, links = context.service, context.links
    answer = {
        "title": service.title,
        "description": service.abstract,
        "endpoint": links.wps,
        "capabilities": {version: links.capabilities(version) for version in negotiation.VERSIONS},
        "processes": [_summary(context, process) for process in context.operations.processes()],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2).encode("utf-8")


def _summary(context: Context, process: Process) -> dict[str, object]:
    described = {version: context.links.description(process.id, version) for version in negotiation.VERSIONS}
    return {"id": process.id, "title": process.title, "version": process.version, "description": described}


def _effort(process: Process) -> tuple[int, int]:
    """Return how much a person must type to execute a process: files first, then values; one with a value is best."""
    needed = [parameter for parameter in process.inputs if parameter.min_occurs]
    literals = sum(isinstance(parameter.data, LiteralData) for parameter in needed)
    return len(needed) - literals, abs(literals - 1)
