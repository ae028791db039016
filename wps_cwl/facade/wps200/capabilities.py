"""The Capabilities document of WPS 2.0 (14-065r2, clause 9.7)."""

from __future__ import annotations

from collections.abc import Iterable

from wps_cwl.facade.links import Links
from wps_cwl.facade.ows import metadata
from wps_cwl.facade.ows.elements import write
from wps_cwl.facade.wps200.description import identified, properties
from wps_cwl.facade.wps200.elements import VERSION, ows, wps
from wps_cwl.model import Process, Service

OPERATIONS = {
    "GetCapabilities": ("Get", "Post"),
    "DescribeProcess": ("Get", "Post"),
    "Execute": ("Post",),
    "GetStatus": ("Get", "Post"),
    "GetResult": ("Get", "Post"),
    "Dismiss": ("Get", "Post"),
}


def render(service: Service, processes: Iterable[Process]) -> bytes:
    """Return the document; unlike in WPS 1.0.0 it has no language."""
    summaries = [wps("ProcessSummary", properties(process), identified(process)) for process in processes]
    return write(
        wps(
            "Capabilities",
            {"service": "WPS", "version": VERSION},
            metadata.identification(ows, service, VERSION),
            metadata.provider(ows, service),
            metadata.operations(ows, Links(service.url).wps, OPERATIONS),
            ows("Languages", [ows("Language", language) for language in service.languages]),
            wps("Contents", summaries),
        )
    )
