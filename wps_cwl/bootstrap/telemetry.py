"""From the settings: where spans are told. OpenTelemetry is loaded only where somebody wants them."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable

from wps_cwl.errors import Misconfigured
from wps_cwl.model import Span
from wps_cwl.settings import Settings

logger = logging.getLogger(__name__)

INSTALL = "traces need OpenTelemetry: pip install 'wps-cwl[telemetry]'"


def teller(settings: Settings, part: str) -> Callable[[Span], None] | None:
    """Return what becomes of the spans of a part of the service; None where nobody wants any.

    Raises errors.Misconfigured when the settings ask for what is not installed; a variable may be meant for others.
    """
    if not settings.telemetry.wanted(os.environ):
        return None
    try:
        from wps_cwl.telemetry import Teller  # it takes a quarter of a second and some MB
    except ImportError as error:
        if settings.telemetry.endpoint is not None:
            raise Misconfigured(reason=f"telemetry.endpoint is set, and {INSTALL}") from error
        logger.warning(INSTALL)
        return None
    return Teller(settings.telemetry.endpoint, part)
