"""The spans of requests, and what a job is told of where it came from."""

import logging

import pytest

from tests.unit.facade import samples
from tests.unit.facade.fakes import FakeOperations
from wps_cwl import logs
from wps_cwl.facade.app import create_app
from wps_cwl.model import parse_trace

ID, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
EXECUTE = "/wps?service=WPS&version=1.0.0&request=Execute&identifier=echo"


@pytest.fixture
def told():
    return []


@pytest.fixture
def operations():
    return FakeOperations(samples.ECHO)


@pytest.fixture
def client(operations, told):
    return create_app(operations, tell=told.append).test_client()


def ask(client, path, flags="01"):
    return client.get(path, headers={"traceparent": f"00-{ID}-{SPAN}-{flags}"})


def test_a_request_is_a_span_inside_of_its_clients(client, told):
    ask(client, "/jobs/made-up")
    [span] = told
    assert (span.name, span.kind, span.place.id, span.parent) == ("GET /jobs/<job_id>", "server", ID, SPAN)
    assert span.attributes["http.response.status_code"] == 404
    assert span.end >= span.begin
    assert span.error is None


def test_probes_and_what_is_not_recorded_are_not_told(client, told):
    for path in ("/healthz", "/readyz", "/metrics"):
        ask(client, path)
    ask(client, "/jobs/made-up", flags="00")
    assert told == []


def test_a_fault_of_ours_is_told_as_one(client, told, operations):
    operations.processes = lambda: 1 / 0
    assert ask(client, "/wps?service=WPS&request=GetCapabilities").status_code >= 500
    assert told[-1].error == f"status {told[-1].attributes['http.response.status_code']}"


def test_a_path_that_clients_make_up_is_no_name_of_a_span(client, told):
    client.open("/nowhere/1", method="BREW")
    assert (told[-1].name, told[-1].parent) == ("_OTHER", None)


def test_a_job_knows_the_span_of_its_request(client, told, operations):
    ask(client, EXECUTE)
    [request] = operations.requests
    assert parse_trace(request.trace) == told[-1].place


def test_without_a_receiver_a_job_knows_nothing_of_traces():
    operations = FakeOperations(samples.ECHO)
    ask(create_app(operations).test_client(), EXECUTE)
    [request] = operations.requests
    assert request.trace is None


def test_what_is_logged_bears_the_trace_of_its_request_only(client, operations, caplog):
    caplog.handler.addFilter(logs._with_trace)
    known = operations.status

    def status(job):
        logging.getLogger("test").warning("asked")
        return known(job)

    operations.status = status
    ask(client, "/jobs/made-up")
    logging.getLogger("test").warning("after")
    traces = {record.message: getattr(record, "trace_id", None) for record in caplog.records}
    assert (traces["asked"], traces["after"]) == (ID, None)
