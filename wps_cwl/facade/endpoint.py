"""`/wps`: the one endpoint of both versions; it finds out which is spoken and hands the request to that binding."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol
from urllib.parse import unquote_plus

from flask import Blueprint, Response, g, request

from wps_cwl.errors import InvalidParameter, OperationNotSupported, Unavailable
from wps_cwl.facade import body, documents, errors, negotiation
from wps_cwl.facade.context import Context
from wps_cwl.facade.ows.kvp import Query, parse_flag
from wps_cwl.facade.ows.request import OwsRequest, read_document, read_query
from wps_cwl.facade.wps100 import routes as wps100
from wps_cwl.facade.wps200 import routes as wps200
from wps_cwl.model import Subscription, Topic

logger = logging.getLogger(__name__)


class Binding(Protocol):
    """What the endpoint needs of a version: both of them are modules of this shape."""

    def answer(self, context: Context, asked: OwsRequest, language: str) -> Response:
        """Answer a request of this version."""

    def report(self, report: errors.Report, language: str) -> bytes:
        """Return the exception report of this version."""


BINDINGS: dict[str, Binding] = {"1.0.0": wps100, "2.0.0": wps200}
METHODS = ("GET", "HEAD", "POST")
RETRY_SECONDS = 10
PROFILE, PROFILE_HEADER = "profile", "WPS-Profile"
DRY_RUN, DRY_RUN_HEADER = "dryrun", "WPS-Dry-Run"
TOPIC_HEADERS = {  # addresses are written to the logs of proxies, headers are not
    Topic.SUCCESS: "WPS-Success-Uri",
    Topic.PROGRESS: "WPS-In-Progress-Uri",
    Topic.FAILURE: "WPS-Failed-Uri",
    Topic.END: "WPS-Notify-Email",
}


class MethodNotAllowed(OperationNotSupported):
    """The method {operation} is not allowed here; choose from: {known}."""


def blueprint(context: Context) -> Blueprint:
    """Return the endpoint."""
    room = Blueprint("wps", __name__)

    # every verb comes here, as OGC wants a report even for the wrong one
    verbs = [*METHODS, "PUT", "PATCH", "DELETE", "OPTIONS"]

    @room.route("/wps/", methods=verbs, strict_slashes=False, provide_automatic_options=False)
    def wps() -> Response:
        asked = _read(context)
        version = g.version = asked.negotiate()
        asked.check()
        language = negotiation.choose_language(asked.languages, context.service.languages)
        return BINDINGS[version].answer(context, asked, language)

    @room.errorhandler(Exception)
    def failed(error: Exception) -> Response:
        return report(context, error, version=g.get("version", negotiation.DEFAULT))

    return room


def _read(context: Context) -> OwsRequest:
    if request.method not in METHODS:
        raise MethodNotAllowed(operation=request.method, known=METHODS)
    if request.method == "POST":
        asked = read_document(body.read_body(request, context.limits), limit=context.limits.request_bytes)
    else:
        asked = read_query(request.query_string)
        asked = replace(asked, body=_without_subscriptions(request.query_string))
    dry_run = parse_flag(_beside(DRY_RUN, DRY_RUN_HEADER), DRY_RUN)
    return replace(
        asked, profile=_beside(PROFILE, PROFILE_HEADER), dry_run=dry_run, subscriptions=tuple(_subscriptions())
    )


def _subscriptions() -> Iterator[Subscription]:
    for topic, header in TOPIC_HEADERS.items():
        if target := _beside(topic.value, header):
            yield Subscription(topic, target)


def _without_subscriptions(query: bytes) -> bytes:
    """Return a query as it is kept: what a client wants to be told may hold its secrets, and is none of the job's."""
    names = {topic.value.lower() for topic in Topic}
    pairs = query.split(b"&")
    return b"&".join(pair for pair in pairs if _name(pair) not in names)


def _name(pair: bytes) -> str:
    return unquote_plus(pair.partition(b"=")[0].decode("latin-1")).strip().lower()


def _beside(name: str, header: str) -> str | None:
    """Return what is said beside the request itself, which has no room for it in either version."""
    said = [pair for pair in request.query_string.split(b"&") if _name(pair) == name.lower()]
    named = Query(b"&".join(said)).get(name), request.headers.get(header, "").strip() or None
    if None not in named and len(set(named)) > 1:
        raise InvalidParameter(name=name, value=named[0], reason=f'the header {header} names another one, "{named[1]}"')
    return named[0] or named[1]


def report(context: Context, error: Exception, *, version: str) -> Response:
    """Answer with an exception report, and log what is not the client's fault."""
    found = errors.report(error)
    if found.row.hidden:
        logger.error("a request failed", exc_info=error, extra={"path": request.path})
    document = BINDINGS[version].report(found, context.service.languages[0])
    response = Response(document, found.status, content_type=documents.XML_REPORT)
    if isinstance(error, MethodNotAllowed):
        response.status_code, response.headers["Allow"] = 405, ", ".join(METHODS)
    if isinstance(error, Unavailable):
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response
