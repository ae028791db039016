"""MapServer of Debian, installed for tests that need it."""

from __future__ import annotations

import pytest

from tests.support.clusters import packages
from wps_cwl.maps import mapserver

PACKAGE = "cgi-mapserver"


def installed() -> str:
    """Return MapServer's program; skip the test where nobody can install it."""
    if found := mapserver.find():
        return found
    if packages.obstacle():
        pytest.skip(f"MapServer is not installed, and only root on Debian can install it: {PACKAGE}")
    try:
        packages.install(PACKAGE)
    except packages.Unavailable as reason:
        pytest.skip(f"MapServer cannot be installed: {reason}")
    found = mapserver.find()
    assert found is not None
    return found
