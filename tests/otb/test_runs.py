"""OTB's applications give the same through WPS as when they are called directly, on real images."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import rasterio
from owslib.wps import WebProcessingService

from tests.otb import runs
from tests.otb.runs import Given
from tests.support.service import Service
from tests.support.site import Site

TABLE = runs.read_table()


@pytest.fixture(scope="module")
def direct(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Given]]:
    """The direct runs, one after the other: some read what others wrote."""
    folder = tmp_path_factory.mktemp("direct")
    return folder, {name: runs.run_directly(run, folder) for name, run in TABLE.items()}


@pytest.fixture(scope="module")
def through_wps(
    direct: tuple[Path, dict[str, Given]], service: Service, site: Site, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Given | AssertionError]:
    """The same runs as jobs of the service, side by side."""

    @cache
    def address(file: Path) -> str:
        return site.put(file.name, file.read_bytes(), "application/octet-stream")

    folder, _ = direct
    wps = WebProcessingService(service.wps, skip_caps=True)
    jobs = {name: runs.submit(wps, run, address, folder) for name, run in TABLE.items()}
    fetched = tmp_path_factory.mktemp("fetched")
    given: dict[str, Given | AssertionError] = {}
    for name, job in jobs.items():
        try:
            given[name] = runs.follow(job, TABLE[name], fetched)
        except AssertionError as failure:
            given[name] = failure
    return given


@pytest.mark.parametrize("name", TABLE)
def test_a_run_gives_the_same_through_wps_and_directly(
    name: str, direct: tuple[Path, dict[str, Given]], through_wps: dict[str, Given | AssertionError]
) -> None:
    expected, got = direct[1][name], through_wps[name]
    if isinstance(got, AssertionError):
        raise got
    for output, files in expected.files.items():
        assert files.keys() == got.files[output].keys()
        assert files
        for file, path in files.items():
            compare(path, got.files[output][file])
    for key in TABLE[name].prints:
        assert same_value(expected.values[key], got.values[key]), key


def compare(expected: Path, got: Path) -> None:
    match expected.suffix:
        case ".tif":
            with rasterio.open(expected) as one, rasterio.open(got) as other:
                assert one.profile["dtype"] == other.profile["dtype"]
                assert (one.crs, one.transform) == (other.crs, other.transform)
                assert np.array_equal(one.read(), other.read(), equal_nan=True)
                assert one.read().any()
        case ".gpkg" | ".shp":
            features = features_of(expected)
            assert features == features_of(got)
            assert features
        case _:
            assert expected.read_bytes() == got.read_bytes()


def features_of(path: Path) -> list[tuple[str, ...]]:
    """Return the features as texts, sorted: their order is not the same in each run."""
    meta, _, geometry, columns = pyogrio.raw.read(path)
    assert len(meta["fields"]) == len(columns)
    return sorted(tuple(map(repr, row)) for row in zip(geometry, *columns, strict=True))


def same_value(expected: str, got: str) -> bool:
    try:
        return math.isclose(float(expected), float(got), rel_tol=1e-9)
    except ValueError:
        return expected.strip() == got.strip()
