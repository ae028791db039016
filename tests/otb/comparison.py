"""What is compared of a direct run and one through WPS: pixels, features, values, bytes."""

from __future__ import annotations

import math
import zipfile
from pathlib import Path

import numpy as np
import pyogrio
import rasterio

from tests.otb.runs import Outcome
from tests.otb.tables import Run

IMAGES, LAYERS = (".tif", ".png", ".jpg", ".jp2"), (".gpkg", ".shp", ".gml", ".sqlite", ".geojson")


def compare(run: Run, outcome: Outcome) -> None:
    """Assert that both gave the same, and something."""
    expected, got = outcome.directly, outcome.through_wps
    for given in (expected, got):
        if isinstance(given, Exception):
            raise given
    assert expected.files or run.prints, "a run that gives nothing shows nothing"
    for output, files in expected.files.items():
        assert files, f"{output} is not written"
        assert files.keys() == got.files[output].keys()
        for file, path in files.items():
            same_file(path, got.files[output][file], content=output not in run.differs)
    for key in run.prints:
        if key in run.differs:
            assert got.values[key]
        else:
            assert same_value(expected.values[key], got.values[key]), key


def same_file(expected: Path, got: Path, *, content: bool = True) -> None:
    """Assert that two files have the same form and, unless that is not wanted, the same content."""
    if expected.suffix in IMAGES:
        same_image(expected, got, content=content)
    elif expected.suffix in LAYERS:
        same_layer(expected, got, content=content)
    elif expected.suffix == ".kmz":
        assert members(expected) == members(got)
    elif content:
        assert expected.read_bytes() == got.read_bytes()
        assert expected.read_bytes()
    else:
        assert len(expected.read_bytes().splitlines()) == len(got.read_bytes().splitlines()) > 0


def same_image(expected: Path, got: Path, *, content: bool) -> None:
    with rasterio.open(expected) as one, rasterio.open(got) as other:
        assert one.profile["dtype"] == other.profile["dtype"]
        assert (one.crs, one.transform, one.shape, one.count) == (other.crs, other.transform, other.shape, other.count)
        assert not content or np.array_equal(one.read(), other.read(), equal_nan=True)
        for image in (one, other):
            assert len(np.unique(np.nan_to_num(image.read()))) > 1, "the image is blank"


def same_layer(expected: Path, got: Path, *, content: bool) -> None:
    features, others = features_of(expected), features_of(got)
    assert features, "the layer has no features"
    assert pyogrio.read_info(expected)["crs"] == pyogrio.read_info(got)["crs"]
    if content:
        assert features == others
    else:
        assert [len(feature) for feature in features] == [len(feature) for feature in others]


def features_of(path: Path) -> list[tuple[str, ...]]:
    """Return the features as texts, sorted: their order is not the same in each run."""
    meta, _, geometry, columns = pyogrio.raw.read(path)
    assert len(meta["fields"]) == len(columns)
    return sorted(tuple(map(repr, row)) for row in zip(geometry, *columns, strict=True))


def members(path: Path) -> dict[str, int]:
    """Return what an archive holds: names, and checksums of the contents."""
    with zipfile.ZipFile(path) as archive:
        return {member.filename: member.CRC for member in archive.infolist()}


def same_value(expected: str, got: str) -> bool:
    """Whether two printed values are the same text or number."""
    try:
        return math.isclose(float(expected), float(got), rel_tol=1e-9)
    except ValueError:
        return expected.strip() == got.strip()
