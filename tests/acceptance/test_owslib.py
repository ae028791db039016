"""OWSLib's WebProcessingService, as it is, against the real service."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import rasterio
import requests
from lxml import etree
from owslib.util import ServiceException
from owslib.wps import (
    ASYNC,
    SYNC,
    BoundingBoxDataInput,
    ComplexDataInput,
    WebProcessingService,
    WPSExecution,
    monitorExecution,
)

from tests.support.service import ROOT, Service
from tests.support.site import Site

ECHO = "org.n52.javaps.test.EchoProcess"
DOCUMENT = "<testElement>hello_complex</testElement>"


@pytest.fixture(scope="module")
def owslib(service: Service) -> WebProcessingService:
    return WebProcessingService(service.wps)


@pytest.fixture(scope="module")
def followed(owslib: WebProcessingService, site: Site, photograph: Path) -> dict[str, WPSExecution]:
    """Three asynchronous executions, side by side, each followed to its end."""
    everything = [
        ("literalInput", "a=b & <c>"),
        ("complexInput", ComplexDataInput(DOCUMENT, mimeType="text/xml")),
        ("boundingBoxInput", BoundingBoxDataInput([46, -12.5, 47.25, -11], crs="EPSG:3857")),
        ("arrayInput", "3"),
        ("arrayInput", "1"),
    ]
    echoes = [("literalOutput", False), ("complexOutput", True), ("boundingBoxOutput", False), ("arrayOutput", False)]
    address = site.put("rmnp-rgb.tif", photograph.read_bytes(), "image/tiff")
    image = ComplexDataInput(f"{site.url}/redirect?to={address}", mimeType="image/tiff; subtype=geotiff")
    indices = [("result", True), ("preview", True), ("index_used", False), ("mean", False)]
    no_image = ComplexDataInput("this is no image", mimeType="image/tiff")
    executions = {
        "echo": owslib.execute(ECHO, everything, output=echoes, mode=ASYNC),
        "index": owslib.execute("vegetation_index", [("image", image), ("index", "VARI")], output=indices, mode=ASYNC),
        "failure": owslib.execute("raster_info", [("image", no_image)], output=[("info", True)], mode=ASYNC),
    }
    for execution in executions.values():
        monitorExecution(execution, sleepSecs=1)
    return executions


@pytest.fixture
def echoed(followed: dict[str, WPSExecution]) -> WPSExecution:
    return followed["echo"]


def outputs_of(execution: WPSExecution) -> dict[str, list[str]]:
    assert execution.isSucceded(), [error.text for error in execution.errors]
    return {output.identifier: output.data for output in execution.processOutputs}


def test_owslib_lists_every_process(owslib: WebProcessingService) -> None:
    assert {process.identifier for process in owslib.processes} == {
        file.stem for file in (ROOT / "cwl" / "processes").glob("*.cwl")
    }
    assert owslib.identification.type == "WPS"
    assert [operation.name for operation in owslib.operations] == ["GetCapabilities", "DescribeProcess", "Execute"]


def test_owslib_describes_every_process_at_once(owslib: WebProcessingService) -> None:
    found = {process.identifier: process for process in owslib.describeprocess("all")}
    assert set(found) == {process.identifier for process in owslib.processes}
    inputs = {parameter.identifier: parameter for parameter in found["vegetation_index"].dataInputs}
    assert "NDVI" in inputs["index"].allowedValues
    assert inputs["image"].defaultValue.mimeType == "image/tiff; subtype=geotiff"
    assert (inputs["red"].minOccurs, inputs["red"].maxOccurs) == (0, 1)
    images = found["vegetation_index_series"].dataInputs[0]
    assert images.maxOccurs > 100
    assert all(process.storeSupported and process.statusSupported for process in found.values())


def test_owslib_executes_synchronously(owslib: WebProcessingService) -> None:
    execution = owslib.execute("hello", [("name", "Friday & <Söhne>")], mode=SYNC)
    assert execution.isComplete()
    assert outputs_of(execution) == {"output": ["Hello Friday & <Söhne>"]}
    assert execution.statusLocation is None


def test_owslib_sees_progress_rise(owslib: WebProcessingService) -> None:
    execution = owslib.execute("sleep", [("delay", "3")], output=[("sleep_output", False)], mode=ASYNC)
    assert execution.status == "ProcessAccepted"
    seen: list[int] = []
    while not execution.isComplete():
        execution.checkStatus(sleepSecs=0)
        seen.append(execution.percentCompleted)
    assert outputs_of(execution) == {"sleep_output": ["Slept 3 seconds"]}
    assert seen == sorted(seen)
    assert len({percent for percent in seen if 0 < percent < 100}) >= 3


def test_literals_and_arrays_come_back(echoed: WPSExecution) -> None:
    found = outputs_of(echoed)
    assert found["literalOutput"] == ["a=b & <c>"]
    assert found["arrayOutput"] == ["[3, 1]"]


def test_a_bounding_box_keeps_the_order_of_its_axes(echoed: WPSExecution) -> None:
    [box] = outputs_of(echoed)["boundingBoxOutput"]
    assert (box.minx, box.miny, box.maxx, box.maxy) == ("46", "-12.5", "47.25", "-11")
    assert box.crs.getcode() == "EPSG:3857"


def test_a_document_by_reference_can_be_fetched(echoed: WPSExecution, tmp_path: Path) -> None:
    [output] = [output for output in echoed.processOutputs if output.identifier == "complexOutput"]
    assert (output.mimeType, output.data) == ("text/xml", [])
    assert requests.get(output.reference, timeout=10).text == DOCUMENT
    output.writeToDisk(path=str(tmp_path) + "/")
    [stored] = tmp_path.iterdir()
    assert stored.read_text() == DOCUMENT


def test_a_document_by_value_is_an_element(owslib: WebProcessingService, site: Site) -> None:
    address = site.put("hello.xml", DOCUMENT.encode(), "text/xml")
    inputs = [("complexInput", ComplexDataInput(address, mimeType="text/xml")), ("literalInput", "")]
    execution = owslib.execute("echo", inputs, output=[("complexOutput", False)], mode=SYNC)
    [data] = outputs_of(execution)["complexOutput"]
    assert etree.fromstring(data).text == "hello_complex"


def test_an_image_is_fetched_and_its_index_too(followed: dict[str, WPSExecution], photograph: Path) -> None:
    indexed = followed["index"]
    found = outputs_of(indexed)
    assert found["index_used"] == ["VARI"]
    references = {output.identifier: output for output in indexed.processOutputs}
    assert references["result"].mimeType == "image/tiff; subtype=geotiff"
    assert requests.get(references["preview"].reference, timeout=10).content.startswith(b"\x89PNG")
    with rasterio.open(io.BytesIO(requests.get(references["result"].reference, timeout=10).content)) as index:
        computed = index.read(1)
    with rasterio.open(photograph) as image:
        red, green, blue = image.read().astype(float)
        masks = image.read_masks().min(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = np.where(masks == 0, np.nan, (green - red) / (green + red - blue))
    both = np.isfinite(expected) & np.isfinite(computed)
    assert both.mean() > 0.9
    np.testing.assert_allclose(computed[both], expected[both], rtol=1e-4)
    assert float(found["mean"][0]) == pytest.approx(float(np.nanmean(computed)), rel=1e-4)


def test_a_failed_step_is_explained(followed: dict[str, WPSExecution]) -> None:
    execution = followed["failure"]
    assert execution.isComplete()
    assert not execution.isSucceded()
    [error] = execution.errors
    assert 'The step "raster_info" failed with exit code 1.' in error.text
    assert "Command: python3 raster_info.py" in error.text
    assert "not an image in one of the formats" in error.text
    assert str(ROOT) not in error.text


def test_a_wrong_input_is_an_exception_that_names_it(owslib: WebProcessingService) -> None:
    with pytest.raises(ServiceException, match="delay"):
        owslib.execute("sleep", [("delay", "soon")], mode=SYNC)
    with pytest.raises(ServiceException, match="nobody"):
        owslib.execute("hello", [("name", "a"), ("nobody", "b")], mode=ASYNC)
