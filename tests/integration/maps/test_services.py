"""Results as WMS, WCS and WFS, and in small."""

from __future__ import annotations

from urllib.parse import urlencode

import numpy as np
import pytest

from tests.support.published import GETMAP, PUBLIC, Published
from tests.support.rasters import numbers, pixels, raster
from tests.support.service import ROOT

DATA = ROOT / "cwl" / "processes" / "data"


def test_a_picture_shows_the_values_and_leaves_out_what_has_none(there: Published, ramp: str) -> None:
    for content in (
        there.ask(ramp, **GETMAP).data,
        there.client.get(f"/jobs/{ramp}/maps/image/quicklook.png").data,
    ):
        red, _, _, alpha = pixels(content)
        assert (alpha[:14, :14] == 0).all()
        assert (alpha[20:, 20:] == 255).all()
        assert int(red[60, 60]) > int(red[40, 40]) > int(red[25, 25])
        assert red[alpha > 0].min() < 16 < 240 < red[alpha > 0].max()


@pytest.mark.parametrize("datatype", ["uint8", "int16", "uint16", "float32"])
def test_a_coverage_has_the_pixels_of_the_result(there: Published, datatype: str) -> None:
    values = (numbers("int32") % 200 + (40_000 if datatype == "uint16" else 0)).astype(datatype)
    job = there.publish(raster(np.concatenate([values, values + 1])))
    answer = there.ask(
        job, service="WCS", version="2.0.1", request="GetCoverage", coverageid="image", format="image/tiff"
    )
    got = pixels(answer.data)
    np.testing.assert_array_equal(got[0], values[0])
    np.testing.assert_array_equal(got[1], values[0] + 1)


@pytest.mark.parametrize("service", ["WMS", "WCS"])
def test_the_addresses_in_answers_are_public_ones(there: Published, ramp: str, service: str) -> None:
    version = {"WMS": "1.3.0", "WCS": "2.0.1"}[service]
    answer = there.ask(ramp, service=service, version=version, request="GetCapabilities")
    assert f"{PUBLIC}/jobs/{ramp}/maps/image" in answer.text
    assert str(there.settings.state) not in answer.text


OLDER = {
    "WMS 1.1.1": {**GETMAP, "version": "1.1.1", "srs": "EPSG:32613"},
    "WCS 1.0.0": {
        "service": "WCS",
        "version": "1.0.0",
        "request": "GetCoverage",
        "coverage": "image",
        "crs": "EPSG:32613",
        "bbox": "500000,4400000,500640,4400640",
        "width": "64",
        "height": "64",
        "format": "GEOTIFF",
    },
}


@pytest.mark.parametrize("version", OLDER)
def test_older_versions_of_the_services_are_spoken(there: Published, ramp: str, version: str) -> None:
    assert pixels(there.ask(ramp, **OLDER[version]).data).shape[1:] == (64, 64)


def test_a_place_is_given_back_by_who_reads_no_answer(there: Published, ramp: str) -> None:
    one = there.settings.maps.model_copy(update={"running": 1})
    narrow = Published(there.settings.model_copy(update={"maps": one}))
    address = f"/jobs/{ramp}/maps/image?{urlencode(GETMAP)}"
    for _ in range(3):
        with narrow.client.head(address) as asked:
            assert asked.status_code == 200
        with narrow.client.get(address, buffered=False) as begun:
            assert begun.status_code == 200
    assert narrow.ask(ramp, **GETMAP).status_code == 200


FILTER = (
    '<fes:Filter xmlns:fes="http://www.opengis.net/fes/2.0"><fes:PropertyIsEqualTo><fes:ValueReference{attribute}>{name}'
    "</fes:ValueReference><fes:Literal>2</fes:Literal></fes:PropertyIsEqualTo></fes:Filter>"
)
QUERY = (
    '<wfs:GetFeature xmlns:wfs="http://www.opengis.net/wfs/2.0" service="WFS" version="2.0.0" outputFormat="geojson">'
    '<wfs:Query typeNames="zones">{filter}</wfs:Query></wfs:GetFeature>'
)
GETFEATURE = {"service": "WFS", "version": "2.0.0", "request": "GetFeature", "typenames": "zones"}


@pytest.fixture(scope="module")
def zones(there: Published) -> str:
    """A job that gave four zones."""
    return there.publish((DATA / "zones.geojson").read_bytes(), name="zones.geojson")


def test_features_are_filtered_in_the_address_and_in_a_posted_document(there: Published, zones: str) -> None:
    filter = FILTER.format(name="number", attribute="")
    by_get = there.ask(zones, **GETFEATURE, outputformat="geojson", filter=filter)
    body = QUERY.format(filter=filter)
    by_post = there.client.post(f"/jobs/{zones}/maps/image", data=body, content_type="text/xml")
    for answer in (by_get, by_post):
        (feature,) = answer.get_json(force=True)["features"]
        assert feature["properties"]["number"] == 2


@pytest.mark.parametrize(
    ("name", "attribute"),
    [
        ("a&quot; OR 1=1 --", ""),
        ('<![CDATA[a" OR 1=1]]>', ""),
        ('a" OR 1=1', ' x=">number<"'),
        ("a <!-- --> b", ""),
    ],
    ids=["entity", "CDATA", "an element within an attribute", "comment"],
)
def test_a_filter_that_names_more_than_a_property_is_refused(
    name: str, attribute: str, there: Published, zones: str
) -> None:
    filter = FILTER.format(name=name, attribute=attribute)
    assert there.ask(zones, **GETFEATURE, filter=filter).status_code == 400
    body = QUERY.format(filter=filter)
    assert there.client.post(f"/jobs/{zones}/maps/image", data=body, content_type="text/xml").status_code == 400


def test_what_is_posted_reads_no_file(there: Published, zones: str) -> None:
    body = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + QUERY.format(filter="&e;")
    answer = there.client.post(f"/jobs/{zones}/maps/image", data=body, content_type="text/xml")
    assert answer.status_code == 400
    assert "root:" not in answer.text


def test_a_job_lists_its_maps_and_its_quick_look(there: Published, ramp: str) -> None:
    links = there.client.get(f"/jobs/{ramp}").json["links"]
    root = f"{PUBLIC}/jobs/{ramp}"
    found = {link["rel"]: link["href"] for link in links}
    assert found["preview"] == f"{root}/maps/image/quicklook.png"
    assert found["enclosure"] == f"{root}/outputs/image/a.tif"
    services = [link["href"] for link in links if link["rel"] == "service"]
    assert services == [
        f"{root}/maps/image?service={name}&version={version}&request=GetCapabilities"
        for name, version in (("WMS", "1.3.0"), ("WCS", "2.0.1"))
    ]
