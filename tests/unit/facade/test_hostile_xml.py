"""What is not a request: refused with a report of HTTP 400, quickly, and without reading anything else."""

import pytest

from tests.unit.facade import wire
from wps_cwl.errors import ForbiddenXml, MalformedXml, SizeExceeded
from wps_cwl.facade.ows import xml

LAUGHS = "".join(
    f'<!ENTITY l{n} "{"&l" + str(n - 1) + ";" if n else "ha"}{("&l" + str(n - 1) + ";") * 9 if n else ""}">'
    for n in range(12)
)
VALID = wire.execute100(wire.data100("text", "<wps:LiteralData>a</wps:LiteralData>"))

FORBIDDEN = {
    "internal entity": '<!DOCTYPE a [<!ENTITY x "y">]>' + VALID,
    "file entity": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + VALID.replace(">a<", ">&x;<"),
    "billion laughs": f"<!DOCTYPE a [{LAUGHS}]>" + VALID.replace(">a<", ">&l11;<"),
    "laughs in an attribute": f'<!DOCTYPE a [{LAUGHS}]><a b="&l11;"/>',
    "external dtd": '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/never-fetched.dtd">' + VALID,
    "parameter entity": '<!DOCTYPE a [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>' + VALID,
    "ten thousand levels": "<a>" * 10_000 + "</a>" * 10_000,
    "undefined entity": VALID.replace(">a<", ">&nobody;<"),
    "not xml": "this is not XML",
    "json": '{"identifier": "echo"}',
    "half a document": VALID[:200],
    "empty": "",
    "white space": "  \n ",
    "two roots": VALID + VALID,
    "unknown encoding": '<?xml version="1.0" encoding="klingon"?>' + VALID,
    "wrong encoding": VALID.replace(">a<", ">\u00fc<").encode("latin-1"),
    "null byte": VALID.replace(">a<", ">\0<"),
    "soap 1.1": f'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>{VALID}</s:Body></s:Envelope>',
    "soap 1.2": f'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>{VALID}</s:Body></s:Envelope>',
    "no namespace": '<Execute service="WPS" version="1.0.0"/>',
    "other namespace": '<GetFeature xmlns="http://www.opengis.net/wfs" service="WFS"/>',
}


@pytest.mark.parametrize("document", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_what_is_no_request_gets_a_report(client, operations, document):
    response = wire.post(client, document)
    assert (response.status_code, response.content_type) == (400, "text/xml")
    assert wire.fault(response) == ("NoApplicableCode", None)
    assert b"root:" not in response.data
    assert operations.requests == []


@pytest.mark.parametrize("name", ["internal entity", "external dtd", "ten thousand levels"])
def test_dangerous_xml_is_told_apart_from_bad_xml(name):
    with pytest.raises(ForbiddenXml):
        xml.parse(FORBIDDEN[name].encode(), limit=10**6)


def test_a_request_that_is_too_large_is_not_parsed(client):
    response = wire.post(client, b"<a>" + b" " * 2_000_000 + b"</a>")
    assert wire.fault(response) == ("FileSizeExceeded", None)


def test_the_parser_has_its_own_limit():
    with pytest.raises(SizeExceeded):
        xml.parse(b"<a>" + b" " * 100 + b"</a>", limit=100)


@pytest.mark.parametrize("document", ["<a>{}</a>", "<a><![CDATA[{}]]></a>", '<a b="{}"/>'])
def test_a_text_may_be_as_long_as_the_request(document):
    text = "x" * 11_000_000  # libxml2 itself would end at ten million
    root = xml.parse(document.format(text).encode(), limit=2 * len(text))
    assert (root.text or root.get("b")) == text


def test_more_elements_than_memory_holds_are_refused():
    with pytest.raises(ForbiddenXml, match="1000000 elements"):
        xml.parse(b"<a>" + b"<b/>" * xml.ELEMENTS + b"</a>", limit=10 * xml.ELEMENTS)


def test_elements_may_stand_as_deep_as_is_said():
    xml.parse(b"<a>" * xml.DEPTH + b"</a>" * xml.DEPTH, limit=10_000)
    with pytest.raises(ForbiddenXml, match="nested deeper than 256"):
        xml.parse(b"<a>" * (xml.DEPTH + 1) + b"</a>" * (xml.DEPTH + 1), limit=10_000)


def test_an_empty_post_with_a_query_is_still_an_empty_post(client):
    response = client.post("/wps?service=WPS&version=1.0.0&request=Execute&identifier=echo&DataInputs=text=a")
    assert (response.status_code, wire.fault(response)[0]) == (400, "NoApplicableCode")


ENCODINGS = {
    "utf-8": VALID.replace(">a<", ">\u00fc\u20ac<").encode(),
    "utf-8 with a mark": b"\xef\xbb\xbf" + VALID.replace(">a<", ">\u00fc\u20ac<").encode(),
    "utf-16": ('<?xml version="1.0" encoding="UTF-16"?>' + VALID.replace(">a<", ">\u00fc\u20ac<")).encode("utf-16"),
    "latin-9": ('<?xml version="1.0" encoding="ISO-8859-15"?>' + VALID.replace(">a<", ">\u00fc\u20ac<")).encode(
        "iso-8859-15"
    ),
    "blank first line": b"\n  " + b'<?xml version="1.0"?>' + VALID.replace(">a<", ">\u00fc\u20ac<").encode(),
}


@pytest.mark.parametrize("document", ENCODINGS.values(), ids=ENCODINGS.keys())
def test_an_encoding_that_the_document_declares_is_understood(client, operations, document):
    assert wire.post(client, document).status_code == 200
    assert operations.requests[0].inputs[0].value.text == "\u00fc\u20ac"
    assert operations.bodies == [document]


def test_a_document_that_cannot_be_read_says_where():
    with pytest.raises(MalformedXml, match="line 2"):
        xml.parse(b"<a>\n<b></a>", limit=100)
