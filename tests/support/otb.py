"""The Orfeo ToolBox of Debian, installed for tests that need it."""

from __future__ import annotations

from tests.support.programs import on_path, require

PACKAGES = ("otb-bin", "otb-qgis", "gdal-bin")
PROGRAMS = ("otbcli", "otbQgisDescriptor", "gdalinfo")


def installed() -> None:
    """Return when OTB is installed; skip the test where nobody can install it."""
    require("OTB", *PACKAGES, there=on_path(*PROGRAMS))
