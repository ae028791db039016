"""What WPS says of maps: further outputs in 1.0.0, nested ones in 2.0."""

from __future__ import annotations

from urllib.parse import urlencode

from lxml import etree

from tests.support import schemas
from tests.support.published import Published
from tests.support.service import ROOT

DATA = ROOT / "cwl" / "processes" / "data"


def test_the_links_are_further_outputs_in_wps_100(there: Published, ramp: str) -> None:
    described = there.wps(version="1.0.0", request="DescribeProcess", identifier="as_sent")
    names = [output.findtext("{*}Identifier") for output in described.iter("Output")]
    assert names == [
        "image",
        *(f"image_{view}_link" for view in ("download", "quicklook", "wms", "wcs", "wfs")),
    ]
    document = etree.fromstring(there.client.get(f"/jobs/{ramp}/status.xml").data)
    given = {
        output.findtext("{*}Identifier"): output.findtext(".//{*}LiteralData") for output in document.iter("{*}Output")
    }
    assert list(given) == ["image", *(f"image_{view}_link" for view in ("download", "quicklook", "wms", "wcs"))]
    assert str(given["image_wms_link"]).endswith("/maps/image?service=WMS&version=1.3.0&request=GetCapabilities")


def test_the_links_are_nested_outputs_in_wps_20(there: Published, ramp: str) -> None:
    described = there.wps(version="2.0.0", request="DescribeProcess", identifier="as_sent")
    outputs = described.findall(".//{*}Process/{http://www.opengis.net/wps/2.0}Output")
    assert [output.findtext("{*}Identifier") for output in outputs] == ["image", "image_map"]
    inner = [output.findtext("{*}Identifier") for output in outputs[1].findall("{*}Output")]
    assert inner == [f"{view}_link" for view in ("download", "quicklook", "wms", "wcs", "wfs")]
    result = there.wps(version="2.0.0", request="GetResult", jobid=ramp)
    given = [
        (output.get("id"), [one.get("id") for one in output.findall("{*}Output")])
        for output in result.findall("{*}Output")
    ]
    assert given == [
        ("image", []),
        *(("image_map", [f"{view}_link"]) for view in ("download", "quicklook", "wms", "wcs")),
    ]


def test_the_documents_are_valid(there: Published, ramp: str) -> None:
    validate = schemas.validator()
    for version in ("1.0.0", "2.0.0"):
        described = there.wps(version=version, request="DescribeProcess", identifier="as_sent")
        assert list(validate(described)) == []
    assert list(validate(there.wps(version="2.0.0", request="GetResult", jobid=ramp))) == []
    assert list(validate(etree.fromstring(there.client.get(f"/jobs/{ramp}/status.xml").data))) == []


def test_an_output_that_is_not_asked_for_is_not_given_and_an_unknown_one_is_named(there: Published) -> None:
    query = {
        "service": "WPS",
        "version": "1.0.0",
        "request": "Execute",
        "identifier": "as_sent",
        "DataInputs": "file=x",
    }
    stored = {"storeExecuteResponse": "true", "status": "true"}
    accepted = there.client.get(f"/wps?{urlencode({**query, **stored, 'ResponseDocument': 'image_wms_link'})}")
    assert accepted.status_code == 200
    there.store.dismiss(etree.fromstring(accepted.data).get("statusLocation", "").split("/")[-2])
    refused = there.client.get(f"/wps?{urlencode({**query, **stored, 'ResponseDocument': 'image_wmts_link'})}")
    assert refused.status_code == 400
    assert "image_wms_link" in refused.text
