"""The files of results over HTTP: ranges, names, types and what a browser may do with them."""

from dataclasses import replace
from urllib.parse import quote

import pytest

from tests.unit.facade import samples, wire
from wps_cwl import errors
from wps_cwl.model import Fault, JobError, JobState

JSON = "/jobs/job-1/outputs/data/point.json"
HTML = "/jobs/job-1/outputs/data/page.html"
IMAGE = "/jobs/job-1/outputs/data/" + quote("\u00fc mlaut.tif")


@pytest.fixture(autouse=True)
def job(client):
    assert wire.get(client, "service=WPS&version=1.0.0&request=Execute&identifier=echo").status_code == 200


def test_a_file_is_sent_as_it_was_stored(client):
    response = client.get(JSON)
    assert (response.status_code, response.data) == (200, samples.GEOJSON)
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Content-Length"] == str(len(samples.GEOJSON))
    assert response.headers["Content-Disposition"] == "inline; filename=point.json"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Accept-Ranges"] == "bytes"
    assert response.headers["ETag"] == f'"{samples.stored("data", "point.json").sha256}"'


def test_a_file_that_the_storage_serves_is_asked_for_there(client, operations):
    operations.storage_links["data", "point.json"] = "https://s3.example.org/bucket/key?X-Amz-Signature=1"
    response = client.get(JSON)
    assert (response.status_code, response.data) == (302, b"")
    assert response.headers["Location"] == "https://s3.example.org/bucket/key?X-Amz-Signature=1"
    assert response.headers["Cache-Control"] == "no-store"
    assert client.head(JSON).headers["Content-Length"] == str(len(samples.GEOJSON))  # such a link is for GET only


def test_a_storage_that_is_away_is_told(client, operations, monkeypatch):
    def away(*_):
        raise errors.StorageUnavailable(reason="it answered 500")

    monkeypatch.setattr(operations, "link", away)
    response = client.get(JSON)
    assert (response.status_code, "it answered 500" in response.get_data(as_text=True)) == (503, True)
    assert int(response.headers["Retry-After"]) > 0


def test_documents_name_public_addresses(client, operations):
    operations.public["data", "point.json"] = "https://data.example.org/point.json"
    query = "service=WPS&version=1.0.0&request=Execute&identifier=echo&responseDocument=data=@asReference=true"
    assert b'href="https://data.example.org/point.json"' in wire.get(client, query).data


def test_a_name_that_is_not_ascii_survives(client):
    disposition = client.get(IMAGE).headers["Content-Disposition"]
    assert disposition == "inline; filename*=UTF-8''%C3%BC%20mlaut.tif"


def test_a_name_with_a_line_break_is_no_header_of_its_own(client, monkeypatch):
    monkeypatch.setitem(samples.FILES, ("data", "a\r\nX: 1"), ("text/plain", b"x"))
    response = client.get("/jobs/job-1/outputs/data/a%0D%0AX%3A%201")
    assert response.status_code == 200
    assert "X" not in response.headers


RANGES = {
    "bytes=0-3": samples.BINARY[:4],
    "bytes=4-": samples.BINARY[4:],
    "bytes=-4": samples.BINARY[-4:],
    "bytes=30-100": samples.BINARY[30:],
}


@pytest.mark.parametrize(("range", "expected"), RANGES.items(), ids=RANGES.keys())
def test_a_part_is_sent_when_a_part_is_asked_for(client, range, expected):
    response = client.get(IMAGE, headers={"Range": range})
    assert (response.status_code, response.data) == (206, expected)
    assert response.headers["Content-Range"].endswith("/32")


def test_a_part_that_is_not_there_is_refused(client):
    response = client.get(IMAGE, headers={"Range": "bytes=32-"})
    assert (response.status_code, response.headers["Content-Range"]) == (416, "bytes */32")


def test_head_gives_the_size_only(client):
    response = client.head(JSON)
    assert (response.status_code, response.data) == (200, b"")
    assert response.headers["Content-Length"] == str(len(samples.GEOJSON))


def test_a_client_that_has_the_file_does_not_get_it_again(client):
    tag = client.get(JSON).headers["ETag"]
    assert client.get(JSON, headers={"If-None-Match": tag}).status_code == 304


def test_what_a_browser_would_run_is_in_a_sandbox(client):
    assert "sandbox" in client.get(HTML).headers["Content-Security-Policy"]
    assert "sandbox" in client.get("/jobs/job-1/outputs/data/doc.xml").headers["Content-Security-Policy"]
    assert "Content-Security-Policy" not in client.get(IMAGE).headers


VALUES = {
    "text/value.txt": ("text/plain; charset=utf-8", b'hello <&> "world"'),
    "record/value.json": ("application/json", b'{"name": "Ada", "size": [1, 2], "inner": {"flag": true}}'),
}


@pytest.mark.parametrize(("path", "expected"), VALUES.items(), ids=VALUES.keys())
def test_a_value_that_is_no_file_has_an_address_too(client, path, expected):
    response = client.get(f"/jobs/job-1/outputs/{path}")
    assert (response.content_type, response.data) == expected


def test_a_box_by_reference_keeps_its_axes(client):
    assert wire.texts(client.get("/jobs/job-1/outputs/box/value.xml"), "LowerCorner") == ["10 50.5"]


UNKNOWN = [
    "/jobs/job-9/outputs/data/point.json",
    "/jobs/job-1/outputs/data/x",
    "/jobs/job-1/outputs/text/value.xml",
    "/x",
]


@pytest.mark.parametrize("path", [*UNKNOWN, "/jobs/job-1/outputs/data/..%2F..%2Fetc%2Fpasswd"])
def test_what_is_not_there_is_404(client, path):
    response = client.get(path)
    assert (response.status_code, response.content_type) == (404, "application/json")


@pytest.mark.parametrize("fault", Fault, ids=[fault.name for fault in Fault])
def test_a_job_that_failed_has_no_files_and_says_why(client, operations, fault):
    ended = {"state": JobState.FAILED, "results": (), "error": JobError(fault, "StepFailed", "exit code 3")}
    operations.jobs["job-1"] = replace(operations.jobs["job-1"], **ended)
    response = client.get("/jobs/job-1/outputs/text/value.txt")
    assert (response.status_code, response.content_type) == (404, "application/json")
    assert "exit code 3" in response.get_data(as_text=True)


def test_a_file_cannot_be_changed(client):
    response = client.put(JSON, data=b"x")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
