"""`/jobs/{id}/maps/{output}`: a result as WMS, WCS or WFS, and its quick-look, for those who may read the result."""

from __future__ import annotations

from flask import Blueprint, Response, request
from lxml import etree

from wps_cwl.errors import InvalidRequest, NoSuchFile, NoSuchJob
from wps_cwl.facade import errors, outputs
from wps_cwl.facade.body import read_body
from wps_cwl.facade.context import Context
from wps_cwl.facade.documents import XML_REPORT
from wps_cwl.facade.ows import xml
from wps_cwl.facade.ows.elements import OWS_11, Element, Elements, write
from wps_cwl.facade.problem import problem
from wps_cwl.maps.request import MapRequest, check_document, check_properties, parse_query
from wps_cwl.model import View

_OWS = Elements(OWS_11, {"ows": OWS_11})


def blueprint(context: Context) -> Blueprint:
    """Return the maps of every job."""
    room = Blueprint("maps", __name__)

    @room.route("/jobs/<job_id>/maps/<output>", methods=["GET", "POST"])
    def map(job_id: str, output: str) -> Response:
        offered = context.operations.map_services(context.own(job_id), output)
        asked = _parse(context, offered)
        answer = context.operations.ask_map(job_id, output, asked, context.links.map(job_id, output))
        response = Response(answer.pieces, answer.status, content_type=answer.media_type, direct_passthrough=True)
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
        return response

    @room.get("/jobs/<job_id>/maps/<output>/quicklook.png")
    def quicklook(job_id: str, output: str) -> Response:
        return outputs.send(*context.operations.quicklook(context.own(job_id), output), partial=True)

    @room.errorhandler(InvalidRequest)
    def failed(error: InvalidRequest) -> Response:
        if isinstance(error, (NoSuchJob, NoSuchFile)):
            return problem(404, "Not Found", str(error))
        return Response(_report(error), 400, content_type=XML_REPORT)

    return room


def _parse(context: Context, offered: tuple[View, ...]) -> MapRequest:
    """Read a request: key-value pairs, or a document, which is written anew of what was understood."""
    pairs = list(request.args.items(multi=True))
    if request.method != "POST":
        return parse_query([_understood(*pair, context) for pair in pairs], offered)
    body = read_body(request, context.limits)
    root = xml.parse(body, limit=context.limits.request_bytes)
    if pairs:
        raise InvalidRequest(reason="what is posted is a document alone, and its address has no parameters")
    service = check_document(xml.local_name(root), xml.attribute(root, "service"), _properties(root), offered)
    return MapRequest(service, "", etree.tostring(root, encoding="UTF-8"))


def _understood(name: str, value: str, context: Context) -> tuple[str, str]:
    """Return a pair; a filter as it was understood, since MapServer's own parser may understand another one."""
    if name.lower() != "filter":
        return name, value
    root = xml.parse(value.encode(), limit=context.limits.request_bytes)
    check_properties(_properties(root))
    return name, etree.tostring(root, encoding="unicode")


def _properties(root: Element) -> list[str]:
    named = {"propertyname", "valuereference"}  # MapServer reads them in any case of their letters
    found = (element for element in root.iter("{*}*") if etree.QName(element).localname.lower() in named)
    return [xml.content(element).strip() for element in found]


def _report(error: InvalidRequest) -> bytes:
    """Return an exception report of OWS Common 1.1, which all clients of these services can read."""
    report = errors.report(error)
    return write(
        _OWS(
            "ExceptionReport",
            {"version": "1.1.0"},
            _OWS(
                "Exception",
                {"exceptionCode": report.row.wps100, "locator": report.locator100},
                _OWS("ExceptionText", report.text),
            ),
        )
    )
