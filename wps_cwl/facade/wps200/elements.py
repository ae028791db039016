"""The namespaces of WPS 2.0; the parts of a LiteralDataDomain are in none at all (dataTypes.xsd)."""

from __future__ import annotations

from wps_cwl.facade.ows.elements import NAMESPACES, OWS_20, WPS_200, Elements

VERSION = "2.0.0"  # on the wire, 2.0.2 calls itself so
wps = Elements(WPS_200, NAMESPACES[WPS_200])
ows = Elements(OWS_20, NAMESPACES[WPS_200])
plain = Elements(None, NAMESPACES[WPS_200])
