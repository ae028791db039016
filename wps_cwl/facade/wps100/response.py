"""The ExecuteResponse of WPS 1.0.0 (05-007r7, clause 10.3): what was asked, where the job is, and what it gave."""

from __future__ import annotations

from dataclasses import dataclass

from wps_cwl.errors import JobDismissed
from wps_cwl.facade import errors, views
from wps_cwl.facade.context import Context
from wps_cwl.facade.ows import results
from wps_cwl.facade.ows.elements import LANG, Content, Element, timestamp, write
from wps_cwl.facade.wps100 import exceptions, lineage
from wps_cwl.facade.wps100.description import brief, identified
from wps_cwl.facade.wps100.elements import VERSION, ows, wps
from wps_cwl.model import (
    BoundingBoxValue,
    Job,
    JobState,
    LiteralData,
    LiteralValue,
    OutputRequest,
    Process,
    Result,
    StoredFile,
    Transmission,
)
from wps_cwl.translator import views as further
from wps_cwl.translator.datatypes import LITERAL_TYPES


@dataclass(frozen=True)
class Stage:
    """What a state of ours is here; `percent` is what it stands for where the job measures nothing."""

    element: str
    text: str
    percent: int | None = None


STAGES = {
    JobState.ACCEPTED: Stage("ProcessAccepted", "The job is accepted."),
    JobState.STAGING: Stage("ProcessStarted", "The inputs are being fetched.", 0),
    JobState.QUEUED: Stage("ProcessStarted", "The job waits for the scheduler."),
    JobState.RUNNING: Stage("ProcessStarted", "The job runs."),
    JobState.PUBLISHING: Stage("ProcessStarted", "The outputs are being stored.", 99),
    JobState.SUCCESSFUL: Stage("ProcessSucceeded", "The job has succeeded."),
    JobState.FAILED: Stage("ProcessFailed", "The job has failed."),
    JobState.DISMISSED: Stage("ProcessFailed", "The job was dismissed."),
}


def render(context: Context, job: Job, language: str, *, stored: bool) -> bytes:
    """Return the document; a stored one says where it can be read again."""
    process = context.find(job.process) or Process(job.process, job.process, job.process_version or "0.0.0", (), ())
    here, self = context.links.capabilities(VERSION), context.links.status(job.id) if stored else None
    return write(
        wps(
            "ExecuteResponse",
            {"service": "WPS", "version": VERSION, LANG: language, "serviceInstance": here, "statusLocation": self},
            wps("Process", brief(process, job.process_version)),
            _status(job, language),
            lineage.render(process, job, context.operations.inputs(job.id)) if job.request.lineage else None,
            _outputs(context, process, job) if job.state is JobState.SUCCESSFUL else None,
        )
    )


def _status(job: Job, language: str) -> Element:
    stage = STAGES[job.state]
    content: Content = job.message or stage.text  # never empty: birdy takes a slice of it
    if stage.element == "ProcessFailed":
        content = exceptions.element(errors.report(failure(job)), language)
    started = stage.element == "ProcessStarted"
    percent = stage.percent if job.percent is None else min(max(job.percent, 0), 99)
    progress = {"percentCompleted": str(percent) if started and percent is not None else None}
    return wps("Status", {"creationTime": timestamp(job.created)}, wps(stage.element, progress, content))


def failure(job: Job) -> Exception:
    """Return why a job that has ended gave nothing."""
    return JobDismissed(identifier=job.id) if job.error is None else errors.JobFailed(job.error)


def _outputs(context: Context, process: Process, job: Job) -> Element | None:
    found = results.select(job, views.flat(context.links, job, context.operations.results(job.id)))
    return wps.optional("ProcessOutputs", [_output(context, process, job, *pair) for pair in found])


def _output(context: Context, process: Process, job: Job, asked: OutputRequest, result: Result) -> Element:
    known = (*process.outputs, *further.flat(process))
    parameter = next((one for one in known if one.id == result.id), None)
    described = [ows("Identifier", result.id), ows("Title", result.id)] if parameter is None else identified(parameter)
    return wps("Output", described, _value(context, process, job, asked, result))


def _value(context: Context, process: Process, job: Job, asked: OutputRequest, result: Result) -> Element:
    value = result.value
    by_reference = asked.transmission is Transmission.REFERENCE
    if isinstance(value, StoredFile):
        if by_reference or value.size > context.limits.inline_bytes:
            return _reference(context.links.file(job.id, value), value.media_type)
        _, opened = context.operations.open_file(job.id, value.output, value.name)
        with opened:
            return wps("Data", results.fill(wps("ComplexData"), value.media_type, opened.read()))
    name, media_type, content = results.to_file(value, context.links, job)
    if by_reference:
        return _reference(context.links.output(job.id, result.id, name), media_type)
    if isinstance(value, LiteralValue):
        said = {"dataType": _datatype(process, result.id, value), "uom": value.unit}
        return wps("Data", wps("LiteralData", said, value.text))
    if isinstance(value, BoundingBoxValue):
        return wps("Data", results.to_box(ows, wps("BoundingBoxData"), value))
    return wps("Data", results.fill(wps("ComplexData"), media_type, content))


def _reference(address: str, media_type: str) -> Element:
    return wps("Reference", {"href": address, "mimeType": media_type})  # not xlink:href, which is for inputs


def _datatype(process: Process, output: str, value: LiteralValue) -> str:
    parameter = process.output(output)
    described = parameter.data if parameter else None
    return value.datatype or (LITERAL_TYPES[described.datatype].wps if isinstance(described, LiteralData) else "string")
