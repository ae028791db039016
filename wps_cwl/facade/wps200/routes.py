"""The operations of WPS 2.0: parse, call one operation, render."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response

from wps_cwl.errors import JobDismissed, MissingParameter, OperationNotSupported
from wps_cwl.facade import documents, errors, estimates
from wps_cwl.facade.context import Context
from wps_cwl.facade.ows.request import OwsRequest
from wps_cwl.facade.wps200 import capabilities, description, exceptions, parse, raw, response
from wps_cwl.model import Job, JobState, Mode, ResponseForm

report = exceptions.render


def answer(context: Context, asked: OwsRequest, language: str) -> Response:
    """Answer a request of this version; raise OperationNotSupported, or MissingParameter when it names no version."""
    operation = OPERATIONS.get(asked.operation.lower())
    if operation is None:
        raise OperationNotSupported(operation=asked.operation, known=list(capabilities.OPERATIONS))
    if asked.version is None and not asked.asks_capabilities:
        raise MissingParameter(name="version")
    return operation(context, asked, language)


def get_capabilities(context: Context, *_: object) -> Response:
    """Say what the service offers."""

    def render() -> bytes:
        return capabilities.render(context.service, context.operations.processes())

    return documents.send(context.document(("2.0.0", "capabilities"), render))


def describe_process(context: Context, asked: OwsRequest, language: str) -> Response:
    """Describe some processes, or all."""
    key = ("2.0.0", "description", language)
    return documents.send(
        context.descriptions(key, asked.identifiers(), lambda processes: description.render(processes, language))
    )


def execute(context: Context, asked: OwsRequest, language: str) -> Response:
    """Run a process; an asynchronous request is answered with a StatusInfo, also when it asks for raw bytes."""
    process = context.operations.process(asked.identifiers()[0])
    request = parse.parse_execute(asked, process, language)
    if asked.dry_run:
        return estimates.answer(context.estimate(request))
    job = context.run(request, body=asked.body)
    return _status(context, job) if request.mode is Mode.ASYNC else _result(context, job)


def get_status(context: Context, asked: OwsRequest, _: str) -> Response:
    """Say where a job is; of one that goes on, after a moment."""
    return _status(context, context.operations.hold(context.own(parse.parse_job(asked))))


def get_result(context: Context, asked: OwsRequest, _: str) -> Response:
    """Give what a job gave, in the form that was asked for when it was executed."""
    return _result(context, context.operations.hold(context.own(parse.parse_job(asked))))


def dismiss(context: Context, asked: OwsRequest, _: str) -> Response:
    """End a job."""
    return _status(context, context.operations.dismiss(context.own(parse.parse_job(asked))))


def _status(context: Context, job: Job) -> Response:
    return documents.xml_response(response.render_status(job, context.now()))


def _result(context: Context, job: Job) -> Response:
    if job.state is JobState.DISMISSED:
        raise JobDismissed(identifier=job.id)
    if job.error is not None:
        raise errors.JobFailed(job.error)
    if job.request.response is ResponseForm.RAW:
        return raw.render(context, job)
    return documents.xml_response(response.render_result(context, job, context.operations.results(job.id)))


OPERATIONS: dict[str, Callable[[Context, OwsRequest, str], Response]] = {
    "getcapabilities": get_capabilities,
    "describeprocess": describe_process,
    "execute": execute,
    "getstatus": get_status,
    "getresult": get_result,
    "dismiss": dismiss,
}
