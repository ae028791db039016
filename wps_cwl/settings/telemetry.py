"""The section `telemetry`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from wps_cwl.settings.section import Section
from wps_cwl.settings.storage import PlainUrl
from wps_cwl.settings.values import Otherwise

ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")


class Telemetry(Section):
    """Where [traces](../how-to/watch-the-service.md#traces) are sent. All else is for OpenTelemetry's own variables
    (`OTEL_...`), among them the headers with keys, `OTEL_EXPORTER_OTLP_HEADERS`.
    """

    endpoint: Annotated[PlainUrl | None, Otherwise("`$OTEL_EXPORTER_OTLP_ENDPOINT`; without that, no traces")] = Field(
        default=None, description="URL of a receiver of OTLP over HTTP, such as `http://localhost:4318`."
    )

    def wanted(self, environ: Mapping[str, str]) -> bool:
        """Whether traces are sent: the setting, or one of OpenTelemetry's own, says where, and none says no."""
        off = environ.get("OTEL_SDK_DISABLED", "").lower() == "true" or environ.get("OTEL_TRACES_EXPORTER") == "none"
        return not off and (self.endpoint is not None or any(environ.get(name) for name in ENDPOINTS))
