"""What becomes of jobs: waiting, failing, dismissing, and reading a job through the other protocol."""

import base64

import pytest

from tests.unit.facade import samples, wire
from wps_cwl import errors
from wps_cwl.model import Fault, JobError, JobState

ASYNC = wire.document100(wire.output100("text"), storeExecuteResponse="true", status="true")
EXECUTE = "service=WPS&version=1.0.0&request=Execute&identifier=echo"
GET = "service=WPS&version=2.0.0&request={}&JobId=job-1"


def test_an_asynchronous_job_is_followed_to_its_end(client, operations):
    response = wire.post(client, wire.execute100("", ASYNC))
    address = wire.root(response).get("statusLocation").removeprefix("http://wps.example")
    before = client.get(address)
    assert wire.texts(before, "ProcessAccepted") == ["The job is accepted."]
    operations.end("job-1")
    after = client.get(address + "?language=de")
    assert wire.texts(after, "LiteralData") == ['hello <&> "world"']
    assert wire.root(after).find("{*}Status").get("creationTime") == wire.root(before).find("{*}Status").get(
        "creationTime"
    )
    assert after.headers["Cache-Control"] == "no-store"


def test_a_job_of_one_version_is_read_through_the_other(client, operations):
    wire.post(client, wire.execute200(mode="async"))
    assert wire.texts(client.get("/jobs/job-1/status.xml"), "ProcessAccepted") != []
    wire.post(client, wire.execute100("", ASYNC))
    assert wire.texts(wire.get(client, GET.format("GetStatus").replace("job-1", "job-2")), "Status") == ["Accepted"]


def test_dismissing_is_final_in_every_protocol(client):
    wire.post(client, wire.execute200(mode="async"))
    assert wire.texts(wire.get(client, GET.format("Dismiss")), "Status") == ["Dismissed"]
    assert wire.texts(wire.post(client, wire.job200("GetStatus")), "Status") == ["Dismissed"]
    assert wire.fault(wire.post(client, wire.job200("GetResult")))[0] == "Dismissed"
    assert wire.fault(client.get("/jobs/job-1/status.xml"))[0] == "Dismissed"


def test_a_result_that_is_not_ready_is_an_error(client):
    wire.post(client, wire.execute200(mode="async"))
    response = wire.get(client, GET.format("GetResult"))
    assert (response.status_code, wire.fault(response)) == (400, ("ResultNotReady", "job-1"))


@pytest.mark.parametrize("operation", ["GetStatus", "GetResult", "Dismiss"])
def test_an_unknown_job_is_an_error_of_http_400(client, operation):
    for response in (wire.get(client, GET.format(operation)), wire.post(client, wire.job200(operation))):
        assert (response.status_code, wire.fault(response)) == (400, ("NoSuchJob", "job-1"))


def test_the_result_of_an_asynchronous_raw_job_is_bytes(client, operations):
    document = wire.execute200(mode="async", response="raw", outputs='<wps:Output id="data"/>')
    assert wire.texts(wire.post(client, document), "Status") == ["Accepted"]
    operations.end("job-1")
    response = wire.get(client, GET.format("GetResult"))
    assert (response.data, response.content_type) == (samples.GEOJSON, "application/json")


def test_a_job_that_is_the_clients_fault_is_a_report_with_its_locator(client, operations):
    error = JobError(Fault.CLIENT, "InvalidInput", "bad", "data")
    operations.ending = {"state": JobState.FAILED, "error": error}
    for response in (wire.get(client, EXECUTE), wire.post(client, wire.execute200())):
        assert (response.status_code, wire.fault(response)) == (400, ("InvalidParameterValue", "data"))


def test_a_failed_process_is_a_document_in_wps100_and_a_report_where_there_is_none(client, operations):
    operations.ending = {"state": JobState.FAILED, "error": JobError(Fault.PROCESS, "NoSuchClass", "broken")}
    document = wire.get(client, EXECUTE)
    assert (document.status_code, wire.fault(document)) == (200, ("NoApplicableCode", None))
    for response in (wire.get(client, EXECUTE + "&RawDataOutput=text"), wire.post(client, wire.execute200())):
        assert (response.status_code, wire.fault(response)) == (400, ("NoApplicableCode", None))
        assert wire.texts(response, "ExceptionText") == ["broken"]


def test_a_job_for_which_nobody_can_wait_is_dismissed(client, operations):
    def wait(job_id, *, seconds=None):
        raise errors.TooManyWaiting(limit=1)

    operations.wait = wait
    response = wire.get(client, EXECUTE)
    assert (response.status_code, wire.fault(response)[0]) == (400, "ServerBusy")
    assert int(response.headers["Retry-After"]) > 0
    assert operations.jobs["job-1"].state is JobState.DISMISSED


def test_a_bug_is_logged_and_not_told(client, operations, caplog):
    operations.error = RuntimeError("secret /etc/path")
    response = wire.get(client, EXECUTE)
    assert (response.status_code, wire.fault(response)) == (500, ("NoApplicableCode", None))
    assert b"secret" not in response.data
    assert "secret" in caplog.text


RAW_LITERALS = {
    "wps100": (lambda client: wire.get(client, EXECUTE + "&RawDataOutput=text"), b'hello <&> "world"'),
    "wps200": (
        lambda client: wire.post(
            client, wire.execute200(response="raw", outputs='<wps:Output id="text" mimeType="text/plain"/>')
        ),
        b'hello <&> "world"',
    ),
}


@pytest.mark.parametrize(("ask", "expected"), RAW_LITERALS.values(), ids=RAW_LITERALS.keys())
def test_a_raw_literal_is_text(client, ask, expected):
    response = ask(client)
    assert (response.data, response.content_type) == (expected, "text/plain; charset=utf-8")
    assert response.headers["Content-Disposition"] == "inline; filename=value.txt"


def test_a_raw_answer_without_a_value_says_so(client, operations):
    operations.ending["results"] = ()
    response = wire.get(client, EXECUTE + "&RawDataOutput=text")
    assert response.status_code == 400
    assert "the job gave 0" in wire.texts(response, "ExceptionText")[0]


def test_a_result_that_is_too_large_for_a_document_is_given_by_reference(client, operations, monkeypatch):
    monkeypatch.setitem(samples.FILES, ("data", "large.bin"), ("application/octet-stream", bytes(1001)))
    operations.ending["results"] = (samples.Result("data", samples.stored("data", "large.bin")),)
    old = wire.root(wire.get(client, EXECUTE)).find(".//{*}Output/{*}Reference")
    new = wire.root(wire.post(client, wire.execute200(outputs='<wps:Output id="data"/>'))).find(".//{*}Reference")
    assert old.get("href") == "http://wps.example/jobs/job-1/outputs/data/large.bin"
    assert new.get("{http://www.w3.org/1999/xlink}href") == "http://wps.example/jobs/job-2/outputs/data/large.bin"


@pytest.mark.parametrize("content", [b"<not xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"\xff\xfe\x00"])
def test_a_file_that_is_not_the_xml_it_says_still_arrives(client, operations, monkeypatch, content):
    monkeypatch.setitem(samples.FILES, ("data", "odd.xml"), ("text/xml", content))
    operations.ending["results"] = (samples.Result("data", samples.stored("data", "odd.xml")),)
    [data] = wire.root(wire.get(client, EXECUTE)).iter("{*}ComplexData")
    if data.get("encoding") == "base64":
        assert base64.b64decode(data.text) == content
    else:
        assert data.text.encode() == content
