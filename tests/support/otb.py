"""The Orfeo ToolBox of Debian, installed for tests that need it."""

from __future__ import annotations

import shutil

import pytest

from tests.support.clusters import packages

PACKAGES = ("otb-bin", "otb-qgis", "gdal-bin")
PROGRAMS = ("otbcli", "otbQgisDescriptor", "gdalinfo")


def installed() -> None:
    """Return when OTB is installed; skip the test where nobody can install it."""
    if all(shutil.which(program) for program in PROGRAMS):
        return
    if packages.obstacle():
        pytest.skip(f"OTB is not installed, and only root on Debian can install it: {', '.join(PACKAGES)}")
    try:
        packages.install(*PACKAGES)
    except packages.Unavailable as reason:
        pytest.skip(f"OTB cannot be installed: {reason}")
