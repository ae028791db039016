"""Conversions by GDAL's programs: every pair of formats, what a format cannot hold, and files that lead elsewhere."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from rasterio.crs import CRS

from tests.support import geodata
from tests.support.conversion import convert, wait
from wps_cwl import errors
from wps_cwl.engine.gdal import Gdal
from wps_cwl.job_directory import JobDirectory
from wps_cwl.translator import conversions, media_types
from wps_cwl.translator.conversions import FORMATS, RasterFormat, VectorFormat
from wps_cwl.translator.description import describe

TIFF, ZIP = "image/tiff; subtype=geotiff", "application/zip"
RASTERS = {form.media_type: form for form in FORMATS if isinstance(form, RasterFormat)}
VECTORS = {form.media_type: form for form in FORMATS if isinstance(form, VectorFormat)}


def read_pixels(path: Path) -> tuple[np.ndarray, Any, Any]:
    """Return pixels, CRS and bounds; NetCDF has a variable for each band."""
    with rasterio.Env(GDAL_PAM_ENABLED="NO"), rasterio.open(path) as found:
        if found.count:
            return found.read(), found.crs, found.bounds
        parts = [rasterio.open(name) for name in found.subdatasets]
        planes, crs, bounds = np.concatenate([part.read() for part in parts]), parts[0].crs, parts[0].bounds
        for part in parts:
            part.close()
        return planes, crs, bounds


# --- images -----------------------------------------------------------------------------------------

HELD = [  # source type, bands, formats that hold it
    ("uint8", 1, {"image/jp2", "image/png", "image/jpeg", "application/x-netcdf"}),
    ("uint8", 3, {"image/jp2", "image/png", "image/jpeg", "application/x-netcdf"}),
    ("uint8", 4, {"image/jp2", "image/png", "application/x-netcdf"}),
    ("uint8", 7, {"image/jp2", "application/x-netcdf"}),
    ("uint16", 1, {"image/jp2", "image/png", "application/x-netcdf"}),
    ("int16", 2, {"image/jp2", "application/x-netcdf"}),
    ("int32", 1, {"application/x-netcdf"}),
    ("uint32", 1, {"application/x-netcdf"}),
    ("float32", 1, {"application/x-netcdf"}),
    ("float64", 3, {"application/x-netcdf"}),
    ("complex64", 1, set()),
]
TARGETS = ("image/jp2", "image/png", "image/jpeg", "application/x-netcdf")


@pytest.mark.parametrize("asked", TARGETS)
@pytest.mark.parametrize(("dtype", "bands", "held"), HELD, ids=[f"{row[0]}-{row[1]}" for row in HELD])
def test_an_image_keeps_its_pixels_or_is_refused(
    dtype: str, bands: int, held: set[str], asked: str, gdal: Gdal, directory: JobDirectory
) -> None:
    source = directory.work / "out" / "picture.tif"
    pixels = geodata.image(source, dtype, bands)
    if asked not in held:
        with pytest.raises(errors.NotConverted, match="that format holds") as refused:
            convert(gdal, directory, source, TIFF, asked)
        assert f'"out" cannot be converted from {TIFF} to {asked}' in str(refused.value)
        return
    made = convert(gdal, directory, source, TIFF, asked)
    assert made.name == f"picture{RASTERS[asked].extension}"
    found, crs, bounds = read_pixels(made)
    assert found.shape == pixels.shape
    assert found.dtype == pixels.dtype
    if asked == "image/jpeg":
        assert np.abs(found.astype(int) - pixels).mean() < 3
    else:
        assert np.array_equal(found, pixels)
    if RASTERS[asked].has_crs:
        assert crs.to_epsg() == 32613
        assert bounds == pytest.approx((450000.0, 4479100.0, 451200.0, 4480000.0))
    assert [one.name for one in made.parent.iterdir()] == [made.name]


def test_a_palette_stays_one_or_is_refused(gdal: Gdal, directory: JobDirectory) -> None:
    source = directory.work / "out" / "classes.tif"
    pixels = geodata.image(source, "uint8", 1, palette=True)
    made = convert(gdal, directory, source, TIFF, "image/png")
    with rasterio.open(made) as found:
        assert np.array_equal(found.read(), pixels)
        assert found.colormap(1)[2] == (0, 255, 0, 255)
    with pytest.raises(errors.NotConverted, match="palette"):
        convert(gdal, directory, source, TIFF, "image/jpeg")


def test_jpeg_2000_is_a_source_too(gdal: Gdal, directory: JobDirectory) -> None:
    source = directory.work / "out" / "picture.tif"
    pixels = geodata.image(source, "uint16", 2)
    first = convert(gdal, directory, source, TIFF, "image/jp2")
    kept = first.rename(directory.work / "out" / "picture.jp2")
    made = convert(gdal, directory, kept, "image/jp2", "image/tiff")
    found, crs, bounds = read_pixels(made)
    assert np.array_equal(found, pixels)
    assert (crs.to_epsg(), bounds.left) == (32613, 450000.0)


def test_an_image_without_crs_is_converted_without(gdal: Gdal, directory: JobDirectory) -> None:
    source = directory.work / "out" / "plain.tif"
    pixels = geodata.image(source, "uint8", 1, crs=None)
    found, crs, _ = read_pixels(convert(gdal, directory, source, TIFF, "image/jp2"))
    assert np.array_equal(found, pixels)
    assert crs is None


def test_a_cut_image_is_not_converted(gdal: Gdal, directory: JobDirectory) -> None:
    source = directory.work / "out" / "cut.tif"
    geodata.image(source, "float32", 3)
    source.write_bytes(source.read_bytes()[:9000])
    with pytest.raises(errors.NotConverted, match="ERROR") as refused:
        convert(gdal, directory, source, TIFF, "application/x-netcdf")
    assert str(directory.path) not in str(refused.value)


# --- maps -------------------------------------------------------------------------------------------

SOURCES = [form for form in VECTORS.values() if form.source]


@pytest.mark.parametrize("asked", VECTORS)
@pytest.mark.parametrize("source", SOURCES, ids=[form.extension for form in SOURCES])
def test_a_map_keeps_features_fields_and_place(
    source: VectorFormat, asked: str, gdal: Gdal, directory: JobDirectory
) -> None:
    path = directory.work / "out" / f"zones{source.extension}"
    crs = "EPSG:4326" if source.wgs84 else geodata.UTM
    geometries = geodata.shapes()
    if source.wgs84:
        geometries = geodata.in_wgs84(geometries)
    geodata.layer(path, conversions.driver(source, gdal.drivers) or "", crs=crs, geometries=geometries)
    made = convert(gdal, directory, path, source.media_type, asked)
    if VECTORS[asked].extension == source.extension:  # what it is already
        assert made == path
        return
    assert made.name == f"zones{VECTORS[asked].extension}"
    meta, _, wkb, fields = pyogrio.raw.read(made)
    values = dict(zip(meta["fields"], fields, strict=True))
    assert list(values["label"]) == list(geodata.NAMES)
    assert [float(value) for value in values["code"]] == [7, 8, 9]
    assert [float(value) for value in values["area"]] == list(geodata.AREAS)
    place = 4326 if source.wgs84 or VECTORS[asked].wgs84 else 32613
    assert CRS.from_user_input(meta["crs"]).to_epsg() == place
    wanted = geodata.shapes() if place == 32613 else geodata.in_wgs84(geodata.shapes())
    found = shapely.from_wkb(wkb)
    assert np.allclose(shapely.bounds(found), shapely.bounds(wanted), atol=1e-6 if place == 4326 else 0.01)
    assert np.allclose(shapely.area(found), shapely.area(wanted), rtol=1e-2)


def test_a_shapefile_has_its_crs_and_its_encoding_beside_it_and_gml_its_schema(
    gdal: Gdal, directory: JobDirectory
) -> None:
    path = directory.work / "out" / "zones.gpkg"
    geodata.layer(path, "GPKG")
    convert(gdal, directory, path, "application/geopackage+sqlite3", ZIP)
    beside = json.loads(directory.produced.read_bytes())["out"]["secondaryFiles"]
    assert {one["basename"] for one in beside} == {"zones.shx", "zones.dbf", "zones.prj", "zones.cpg"}
    made = convert(gdal, directory, path, "application/geopackage+sqlite3", "application/gml+xml")
    beside = json.loads(directory.produced.read_bytes())["out"]["secondaryFiles"]
    assert [one["basename"] for one in beside] == ["zones.xsd"]
    assert "zones.xsd" in made.read_text()


def test_an_empty_map_stays_one(gdal: Gdal, directory: JobDirectory) -> None:
    path = directory.work / "out" / "zones.gpkg"
    geodata.layer(path, "GPKG", geometries=np.array([], dtype=object))
    for asked in VECTORS:
        made = convert(gdal, directory, path, "application/geopackage+sqlite3", asked)
        assert pyogrio.read_info(made, force_feature_count=True)["features"] == 0, asked


def test_what_a_map_format_cannot_hold_is_refused(gdal: Gdal, directory: JobDirectory) -> None:
    path = directory.work / "out" / "zones.gpkg"
    geodata.layer(path, "GPKG")
    geodata.layer(path, "GPKG", name="more", append=True)
    for asked in ("application/geo+json", ZIP):
        with pytest.raises(errors.NotConverted, match="2 layers"):
            convert(gdal, directory, path, "application/geopackage+sqlite3", asked)
    path.unlink()
    geodata.layer(path, "GPKG", crs=None)
    for asked in ("application/geo+json", "application/vnd.google-earth.kml+xml"):
        with pytest.raises(errors.NotConverted, match="WGS 84"):
            convert(gdal, directory, path, "application/geopackage+sqlite3", asked)
    path.unlink()
    mixed = np.array([shapely.box(0, 0, 1, 1), shapely.Point(2, 2), shapely.LineString([(0, 0), (1, 1)])])
    geodata.layer(path, "GPKG", geometries=mixed, kind="Unknown")
    with pytest.raises(errors.NotConverted, match="ERROR"):
        convert(gdal, directory, path, "application/geopackage+sqlite3", ZIP)


# --- what is offered, and what must not happen ------------------------------------------------------


def test_an_output_that_its_author_keeps_is_not_offered_otherwise(gdal: Gdal) -> None:
    def formats(**declared: object) -> list[str]:
        named = {f"https://w3id.org/wps-cwl#{name}": value for name, value in declared.items()}
        output = {"id": "#out", "type": "File", **named}
        process = describe({"class": "CommandLineTool", "inputs": [], "outputs": [output]}, identifier="p")
        data = conversions.offered(process, gdal.drivers).outputs[0].data
        return [form.media_type for form in data.formats]  # type: ignore[union-attr]

    assert formats(mediaTypes=[TIFF]) == [TIFF, *TARGETS]
    assert formats(mediaTypes=[TIFF], convertible=False) == [TIFF]
    assert formats(mediaTypes=["image/png"]) == ["image/png"]
    assert formats(mediaTypes=["text/csv", "application/geo+json"]) == ["text/csv", "application/geo+json"]
    assert formats(mediaTypes=["application/geo+json"]) == [name for name in VECTORS if "esri" not in name]


def test_without_gdal_nothing_more_is_offered() -> None:
    nothing = Gdal({"PATH": "/nowhere"})
    assert not nothing.drivers


@pytest.mark.parametrize("kind", ["map", "link"])
def test_no_file_leads_out_of_the_job(kind: str, gdal: Gdal, directory: JobDirectory, tmp_path: Path) -> None:
    secret, path = tmp_path / "secret.tif", directory.work / "out" / "picture.tif"
    geodata.image(secret, "uint8", 1)
    if kind == "link":
        path.symlink_to(secret)
    else:
        path.write_text(
            "<VRTDataset rasterXSize='40' rasterYSize='30'><VRTRasterBand dataType='Byte' band='1'><SimpleSource>"
            f"<SourceFilename>{secret}</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand>"
            "</VRTDataset>"
        )
    with pytest.raises((errors.NotConverted, errors.UnsafeOutput)):
        convert(gdal, directory, path, TIFF, "image/png")


def test_a_program_has_the_drivers_that_are_needed_and_nothing_of_the_service(gdal: Gdal, tmp_path: Path) -> None:
    secretive = Gdal({**gdal.environ})
    os.environ["WPS_CWL_SECRET"] = "hidden"
    try:
        said = secretive.run(["gdalinfo", "--formats"], tmp_path, drivers={"GTiff", "PNG"}, pause=wait)
        variables = secretive.run(["env"], tmp_path, drivers={"GTiff"}, pause=wait)
    finally:
        del os.environ["WPS_CWL_SECRET"]
    names = {line.split(" -")[0].strip() for line in said.output.splitlines()[1:]}
    assert names == {"GTiff", "PNG", "MEM"}
    assert "hidden" not in variables.output


def test_a_conversion_ends_with_its_job(gdal: Gdal, tmp_path: Path) -> None:
    class Ended(Exception):
        pass

    def interrupted(descriptor: int) -> None:
        raise Ended

    started = time.monotonic()
    with pytest.raises(Ended):
        gdal.run(["sleep", "60"], tmp_path, drivers=(), pause=interrupted)
    assert time.monotonic() - started < 30


def test_media_types_of_the_table_are_known_by_their_extensions() -> None:
    for form in FORMATS:
        if form.media_type != ZIP:
            assert media_types.matches(form.media_type, media_types.guess(f"a{form.extension}"))
