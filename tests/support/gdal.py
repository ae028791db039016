"""GDAL's programs, from Debian, for tests that need them."""

from __future__ import annotations

from tests.support.programs import on_path, require

PROGRAMS = ("gdalinfo", "ogrinfo", "gdal_translate", "ogr2ogr")


def installed() -> None:
    """Return when the programs are there; skip the test where nobody can install them."""
    require("GDAL", "gdal-bin", there=on_path(*PROGRAMS))
