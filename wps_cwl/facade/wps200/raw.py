"""The raw answer of WPS 2.0: the bytes of one output (14-065r2, clause 9.6)."""

from __future__ import annotations

from flask import Response

from wps_cwl.facade import documents, outputs, views
from wps_cwl.facade.context import Context
from wps_cwl.facade.ows import results
from wps_cwl.facade.ows.elements import write
from wps_cwl.facade.wps200 import response
from wps_cwl.model import BoundingBoxValue, Job, LiteralValue


def render(context: Context, job: Job) -> Response:
    """Return the answer; a literal is XML unless text/plain is asked for."""
    asked, result = results.select_raw(job, views.asked(views.nested, context, job))
    if isinstance(result.value, LiteralValue) and not response.wants_plain(asked):
        return documents.xml_response(write(response.literal(result.value)))
    if isinstance(result.value, BoundingBoxValue):
        return documents.xml_response(write(response.box(result.value)))
    return outputs.send(*outputs.open_value(context, job, result))
