"""The namespaces of WPS 1.0.0; inside its descriptions elements are in none (wpsDescribeProcess_response.xsd)."""

from __future__ import annotations

from wps_cwl.facade.ows.elements import NAMESPACES, OWS_11, WPS_100, Elements

VERSION = "1.0.0"
wps = Elements(WPS_100, NAMESPACES[WPS_100])
ows = Elements(OWS_11, NAMESPACES[WPS_100])
plain = Elements(None, NAMESPACES[WPS_100])
