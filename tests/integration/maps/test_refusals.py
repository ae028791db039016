"""What is no business of a client's: other files, other hosts, other users' jobs."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from lxml import etree

from tests.support.published import GETMAP, Published
from tests.support.rasters import numbers, raster
from tests.support.service import ROOT

DATA = ROOT / "cwl" / "processes" / "data"


@pytest.mark.parametrize(
    "hostile",
    [
        {"map": "/etc/passwd"},
        {"MAP": "../../other/service.map"},
        {"mapext": "0 0 1 1"},
        {"map.layer[image]": "DATA /etc/passwd"},
        {"map_layer_image_data": "/etc/passwd"},
        {"map[layer]": "x"},
        {"sld": "http://169.254.169.254/latest"},
        {"SLD_BODY": "<StyledLayerDescriptor/>"},
        {"mode": "browse"},
        {"template": "/etc/passwd"},
        {"qstring": "1=1"},
        {"width": "100000"},
        {"height": "0"},
        {"width": "64;rm"},
        {"layers": "file:///etc/passwd\n"},
        {"layers": "<image>"},
        {"bbox": "$(id)"},
        {"format": "../../../etc/passwd%00<"},
        {"service": "SOS"},
        {"request": "GetMetadata"},
    ],
    ids=lambda hostile: f"{next(iter(hostile))}",
)
def test_what_is_no_parameter_of_the_standards_or_has_no_value_of_theirs_is_refused(
    hostile: dict[str, str], there: Published, ramp: str
) -> None:
    kept = {name: value for name, value in GETMAP.items() if name not in hostile}
    answer = there.ask(ramp, **kept, **hostile)
    assert answer.status_code == 400, answer.text
    assert answer.content_type == "text/xml"
    report = etree.fromstring(answer.data)
    assert report.find("{*}Exception").get("locator") == next(iter(hostile))


def test_what_a_client_may_say_besides_is_left_out(there: Published, ramp: str) -> None:
    answer = there.ask(ramp, **GETMAP, dpi="96", map_resolution="96", format_options="dpi:96")  # as QGIS does
    assert answer.content_type == "image/png"


@pytest.mark.parametrize("parameters", [{"layers": "../image"}, {"crs": "EPSG:1"}, {"format": "image/webp"}])
def test_what_mapserver_refuses_is_told_without_a_path(parameters: dict[str, str], there: Published, ramp: str) -> None:
    answer = there.ask(ramp, **{**GETMAP, **parameters})
    assert b"ServiceException" in answer.data
    assert str(there.settings.state).encode() not in answer.data


def test_a_file_that_leads_to_others_gets_no_map(there: Published, caplog: pytest.LogCaptureFixture) -> None:
    secret = there.settings.state / "secret.tif"
    secret.write_bytes(raster(numbers()))
    vrt = (
        '<VRTDataset rasterXSize="64" rasterYSize="64"><SRS>EPSG:32613</SRS><VRTRasterBand dataType="Float32" band="1">'
        f"<SimpleSource><SourceFilename>{secret}</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>"
    )
    job = there.publish(vrt.encode())
    assert there.views(job) == ()
    assert there.ask(job, **GETMAP).status_code == 404
    assert "it could not be read" in caplog.text


def test_only_who_may_see_a_job_may_see_its_maps(there: Published) -> None:
    job = there.publish(raster(numbers()), user="anne")
    assert there.ask(job, user="anne", **GETMAP).status_code == 200
    assert there.ask(job, user="bert", **GETMAP).status_code == 404
    quicklook = f"/jobs/{job}/maps/image/quicklook.png"
    assert there.client.get(quicklook, headers={"X-User": "anne"}).status_code == 200
    assert there.client.get(quicklook, headers={"X-User": "bert"}).status_code == 404


@pytest.mark.parametrize("job", ["nobody", "..", "0" * 36])
def test_a_job_that_is_not_there_has_no_map(there: Published, job: str) -> None:
    assert there.ask(quote(job, safe=""), **GETMAP).status_code == 404


@pytest.mark.parametrize("output", ["other", "..", "%2e%2e%2fimage", "image%2f..%2fimage"])
def test_an_output_that_is_not_there_has_no_map(there: Published, ramp: str, output: str) -> None:
    assert there.ask(ramp, output=output, **GETMAP).status_code == 404
