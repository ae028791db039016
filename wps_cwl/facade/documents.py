"""Documents that depend on the set of processes only: rendered once per change, compressed once, and revalidated."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock

from flask import Response, request

XML = "text/xml; charset=utf-8"
# OWSLib looks for a report in a 200 only when the type is exactly this; we keep to it for every report.
XML_REPORT = "text/xml"
KEPT = 4096  # more than one per process and version, for a thousand processes


def xml_response(document: bytes, status: int = 200) -> Response:
    """Return the answer of one request; nobody may keep it."""
    return Response(document, status, content_type=XML, headers={"Cache-Control": "no-store"})


@dataclass(frozen=True)
class Document:
    """A document as it is sent."""

    body: bytes
    zipped: bytes
    etag: str

    @classmethod
    def of(cls, body: bytes) -> Document:
        """Make a document ready to be sent."""
        return cls(body, gzip.compress(body, mtime=0), hashlib.sha256(body).hexdigest()[:32])


class _Slot:
    """The place of one document, empty until it is rendered."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.document: Document | None = None


class Documents:
    """Keeps what was rendered until the revision changes."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._revision: int | None = None
        self._kept: dict[Hashable, _Slot] = {}

    def get(self, revision: int, key: Hashable, render: Callable[[], bytes]) -> Document:
        """Return the document of that key, rendered once; only those who want the same one wait for it."""
        with self._lock:
            if revision != self._revision or len(self._kept) >= KEPT:
                self._revision, self._kept = revision, {}
            slot = self._kept.setdefault(key, _Slot())
        with slot.lock:
            if slot.document is None:
                slot.document = Document.of(render())
            return slot.document


def send(document: Document, content_type: str = XML) -> Response:
    """Answer the current request with a document: not at all when the client has it, compressed when it can be."""
    zipped = request.accept_encodings.quality("gzip") > 0
    response = Response(document.zipped if zipped else document.body, content_type=content_type)
    response.headers["Cache-Control"] = "no-cache"  # keep it, but ask
    response.vary.update(("Accept", "Accept-Encoding"))
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    response.set_etag(document.etag, weak=True)  # one tag for both encodings
    response.make_conditional(request)
    return response
