"""WPS 2.0 on the wire: every mode and form of Execute, and the life of a job after it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
import requests
from lxml import etree

from tests.support.schemas import validator
from tests.support.service import Service, running, text_of, wait_for
from tests.unit.facade import wire

XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
DOCUMENT = "<testElement>hello_complex</testElement>"
INPUTS = wire.input200("literalInput", "<wps:LiteralValue>a &lt; b</wps:LiteralValue>") + wire.input200(
    "complexInput", DOCUMENT, mimeType="text/xml"
)
MODES, FORMS, TRANSMISSIONS = ("sync", "async", "auto"), ("document", "raw"), ("value", "reference")
EVERY_WAY = list(itertools.product(MODES, FORMS, TRANSMISSIONS))

RECORDS = """
cwlVersion: v1.2
class: CommandLineTool
requirements:
  InitialWorkDirRequirement:
    listing:
      - {entryname: note.txt, entry: "a note"}
      - entryname: cwl.output.json
        entry: |
          {"place": {"name": "$(inputs.who.name)", "age": $(inputs.who.age),
           "note": {"class": "File", "path": "note.txt"}}}
baseCommand: "true"
inputs:
  who: {type: {type: record, fields: {name: string, age: int}}}
outputs:
  place: {type: {type: record, fields: {name: string, age: int, note: File}}}
"""


@dataclass(frozen=True)
class Answer:
    """What Execute said, and what the result was in the end."""

    first: requests.Response
    last: requests.Response


def post(service: Service, document: str) -> requests.Response:
    return requests.post(service.wps, data=document.encode(), headers={"Content-Type": "text/xml"}, timeout=120)


def about(service: Service, operation: str, job: str) -> requests.Response:
    query = {"service": "WPS", "version": "2.0.0", "request": operation, "jobId": job}
    return requests.get(service.wps, params=query, timeout=60)


def root(answer: requests.Response) -> etree._Element:
    return etree.fromstring(answer.content)


def fault(answer: requests.Response) -> tuple[str | None, str | None]:
    assert answer.status_code == 400
    [exception] = root(answer).iter("{*}Exception")
    return exception.get("exceptionCode"), exception.get("locator")


def end_of(service: Service, first: requests.Response) -> requests.Response:
    """Wait for the end of a job that Execute has answered with a StatusInfo; return its result."""
    job = text_of(root(first), "JobID")
    states: list[str] = []

    def ended() -> bool:
        states.append(text_of(root(about(service, "GetStatus", job)), "Status"))
        return states[-1] not in {"Accepted", "Running"}

    wait_for(ended, 120, f"the job {job} does not end")
    assert states[-1] == "Succeeded"
    return about(service, "GetResult", job)


def is_status(answer: requests.Response) -> bool:
    return answer.content.startswith(b"<?xml") and etree.QName(root(answer)).localname == "StatusInfo"


def is_document(answer: requests.Response) -> bool:
    """Whether that is what was sent; it may bring namespaces from the request in which it stood."""
    return (root(answer).tag, root(answer).text) == ("testElement", "hello_complex")


@pytest.fixture(scope="module")
def answers(service: Service) -> dict[tuple[str, str, str], Answer]:
    """Run the echo in every way, two at a time."""

    def run(way: tuple[str, str, str]) -> Answer:
        mode, form, transmission = way
        asked = ["complexOutput"] if form == "raw" else ["literalOutput", "complexOutput"]
        outputs = "".join(f'<wps:Output id="{id}" transmission="{transmission}"/>' for id in asked)
        first = post(service, wire.execute200(INPUTS, outputs, mode=mode, response=form))
        assert first.status_code == 200, first.text
        return Answer(first, end_of(service, first) if is_status(first) else first)

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(EVERY_WAY, pool.map(run, EVERY_WAY), strict=True))


@pytest.mark.parametrize("way", EVERY_WAY, ids="-".join)
def test_an_execute_is_answered_in_its_mode(
    answers: dict[tuple[str, str, str], Answer], way: tuple[str, str, str]
) -> None:
    mode, form, _ = way
    asynchronous = mode == "async" or (mode == "auto" and form == "document")
    assert is_status(answers[way].first) is asynchronous


@pytest.mark.parametrize("way", [way for way in EVERY_WAY if way[1] == "raw"], ids="-".join)
def test_a_raw_answer_is_the_bytes(answers: dict[tuple[str, str, str], Answer], way: tuple[str, str, str]) -> None:
    answer = answers[way].last
    assert is_document(answer)
    assert answer.headers["Content-Type"].partition(";")[0] == "text/xml"


@pytest.mark.parametrize("way", [way for way in EVERY_WAY if way[1] == "document"], ids="-".join)
def test_a_document_holds_the_outputs_as_asked(
    answers: dict[tuple[str, str, str], Answer], way: tuple[str, str, str]
) -> None:
    outputs = {element.get("id"): element for element in root(answers[way].last).iterfind("{*}Output")}
    assert list(outputs) == ["literalOutput", "complexOutput"]
    if way[2] == "value":
        assert text_of(outputs["literalOutput"], "LiteralValue") == "a < b"
        assert text_of(outputs["complexOutput"], "testElement") == "hello_complex"
    else:
        fetched = {
            id: requests.get(element.find("{*}Reference").get(XLINK_HREF), timeout=30)
            for id, element in outputs.items()
        }
        assert fetched["literalOutput"].text == "a < b"
        assert is_document(fetched["complexOutput"])


def test_every_document_is_valid(answers: dict[tuple[str, str, str], Answer]) -> None:
    validate = validator()
    for answer in answers.values():
        for response in (answer.first, answer.last):
            if not is_document(response):
                assert list(validate(root(response))) == []


def test_a_raw_literal_is_xml_unless_text_is_asked_for(service: Service) -> None:
    def raw(attributes: str) -> str:
        output = f'<wps:Output id="literalOutput" {attributes}/>'
        return post(service, wire.execute200(INPUTS, output, response="raw")).text

    with ThreadPoolExecutor(2) as pool:
        as_xml, as_text = pool.map(raw, ["", 'mimeType="text/plain"'])
    element = etree.fromstring(as_xml.encode())
    assert (etree.QName(element).localname, element.text) == ("LiteralValue", "a < b")
    assert as_text == "a < b"


def test_a_running_job_is_dismissed(service: Service) -> None:
    delay = wire.input200("delay", "<wps:LiteralValue>60</wps:LiteralValue>")
    execute = wire.execute200(delay, '<wps:Output id="sleep_output"/>', process="sleep", mode="async")
    job = text_of(root(post(service, execute)), "JobID")
    assert fault(about(service, "GetResult", job)) == ("ResultNotReady", job)
    wait_for(lambda: root(about(service, "GetStatus", job)).find("{*}PercentCompleted") is not None, 60, "no progress")
    assert fault(about(service, "GetResult", job)) == ("ResultNotReady", job)
    assert service.processes_of_jobs(job)

    dismissed = post(service, wire.job200("Dismiss", job))
    assert (dismissed.status_code, text_of(root(dismissed), "Status")) == (200, "Dismissed")
    assert text_of(root(about(service, "GetStatus", job)), "Status") == "Dismissed"
    assert fault(about(service, "GetResult", job)) == ("Dismissed", job)
    wait_for(lambda: not service.processes_of_jobs(job), 20, "something of the dismissed job still runs")
    assert text_of(root(about(service, "Dismiss", job)), "Status") == "Dismissed"


def test_a_job_goes_on_when_its_client_leaves(service: Service) -> None:
    delay = wire.input200("delay", "<wps:LiteralValue>2</wps:LiteralValue>")
    execute = wire.execute200(delay, '<wps:Output id="sleep_output"/>', process="sleep")
    with pytest.raises(requests.Timeout):
        requests.post(service.wps, data=execute.encode(), timeout=1)
    [job] = service.store().list(process="sleep", limit=1)
    wait_for(lambda: service.job(job.id).state.final, 60, "the job does not end")
    assert "Slept 2 seconds" in about(service, "GetResult", job.id).text


NAME = wire.input200("name", "<wps:LiteralValue>a</wps:LiteralValue>")
OUTPUT = '<wps:Output id="output"/>'
FILE = '<wps:Input id="complexInput"><wps:Reference xlink:href="file:///etc/passwd" mimeType="text/plain"/></wps:Input>'
REFUSED = {
    "an unknown process": (wire.execute200(NAME, OUTPUT, process="nobody"), "NoSuchProcess", "nobody"),
    "a missing input": (wire.execute200("", OUTPUT, process="hello"), "MissingParameterValue", "name"),
    "a surplus input": (wire.execute200(NAME + NAME, OUTPUT, process="hello"), "TooManyInputs", "name"),
    "an unknown input": (wire.execute200(NAME, "", process="sleep"), "NoSuchInput", "name"),
    "an unknown output": (wire.execute200(NAME, '<wps:Output id="x"/>', process="hello"), "NoSuchOutput", "x"),
    "two raw outputs": (wire.execute200("", "", response="raw"), "TooManyOutputs", "response"),
    "an unknown mode": (wire.execute200(NAME, OUTPUT, process="hello", mode="soon"), "InvalidParameterValue", "mode"),
    "a file": (wire.execute200(FILE, ""), "DataNotAccessible", "complexInput"),
    "a box for a number": (
        wire.execute200(wire.input200("pause", "<ows:BoundingBox/>"), ""),
        "InvalidParameterValue",
        "pause",
    ),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED.keys())
def test_a_bad_request_is_refused_and_names_the_culprit(service: Service, case: tuple[str, str, str]) -> None:
    document, code, locator = case
    jobs = set((service.state / "jobs").iterdir())
    assert fault(post(service, document)) == (code, locator)
    assert set((service.state / "jobs").iterdir()) == jobs


@pytest.mark.parametrize("operation", ["GetStatus", "GetResult", "Dismiss"])
def test_a_job_that_is_not_there_is_named(service: Service, operation: str) -> None:
    assert fault(about(service, operation, "no-such-job")) == ("NoSuchJob", "no-such-job")


# --- records -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def of_records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("records")
    processes = folder / "processes"
    processes.mkdir()
    (processes / "records.cwl").write_text(RECORDS)
    yield from running(folder, processes=processes)


def test_a_record_is_nested_inputs_and_nested_outputs(of_records: Service) -> None:
    who = "".join(
        wire.input200(id, f"<wps:LiteralValue>{value}</wps:LiteralValue>")
        for id, value in {"name": "Zoë", "age": 7}.items()
    )
    output = '<wps:Output id="place"/>'
    answer = post(of_records, wire.execute200(f'<wps:Input id="who">{who}</wps:Input>', output, process="records"))
    assert answer.status_code == 200, answer.text
    fields = {
        inner.get("id"): "".join(inner.itertext()).strip()
        for outer in root(answer).iterfind("{*}Output")
        for inner in outer.iterfind("{*}Output")
    }
    assert {outer.get("id") for outer in root(answer).iterfind("{*}Output")} == {"place"}
    assert fields == {"name": "Zoë", "age": "7", "note": "a note"}
    assert list(validator()(root(answer))) == []


def test_a_field_of_a_record_is_checked_before_the_job_begins(of_records: Service) -> None:
    who = wire.input200("name", "<wps:LiteralValue>Zoë</wps:LiteralValue>")
    wrong = wire.input200("age", "<wps:LiteralValue>seven</wps:LiteralValue>")
    output = '<wps:Output id="place"/>'
    for inputs, locator in ((who, "who.age"), (who + wrong, "who.age")):
        document = wire.execute200(f'<wps:Input id="who">{inputs}</wps:Input>', output, process="records")
        assert fault(post(of_records, document))[1] == locator
