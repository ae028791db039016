"""Conversions move no image and change no value, nor what it means: what a format cannot hold is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from rasterio.control import GroundControlPoint
from rasterio.transform import Affine, from_origin

from tests.support import geodata
from tests.support.conversion import convert
from wps_cwl import errors
from wps_cwl.engine.gdal import Gdal
from wps_cwl.job_directory import JobDirectory

TIFF, NC, JP2, PNG = "image/tiff; subtype=geotiff", "application/x-netcdf", "image/jp2", "image/png"
GPKG, ZIP = "application/geopackage+sqlite3", "application/zip"


# --- where an image lies, and what its values mean --------------------------------------------------

SQUARE = from_origin(*geodata.ORIGIN, geodata.PIXEL, geodata.PIXEL)
CORNERS = [GroundControlPoint(row, column, 10 + column / 40, 50 - row / 30) for row in (0, 30) for column in (0, 40)]
TERMS = {name: " ".join(["1"] + ["0.1"] * 19) for name in ("SAMP_NUM", "SAMP_DEN", "LINE_NUM", "LINE_DEN")}


def write_image(path: Path, dtype: str = "uint8", *, meaning: str, nodata: float | None = None) -> np.ndarray:
    """Write a GeoTIFF with one thing more than pixels, a CRS and a place, and return its pixels."""
    pixels = (np.arange(1200) % 200).astype(dtype).reshape(1, 30, 40)
    transforms = {"turned": Affine(30, 5, 450000, 5, -30, 4480000), "south up": Affine(30, 0, 450000, 0, 30, 4480000)}
    place: dict[str, Any] = {"crs": geodata.UTM, "transform": transforms.get(meaning, SQUARE)}
    if meaning in ("gcps", "rpcs"):
        place = {}
    profile = {"driver": "GTiff", "width": 40, "height": 30, "count": 1, "dtype": dtype, "nodata": nodata}
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(path, "w", **profile, **place) as made:
        made.write(pixels)
        if meaning == "gcps":
            made.gcps = (CORNERS, "EPSG:4326")
        if meaning == "rpcs":
            numbers = ("OFF", "SCALE")
            scales = {f"{name}_{end}": "9" for name in ("LINE", "SAMP", "LAT", "LONG", "HEIGHT") for end in numbers}
            made.update_tags(ns="RPC", **scales, **{f"{name}_COEFF": value for name, value in TERMS.items()})
        if meaning == "scaled":
            made.scales, made.offsets = (0.1,), (5.0,)
        if meaning == "masked":
            made.write_mask(np.where(pixels[0] % 2, 255, 0).astype("uint8"))
    return pixels


@pytest.mark.parametrize(
    ("meaning", "asked", "reason"),
    [
        ("turned", NC, "it has a rotation, and that format holds none"),
        ("gcps", NC, "it has ground control points"),
        ("rpcs", NC, "it has rational polynomial coefficients"),
        ("masked", NC, "it has a mask"),
        ("masked", JP2, "it has a mask"),
        ("masked", PNG, "it has a mask"),
        ("scaled", JP2, "it has a scale or an offset"),
        ("south up", JP2, r"its geotransform \(450000.0, 30.0, 0.0, 4480000.0, 0.0, 30.0\) would become"),
        ("south up", NC, "its geotransform"),
    ],
)
def test_an_image_is_not_moved_nor_made_to_mean_something_else(
    meaning: str, asked: str, reason: str, gdal: Gdal, directory: JobDirectory
) -> None:
    source = directory.work / "out" / "picture.tif"
    write_image(source, meaning=meaning)
    with pytest.raises(errors.NotConverted, match=reason):
        convert(gdal, directory, source, TIFF, asked)


@pytest.mark.parametrize(
    ("meaning", "asked"), [("turned", JP2), ("gcps", JP2), ("rpcs", JP2), ("scaled", NC), ("scaled", PNG)]
)
def test_what_a_format_can_hold_is_in_it(meaning: str, asked: str, gdal: Gdal, directory: JobDirectory) -> None:
    source = directory.work / "out" / "picture.tif"
    pixels = write_image(source, meaning=meaning)
    made = convert(gdal, directory, source, TIFF, asked)
    with rasterio.Env(GDAL_PAM_ENABLED="NO"), rasterio.open(made) as found:
        assert np.array_equal(found.read(), pixels)
        if meaning == "turned":
            assert found.transform.almost_equals(Affine(30, 5, 450000, 5, -30, 4480000))
        assert len(found.gcps[0]) == (4 if meaning == "gcps" else 0)
        assert (found.rpcs is not None) == (meaning == "rpcs")
        if asked == NC:
            assert (found.scales, found.offsets) == ((0.1,), (5.0,))


@pytest.mark.parametrize(("dtype", "nodata"), [("int16", 7), ("uint8", 0), ("float32", -9999.9), ("float32", np.nan)])
def test_a_nodata_value_stays_one_or_is_refused(dtype: str, nodata: float, gdal: Gdal, directory: JobDirectory) -> None:
    source = directory.work / "out" / "picture.tif"
    write_image(source, dtype, meaning="nodata", nodata=nodata)
    made = convert(gdal, directory, source, TIFF, NC)
    with rasterio.open(made) as found:
        assert found.nodata == pytest.approx(nodata, nan_ok=True)
    if dtype != "float32":
        with pytest.raises(errors.NotConverted, match="it has a nodata value, and that format holds none"):
            convert(gdal, directory, source, TIFF, JP2)


def test_what_netcdf_takes_for_nodata_is_no_value_of_the_image(gdal: Gdal, directory: JobDirectory) -> None:
    source = directory.work / "out" / "picture.tif"
    profile = {"driver": "GTiff", "width": 2, "height": 1, "count": 1, "dtype": "int16", "crs": geodata.UTM}
    with rasterio.open(source, "w", **profile, transform=SQUARE) as made:
        made.write(np.array([[[-32767, 1]]], dtype="int16"))
    with pytest.raises(errors.NotConverted, match="takes -32767 for nodata, which may be a value of band 1"):
        convert(gdal, directory, source, TIFF, NC)


# --- the values of maps -----------------------------------------------------------------------------


def write_field(path: Path, values: np.ndarray, name: str = "value") -> None:
    points = shapely.to_wkb(np.array([shapely.Point(place, 45) for place in range(len(values))]))
    pyogrio.raw.write(path, points, [values], [name], driver="GPKG", geometry_type="Point", crs="EPSG:4326")


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (np.array(["x" * 400], dtype=object), "has been truncated to 254 characters"),
        (np.array(["2024-05-06T07:08:09"], dtype="datetime64[ms]"), "its field value is a DateTime"),
        (np.array([1.5, 1e300]), "numbers so small or so large"),
        (np.array([-1e22, 1.5]), "numbers so small or so large"),
        (np.array([1.5, -1.23e-20]), "numbers so small or so large"),
    ],
    ids=["text", "time", "large", "negative", "small"],
)
def test_a_value_that_a_shapefile_would_change_is_refused(
    values: np.ndarray, reason: str, gdal: Gdal, directory: JobDirectory
) -> None:
    path = directory.work / "out" / "zones.gpkg"
    write_field(path, values)
    with pytest.raises(errors.NotConverted, match=reason) as refused:
        convert(gdal, directory, path, GPKG, ZIP)
    assert len(str(refused.value)) < 500


def test_one_long_text_behind_many_long_numbers_is_found(gdal: Gdal, directory: JobDirectory) -> None:
    path = directory.work / "out" / "zones.gpkg"
    numbers, texts = np.full(1500, 123456789.125), np.array(["x"] * 1499 + ["x" * 300], dtype=object)
    points = shapely.to_wkb(np.full(1500, shapely.Point(1, 2)))
    columns, names = [numbers, texts], ["number", "text"]
    pyogrio.raw.write(path, points, columns, names, driver="GPKG", geometry_type="Point", crs="EPSG:4326")
    with pytest.raises(errors.NotConverted, match="truncated to 254"):
        convert(gdal, directory, path, GPKG, ZIP)


@pytest.mark.parametrize("name", ["a: Real (0.0)", 'with "quotes"', "back\\", "two\nlines", "select"])
def test_no_name_of_a_field_hides_its_values(name: str, gdal: Gdal, directory: JobDirectory) -> None:
    path = directory.work / "out" / "zones.gpkg"
    write_field(path, np.array([1.5, 1e300]), name)
    with pytest.raises(errors.NotConverted):
        convert(gdal, directory, path, GPKG, ZIP)


@pytest.mark.parametrize(
    "values",
    [
        np.array([123456789.123456789, -9.87654321e20, 1e-6, 1 / 3, 0.0, np.nan]),
        np.array([-2147483648, 2147483647], dtype="int32"),
        np.array([-(2**53), 123456789012345678]),
        np.array(["x" * 254, "", "ä" * 127], dtype=object),
        np.array(["2024-05-06"], dtype="datetime64[D]"),
    ],
    ids=["numbers", "integers", "long integers", "texts", "dates"],
)
@pytest.mark.parametrize("name", ["value", "a name that is too long", 'with "quotes" in it'])
def test_values_that_a_shapefile_holds_come_through(
    values: np.ndarray, name: str, gdal: Gdal, directory: JobDirectory
) -> None:
    path = directory.work / "out" / "zones.gpkg"
    write_field(path, values, name)
    _, _, _, [found] = pyogrio.raw.read(convert(gdal, directory, path, GPKG, ZIP))
    if values.dtype == float:
        assert found == pytest.approx(values, rel=1e-9, nan_ok=True)
    else:
        assert [value or "" for value in found.tolist()] == values.tolist()
