"""Outputs in every format that they are offered in, by a real service, read again by rasterio and pyogrio."""

from __future__ import annotations

import base64
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import rasterio
import rasterio.shutil
import requests
import shapely
from lxml import etree
from owslib.wps import ASYNC, ComplexDataInput, WebProcessingService, monitorExecution
from rasterio import warp
from rasterio.crs import CRS

from tests.support import gdal, geodata
from tests.support.service import Service, running, text_of, wait_for
from tests.support.site import Site

PROCESSES = Path(__file__).with_name("formats")
MAPS = {"map_geojson": "GeoJSON", "map_gml": "GML", "map_gpkg": "GPKG", "map_shp": "ESRI Shapefile"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    gdal.installed()
    yield from running(tmp_path_factory.mktemp("formats"), processes=PROCESSES)


def offered(service: Service, process: str, version: str) -> list[str]:
    """Return the media types of the output, as a version of WPS describes them."""
    if version == "1.0.0":
        answer = service.kvp(request="DescribeProcess", identifier=process)
        output = etree.fromstring(answer.content).find(".//ComplexOutput/Supported")
        return [str(one.text) for one in output.iter("MimeType")]
    found = requests.get(
        service.wps,
        params={"service": "WPS", "version": "2.0.0", "request": "DescribeProcess", "identifier": process},
        timeout=60,
    )
    output = etree.fromstring(found.content).find(".//{*}Output")
    return [one.get("mimeType", "") for one in output.iter("{*}Format")]


@pytest.mark.parametrize("version", ["1.0.0", "2.0.0"])
def test_both_versions_describe_what_is_offered(version: str, service: Service) -> None:
    assert offered(service, "picture", version) == [
        "image/tiff; subtype=geotiff",
        "image/tiff",
        "image/jp2",
        "image/png",
        "image/jpeg",
        "application/x-netcdf",
    ]
    assert offered(service, "map_gpkg", version)[0] == "application/geopackage+sqlite3"
    assert set(offered(service, "map_gpkg", version)) == geodata.VECTORS.keys()
    assert set(offered(service, "map_shp", version)) == geodata.VECTORS.keys() | {"application/x-esri-shape"}
    assert offered(service, "kept", version) == ["image/tiff; subtype=geotiff"]


def test_what_is_not_offered_is_refused_with_what_is(service: Service, site: Site) -> None:
    address = site.put("a.tif", b"II*\0", "image/tiff")
    answer = service.execute("kept", f"in=@xlink:href={address}", RawDataOutput="out@mimeType=image/png")
    assert "choose from: image/tiff; subtype=geotiff" in text_of(etree.fromstring(answer.content), "ExceptionText")
    answer = service.execute("picture", f"in=@xlink:href={address}", RawDataOutput="out@mimeType=application/geo+json")
    assert "application/x-netcdf" in text_of(etree.fromstring(answer.content), "ExceptionText")


def got(service: Service, process: str, address: str, asked: str, path: Path) -> Path:
    """Execute, and return the raw answer as a file."""
    answer = service.execute(process, f"in=@xlink:href={address}", RawDataOutput=f"out@mimeType={asked}")
    assert answer.headers["Content-Type"].startswith(asked.partition(";")[0]), answer.text[:900]
    path.write_bytes(answer.content)
    return path


@pytest.mark.parametrize("asked", geodata.RASTERS)
@pytest.mark.parametrize("process", ["picture", "picture_jp2"])
def test_an_image_comes_in_each_of_its_formats(
    process: str, asked: str, service: Service, site: Site, tmp_path: Path
) -> None:
    source = tmp_path / "source.tif"
    pixels = geodata.image(source, "uint8", 3)
    if process == "picture_jp2":
        with rasterio.open(source) as image:
            rasterio.shutil.copy(image, tmp_path / "source.jp2", driver="JP2OpenJPEG", QUALITY=100, REVERSIBLE="YES")
        source = tmp_path / "source.jp2"
    address = site.put(source.name, source.read_bytes(), "application/octet-stream")
    path = got(service, process, address, asked, tmp_path / f"got{geodata.RASTERS[asked]}")
    names = [f"netcdf:{path}:Band{band}" for band in (1, 2, 3)] if path.suffix == ".nc" else [str(path)]
    parts = [rasterio.open(name) for name in names]
    found = np.concatenate([part.read() for part in parts])
    assert found.dtype == pixels.dtype
    if asked == "image/jpeg":
        assert np.abs(found.astype(int) - pixels).mean() < 4
    else:
        assert np.array_equal(found, pixels)
    if asked not in ("image/png", "image/jpeg"):
        assert parts[0].crs.to_epsg() == 32613
        assert parts[0].bounds == pytest.approx((450000.0, 4479100.0, 451200.0, 4480000.0))


@pytest.mark.parametrize("asked", geodata.VECTORS)
@pytest.mark.parametrize("process", MAPS)
def test_a_map_comes_in_each_of_its_formats(
    process: str, asked: str, service: Service, site: Site, tmp_path: Path
) -> None:
    wgs84 = process == "map_geojson"
    source = tmp_path / f"source.{process.partition('_')[2]}"
    place = "EPSG:4326" if wgs84 else geodata.UTM
    geodata.layer(source, MAPS[process], crs=place, geometries=moved() if wgs84 else None)
    content = source.read_bytes()
    if process == "map_shp":
        content, source = geodata.zipped(source, tmp_path / "source.zip"), tmp_path / "source.zip"
    address = site.put(source.name, content, "application/octet-stream")
    path = got(service, process, address, asked, tmp_path / f"got{geodata.VECTORS[asked]}")
    if asked == "application/zip":
        assert {Path(name).suffix for name in zipfile.ZipFile(path).namelist()} == {
            ".shp",
            ".shx",
            ".dbf",
            ".prj",
            ".cpg",
        }
    check(
        f"/vsizip/{path}" if path.suffix == ".zip" else path,
        "EPSG:4326" if wgs84 or asked.endswith(("geo+json", "kml+xml")) else geodata.UTM,
    )


def check(path: Path | str, place: str) -> None:
    """Compare features, fields, CRS and place with what was written."""
    meta, _, wkb, columns = pyogrio.raw.read(path)
    values: dict[str, Any] = dict(zip(meta["fields"], columns, strict=True))
    assert list(values["label"]) == list(geodata.NAMES)
    assert [int(value) for value in values["code"]] == [7, 8, 9]
    assert [float(value) for value in values["area"]] == list(geodata.AREAS)
    assert CRS.from_user_input(meta["crs"]) == CRS.from_user_input(place)
    wanted = geodata.shapes() if place == geodata.UTM else moved()
    tolerance = 0.01 if place == geodata.UTM else 1e-6
    assert np.allclose(shapely.bounds(shapely.from_wkb(wkb)), shapely.bounds(wanted), atol=tolerance)


def moved() -> np.ndarray:
    """Return the shapes in WGS 84."""

    def each(points: np.ndarray) -> np.ndarray:
        return np.column_stack(warp.transform(geodata.UTM, "EPSG:4326", points[:, 0], points[:, 1]))

    found: np.ndarray = shapely.transform(geodata.shapes(), each)
    return found


def test_owslib_gets_gml_with_its_schema_beside_it_and_nothing_else(
    service: Service, site: Site, tmp_path: Path
) -> None:
    geodata.layer(tmp_path / "zones.gpkg", "GPKG")
    address = site.put("zones.gpkg", (tmp_path / "zones.gpkg").read_bytes(), "application/octet-stream")
    wps = WebProcessingService(service.wps)
    execution = wps.execute(
        "map_gpkg", [("in", ComplexDataInput(address))], output=[("out", True, "application/gml+xml")], mode=ASYNC
    )
    monitorExecution(execution, sleepSecs=1)
    assert execution.isSucceded(), [error.text for error in execution.errors]
    [output] = execution.processOutputs
    assert output.mimeType == "application/gml+xml"
    for name, ending in (("zones.gml", ".gml"), ("zones.xsd", ".xsd")):
        beside = requests.get(output.reference.removesuffix(".gml") + ending, timeout=60)
        (tmp_path / name).write_bytes(beside.content)
    check(tmp_path / "zones.gml", geodata.UTM)
    job = output.reference.split("/jobs/")[1].split("/")[0]
    assert {path.name for path in (service.directory(job).outputs / "out").iterdir()} == {"zones.gml", "zones.xsd"}
    wait_for(lambda: not service.directory(job).work.exists(), 30, "what was made for the conversion is left")


def test_a_format_that_cannot_hold_the_data_fails_the_job_with_output_and_formats(
    service: Service, site: Site, tmp_path: Path
) -> None:
    geodata.image(tmp_path / "a.tif", "uint16", 1)
    address = site.put("deep.tif", (tmp_path / "a.tif").read_bytes(), "image/tiff")
    answer = service.execute("picture", f"in=@xlink:href={address}", RawDataOutput="out@mimeType=image/jpeg")
    told = text_of(etree.fromstring(answer.content), "ExceptionText")
    assert 'The output "out" cannot be converted from image/tiff; subtype=geotiff to image/jpeg' in told
    assert "its pixels are UInt16, and that format holds Byte only" in told


def test_an_output_that_is_cut_off_is_no_success(service: Service, site: Site, tmp_path: Path) -> None:
    geodata.image(tmp_path / "a.tif", "uint16", 3)
    content = (tmp_path / "a.tif").read_bytes()
    address = site.put("cut.tif", content[: len(content) // 2], "image/tiff")
    answer = service.execute("picture", f"in=@xlink:href={address}", RawDataOutput="out")
    assert 'The output "out" was not written to its end' in text_of(etree.fromstring(answer.content), "ExceptionText")


def test_a_zipped_shapefile_may_be_sent_by_value(service: Service, tmp_path: Path) -> None:
    geodata.layer(tmp_path / "zones.shp", "ESRI Shapefile")
    sent = base64.b64encode(geodata.zipped(tmp_path / "zones.shp", tmp_path / "zones.zip")).decode()
    wps = WebProcessingService(service.wps)
    value = ComplexDataInput(sent, mimeType="application/zip", encoding="base64")
    execution = wps.execute("map_shp", [("in", value)], output=[("out", True, "application/geo+json")], mode=ASYNC)
    monitorExecution(execution, sleepSecs=1)
    assert execution.isSucceded(), [error.text for error in execution.errors]
    (tmp_path / "got.geojson").write_bytes(requests.get(execution.processOutputs[0].reference, timeout=60).content)
    check(tmp_path / "got.geojson", "EPSG:4326")
