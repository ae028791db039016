"""What a finished job published is read as WMS, WCS and WFS by OWSLib's clients, through a real MapServer."""

from __future__ import annotations

import io
import json
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import rasterio
import requests
from lxml import etree
from owslib.wcs import WebCoverageService
from owslib.wfs import WebFeatureService
from owslib.wms import WebMapService
from owslib.wps import SYNC, ComplexDataInput, WebProcessingService
from rasterio.errors import NotGeoreferencedWarning
from rasterio.transform import from_origin

from tests.support import mapserver, schemas
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
    yield from running(
        tmp_path_factory.mktemp("maps"), processes=folders, MAPS__PROCESSES=OFFERED, MAPS__SECONDS=30
    )


@pytest.fixture(scope="module")
def index(maps: Service, site: Site, photograph: Path) -> str:
    """A job that has computed the vegetation index of the photograph of the national park."""
    return finished(maps, "vegetation_index", f"image=@xlink:href={site.put('p.tif', photograph.read_bytes(), 'image/tiff')}")


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


def picture(content: bytes) -> np.ndarray:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with rasterio.open(io.BytesIO(content)) as image:
            assert image.driver == "PNG"
            return np.asarray(image.read())


def is_blank(content: bytes) -> bool:
    bands = picture(content)
    seen = bands[:3, bands[3] > 0]
    return seen.size == 0 or all(len(np.unique(band)) < 8 for band in seen)


# --- OGC's services ----------------------------------------------------------------------------------------


def test_owslib_gets_a_picture_that_is_not_blank_from_the_map_of_a_raster(maps: Service, index: str) -> None:
    wms = WebMapService(outputs(maps, index)["result_wms_link"], version="1.3.0")
    layer = next(reversed(wms.contents))
    box = wms[layer].boundingBoxWGS84
    answer = wms.getmap(
        layers=[layer], srs="CRS:84", bbox=box, size=(400, 300), format="image/png", transparent=True
    )
    assert not is_blank(answer.read())
    assert wms.url.startswith(f"{maps.url}/jobs/{index}/maps/result")


def test_owslib_gets_the_pixels_of_the_result_as_a_coverage(maps: Service, index: str) -> None:
    wcs = WebCoverageService(outputs(maps, index)["result_wcs_link"], version="2.0.1")
    (name,) = wcs.contents
    answer = wcs.getCoverage(identifier=name, format="image/tiff")
    with rasterio.open(io.BytesIO(answer.read())) as got, rasterio.open(
        io.BytesIO(file_of(maps, index, "result"))
    ) as there:
        assert (got.width, got.height, got.count, got.crs) == (there.width, there.height, there.count, there.crs)
        np.testing.assert_allclose(got.bounds, there.bounds, rtol=0, atol=there.res[0] / 1000)
        np.testing.assert_array_equal(got.read(), there.read())


def test_owslib_gets_the_features_of_the_result(maps: Service, zones: str) -> None:
    link = outputs(maps, zones)["zones_wfs_link"] if "zones_wfs_link" in outputs(maps, zones) else ""
    wfs = WebFeatureService(link or next(v for k, v in outputs(maps, zones).items() if k.endswith("_wfs_link")), version="2.0.0")
    (name,) = wfs.contents
    got = json.loads(wfs.getfeature(typename=[name], outputFormat="geojson").read())
    output = next(k for k in outputs(maps, zones) if k.endswith("_wfs_link")).removesuffix("_wfs_link")
    there = json.loads(file_of(maps, zones, output))
    assert len(got["features"]) == len(there["features"]) == 4
    for mine, theirs in zip(got["features"], there["features"], strict=True):
        assert mine["properties"] == theirs["properties"]
        ring, other = mine["geometry"]["coordinates"][0], theirs["geometry"]["coordinates"][0]
        np.testing.assert_allclose(ring, other, rtol=0, atol=1e-9)


def test_owslib_gets_a_picture_of_vectors(maps: Service, zones: str) -> None:
    link = next(address for name, address in outputs(maps, zones).items() if name.endswith("_wms_link"))
    wms = WebMapService(link, version="1.3.0")
    layer = next(reversed(wms.contents))
    box = wms[layer].boundingBoxWGS84
    answer = wms.getmap(layers=[layer], srs="CRS:84", bbox=box, size=(300, 300), format="image/png", transparent=True)
    assert (picture(answer.read())[3] > 0).mean() > 0.2
