"""StatusInfo and Result of WPS 2.0 (14-065r2, clauses 9.4 and 9.6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from wps_cwl.facade import views
from wps_cwl.facade.context import Context
from wps_cwl.facade.ows import results
from wps_cwl.facade.ows.elements import HREF, Element, timestamp, write
from wps_cwl.facade.wps200.elements import ows, wps
from wps_cwl.model import (
    BoundingBoxValue,
    Job,
    JobState,
    LiteralValue,
    NestedResult,
    OutputRequest,
    Result,
    StoredFile,
    Transmission,
)
from wps_cwl.translator import media_types

STATES = {
    JobState.ACCEPTED: "Accepted",
    JobState.STAGING: "Running",
    JobState.QUEUED: "Running",
    JobState.RUNNING: "Running",
    JobState.PUBLISHING: "Running",
    JobState.SUCCESSFUL: "Succeeded",
    JobState.FAILED: "Failed",
    JobState.DISMISSED: "Dismissed",
}
POLL_SECONDS = (1, 60)  # between two looks at a job: a tenth of its age, within these


def render_status(job: Job, now: datetime) -> bytes:
    """Return the StatusInfo of a job."""
    return write(
        wps(
            "StatusInfo",
            wps("JobID", job.id),
            wps("Status", STATES[job.state]),
            _expires(job),
            None if job.state.final else wps("NextPoll", timestamp(_next_poll(job, now))),
            wps.optional("PercentCompleted", _percent(job)),
        )
    )


def render_result(context: Context, job: Job, found: Iterable[Result]) -> bytes:
    """Return the Result of a successful job."""
    seen = views.nested(context.links, job, found)
    outputs = [_outputs(context, job, asked, result) for asked, result in results.select(job, seen)]
    return write(wps("Result", wps("JobID", job.id), _expires(job), outputs))


def literal(value: LiteralValue) -> Element:
    """Return a literal in its default format, which is XML."""
    return wps("LiteralValue", {"dataType": value.datatype, "uom": value.unit}, value.text)


def box(value: BoundingBoxValue) -> Element:
    """Return a bounding box in its only format."""
    return results.to_box(ows, ows("BoundingBox"), value)


def _expires(job: Job) -> Element | None:
    return None if job.expires is None else wps("ExpirationDate", timestamp(job.expires))


def _next_poll(job: Job, now: datetime) -> datetime:
    least, most = POLL_SECONDS
    return now + timedelta(seconds=min(max((now - job.created).total_seconds() / 10, least), most))


def _percent(job: Job) -> str | None:
    if job.state is JobState.SUCCESSFUL:
        return "100"
    return None if job.percent is None else str(min(max(job.percent, 0), 99))


def _outputs(context: Context, job: Job, asked: OutputRequest, result: Result) -> Iterator[Element]:
    """Give a result; a record once for each of its fields, as the schema lets an Output hold one Output only."""
    if isinstance(result.value, NestedResult):
        for field in result.value.results:
            inline = isinstance(field.value, (LiteralValue, BoundingBoxValue))  # only outputs have addresses
            sent = replace(asked, transmission=Transmission.VALUE) if inline else asked
            for inner in _outputs(context, job, sent, field):
                yield wps("Output", {"id": result.id}, inner)
    else:
        yield wps("Output", {"id": result.id}, _value(context, job, asked, result.id, result.value))


def _value(
    context: Context, job: Job, asked: OutputRequest, output: str, value: LiteralValue | BoundingBoxValue | StoredFile
) -> Element:
    by_reference = asked.transmission is Transmission.REFERENCE
    if isinstance(value, StoredFile):
        if by_reference or value.size > context.limits.inline_bytes:
            return _reference(context.links.file(job.id, value), value.media_type)
        _, opened = context.operations.open_file(job.id, value.output, value.name)
        with opened:
            return results.fill(wps("Data"), value.media_type, opened.read())
    if by_reference:
        name, media_type, _ = results.to_file(value, context.links, job)
        return _reference(context.links.output(job.id, output, name), media_type)
    return _inline(value, asked)


def _inline(value: LiteralValue | BoundingBoxValue, asked: OutputRequest) -> Element:
    if isinstance(value, BoundingBoxValue):
        return wps("Data", {"mimeType": "text/xml"}, box(value))
    if wants_plain(asked):
        return wps("Data", {"mimeType": "text/plain"}, value.text)
    return wps("Data", {"mimeType": "text/xml"}, literal(value))


def wants_plain(asked: OutputRequest) -> bool:
    """Return whether a literal is asked for as bare text."""
    return asked.format is not None and media_types.matches(asked.format.media_type, "text/plain")


def _reference(address: str, media_type: str) -> Element:
    return wps("Reference", {HREF: address, "mimeType": media_type})
