"""`/jobs/{id}/status.xml`: the statusLocation of WPS 1.0.0, rendered when it is read, so never half written or stale.

OWSLib polls it in a loop that neither stops nor sleeps on what it cannot read, so it is there as soon as the job is,
and answers a job that does not exist with a report of HTTP 400.
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from wps_cwl.facade import documents, endpoint, negotiation
from wps_cwl.facade.context import Context
from wps_cwl.facade.wps100 import response


def blueprint(context: Context) -> Blueprint:
    """Return the status document of every job, whichever protocol made it."""
    room = Blueprint("status", __name__)

    @room.get("/jobs/<job_id>/status.xml")
    def status(job_id: str) -> Response:
        wishes = tuple(filter(None, [request.args.get("language")]))
        language = negotiation.choose_language(wishes, context.service.languages)
        job = context.operations.status(context.own(job_id))
        return documents.xml_response(response.render(context, job, language, stored=True))

    @room.errorhandler(Exception)
    def failed(error: Exception) -> Response:
        return endpoint.report(context, error, version="1.0.0")

    return room
