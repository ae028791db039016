"""Which version and language a request gets, and which verbs there are."""

import pytest

from tests.unit.facade import wire
from wps_cwl.errors import LanguageNotSupported
from wps_cwl.facade.negotiation import choose_language, prefers_html

V100, V200 = "http://www.opengis.net/wps/1.0.0", "http://www.opengis.net/wps/2.0"
ACCEPT = "<ows:AcceptVersions><ows:Version>{}</ows:Version><ows:Version>{}</ows:Version></ows:AcceptVersions>"


def capabilities(namespaces, inner="", attributes=""):
    return f'<wps:GetCapabilities service="WPS" {attributes} {namespaces}>{inner}</wps:GetCapabilities>'


QUERIES = {
    "": V100,
    "version=1.0.0": V100,
    "version=2.0.0": V200,
    "AcceptVersions=1.0.0": V100,
    "AcceptVersions=2.0.0": V200,
    "AcceptVersions=2.0.0,1.0.0": V200,
    "AcceptVersions=1.0.0,2.0.0": V100,
    "acceptversions=3.0.0,%202.0.0": V200,
    "AcceptVersions=2.0.0&version=1.0.0": V200,
}


@pytest.mark.parametrize(("query", "namespace"), QUERIES.items(), ids=QUERIES.keys())
def test_the_first_acceptable_version_answers(client, query, namespace):
    root = wire.root(wire.get(client, f"service=WPS&request=GetCapabilities&{query}"))
    assert root.tag == f"{{{namespace}}}Capabilities"
    assert [element.text for element in root.iter("{*}ServiceTypeVersion")] == [root.get("version")]


DOCUMENTS = {
    "namespace of 1.0.0": (capabilities(wire.NS_100), V100),
    "namespace of 2.0": (capabilities(wire.NS_200), V200),
    "1.0.0 that accepts 2.0.0": (capabilities(wire.NS_100, ACCEPT.format("2.0.0", "1.0.0")), V200),
    "2.0 that accepts 1.0.0": (capabilities(wire.NS_200, ACCEPT.format("9.9.9", "1.0.0")), V100),
}


@pytest.mark.parametrize(("document", "namespace"), DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_a_document_is_answered_in_its_version(client, document, namespace):
    assert wire.root(wire.post(client, document)).tag == f"{{{namespace}}}Capabilities"


REFUSED = ["version=3.0.0", "AcceptVersions=3.0.0", "AcceptVersions=0.4.0,3.0.0", "version=2.0.2", "version=x"]


@pytest.mark.parametrize("query", REFUSED)
def test_a_version_that_is_not_spoken_is_refused(client, query):
    response = wire.get(client, f"service=WPS&request=GetCapabilities&{query}")
    assert (response.status_code, wire.fault(response)) == (400, ("VersionNegotiationFailed", "version"))


def test_a_document_whose_version_is_not_its_namespaces_is_refused(client):
    response = wire.post(client, wire.execute100().replace('version="1.0.0"', 'version="2.0.0"'))
    assert wire.fault(response) == ("VersionNegotiationFailed", "version")


def test_an_exception_comes_in_the_version_of_its_request(client):
    old = wire.root(wire.get(client, "service=WPS&version=1.0.0&request=DescribeProcess&identifier=x"))
    new = wire.root(wire.get(client, "service=WPS&version=2.0.0&request=DescribeProcess&identifier=x"))
    assert (old.tag, old.get("version")) == ("{http://www.opengis.net/ows/1.1}ExceptionReport", "1.0.0")
    assert (new.tag, new.get("version")) == ("{http://www.opengis.net/ows/2.0}ExceptionReport", "2.0.0")


@pytest.mark.parametrize("operation", ["GetStatus", "Fly"])
def test_an_operation_that_a_version_does_not_have_is_refused(client, operation):
    response = wire.get(client, f"service=WPS&version=1.0.0&request={operation}")
    assert (response.status_code, wire.fault(response)) == (400, ("OperationNotSupported", operation))


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_another_verb_gets_a_report(client, method):
    response = client.open("/wps?service=WPS&request=GetCapabilities", method=method)
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, POST")
    assert wire.fault(response) == ("OperationNotSupported", method)


def test_head_is_get_without_a_body(client):
    response = client.head("/wps?service=WPS&request=GetCapabilities")
    assert (response.status_code, response.data) == (200, b"")


LANGUAGES = {
    (): "en-US",
    ("en-US",): "en-US",
    ("EN-us",): "en-US",
    ("en",): "en-US",
    ("fr", "de"): "de",
    ("*",): "en-US",
    ("fr", "*"): "en-US",
}


@pytest.mark.parametrize(("asked", "expected"), LANGUAGES.items(), ids=str)
def test_the_first_language_that_is_offered_is_taken(asked, expected):
    assert choose_language(asked, ("en-US", "de")) == expected


def test_a_language_that_is_not_offered_is_refused():
    with pytest.raises(LanguageNotSupported, match="en-US, de"):
        choose_language(("fr", "it"), ("en-US", "de"))


def test_the_language_of_a_request_is_that_of_its_answer(client):
    for query in ("request=GetCapabilities", "request=DescribeProcess&version=1.0.0&identifier=echo"):
        root = wire.root(wire.get(client, f"service=WPS&language=DE&{query}"))
        assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "de"


ACCEPTS = {
    "text/html,application/xhtml+xml,*/*;q=0.8": True,
    "*/*": False,
    "": False,
    "application/json": False,
    "application/json, text/html": False,
    "text/html, application/json": True,
}


@pytest.mark.parametrize(("accept", "expected"), ACCEPTS.items(), ids=str)
def test_only_a_browser_gets_html(accept, expected):
    assert prefers_html(accept) is expected
