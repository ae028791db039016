"""The ExceptionReport of WPS 1.0.0 (OWS Common 1.1, clause 8)."""

from __future__ import annotations

from wps_cwl.facade.errors import Report
from wps_cwl.facade.ows.elements import LANG, Element, write
from wps_cwl.facade.wps100.elements import VERSION, ows


def render(report: Report, language: str) -> bytes:
    """Return the document."""
    return write(element(report, language))


def element(report: Report, language: str) -> Element:
    """Return the report, for a ProcessFailed to hold."""
    return ows(
        "ExceptionReport",
        {"version": VERSION, LANG: language},
        ows(
            "Exception",
            {"exceptionCode": report.row.wps100, "locator": report.locator100},
            ows("ExceptionText", report.text),
        ),
    )
