"""The answer to RawDataOutput: the bytes of one output, in its own media type (05-007r7, clause 10.3.2)."""

from __future__ import annotations

from flask import Response

from wps_cwl.facade import outputs, views
from wps_cwl.facade.context import Context
from wps_cwl.facade.ows import results
from wps_cwl.model import Job


def render(context: Context, job: Job) -> Response:
    """Return the answer; literals are plain text here."""
    _, result = results.select_raw(job, views.asked(views.flat, context, job))
    return outputs.send(*outputs.open_value(context, job, result))
