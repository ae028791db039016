"""MapServer of Debian, installed for tests that need it."""

from __future__ import annotations

from tests.support.programs import require
from wps_cwl.maps import mapserver


def installed() -> str:
    """Return MapServer's program; skip the test where nobody can install it."""
    require("MapServer", "cgi-mapserver", there=mapserver.find)
    found = mapserver.find()
    assert found is not None
    return found
