"""The operations of WPS 1.0.0: parse, call one operation, render."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response

from wps_cwl.errors import OperationNotSupported
from wps_cwl.facade import documents, estimates
from wps_cwl.facade.context import Context
from wps_cwl.facade.ows.request import OwsRequest
from wps_cwl.facade.wps100 import capabilities, description, exceptions, parse, raw, response
from wps_cwl.model import Fault, Job, JobState, ResponseForm

report = exceptions.render


def answer(context: Context, asked: OwsRequest, language: str) -> Response:
    """Answer a request of this version; raise OperationNotSupported."""
    operation = OPERATIONS.get(asked.operation.lower())
    if operation is None:
        raise OperationNotSupported(operation=asked.operation, known=list(capabilities.OPERATIONS))
    return operation(context, asked, language)


def get_capabilities(context: Context, _: OwsRequest, language: str) -> Response:
    """Say what the service offers."""

    def render() -> bytes:
        return capabilities.render(context.service, context.operations.processes(), language)

    return documents.send(context.document(("1.0.0", "capabilities", language), render))


def describe_process(context: Context, asked: OwsRequest, language: str) -> Response:
    """Describe some processes, or all."""
    key = ("1.0.0", "description", language)
    return documents.send(
        context.descriptions(key, asked.identifiers(), lambda processes: description.render(processes, language))
    )


def execute(context: Context, asked: OwsRequest, language: str) -> Response:
    """Run a process; a synchronous request waits for its end."""
    process = context.operations.process(asked.identifiers()[0])
    request = parse.parse_execute(asked, process, language)
    if asked.dry_run:
        return estimates.answer(context.estimate(request))
    job = context.run(request, body=asked.body)
    return _answer(context, job, language)


def _answer(context: Context, job: Job, language: str) -> Response:
    """Answer with a job: a raw answer and the client's own fault have no document to stand in."""
    raw_answer = job.request.response is ResponseForm.RAW
    if job.state in (JobState.FAILED, JobState.DISMISSED):
        own_fault = job.error is not None and job.error.fault is Fault.CLIENT
        if raw_answer or own_fault:
            raise response.failure(job)
    if raw_answer:
        return raw.render(context, job)
    return documents.xml_response(response.render(context, job, language, stored=job.request.store))


OPERATIONS: dict[str, Callable[[Context, OwsRequest, str], Response]] = {
    "getcapabilities": get_capabilities,
    "describeprocess": describe_process,
    "execute": execute,
}
