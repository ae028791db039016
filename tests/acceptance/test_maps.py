"""What a finished job published is read as WMS, WCS and WFS by OWSLib's clients, through a real MapServer."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import birdy
import numpy as np
import pytest
import rasterio
import requests
from lxml import etree
from owslib.wcs import WebCoverageService
from owslib.wfs import WebFeatureService
from owslib.wms import WebMapService

from tests.support import mapserver
from tests.support.rasters import pixels
from tests.support.service import ROOT, Service, running
from tests.support.site import Site

DATA = ROOT / "cwl" / "processes" / "data"
MINE = ROOT / "tests" / "acceptance" / "maps"
OFFERED = "vegetation_index,hillshade,zonal_statistics"
GEOTIFF = "image/tiff; subtype=geotiff"


@pytest.fixture(scope="module")
def maps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    mapserver.installed()
    folders = f"{ROOT / 'cwl' / 'processes'},{MINE}"
    yield from running(tmp_path_factory.mktemp("maps"), processes=folders, MAPS__PROCESSES=OFFERED, MAPS__SECONDS=30)


@pytest.fixture(scope="module")
def index(maps: Service, site: Site, photograph: Path) -> str:
    """A job that has computed the vegetation index of the photograph of the national park."""
    return finished(
        maps, "vegetation_index", f"image=@xlink:href={site.put('p.tif', photograph.read_bytes(), 'image/tiff')}"
    )


@pytest.fixture(scope="module")
def zones(maps: Service, site: Site) -> str:
    """A job that has given zones with statistics, as GeoJSON."""
    image = site.put("dem.tif", (DATA / "rmnp_dem.tif").read_bytes(), GEOTIFF)
    polygons = site.put("zones.geojson", (DATA / "zones.geojson").read_bytes(), "application/geo+json")
    return finished(maps, "zonal_statistics", f"image=@xlink:href={image};zones=@xlink:href={polygons}")


def finished(service: Service, process: str, data: str) -> str:
    job = service.submit(process, data)
    document = service.wait(job)
    assert service.state_of(job) == "ProcessSucceeded", etree.tostring(document).decode()
    return job


def outputs(service: Service, job: str) -> dict[str, str]:
    """Return the literals of a job's document in WPS 1.0.0."""
    found = {}
    for output in service.status(job).iter("{*}Output"):
        value = output.find(".//{*}LiteralData")
        if value is not None:
            found[str(output.findtext("{*}Identifier"))] = str(value.text)
    return found


def file_of(service: Service, job: str, output: str) -> bytes:
    return next((service.state / "jobs" / job / "outputs" / output).iterdir()).read_bytes()


def is_blank(content: bytes) -> bool:
    bands = pixels(content)
    seen = bands[:3, bands[3] > 0]
    return seen.size == 0 or all(len(np.unique(band)) < 8 for band in seen)


# --- OGC's services ----------------------------------------------------------------------------------------


def test_owslib_gets_a_picture_that_is_not_blank_from_the_map_of_a_raster(maps: Service, index: str) -> None:
    wms = WebMapService(outputs(maps, index)["result_wms_link"], version="1.3.0")
    layer = next(reversed(wms.contents))
    box = wms[layer].boundingBoxWGS84
    answer = wms.getmap(layers=[layer], srs="CRS:84", bbox=box, size=(400, 300), format="image/png", transparent=True)
    assert not is_blank(answer.read())
    assert wms.url.startswith(f"{maps.url}/jobs/{index}/maps/result")


def test_owslib_gets_the_pixels_of_the_result_as_a_coverage(maps: Service, index: str) -> None:
    wcs = WebCoverageService(outputs(maps, index)["result_wcs_link"], version="2.0.1")
    (name,) = wcs.contents
    answer = wcs.getCoverage(identifier=name, format="image/tiff")
    with (
        rasterio.open(io.BytesIO(answer.read())) as got,
        rasterio.open(io.BytesIO(file_of(maps, index, "result"))) as there,
    ):
        assert (got.width, got.height, got.count, got.crs) == (there.width, there.height, there.count, there.crs)
        np.testing.assert_allclose(got.bounds, there.bounds, rtol=0, atol=there.res[0] / 1000)
        np.testing.assert_array_equal(got.read(), there.read())


def test_owslib_gets_the_features_of_the_result(maps: Service, zones: str) -> None:
    wfs = WebFeatureService(outputs(maps, zones)["result_wfs_link"], version="2.0.0")
    (name,) = wfs.contents
    got = json.loads(wfs.getfeature(typename=[name], outputFormat="geojson").read())["features"]
    there = json.loads(file_of(maps, zones, "result"))["features"]
    assert len(got) == len(there) == 4
    for mine, theirs in zip(got, there, strict=True):
        assert mine["properties"] == theirs["properties"]
        rings = (mine["geometry"]["coordinates"][0], theirs["geometry"]["coordinates"][0])
        np.testing.assert_allclose(*rings, rtol=0, atol=1e-9)


def test_owslib_gets_a_picture_of_vectors(maps: Service, zones: str) -> None:
    wms = WebMapService(outputs(maps, zones)["result_wms_link"], version="1.3.0")
    layer = next(reversed(wms.contents))
    box = wms[layer].boundingBoxWGS84
    answer = wms.getmap(layers=[layer], srs="CRS:84", bbox=box, size=(300, 300), format="image/png", transparent=True)
    assert (pixels(answer.read())[3] > 0).mean() > 0.2


# --- clients of WPS, which need not know of maps --------------------------------------------------------------


def test_birdy_gets_everything_links_too(maps: Service, site: Site) -> None:
    client = birdy.WPSClient(maps.wps)
    given = client.hillshade(dem=site.put("dem.tif", (DATA / "rmnp_dem.tif").read_bytes(), GEOTIFF)).get()
    assert given._fields == ("result", *(f"result_{view}_link" for view in ("download", "quicklook", "wms", "wcs")))
    assert given.result_download_link == given.result
    quicklook = pixels(requests.get(given.result_quicklook_link, timeout=60).content)
    assert (quicklook[3] > 0).any()


def test_a_raw_answer_is_the_result_and_no_link(maps: Service, site: Site) -> None:
    address = site.put("dem.tif", (DATA / "rmnp_dem.tif").read_bytes(), GEOTIFF)
    body = f"""<wps:Execute xmlns:wps="http://www.opengis.net/wps/2.0" xmlns:ows="http://www.opengis.net/ows/2.0"
        xmlns:xlink="http://www.w3.org/1999/xlink" service="WPS" version="2.0.0" response="raw" mode="sync">
        <ows:Identifier>hillshade</ows:Identifier>
        <wps:Input id="dem"><wps:Reference xlink:href="{address}" mimeType="image/tiff"/></wps:Input></wps:Execute>"""
    answer = requests.post(maps.wps, data=body, headers={"Content-Type": "text/xml"}, timeout=120)
    assert answer.headers["Content-Type"].startswith("image/tiff"), answer.text
    assert pixels(answer.content).shape == (1, 120, 120)


def test_the_doctor_says_what_serves_the_maps(maps: Service) -> None:
    (finding,) = [
        one for one in json.loads(maps.cli("doctor", "--format", "json").stdout) if "MapServer" in one["check"]
    ]
    assert finding["ok"]
    assert finding["seen"].startswith("MapServer version")
    assert "output(s) offered as maps" in finding["seen"]
