"""The Capabilities document of WPS 1.0.0 (05-007r7, clause 8.3)."""

from __future__ import annotations

from collections.abc import Iterable

from wps_cwl.facade.links import Links
from wps_cwl.facade.ows import metadata
from wps_cwl.facade.ows.elements import LANG, Element, write
from wps_cwl.facade.wps100.description import brief
from wps_cwl.facade.wps100.elements import VERSION, ows, wps
from wps_cwl.model import Process, Service

OPERATIONS = dict.fromkeys(("GetCapabilities", "DescribeProcess", "Execute"), ("Get", "Post"))


def render(service: Service, processes: Iterable[Process], language: str) -> bytes:
    """Return the document."""
    return write(
        wps(
            "Capabilities",
            {"service": "WPS", "version": VERSION, LANG: language},
            metadata.identification(ows, service, VERSION),
            metadata.provider(ows, service),
            metadata.operations(ows, Links(service.url).wps, OPERATIONS),
            wps("ProcessOfferings", [wps("Process", brief(process)) for process in processes]),
            _languages(service),
        )
    )


def _languages(service: Service) -> Element:
    languages = [ows("Language", language) for language in service.languages]
    return wps("Languages", wps("Default", ows("Language", service.languages[0])), wps("Supported", languages))
