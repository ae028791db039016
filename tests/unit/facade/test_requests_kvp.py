"""Key-value pairs: the names of parameters, the splitting of lists, and how each kind of value is written."""

from urllib.parse import urlencode

import pytest

from tests.unit.facade import wire
from wps_cwl.errors import InvalidParameter
from wps_cwl.facade.ows.kvp import Query
from wps_cwl.model import (
    BoundingBoxValue,
    ComplexValue,
    Format,
    LiteralValue,
    Mode,
    OutputRequest,
    ReferenceValue,
    ResponseForm,
    Transmission,
)

EXECUTE = "service=WPS&version=1.0.0&request=Execute&identifier=echo"


def literals(*texts):
    return [("text", LiteralValue(text)) for text in texts]


def box(crs=None, lower=(1.0, 2.0), upper=(3.0, 4.0)):
    return [("box", BoundingBoxValue(lower, upper, crs=crs))]


TIFF = Format("image/tiff", encoding="base64")
INPUTS = {
    "text=a": literals("a"),
    "text=a;text=b;text=c": literals("a", "b", "c"),
    "[text=a;text=b]": literals("a", "b"),
    "text=a;": literals("a"),
    "text=": literals(""),
    "text=a%3Db": literals("a=b"),
    "text=a=b=c": literals("a=b=c"),
    "text=a%3Bb": literals("a;b"),
    "text=a%40mimeType%3Db": literals("a@mimeType=b"),
    "text=ada@example.org": literals("ada@example.org"),
    "text=100%25": literals("100%"),
    "text=a+b%2Bc": literals("a b+c"),
    "text=%C3%BC": literals("\u00fc"),
    "text=\u00fc": literals("\u00fc"),
    "text=5@uom=m@dataType=integer": [("text", LiteralValue("5", datatype="integer", unit="m"))],
    "text=5@datatype=integer": [("text", LiteralValue("5", datatype="integer"))],
    "unknown=a": [("unknown", LiteralValue("a"))],
    "data=plain": [("data", ComplexValue(b"plain"))],
    "data=%7B%22a%22:1%7D@mimeType=application/json": [("data", ComplexValue(b'{"a":1}', Format("application/json")))],
    "data=AAEC@mimeType=image/tiff@encoding=base64": [("data", ComplexValue(b"\0\1\2", TIFF))],
    "data={}@mimeType=application/geo+json": [("data", ComplexValue(b"{}", Format("application/geo+json")))],
    "record=%7B%22a%22:1%7D": [("record", ComplexValue(b'{"a":1}', Format("application/json")))],
    "data=@xlink:href=http://a.example/b?c=d": [("data", ReferenceValue("http://a.example/b?c=d"))],
    "data=@href=http%3A%2F%2Fa.example%2F%40%3B@mimeType=text/xml@schema=urn:s": [
        ("data", ReferenceValue("http://a.example/@;", format=Format("text/xml", schema="urn:s")))
    ],
    "data=@XLINK:HREF=http://a.example/b@MIMETYPE=text/xml": [
        ("data", ReferenceValue("http://a.example/b", format=Format("text/xml")))
    ],
    "box=1,2,3,4": box(),
    "box=1,2,3,4,EPSG:4326": box("EPSG:4326"),
    "box=1,2,3,4,EPSG:4326,2": box("EPSG:4326"),
    "box=1,2,3,4,urn:ogc:def:crs:EPSG::4326": box("urn:ogc:def:crs:EPSG::4326"),
    "box=1,2,3,4@crs=EPSG:3857": box("EPSG:3857"),
    "box=-1.5,2e1,.5,1,2,3,EPSG:4979,3": box("EPSG:4979", (-1.5, 20.0, 0.5), (1.0, 2.0, 3.0)),
    "text=a;box=1,2,3,4;text=b": literals("a") + box() + literals("b"),
    "%5Btext=a;text=b%5D": literals("a", "b"),
}


@pytest.mark.parametrize(("query", "expected"), INPUTS.items(), ids=INPUTS.keys())
def test_an_input_is_read(client, operations, query, expected):
    response = wire.get(client, f"{EXECUTE}&DataInputs={query}")
    assert response.status_code == 200, response.data
    assert [(named.id, named.value) for named in operations.requests[0].inputs] == expected


def test_a_list_that_was_encoded_as_a_whole_is_decoded_once(client, operations):
    """Python's urlencode, and most others, encode the separators too."""
    written = "text=a%3Db;text=50%;data=@xlink:href=http://a.example/x%20y"
    wire.get(client, f"{EXECUTE}&{urlencode({'DataInputs': written})}")
    assert [named.value for named in operations.requests[0].inputs] == [
        LiteralValue("a%3Db"),
        LiteralValue("50%"),
        ReferenceValue("http://a.example/x%20y"),
    ]


BAD = {
    "box=1,2,3": ("InvalidParameterValue", "box"),
    "box=1,2,3,4,EPSG:4326,3": ("InvalidParameterValue", "box"),
    "box=a,b,c,d": ("InvalidParameterValue", "box"),
    "box=": ("InvalidParameterValue", "box"),
    "box=1,2,3,4,5,EPSG:1": ("InvalidParameterValue", "box"),
    "data=***@encoding=base64": ("InvalidParameterValue", "data"),
    "text=%FF": ("InvalidParameterValue", "DataInputs"),
}


@pytest.mark.parametrize(("query", "expected"), BAD.items(), ids=BAD.keys())
def test_a_bad_value_names_its_input(client, operations, query, expected):
    response = wire.get(client, f"{EXECUTE}&DataInputs={query}")
    assert (response.status_code, wire.fault(response)) == (400, expected)
    assert operations.requests == []


OUTPUTS = {
    "": (ResponseForm.DOCUMENT, ()),
    "ResponseDocument=text": (ResponseForm.DOCUMENT, (OutputRequest("text"),)),
    "responsedocument=[text;data=@asReference=true@mimeType=text/xml]": (
        ResponseForm.DOCUMENT,
        (OutputRequest("text"), OutputRequest("data", Transmission.REFERENCE, Format("text/xml"))),
    ),
    "ResponseDocument=data@asReference=TRUE": (ResponseForm.DOCUMENT, (OutputRequest("data", Transmission.REFERENCE),)),
    "RawDataOutput=data@mimeType=image/tiff@encoding=base64": (ResponseForm.RAW, (OutputRequest("data", format=TIFF),)),
    "ResponseDocument=text@uom=m": (ResponseForm.DOCUMENT, (OutputRequest("text", unit="m"),)),
}


@pytest.mark.parametrize(("query", "expected"), OUTPUTS.items(), ids=OUTPUTS.keys())
def test_the_outputs_are_read(client, operations, query, expected):
    assert wire.get(client, f"{EXECUTE}&{query}").status_code == 200
    assert (operations.requests[0].response, operations.requests[0].outputs) == expected


def test_parameter_names_have_no_case_and_service_may_be_small(client, operations):
    response = client.get(
        "/wps?SERVICE=wps&VeRsIoN=1.0.0&Request=execute&IDENTIFIER=echo&DATAINPUTS=text=a&LINEAGE=true"
    )
    assert response.status_code == 200
    assert operations.requests[0].lineage
    assert operations.bodies[0].startswith(b"SERVICE=wps&")


MODES = {
    "": (Mode.SYNC, False, False),
    "storeExecuteResponse=true": (Mode.SYNC, True, False),
    "storeExecuteResponse=true&status=true": (Mode.ASYNC, True, True),
    "storeExecuteResponse=1&status=1": (Mode.ASYNC, True, True),
    "storeExecuteResponse=false&status=false": (Mode.SYNC, False, False),
}


@pytest.mark.parametrize(("query", "expected"), MODES.items(), ids=MODES.keys())
def test_a_job_is_asynchronous_when_it_is_stored_and_followed(client, operations, query, expected):
    wire.get(client, f"{EXECUTE}&{query}")
    request = operations.requests[0]
    assert (request.mode, request.store, request.status) == expected


WRONG = {
    "status=true": ("StorageNotSupported", "storeExecuteResponse"),
    "lineage=perhaps": ("InvalidParameterValue", "lineage"),
    "RawDataOutput=text&ResponseDocument=text": ("InvalidParameterValue", "RawDataOutput"),
    "RawDataOutput=text;data": ("InvalidParameterValue", "RawDataOutput"),
    "language=fr": ("InvalidParameterValue", "language"),
    "identifier=other": ("InvalidParameterValue", "identifier"),
}


@pytest.mark.parametrize(("query", "expected"), WRONG.items(), ids=WRONG.keys())
def test_a_wrong_parameter_is_named(client, query, expected):
    response = wire.get(client, f"{EXECUTE}&{query}")
    assert (response.status_code, wire.fault(response)) == (400, expected)


MISSING = {
    "request=GetCapabilities": "service",
    "": "service",
    "service=WPS": "request",
    "service=WPS&request=DescribeProcess&version=1.0.0": "identifier",
    "service=WPS&request=Execute&version=1.0.0": "identifier",
    "service=WPS&request=GetStatus&version=2.0.0": "jobId",
    "service=WPS&request=GetStatus&jobId=job-1": "version",
}


@pytest.mark.parametrize(("query", "name"), MISSING.items(), ids=MISSING.keys())
def test_a_missing_parameter_is_named(client, query, name):
    response = wire.get(client, query)
    assert (response.status_code, wire.fault(response)) == (400, ("MissingParameterValue", name))


def test_a_parameter_that_stands_twice_with_two_values_is_refused():
    assert Query(b"a=1&A=1").get("a") == "1"
    assert Query(b"SERVICE=WPS&service=wps").get("service") == "WPS"
    with pytest.raises(InvalidParameter, match="twice"):
        Query(b"a=x&a=X")
    with pytest.raises(InvalidParameter, match="twice"):
        Query(b"a=1&A=2")


def test_execute_of_wps200_has_no_key_value_pairs(client):
    response = wire.get(client, "service=WPS&version=2.0.0&request=Execute&identifier=echo")
    assert (response.status_code, wire.fault(response)) == (400, ("OperationNotSupported", "Execute"))
