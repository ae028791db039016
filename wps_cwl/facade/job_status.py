"""`/jobs/{id}` and `/jobs/{id}/accounting` as JSON: where a job is, step by step, and what it has used.

The first has the form of a StatusInfo of OGC API - Processes (18-062r2, clause 7.12), and more.
"""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any  # JSON of any shape

from flask import Blueprint, Response, jsonify

from wps_cwl.errors import InvalidRequest
from wps_cwl.facade import views
from wps_cwl.facade.context import Context
from wps_cwl.facade.links import Links
from wps_cwl.facade.ows.elements import timestamp
from wps_cwl.facade.problem import problem
from wps_cwl.model import Accounting, Job, JobState, Price, Step, StepUsage

STATES = {
    JobState.ACCEPTED: "accepted",
    JobState.STAGING: "running",
    JobState.QUEUED: "running",
    JobState.RUNNING: "running",
    JobState.PUBLISHING: "running",
    JobState.SUCCESSFUL: "successful",
    JobState.FAILED: "failed",
    JobState.DISMISSED: "dismissed",
}
_PATH = re.compile(r"(^|[\s=:,;'\"])/")  # in a field such as WorkDir, and none of a client's business
_NAMES = {
    "id": "nativeID",
    "exit_code": "exitCode",
    "queue_wait": "queueWaitSeconds",
    "wall": "wallSeconds",
    "cpu": "cpuSeconds",
    "memory": "memoryBytes",
    "by_toil": "measuredByToil",
    "reused_from": "reusedFrom",
}


def blueprint(context: Context) -> Blueprint:
    """Return the resources."""
    room = Blueprint("job_status", __name__)

    @room.get("/jobs/<job_id>")
    def job(job_id: str) -> Response:
        found = context.operations.status(context.own(job_id))
        return _answer(render(found, context.operations.steps(job_id), context.links))

    @room.get("/jobs/<job_id>/accounting")
    def accounting(job_id: str) -> Response:
        return _answer(render_accounting(context.operations.accounting(context.own(job_id))))

    @room.errorhandler(InvalidRequest)
    def failed(error: InvalidRequest) -> Response:
        return problem(404, "Not Found", str(error))

    return room


def render(job: Job, steps: tuple[Step, ...], links: Links) -> dict[str, Any]:
    """Return a job; what is not known is left out."""
    document: dict[str, Any] = {
        "jobID": job.id,
        "processID": job.process,
        "type": "process",
        "status": STATES[job.state],
        "message": job.message,
        "progress": job.percent,
        "created": job.created,
        "started": job.started,
        "finished": job.finished,
        "updated": job.updated,
        "expires": job.expires,
        "kept": job.kept or None,
        "profile": job.profile,
        "route": job.route or None,
        "reusedFrom": job.reused_from,
        "steps": [_plain(step) for step in steps],
        "links": _links(job, links),
    }
    return {name: _known(value) for name, value in document.items() if value is not None}


def render_accounting(accounting: Accounting) -> dict[str, Any]:
    """Return what a job has used; what was not measured is null, so that nobody takes it for nothing."""
    document = _plain(accounting, "steps")
    document |= {"price": accounting.price, "currency": accounting.currency, "unpricedSteps": accounting.unpriced}
    steps = [_plain(step) | {"coreSeconds": step.core_seconds, "raw": _shown(step)} for step in accounting.steps]
    return {name: _json(value) for name, value in ({"jobID": document.pop("job")} | document).items()} | {
        "steps": [{name: _json(value) for name, value in step.items()} for step in steps]
    }


def _shown(step: StepUsage) -> dict[str, str]:
    return {name: value for name, value in step.raw.items() if not _PATH.search(value)}


def _links(job: Job, links: Links) -> list[dict[str, str]]:
    found = [
        ("self", "application/json", "this document", links.job(job.id)),
        ("status", "text/xml", "this job in WPS 1.0.0", links.status(job.id)),
    ]
    if job.state.final:
        found.append(("related", "application/json", "what the job has used", links.accounting(job.id)))
    if job.state is JobState.SUCCESSFUL:
        relation = "http://www.opengis.net/def/rel/ogc/1.0/results"
        found.append((relation, "text/xml", "the results in WPS 2.0", links.result(job.id)))
        found += views.job_links(links, job)
    return [{"rel": rel, "type": type, "title": title, "href": href} for rel, type, title, href in found]


def _plain(value: Step | StepUsage | Accounting, *without: str) -> dict[str, Any]:
    """Return the fields of a dataclass under their names in JSON."""
    found = {field.name: getattr(value, field.name) for field in fields(value) if field.name not in without}
    return {_NAMES.get(name, name): item for name, item in found.items()}


def _known(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _known(item) for name, item in value.items() if item is not None}
    return [_known(item) for item in value] if isinstance(value, list) else _json(value)


def _json(value: Any) -> Any:
    if isinstance(value, datetime):
        return timestamp(value)
    if isinstance(value, Price):
        return {field.name: _json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Decimal):
        return str(value)  # a number of JSON would be a binary one with most readers
    return value.value if isinstance(value, Enum) else value


def _answer(document: dict[str, Any]) -> Response:
    response = jsonify(document)
    response.headers["Cache-Control"] = "no-store"
    return response
