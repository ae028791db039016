"""GDAL's programs, from Debian, for tests that need them."""

from __future__ import annotations

import shutil

import pytest

from tests.support.clusters import packages

PROGRAMS = ("gdalinfo", "ogrinfo", "gdal_translate", "ogr2ogr")


def installed() -> None:
    """Return when the programs are there; skip the test where nobody can install them."""
    if all(shutil.which(program) for program in PROGRAMS):
        return
    if packages.obstacle():
        pytest.skip("gdal-bin is not installed, and only root on Debian can install it")
    try:
        packages.install("gdal-bin")
    except packages.Unavailable as reason:
        pytest.skip(f"gdal-bin cannot be installed: {reason}")
