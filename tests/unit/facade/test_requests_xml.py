"""XML requests of both versions: how each kind of value is written, and what is asked for."""

import pytest

from tests.unit.facade import wire
from wps_cwl.model import (
    BoundingBoxValue,
    ComplexValue,
    Format,
    LiteralValue,
    Mode,
    NamedValue,
    NestedValue,
    OutputRequest,
    ReferenceValue,
    ResponseForm,
    Transmission,
)

XML, JSON, TIFF = Format("text/xml"), Format("application/json"), Format("image/tiff", encoding="base64")
CORNERS = "<ows:LowerCorner>10 50</ows:LowerCorner><ows:UpperCorner> 20\n60 </ows:UpperCorner>"
BOX = BoundingBoxValue((10.0, 50.0), (20.0, 60.0), crs="EPSG:4326")


def literal(content, **attributes):
    said = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    return f"<wps:LiteralData {said}>{content}</wps:LiteralData>"


def complex(content, attributes=""):
    return f"<wps:ComplexData {attributes}>{content}</wps:ComplexData>"


VALUES_100 = {
    "text": ("text", literal("a"), LiteralValue("a")),
    "space is kept": ("text", literal(" a\n b "), LiteralValue(" a\n b ")),
    "nothing": ("text", literal(""), LiteralValue("")),
    "dataType": ("text", literal("5", dataType="xs:integer", uom="m"), LiteralValue("5", "xs:integer", "m")),
    "datatype": ("text", literal("5", datatype="integer"), LiteralValue("5", "integer")),
    "comment inside": ("text", literal("a<!-- no -->b"), LiteralValue("ab")),
    "cdata": ("text", literal("<![CDATA[<a> & b]]>"), LiteralValue("<a> & b")),
    "child": ("data", complex(' <a:x xmlns:a="urn:a"><b/></a:x> ', 'mimeType="text/xml"'), b"<a:x"),
    "child without format": ("data", complex("<testElement>hello</testElement>"), b"<testElement"),
    "escaped": ("data", complex("&lt;a/&gt;"), ComplexValue(b"<a/>")),
    "complex cdata": (
        "data",
        complex('<![CDATA[{"a": 1}]]>', 'mimeType="application/json"'),
        ComplexValue(b'{"a": 1}', JSON),
    ),
    "base64": (
        "data",
        complex("\n AAE\n C ", 'mimeType="image/tiff" encoding="base64"'),
        ComplexValue(b"\0\1\2", TIFF),
    ),
    "schema": (
        "data",
        complex("a", 'mimeType="text/xml" schema="urn:s"'),
        ComplexValue(b"a", Format("text/xml", None, "urn:s")),
    ),
    "no complex content": ("data", complex(""), ComplexValue(b"")),
    "record": ("record", complex("{}"), ComplexValue(b"{}", JSON)),
    "box": ("box", f'<wps:BoundingBoxData crs="EPSG:4326" dimensions="2">{CORNERS}</wps:BoundingBoxData>', BOX),
    "ows box": ("box", f'<ows:BoundingBox crs="EPSG:4326">{CORNERS}</ows:BoundingBox>', BOX),
}


@pytest.mark.parametrize(("id", "content", "expected"), VALUES_100.values(), ids=VALUES_100.keys())
def test_a_value_of_wps100_is_read(client, operations, id, content, expected):
    response = wire.post(client, wire.execute100(wire.data100(id, content)))
    assert response.status_code == 200, response.data
    [named] = operations.requests[0].inputs
    assert named.id == id
    if isinstance(expected, bytes):
        assert named.value.data.startswith(expected)
    else:
        assert named.value == expected


VALUES_200 = {
    "text": ("text", wire.input200("text", "a"), LiteralValue("a")),
    "literal value": (
        "text",
        wire.input200("text", '<wps:LiteralValue dataType="x" uom="m">a</wps:LiteralValue>'),
        LiteralValue("a", "x", "m"),
    ),
    "cdata": ("text", wire.input200("text", "<![CDATA[<a>]]>"), LiteralValue("<a>")),
    "child": ("data", wire.input200("data", '<a xmlns="urn:a"/>', mimeType="text/xml"), b"<a"),
    "child box for a file": (
        "data",
        wire.input200("data", f"<ows:BoundingBox>{CORNERS}</ows:BoundingBox>"),
        b"<ows:BoundingBox",
    ),
    "complex text": ("data", wire.input200("data", "{}", mimeType="application/json"), ComplexValue(b"{}", JSON)),
    "base64": (
        "data",
        wire.input200("data", "AAEC", mimeType="image/tiff", encoding="base64"),
        ComplexValue(b"\0\1\2", TIFF),
    ),
    "box": ("box", wire.input200("box", f'<ows:BoundingBox crs="EPSG:4326">{CORNERS}</ows:BoundingBox>'), BOX),
    "box as text": ("box", wire.input200("box", "10,50,20,60,EPSG:4326"), BOX),
    "record as json": ("record", wire.input200("record", '{"name": "a"}'), ComplexValue(b'{"name": "a"}', JSON)),
    "record": (
        "record",
        '<wps:Input id="record">'
        + wire.input200("name", "Ada")
        + wire.input200("size", "1")
        + wire.input200("size", "2")
        + '<wps:Input id="inner">'
        + wire.input200("flag", "true")
        + "</wps:Input></wps:Input>",
        NestedValue(
            (
                NamedValue("name", LiteralValue("Ada")),
                NamedValue("size", LiteralValue("1")),
                NamedValue("size", LiteralValue("2")),
                NamedValue("inner", NestedValue((NamedValue("flag", LiteralValue("true")),))),
            )
        ),
    ),
    "unknown text": ("nobody", wire.input200("nobody", "a"), ComplexValue(b"a")),
}


@pytest.mark.parametrize(("id", "content", "expected"), VALUES_200.values(), ids=VALUES_200.keys())
def test_a_value_of_wps200_is_read(client, operations, id, content, expected):
    response = wire.post(client, wire.execute200(content))
    assert response.status_code == 200, response.data
    [named] = operations.requests[0].inputs
    assert named.id == id
    if isinstance(expected, bytes):
        assert named.value.data.startswith(expected)
    else:
        assert named.value == expected


HREF = 'xlink:href="http://a.example/?b=1&amp;c=2"'
URL = "http://a.example/?b=1&c=2"
REFERENCES = {
    "plain": (f"<wps:Reference {HREF}/>", ReferenceValue(URL)),
    "format": (
        f'<wps:Reference {HREF} mimeType="text/xml" schema="urn:s"/>',
        ReferenceValue(URL, Format("text/xml", None, "urn:s")),
    ),
    "get": (f'<wps:Reference {HREF} method="GET"/>', ReferenceValue(URL)),
    "headers": (
        f'<wps:Reference {HREF}><wps:Header key="A" value="1"/><wps:Header key="B" value=""/></wps:Reference>',
        ReferenceValue(URL, headers=(("A", "1"), ("B", ""))),
    ),
    "body element": (
        f'<wps:Reference {HREF} method="POST"><wps:Body><q xmlns="urn:q">1</q></wps:Body></wps:Reference>',
        ReferenceValue(URL, method="POST", body=b'<q xmlns="urn:q"'),
    ),
    "body text": (
        f"<wps:Reference {HREF}><wps:Body>a=b</wps:Body></wps:Reference>",
        ReferenceValue(URL, method="POST", body=b"a=b"),
    ),
    "body reference": (
        f'<wps:Reference {HREF}><wps:BodyReference xlink:href="http://b.example/"/></wps:Reference>',
        ReferenceValue(URL, method="POST", body_href="http://b.example/"),
    ),
}


@pytest.mark.parametrize("version", ["1.0.0", "2.0.0"])
@pytest.mark.parametrize(("content", "expected"), REFERENCES.values(), ids=REFERENCES.keys())
def test_a_reference_is_read_whole(client, operations, version, content, expected):
    if version == "1.0.0":
        wire.post(client, wire.execute100(wire.input100("data", content)))
    else:
        wire.post(client, wire.execute200(f'<wps:Input id="data">{content}</wps:Input>'))
    [named] = operations.requests[0].inputs
    if expected.body is not None:
        assert named.value.body.startswith(expected.body)
        expected = ReferenceValue(URL, method="POST", body=named.value.body)
    assert named.value == expected


BAD = {
    "two children": (wire.execute100(wire.data100("data", complex("<a/><b/>"))), ("InvalidParameterValue", "data")),
    "bad base64": (
        wire.execute100(wire.data100("data", complex("%", 'encoding="base64"'))),
        ("InvalidParameterValue", "data"),
    ),
    "no data": (wire.execute100(wire.input100("data", "")), ("InvalidParameterValue", "data")),
    "empty data": (wire.execute100(wire.data100("data", "")), ("InvalidParameterValue", "data")),
    "no identifier": (wire.execute100("<wps:Input><wps:Data/></wps:Input>"), ("InvalidParameterValue", "DataInputs")),
    "reference without href": (
        wire.execute100(wire.input100("data", "<wps:Reference/>")),
        ("InvalidParameterValue", "data"),
    ),
    "method": (
        wire.execute100(wire.input100("data", f'<wps:Reference {HREF} method="PUT"/>')),
        ("InvalidParameterValue", "data"),
    ),
    "one corner": (
        wire.execute100(
            wire.data100("box", "<wps:BoundingBoxData><ows:LowerCorner>1 2</ows:LowerCorner></wps:BoundingBoxData>")
        ),
        ("InvalidParameterValue", "box"),
    ),
    "words for numbers": (
        wire.execute100(
            wire.data100("box", f"<wps:BoundingBoxData>{CORNERS.replace('10', 'ten')}</wps:BoundingBoxData>")
        ),
        ("InvalidParameterValue", "box"),
    ),
    "wrong dimensions": (
        wire.execute100(wire.data100("box", f'<wps:BoundingBoxData dimensions="3">{CORNERS}</wps:BoundingBoxData>')),
        ("InvalidParameterValue", "box"),
    ),
    "no process": (wire.execute100(process=""), ("MissingParameterValue", "identifier")),
    "flag": (
        wire.execute100(form=wire.document100(wire.output100("text"), lineage="maybe")),
        ("InvalidParameterValue", "lineage"),
    ),
    "status only": (
        wire.execute100(form=wire.document100(wire.output100("text"), status="true")),
        ("StorageNotSupported", "storeExecuteResponse"),
    ),
    "service": (wire.execute100().replace('service="WPS"', 'service="WFS"'), ("InvalidParameterValue", "service")),
    "no service": (wire.execute100().replace('service="WPS"', ""), ("MissingParameterValue", "service")),
    "mode": (wire.execute200(mode="later"), ("InvalidParameterValue", "mode")),
    "no mode": (wire.execute200().replace('mode="sync"', ""), ("MissingParameterValue", "mode")),
    "no response": (wire.execute200().replace('response="document"', ""), ("MissingParameterValue", "response")),
    "no version": (wire.execute200().replace('version="2.0.0"', ""), ("MissingParameterValue", "version")),
    "transmission": (
        wire.execute200(outputs='<wps:Output id="text" transmission="pigeon"/>'),
        ("InvalidParameterValue", "transmission"),
    ),
    "input without id": (
        wire.execute200("<wps:Input><wps:Data>a</wps:Data></wps:Input>"),
        ("MissingParameterValue", "Input"),
    ),
    "input without value": (wire.execute200('<wps:Input id="text"/>'), ("InvalidParameterValue", "text")),
    "unknown process": (wire.execute200(process="nobody"), ("NoSuchProcess", "nobody")),
}


@pytest.mark.parametrize(("document", "expected"), BAD.values(), ids=BAD.keys())
def test_a_bad_request_names_what_is_wrong(client, operations, document, expected):
    response = wire.post(client, document)
    assert (response.status_code, wire.fault(response)) == (400, expected)
    assert operations.requests == []


def test_the_outputs_of_wps100_are_read(client, operations):
    form = wire.document100(
        wire.output100("text", uom="m"),
        wire.output100("data", asReference="true", mimeType="image/tiff", encoding="base64"),
        lineage="true",
        storeExecuteResponse="1",
    )
    wire.post(client, wire.execute100(form=form, attributes='language="de"'))
    request = operations.requests[0]
    assert request.outputs == (OutputRequest("text", unit="m"), OutputRequest("data", Transmission.REFERENCE, TIFF))
    assert (request.lineage, request.store, request.status, request.mode) == (True, True, False, Mode.SYNC)
    assert (request.language, request.binding, request.response) == ("de", "wps-1.0.0", ResponseForm.DOCUMENT)


def test_a_raw_output_of_wps100_is_read(client, operations):
    wire.post(client, wire.execute100(form=wire.raw100("data", mimeType="text/xml")))
    assert operations.requests[0].response is ResponseForm.RAW
    assert operations.requests[0].outputs == (OutputRequest("data", format=XML),)


def test_the_outputs_of_wps200_are_read(client, operations):
    outputs = (
        '<wps:Output id="data" transmission="reference" mimeType="text/xml"/><wps:Output id="record">'
        '<wps:Output id="name" transmission="value"/></wps:Output>'
        '<wps:Output id="record"><wps:Output id="size"/></wps:Output>'
    )
    wire.post(client, wire.execute200(outputs=outputs))
    request = operations.requests[0]
    assert request.outputs == (OutputRequest("data", Transmission.REFERENCE, XML), OutputRequest("record"))
    assert request.binding == "wps-2.0"


MODES = {
    ("sync", "document", "echo"): Mode.SYNC,
    ("async", "document", "echo"): Mode.ASYNC,
    ("auto", "document", "echo"): Mode.ASYNC,
    ("auto", "raw", "echo"): Mode.SYNC,
    ("auto", "document", "every.kind"): Mode.SYNC,
    ("auto", "raw", "slow"): Mode.ASYNC,
}


@pytest.mark.parametrize(("asked", "expected"), MODES.items(), ids=str)
def test_auto_is_decided_by_the_answer_and_the_process(client, operations, asked, expected):
    mode, response, process = asked
    wire.post(client, wire.execute200(mode=mode, response=response, process=process))
    assert operations.requests[0].mode is expected


def test_prefixes_are_the_clients_own_affair(client, operations):
    document = wire.execute100(wire.data100("text", literal("a"))).replace("wps:", "x:").replace("ows:", "y:")
    wire.post(client, document.replace("xmlns:wps", "xmlns:x").replace("xmlns:ows", "xmlns:y"))
    assert operations.requests[0].inputs == (NamedValue("text", LiteralValue("a")),)
