"""Spans to an OpenTelemetry receiver, by OTLP over HTTP. The only module that knows OpenTelemetry.

Nothing waits for the receiver: spans are kept for a while, sent by a thread, and dropped when there are too many.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
from collections.abc import Mapping

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from opentelemetry.trace import SpanContext, SpanKind, TraceFlags
from opentelemetry.trace.status import Status, StatusCode

from wps_cwl import __version__
from wps_cwl.model import Span

END_SECONDS = 2.0  # that the end of the process may take for what was not sent yet
_KINDS = {"internal": SpanKind.INTERNAL, "server": SpanKind.SERVER}
_SCOPE = InstrumentationScope("wps_cwl", __version__)


class Teller:
    """Sends spans; `part` is what of the service tells them. Without endpoint, $OTEL_EXPORTER_OTLP_ENDPOINT is it."""

    def __init__(self, endpoint: str | None, part: str, environ: Mapping[str, str] = os.environ) -> None:
        logging.getLogger("opentelemetry").setLevel(logging.ERROR)  # not each attempt that fails is news
        self._resource = Resource.create(_known(part, environ))
        exporter = OTLPSpanExporter(endpoint=f"{endpoint}/v1/traces" if endpoint else None)
        self._processor = BatchSpanProcessor(exporter)
        atexit.register(self.close)

    def __call__(self, span: Span) -> None:
        """Tell of a span, some time soon."""
        self._processor.on_end(
            ReadableSpan(
                span.name,
                context=_context(span.place.id, span.place.span),
                parent=None if span.parent is None else _context(span.place.id, span.parent),
                resource=self._resource,
                attributes=span.attributes,
                kind=_KINDS[span.kind],
                status=Status(StatusCode.UNSET if span.error is None else StatusCode.ERROR, span.error),
                start_time=span.begin,
                end_time=span.end,
                instrumentation_scope=_SCOPE,
            )
        )

    def close(self) -> None:
        """Send what there is, unless that takes too long."""
        atexit.unregister(self.close)
        ending = threading.Thread(target=self._processor.shutdown, daemon=True)
        ending.start()
        ending.join(END_SECONDS)


def _known(part: str, environ: Mapping[str, str]) -> dict[str, str]:
    named = "OTEL_SERVICE_NAME" in environ or "service.name=" in environ.get("OTEL_RESOURCE_ATTRIBUTES", "")
    own = {"service.version": __version__, "wps.part": part, "host.name": os.uname().nodename}
    return own if named else own | {"service.name": "wps-cwl"}


def _context(trace: str, span: str | None) -> SpanContext:
    flags = TraceFlags(TraceFlags.SAMPLED)
    return SpanContext(int(trace, 16), int(span or "0", 16), is_remote=False, trace_flags=flags)
