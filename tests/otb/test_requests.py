"""Requests for OTB: what is wrong is said with its name, and no text of a client becomes an option or a path."""

from __future__ import annotations

import time
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import escape

import pytest
import rasterio
import rasterio.shutil
import requests
from lxml import etree

from tests.otb.derived import data
from tests.support import geodata
from tests.support.service import Service, text_of
from tests.support.site import Site
from tests.unit.facade import wire


@pytest.fixture(scope="module")
def image(site: Site) -> str:
    return site.put("red.tif", (data() / "red.tif").read_bytes(), "image/tiff")


def inputs(**values: str) -> str:
    """Return DataInputs: an address is a reference."""
    return ";".join(
        f"{name}=@xlink:href={value}" if value.startswith("http") else f"{name}={value}"
        for name, value in values.items()
    )


def refusal(service: Service, process: str, **values: str) -> tuple[str, str, str]:
    """Return code, locator and text of the exception that a request is answered with."""
    answer = service.execute(process, inputs(**values))
    report = etree.fromstring(answer.content)
    fault = report.find(".//{*}Exception")  # of a report, or of a run that has failed
    assert fault is not None, answer.text
    return fault.get("exceptionCode", ""), fault.get("locator", ""), text_of(report, "ExceptionText")


WRONG = {
    "missing under its choice": (
        {"filter": "cc"},
        ("MissingParameterValue", "filter.cc.expr", "needed with filter = cc"),
    ),
    "of another choice": (
        {"filter.cc.expr": "distance < 10"},
        ("InvalidParameterValue", "filter.cc.expr", "only with filter = cc; filter is meanshift"),
    ),
    "a name of another choice": (
        {"mode.raster.out_name": "a.tif"},
        ("InvalidParameterValue", "mode.raster.out_name", "mode is vector"),
    ),
    "unknown choice": ({"filter": "magic"}, ("InvalidParameterValue", "filter", "choose from: meanshift, cc")),
    "out of range": (
        {"filter": "watershed", "filter.watershed.level": "1.5"},
        ("InvalidParameterValue", "filter.watershed.level", "more than the maximum 1"),
    ),
    "no number": ({"mode.vector.tilesize": "many"}, ("InvalidParameterValue", "mode.vector.tilesize", "whole number")),
    "unknown pixel type": (
        {"mode": "raster", "mode.raster.out_pixel": "int7"},
        ("InvalidParameterValue", "mode.raster.out_pixel", "choose from: uint8"),
    ),
    "a text that is an option": (
        {"mode.vector.layername": "-inxml"},
        ("InvalidParameterValue", "mode.vector.layername", "does not match"),
    ),
    "a name with a folder": (
        {"mode.vector.out_name": "../../a.gpkg"},
        ("InvalidParameterValue", "mode.vector.out_name", "does not match"),
    ),
    "overviews, which could be another file": (
        {"in_options": "&bands=1&resol=1"},
        ("InvalidParameterValue", "in_options", "does not match"),
    ),
    "an option with a path": (
        {"in_options": "&geom=/etc/passwd"},
        ("InvalidParameterValue", "in_options", "does not match"),
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_request_is_refused_by_name_before_a_job_exists(case: str, service: Service, image: str) -> None:
    values, (code, locator, text) = WRONG[case]
    before = service.store().count()
    answered = refusal(service, "Segmentation", **{"in": image, **values})
    assert answered[:2] == (code, locator)
    assert text in answered[2]
    assert service.store().count() == before


@pytest.mark.parametrize("case", WRONG)
def test_wps_2_refuses_the_same_by_the_same_names(case: str, service: Service, image: str) -> None:
    values, (_, locator, text) = WRONG[case]
    sent = "".join(
        wire.input200(name, f"<wps:LiteralValue>{escape(value)}</wps:LiteralValue>") for name, value in values.items()
    )
    sent += f'<wps:Input id="in"><wps:Reference xlink:href="{image}"/></wps:Input>'
    document = wire.execute200(sent, '<wps:Output id="mode.vector.out"/>', process="Segmentation")
    answer = requests.post(service.wps, data=document.encode(), headers={"Content-Type": "text/xml"}, timeout=120)
    fault = etree.fromstring(answer.content).find(".//{*}Exception")
    assert fault is not None, answer.text
    assert fault.get("locator") == locator
    assert text in text_of(fault, "ExceptionText")


RED, DEM, ZONES = "red.tif", "rmnp-dem.tif", "rmnp.zip"
# Process, inputs (names of files are references), and what the exception must hold
FAILING = {
    "an expression that cannot be parsed": ("BandMath", {"il": RED, "exp": "im1b1 +* ("}, "Unexpected"),
    "a band that is not there": ("BandMath", {"il": RED, "exp": "im1b7"}, "im1b7"),
    "a channel that is not there": (
        "ExtractROI",
        {"in": RED, "mode": "extent", "mode.extent.unit": "pxl", "mode.extent.ulx": "1", "mode.extent.uly": "1",
         "mode.extent.lrx": "9", "mode.extent.lry": "9", "cl": "Channel9"},
        "Value Channel9 not found in the list of choices: Channel1",
    ),
    "a region that lies outside": ("ExtractROI", {"in": RED, "startx": "100000", "sizex": "10"}, "out of the input"),
    "a field that is not there": (
        "PolygonClassStatistics",
        {"in": RED, "vec": ZONES, "field": "nothere"},
        "Value nothere not found in the list of choices: OBJECTI",
    ),
    "an image where a map is wanted": ("PolygonClassStatistics", {"in": RED, "vec": RED, "field": "a"}, "(FATAL)"),
    "images that do not lie on each other": ("BandMath", {"il": [RED, DEM], "exp": "im1b1+im2b1"}, "size"),
    "a pixel type that the format has not": (
        "BandMath",
        {"il": RED, "exp": "im1b1", "out_name": "a.jp2", "out_pixel": "float"},
        "only supports creating Byte",
    ),
    "a reference that leads nowhere": ("BandMath", {"il": "missing.tif", "exp": "im1b1"}, "404"),
    "an image that is cut off": ("BandMath", {"il": "cut.tif", "exp": "im1b1"}, "TIFFReadEncodedStrip() failed"),
    "a picture that is cut off": ("BandMath", {"il": "cut.jpg", "exp": "im1b1"}, "Premature end of JPEG file"),
    "a GeoJSON that is cut off": (
        "PolygonClassStatistics", {"in": RED, "vec": "cut.geojson", "field": "a"}, "Failed to read GeoJSON data",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def files(site: Site, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a folder with the files of the table."""
    folder = tmp_path_factory.mktemp("files")
    site.put(DEM, (data() / DEM).read_bytes(), "image/tiff")
    site.put(RED, (data() / RED).read_bytes(), "image/tiff")
    site.put(ZONES, geodata.zipped(data() / "rmnp.shp", folder / ZONES), "application/zip")
    with rasterio.open(data() / RED) as image:
        rasterio.shutil.copy(image, folder / "red.jpg", driver="JPEG")
    counties = data() / "colorado-counties.geojson"
    for path, name in ((data() / RED, "cut.tif"), (folder / "red.jpg", "cut.jpg"), (counties, "cut.geojson")):
        content = path.read_bytes()
        site.put(name, content[: len(content) * 6 // 10], "application/octet-stream")
    return site.url


@pytest.mark.parametrize("case", FAILING)
def test_a_run_that_cannot_succeed_fails_with_the_words_of_otb(case: str, service: Service, files: str) -> None:
    process, values, wanted = FAILING[case]
    sent = []
    for name, given in values.items():
        for value in [given] if isinstance(given, str) else given:
            is_file = value.endswith((".tif", ".jpg", ".zip", ".geojson"))
            sent.append(f"{name}=@xlink:href={files}/{value}" if is_file else f"{name}={quote(quote(value))}")
    answer = service.execute(process, ";".join(sent))
    report = etree.fromstring(answer.content)
    assert report.find(".//{*}ProcessSucceeded") is None
    told = text_of(report, "ExceptionText")
    assert wanted in told, told
    assert str(service.folder) not in told


@pytest.mark.parametrize("content", [b"this is no image", b""], ids=["text", "empty"])
def test_what_is_no_image_fails_with_the_words_of_otb(content: bytes, service: Service, site: Site) -> None:
    address = site.put("broken.tif", content, "image/tiff")
    text = refusal(service, "BandMath", il=address, exp="im1b1")[2]
    assert "otbcli_BandMath" in text
    assert "annot open image" in text


def test_what_is_said_where_values_are_printed_is_told_when_it_fails(service: Service, image: str) -> None:
    text = refusal(service, "PixelValue", **{"in": image, "coordx": "10", "coordy": "10000"})[2]
    assert "otbcli_PixelValue" in text
    assert "position out of bound" in text.partition("standard error:")[2]


def test_a_band_that_is_not_there_fails_with_the_words_of_otb(service: Service, image: str) -> None:
    assert "im1b7" in refusal(service, "BandMath", il=image, exp="im1b7")[2]


@pytest.mark.parametrize("text", [" -outxml", "\t-inxml", "\n-ram"])
def test_a_text_with_a_blank_before_it_is_no_option_either(text: str, service: Service, image: str) -> None:
    sent = wire.input200("cl", "<wps:LiteralValue>Channel1</wps:LiteralValue>")
    sent += wire.input200("cl", f"<wps:LiteralValue>{text}</wps:LiteralValue>")
    for name in ("coordx", "coordy"):
        sent += wire.input200(name, "<wps:LiteralValue>10</wps:LiteralValue>")
    sent += f'<wps:Input id="in"><wps:Reference xlink:href="{image}"/></wps:Input>'
    document = wire.execute200(sent, '<wps:Output id="value"/>', process="PixelValue")
    answer = requests.post(service.wps, data=document.encode(), headers={"Content-Type": "text/xml"}, timeout=120)
    fault = etree.fromstring(answer.content).find(".//{*}Exception")
    assert fault is not None, answer.text
    assert fault.get("locator") == "cl"
    assert "does not match" in text_of(fault, "ExceptionText")


@pytest.mark.parametrize("names", [("same.tif", "same.tif"), ("same.tif", "same.png")])
def test_two_outputs_are_two_files(names: tuple[str, str], service: Service, image: str) -> None:
    before = service.store().count()
    code, locator, text = refusal(
        service, "MeanShiftSmoothing", **{"in": image, "fout_name": names[0], "foutpos_name": names[1]}
    )
    assert (code, locator) == ("InvalidParameterValue", "foutpos_name")
    assert 'those of the input "fout_name"' in text
    assert service.store().count() == before


@pytest.mark.parametrize("name", ["otb-printed.txt", "cwl.output.json"])
def test_a_file_is_not_called_as_one_of_the_run(name: str, service: Service, image: str) -> None:
    code, locator, _ = refusal(service, "ReadImageInfo", **{"in": image, "outgeom_name": name})
    assert (code, locator) == ("InvalidParameterValue", "outgeom_name")


def test_an_extended_file_name_reaches_otb_and_the_format_that_is_asked_for_is_written(
    service: Service, site: Site, image: str, tmp_path: Path
) -> None:
    picture = site.put("rmnp-rgb.tif", (data() / "rmnp-rgb.tif").read_bytes(), "image/tiff")
    options = {
        "in": picture,
        "in_options": "&bands=2",
        "out_options": "&gdal:co:COMPRESS=DEFLATE",
        "out_pixel": "uint8",
    }
    answer = service.execute("DynamicConvert", inputs(**options), RawDataOutput="out")
    assert answer.content.startswith(b"II"), answer.text[-600:]
    path = tmp_path / "out.tif"
    path.write_bytes(answer.content)
    with rasterio.open(path) as written:
        assert (written.count, written.compression.name) == (1, "deflate")
    answer = service.execute(
        "BandMath", inputs(il=image, exp="im1b1", out_pixel="uint8"), RawDataOutput="out@mimeType=image/png"
    )
    assert answer.content.startswith(b"\x89PNG"), answer.text[:500]


def test_a_service_describes_and_lists_all_applications_at_once(service: Service) -> None:
    started = time.monotonic()
    answer = service.kvp(request="DescribeProcess", identifier="all")
    found = etree.fromstring(answer.content).findall("ProcessDescription")
    assert len(found) == 110
    assert time.monotonic() - started < 60
