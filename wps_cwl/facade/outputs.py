"""`/jobs/{id}/outputs/{output}/{name}`: the files of results, with ranges, for anybody who knows the job."""

from __future__ import annotations

import hashlib
import io
from typing import BinaryIO
from urllib.parse import quote

from flask import Blueprint, Response, request
from werkzeug.http import dump_options_header
from werkzeug.wsgi import FileWrapper

from wps_cwl.errors import InvalidRequest, NoSuchFile, RunFailed, WpsCwlError
from wps_cwl.facade import views
from wps_cwl.facade.context import Context
from wps_cwl.facade.ows import results
from wps_cwl.facade.problem import problem
from wps_cwl.model import Job, Result, StoredFile
from wps_cwl.translator import media_types

_CHUNK = 256 * 1024


def blueprint(context: Context) -> Blueprint:
    """Return the files of every job."""
    room = Blueprint("outputs", __name__)

    @room.get("/jobs/<job_id>/outputs/<output>/<name>")
    def output(job_id: str, output: str, name: str) -> Response:
        job_id = context.own(job_id)
        address = _elsewhere(context, job_id, output, name)
        return send(*_open(context, job_id, output, name), partial=True) if address is None else _lead(address)

    @room.errorhandler(InvalidRequest)
    @room.errorhandler(RunFailed)  # such a job has no files
    def failed(error: WpsCwlError) -> Response:
        return problem(404, "Not Found", str(error))

    return room


def send(file: StoredFile, content: BinaryIO, *, partial: bool = False) -> Response:
    """Answer with a file; what a browser would run is shut into a sandbox, as a process may write anything."""
    response = Response(FileWrapper(content, _CHUNK), content_type=file.media_type, direct_passthrough=True)
    response.content_length = file.size
    response.headers["Content-Disposition"] = _disposition(file.name)
    if media_types.is_xml(file.media_type) or "html" in file.media_type:  # SVG is XML; so is what an XSLT turns to HTML
        response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    if partial:
        response.headers["Cache-Control"] = "private, no-cache"
        if file.sha256:
            response.set_etag(file.sha256)
        response.make_conditional(request, accept_ranges=True, complete_length=file.size)
    return response


def _disposition(name: str) -> str:
    if name.isascii() and name.isprintable():
        return dump_options_header("inline", {"filename": name})
    return dump_options_header("inline", {"filename*": f"UTF-8''{quote(name, safe='')}"})  # RFC 6266


def open_value(context: Context, job: Job, result: Result) -> tuple[StoredFile, BinaryIO]:
    """Open a result as a file, also when it is none."""
    if isinstance(result.value, StoredFile):
        return context.operations.open_file(job.id, result.value.output, result.value.name)
    name, media_type, content = results.to_file(result.value, context.links, job)
    digest = hashlib.sha256(content).hexdigest()
    return StoredFile(result.id, name, media_type, len(content), digest), io.BytesIO(content)


def _elsewhere(context: Context, job_id: str, output: str, name: str) -> str | None:
    """Return where the storage serves what has this address; such a link is good for GET alone."""
    if request.method != "GET":
        return None
    try:
        return context.operations.link(job_id, output, name)
    except NoSuchFile:
        return None  # it may be a value that is no file


def _lead(address: str) -> Response:
    """Send the client elsewhere, and have nobody keep that: the next link is another one."""
    headers = {"Location": address, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return Response(status=302, headers=headers)


def _open(context: Context, job_id: str, output: str, name: str) -> tuple[StoredFile, BinaryIO]:
    """Open what has this address: a published file, or another value that was asked for by reference."""
    try:
        return context.operations.open_file(job_id, output, name)
    except NoSuchFile:
        job = context.operations.status(job_id)
        for result in views.flat(context.links, job, context.operations.results(job_id)):
            if result.id == output and not isinstance(result.value, StoredFile):
                file, content = open_value(context, job, result)
                if file.name == name:
                    return file, content
        raise
