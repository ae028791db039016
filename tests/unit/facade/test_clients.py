"""OWSLib and birdy, as they are, against the facade."""

import threading
from dataclasses import replace

import pytest
from birdy import WPSClient
from owslib.util import ServiceException
from owslib.wps import ASYNC, SYNC, BoundingBoxDataInput, ComplexDataInput, WebProcessingService
from werkzeug.serving import make_server

from tests.unit.facade import samples
from tests.unit.facade.fakes import FakeOperations
from wps_cwl.facade.app import create_app
from wps_cwl.model import (
    BoundingBoxValue,
    ComplexValue,
    Fault,
    Format,
    JobError,
    JobState,
    LiteralValue,
    Mode,
    OutputRequest,
    Transmission,
)


@pytest.fixture
def operations():
    return FakeOperations(samples.ECHO, samples.KINDS, samples.SLOW)


@pytest.fixture
def url(operations):
    server = make_server("127.0.0.1", 0, create_app(operations), threaded=True)
    operations.service = replace(samples.SERVICE, url=f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"{operations.service.url}/wps"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def owslib(url):
    return WebProcessingService(url)


def test_owslib_reads_the_capabilities(owslib):
    assert owslib.identification.title == samples.SERVICE.title
    assert owslib.identification.version == "1.0.0"
    assert [operation.name for operation in owslib.operations] == ["GetCapabilities", "DescribeProcess", "Execute"]
    assert [(process.identifier, process.processVersion) for process in owslib.processes] == [
        ("echo", "1.2.3"),
        ("every.kind", "0.1.0"),
        ("slow", "1.0.0"),
    ]
    assert owslib.provider.contact.email == "ada@provider.example"
    assert [str(language) for language in owslib.languages.supported] == ["en-US", "de"]


def test_owslib_reads_every_kind_of_parameter(owslib):
    found = {process.identifier: process for process in owslib.describeprocess("all")}
    inputs = {parameter.identifier: parameter for parameter in found["every.kind"].dataInputs}
    assert (inputs["int"].dataType, inputs["int"].defaultValue, inputs["int"].minOccurs) == ("integer", 5, 0)
    assert (inputs["choice"].allowedValues, inputs["choice"].defaultValue) == (["small", "large & wide"], "small")
    assert (inputs["double"].maxOccurs, inputs["double"].anyValue) == (1000, True)
    assert [value.mimeType for value in inputs["file"].supportedValues] == ["image/tiff", "application/geotiff"]
    assert (inputs["box"].dataType, inputs["box"].supportedValues) == ("BoundingBoxData", list(samples.CRS))
    assert inputs["record"].supportedValues[0].mimeType == "application/json"
    assert (found["echo"].storeSupported, found["echo"].statusSupported) == (True, True)
    assert (found["every.kind"].storeSupported, found["every.kind"].statusSupported) == (False, False)


def test_owslib_runs_and_waits(owslib, operations):
    inputs = [
        ("text", "a=b & <c>"),
        ("data", ComplexDataInput("<a><b/></a>", mimeType="text/xml")),
        ("box", BoundingBoxDataInput([10, 50, 20, 60], crs="EPSG:4326")),
    ]
    run = owslib.execute(
        "echo", inputs, output=[("text", False), ("data", True, "application/json")], mode=SYNC, lineage=True
    )
    assert (run.isSucceded(), run.percentCompleted, run.errors) == (True, 100, [])
    text, data = run.processOutputs
    assert (text.data, text.dataType) == (['hello <&> "world"'], "string")
    assert data.retrieveData() == samples.GEOJSON
    assert len(run.dataInputs) == 3
    request = operations.requests[0]
    assert request.inputs[0].value == LiteralValue("a=b & <c>")
    assert request.inputs[1].value == ComplexValue(b"<a><b/></a>", Format("text/xml"))
    assert request.inputs[2].value == BoundingBoxValue((10.0, 50.0), (20.0, 60.0), crs="EPSG:4326")
    assert request.outputs[1] == OutputRequest("data", Transmission.REFERENCE, Format("application/json"))


def test_owslib_follows_a_job(owslib, operations):
    run = owslib.execute("echo", [("text", "a")], output=[("text", False)], mode=ASYNC)
    assert (run.status, run.statusMessage) == ("ProcessAccepted", "The job is accepted.")
    operations.jobs["job-1"] = replace(operations.jobs["job-1"], state=JobState.RUNNING, percent=42, message="step 1")
    run.checkStatus(sleepSecs=0)
    assert (run.status, run.percentCompleted, run.statusMessage) == ("ProcessStarted", 42, "step 1")
    operations.end("job-1")
    run.checkStatus(sleepSecs=0)
    assert (run.isSucceded(), run.processOutputs[0].data) == (True, ['hello <&> "world"'])


ENDS = {
    "failed": (
        {"state": JobState.FAILED, "error": JobError(Fault.PROCESS, "RunFailed", "broken")},
        "NoApplicableCode",
        "broken",
    ),
    "dismissed": ({"state": JobState.DISMISSED}, "Dismissed", 'The job "job-1" was dismissed.'),
}


@pytest.mark.parametrize(("ending", "code", "text"), ENDS.values(), ids=ENDS.keys())
def test_owslib_sees_why_a_job_gave_nothing(owslib, operations, ending, code, text):
    run = owslib.execute("echo", [], output=[("text", False)], mode=ASYNC)
    operations.ending = ending
    operations.end("job-1")
    run.checkStatus(sleepSecs=0)
    assert (run.isComplete(), run.isSucceded()) == (True, False)
    assert [(error.code, error.text) for error in run.errors] == [(code, text)]


def test_owslib_reads_our_reports(owslib):
    with pytest.raises(ServiceException, match="There is no process"):
        owslib.execute("nobody", [], mode=SYNC)


# birdy takes the default CRS of a box for a default box, and cannot send that: it must be told that there is none
def test_birdy_calls_a_process_as_a_function(url, operations):
    client = WPSClient(url)
    assert client.echo(text="hi", box=None).get().text == 'hello <&> "world"'
    assert operations.requests[0].inputs[0].value.text == "hi"
    assert "every_kind" in dir(client)


def test_birdy_follows_a_job(url, operations):
    operations.status = lambda job_id: replace(operations.jobs[job_id], **operations.ending)  # the first look finds it
    run = WPSClient(url, progress=True).echo(text="hi", box=None)
    assert (run.isSucceded(), run.get().text) == (True, 'hello <&> "world"')
    assert operations.requests[0].mode is Mode.ASYNC


def test_a_box_may_come_as_a_literal_as_birdys_command_line_sends_it(owslib, operations):
    owslib.execute("echo", [("text", "hi"), ("box", "46,-12.5,47.25,-11")], mode=SYNC)
    assert operations.requests[0].inputs[1].value == BoundingBoxValue((46.0, -12.5), (47.25, -11.0))


def test_an_input_is_known_in_the_spelling_of_birdys_command_line(owslib, operations):
    operations.offered["echo"] = replace(samples.ECHO, inputs=(samples.parameter("camelCase-text", samples.literal()),))
    owslib.execute("echo", [("camelcase_text", "hi")], mode=SYNC)
    assert [named.id for named in operations.requests[0].inputs] == ["camelCase-text"]
