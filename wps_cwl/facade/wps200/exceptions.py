"""The ExceptionReport of WPS 2.0 (OWS Common 2.0, clause 8)."""

from __future__ import annotations

from wps_cwl.facade.errors import Report
from wps_cwl.facade.ows.elements import LANG, write
from wps_cwl.facade.wps200.elements import VERSION, ows


def render(report: Report, language: str) -> bytes:
    """Return the document."""
    return write(
        ows(
            "ExceptionReport",
            {"version": VERSION, LANG: language},
            ows(
                "Exception",
                {"exceptionCode": report.row.wps200, "locator": report.locator},
                ows("ExceptionText", report.text),
            ),
        )
    )
