"""What OTB writes in each format that is offered, itself or converted, and what it reads of each that clients send."""

from __future__ import annotations

import base64
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import rasterio
import rasterio.shutil
import requests
import shapely
from lxml import etree
from owslib.wps import ASYNC, ComplexDataInput, WebProcessingService, WPSExecution, monitorExecution

from tests.otb.derived import data
from tests.support import geodata
from tests.support.service import Service, text_of
from tests.support.site import Site

DRIVERS = {".geojson": "GeoJSON", ".gml": "GML", ".gpkg": "GPKG", ".kml": "LIBKML", ".shp": "ESRI Shapefile"}


def raw(service: Service, process: str, inputs: dict[str, str], output: str, path: Path) -> Path:
    """Execute, and return the raw answer as a file."""
    sent = ";".join(f"{name}={value}" for name, value in inputs.items())
    answer = service.execute(process, sent, RawDataOutput=output)
    assert answer.headers["Content-Type"] != "text/xml; charset=utf-8" or b"Exception" not in answer.content, (
        answer.text
    )
    path.write_bytes(answer.content)
    return path


def is_offered(service: Service, process: str) -> list[str]:
    answer = service.kvp(request="DescribeProcess", identifier=process)
    output = etree.fromstring(answer.content).find(".//ComplexOutput/Supported")
    return [str(one.text) for one in output.iter("MimeType")]


def test_images_and_maps_are_offered_in_all_formats(service: Service) -> None:
    assert set(is_offered(service, "BandMath")) == geodata.RASTERS.keys() | {
        "image/tiff; subtype=geotiff",
        "application/zip",
    }
    assert is_offered(service, "Segmentation")[0] == "application/geopackage+sqlite3"
    assert is_offered(service, "ImageEnvelope")[0] == "application/geopackage+sqlite3"
    for process in ("Segmentation", "ImageEnvelope"):
        assert geodata.VECTORS.keys() <= set(is_offered(service, process))


@pytest.mark.parametrize("asked", geodata.RASTERS)
def test_an_image_of_otb_comes_in_each_of_its_formats(asked: str, service: Service, site: Site, tmp_path: Path) -> None:
    with rasterio.open(data() / "red.tif") as image:
        wanted, crs, bounds = image.read(1), image.crs, image.bounds
    address = site.put("red.tif", (data() / "red.tif").read_bytes(), "image/tiff")
    inputs = {"il": f"@xlink:href={address}", "exp": "im1b1", "out_pixel": "uint8"}
    path = raw(service, "BandMath", inputs, f"out@mimeType={asked}", tmp_path / f"a{geodata.RASTERS[asked]}")
    with rasterio.open(path) as found:
        pixels = found.read(1)
        assert pixels.dtype == np.uint8
        if asked not in ("image/png", "image/jpeg"):
            assert found.crs == crs
            assert found.bounds == pytest.approx(bounds, abs=1e-9)
    difference = np.abs(pixels.astype(int) - wanted)
    lossy = asked in ("image/jpeg", "image/jp2")  # OTB itself writes them, with GDAL's defaults
    assert difference.mean() < 16 if lossy else not difference.any()
    assert np.corrcoef(pixels.ravel(), wanted.ravel())[0, 1] > 0.95


def test_fractions_are_netcdf_and_no_jpeg_2000(service: Service, site: Site, tmp_path: Path) -> None:
    with rasterio.open(data() / "red.tif") as image:
        wanted = image.read(1)
    address = site.put("red.tif", (data() / "red.tif").read_bytes(), "image/tiff")
    inputs = {"il": f"@xlink:href={address}", "exp": "im1b1/2-5", "out_pixel": "float"}
    path = raw(service, "BandMath", inputs, "out@mimeType=application/x-netcdf", tmp_path / "a.nc")
    with rasterio.open(path) as found:
        assert np.allclose(found.read(1), wanted / 2 - 5)
    sent = ";".join(f"{name}={value}" for name, value in inputs.items())
    answer = service.execute("BandMath", sent, RawDataOutput="out@mimeType=image/jp2")
    assert "JP2OpenJPEG driver only supports" in text_of(etree.fromstring(answer.content), "ExceptionText")


def segments(service: Service, site: Site, path: Path, output: str) -> Path:
    address = site.put("rmnp-dem.tif", (data() / "rmnp-dem.tif").read_bytes(), "image/tiff")
    inputs = {
        "in": f"@xlink:href={address}",
        "filter": "watershed",
        "filter.watershed.level": "0.2",
        "mode": "vector",
        "mode.vector.stitch": "false",
    }
    return raw(service, "Segmentation", inputs, output, path)


@pytest.mark.parametrize("asked", geodata.VECTORS)
def test_a_layer_of_otb_comes_in_each_of_its_formats(asked: str, service: Service, site: Site, tmp_path: Path) -> None:
    wanted = pyogrio.raw.read(segments(service, site, tmp_path / "a.gpkg", "mode.vector.out"))
    path = segments(service, site, tmp_path / f"b{geodata.VECTORS[asked]}", f"mode.vector.out@mimeType={asked}")
    found = pyogrio.raw.read(f"/vsizip/{path}" if path.suffix == ".zip" else path)
    assert len(found[2]) == len(wanted[2]) > 10
    shapes, others = shapely.from_wkb(found[2]), shapely.from_wkb(wanted[2])
    assert np.allclose(shapely.total_bounds(shapes), shapely.total_bounds(others), atol=1e-6)
    assert np.isclose(shapely.area(shapes).sum(), shapely.area(others).sum(), rtol=1e-4)
    assert rasterio.crs.CRS.from_user_input(found[0]["crs"]).to_epsg() in (4326, 4979)


@pytest.mark.parametrize("asked", geodata.VECTORS)
def test_a_map_of_otb_comes_in_each_of_its_formats(asked: str, service: Service, site: Site, tmp_path: Path) -> None:
    address = site.put("red.tif", (data() / "red.tif").read_bytes(), "image/tiff")
    inputs = {"in": f"@xlink:href={address}"}
    path = raw(service, "ImageEnvelope", inputs, f"out@mimeType={asked}", tmp_path / f"b{geodata.VECTORS[asked]}")
    meta, _, wkb, _ = pyogrio.raw.read(f"/vsizip/{path}" if path.suffix == ".zip" else path)
    with rasterio.open(data() / "red.tif") as image:
        wanted = image.bounds
    assert shapely.total_bounds(shapely.from_wkb(wkb)) == pytest.approx(wanted, abs=0.002)
    assert rasterio.crs.CRS.from_user_input(meta["crs"]).to_epsg() in (4326, 4979)


# --- what is sent -----------------------------------------------------------------------------------


def picture(suffix: str, folder: Path) -> Path:
    """Return the red band of the photograph in a format."""
    drivers = {".tif": "GTiff", ".jp2": "JP2OpenJPEG", ".png": "PNG", ".jpg": "JPEG"}
    path = folder / f"red{suffix}"
    with rasterio.Env(GDAL_PAM_ENABLED="NO"), rasterio.open(data() / "red.tif") as image:
        rasterio.shutil.copy(image, path, driver=drivers[suffix])
    return path


@pytest.mark.parametrize("by", ["reference", "value"])
@pytest.mark.parametrize("media_type", [form for form in geodata.RASTERS if form != "application/x-netcdf"])
def test_otb_reads_images_of_each_format(
    media_type: str, by: str, service: Service, site: Site, tmp_path: Path
) -> None:
    path = picture(geodata.RASTERS[media_type], tmp_path)
    execution = send(service, site, "ReadImageInfo", "in", path, media_type, by=by, outputs=["sizex", "sizey"])
    assert [output.data[0] for output in execution.processOutputs] == ["485", "373"]


@pytest.mark.parametrize("by", ["reference", "value"])
@pytest.mark.parametrize("media_type", geodata.VECTORS)
def test_otb_reads_maps_of_each_format(media_type: str, by: str, service: Service, site: Site, tmp_path: Path) -> None:
    suffix = geodata.VECTORS[media_type]
    path = tmp_path / f"zones{'.shp' if suffix == '.zip' else suffix}"
    shapes = geodata.in_wgs84(geodata.shapes())
    geodata.layer(path, DRIVERS[path.suffix], crs="EPSG:4326", geometries=shapes)
    if suffix == ".zip":
        geodata.zipped(path, tmp_path / "zones.zip")
        path = tmp_path / "zones.zip"
    outputs: list[str | tuple[str, str]] = [("out", "application/geo+json")]
    execution = send(service, site, "ConcatenateVectorData", "vd", path, media_type, by=by, times=2, outputs=outputs)
    (tmp_path / "got.geojson").write_bytes(requests.get(execution.processOutputs[0].reference, timeout=60).content)
    found = shapely.from_wkb(pyogrio.raw.read(tmp_path / "got.geojson")[2])
    assert len(found) == 6
    assert shapely.total_bounds(found) == pytest.approx(shapely.total_bounds(shapes), abs=1e-5)


def send(
    service: Service,
    site: Site,
    process: str,
    name: str,
    path: Path,
    media_type: str,
    *,
    by: str,
    times: int = 1,
    outputs: list[str | tuple[str, str]],
) -> WPSExecution:
    """Execute with a file that is referred to, or stands in the request; binary ones as base64, text as it is."""
    content = path.read_bytes()
    if by == "reference":
        value = ComplexDataInput(site.put(path.name, content, "application/octet-stream"), mimeType=media_type)
    elif media_type.endswith(("json", "+xml")):
        value = ComplexDataInput(content.decode(), mimeType=media_type)
    else:
        value = ComplexDataInput(base64.b64encode(content).decode(), mimeType=media_type, encoding="base64")
    asked = [(one, False) if isinstance(one, str) else (one[0], True, one[1]) for one in outputs]
    execution = WebProcessingService(service.wps).execute(process, [(name, value)] * times, output=asked, mode=ASYNC)
    monitorExecution(execution, sleepSecs=1)
    assert execution.isSucceded(), [error.text for error in execution.errors]
    return execution
