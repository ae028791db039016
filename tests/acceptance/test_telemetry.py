"""Traces by OpenTelemetry: a job from its client to its steps, as one receives it, and what a receiver may not do."""

from __future__ import annotations

import json
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from lxml import etree

from tests.support.otlp import Received, Receiver, receiving
from tests.support.service import Service, running, started, wait_for

TOOL = """
cwlVersion: v1.2
class: Workflow
inputs: {seconds: int, code: int}
outputs: {said: {type: File, outputSource: second/said}}
steps:
  first: {run: nap.cwl, in: {seconds: seconds}, out: [said]}
  second: {run: cat.cwl, in: {file: first/said, code: code}, out: [said]}
"""
PARTS = {
    "nap.cwl": "cwlVersion: v1.2\nclass: CommandLineTool\nbaseCommand: [sh, -c, 'sleep $0; echo nap']\n"
    "inputs: {seconds: {type: int, inputBinding: {position: 1}}}\noutputs: {said: stdout}\n",
    "cat.cwl": "cwlVersion: v1.2\nclass: CommandLineTool\nbaseCommand: [sh, -c, 'cat $0; exit $1']\n"
    "inputs: {file: {type: File, inputBinding: {position: 1}}, code: {type: int, inputBinding: {position: 2}}}\n"
    "outputs: {said: stdout}\n",
}
PATIENCE = 240  # seconds: a loaded machine
WAY = {"queue", "staging", "place", "run", "check", "publishing"}


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("processes")
    for name, text in {**PARTS, "two.cwl": TOOL}.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, receiver: Receiver, processes: Path) -> Iterator[Service]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OTEL_BSP_SCHEDULE_DELAY", "200")
        patch.setenv("OTEL_EXPORTER_OTLP_HEADERS", "api-key=a-key-of-the-receiver")
        folder = tmp_path_factory.mktemp("traced")
        made = Service(folder, processes=processes, TELEMETRY__ENDPOINT=receiver.url, LOG__FORMAT="json")
        yield from started(made, PATIENCE)


def client() -> tuple[str, str]:
    """Return a trace and a span of a client."""
    return secrets.token_hex(16), secrets.token_hex(8)


def submit(service: Service, trace: str, span: str, *, flags: str = "01", seconds: int = 0, code: int = 0) -> str:
    """Submit a job as a client does that traces what it does."""
    query = {"service": "WPS", "version": "1.0.0", "request": "Execute", "identifier": "two"}
    query |= {"datainputs": f"seconds={seconds};code={code}", "storeExecuteResponse": "true", "status": "true"}
    header = {"traceparent": f"00-{trace}-{span}-{flags}"}
    answer = requests.get(service.wps, params=query, headers=header, timeout=60)
    assert answer.status_code == 200, answer.text
    return etree.fromstring(answer.content).get("statusLocation", "").split("/")[-2]


def told(receiver: Receiver, trace: str, steps: int) -> dict[str, Received]:
    """Return the spans of a trace when all are there: the job's own comes after its parts, and its steps after that."""

    def whole() -> bool:
        return {"GET /wps", "job"} <= receiver.of(trace).keys() and len(steps_of(receiver, trace)) >= steps

    wait_for(whole, PATIENCE, f"the trace {trace} is not whole")
    return receiver.of(trace)


def steps_of(receiver: Receiver, trace: str) -> list[Received]:
    return sorted(
        (one for one in receiver.spans if (one.trace, one.name) == (trace, "step")), key=lambda one: one.begin
    )


def test_a_job_is_one_trace_from_its_client_to_its_steps(service: Service, receiver: Receiver) -> None:
    trace, span = client()
    job = submit(service, trace, span, seconds=1)
    service.wait(job, PATIENCE)
    spans = told(receiver, trace, 2)
    request = spans["GET /wps"]
    assert (request.parent, request.facts["http.response.status_code"]) == (span, 200)
    assert (spans["job"].parent, spans["job"].facts["wps.job.state"]) == (request.id, "successful")
    assert {name for name, one in spans.items() if one.parent == spans["job"].id} == WAY
    assert all(one.facts["wps.job.id"] == job for name, one in spans.items() if name != "GET /wps")
    first, second = steps_of(receiver, trace)
    assert [first.facts["wps.step.name"], second.facts["wps.step.name"]] == ["first.nap", "second.cat"]
    assert first.parent == second.parent == spans["run"].id
    assert first.end - first.begin >= 1
    assert spans["job"].begin <= spans["queue"].begin <= spans["staging"].begin <= spans["run"].begin <= first.begin
    assert first.end <= second.end <= spans["run"].end <= spans["publishing"].begin <= spans["job"].end
    assert not any(one.failed for one in spans.values())
    assert (first.resource["service.name"], first.resource["wps.part"]) == ("wps-cwl", "engine")
    assert request.resource["wps.part"] == "web"
    assert receiver.headers[-1]["api-key"] == "a-key-of-the-receiver"


def test_what_fails_is_told_and_each_line_of_the_log_bears_the_trace(service: Service, receiver: Receiver) -> None:
    trace, span = client()
    job = submit(service, trace, span, code=3)
    service.wait(job, PATIENCE)
    spans = told(receiver, trace, 1)
    assert spans["job"].failed
    assert spans["job"].error == service.job(job).message
    assert (spans["run"].failed, spans["staging"].failed, "publishing" in spans) == (True, False, False)
    lines = [json.loads(line) for line in (service.folder / "service.log").read_text().splitlines() if line[0] == "{"]
    of_job = [line for line in lines if line.get("job") == job]
    assert of_job
    assert {line["trace_id"] for line in of_job} == {trace}


def test_a_killed_engine_breaks_no_trace(service: Service, receiver: Receiver) -> None:
    trace, span = client()
    job = submit(service, trace, span, seconds=5)
    wait_for(lambda: service.workers_of(job), PATIENCE, "it does not begin")
    service.kill("engine")
    service.wait(job, PATIENCE)
    spans = told(receiver, trace, 2)
    run = spans["run"]
    assert (run.parent, run.end - run.begin >= 5) == (spans["job"].id, True)
    assert {one.parent for one in steps_of(receiver, trace)} == {run.id}


def test_a_client_that_names_no_trace_gets_one_and_one_that_wants_none_gets_none(
    service: Service, receiver: Receiver
) -> None:
    trace, span = client()
    unwanted = submit(service, trace, span, flags="00")
    answer = service.execute("two", "seconds=0;code=0", storeExecuteResponse="true", status="true")
    job = etree.fromstring(answer.content).get("statusLocation", "").split("/")[-2]
    service.wait(unwanted, PATIENCE)
    service.wait(job, PATIENCE)
    wait_for(
        lambda: any(one.facts.get("wps.job.id") == job and one.name == "job" for one in receiver.spans),
        PATIENCE,
        "none",
    )
    [root] = [one for one in receiver.spans if one.facts.get("wps.job.id") == job and one.name == "job"]
    assert receiver.of(root.trace)["GET /wps"].parent == ""
    assert receiver.of(trace) == {}
    assert not any(one.facts.get("url.path") in {"/healthz", "/metrics"} for one in receiver.spans)


@pytest.fixture
def silent() -> Iterator[str]:
    """A receiver that takes connections, and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.mark.parametrize("kind", ["silent", "away"])
def test_a_receiver_that_does_not_answer_delays_and_fails_nothing(
    kind: str, silent: str, tmp_path: Path, processes: Path
) -> None:
    url = silent if kind == "silent" else "http://127.0.0.1:9"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", url)
        patch.setenv("OTEL_BSP_SCHEDULE_DELAY", "100")
        for service in running(tmp_path / "service", processes=processes):
            answers = []
            for _ in range(40):
                begun = time.monotonic()
                assert requests.get(f"{service.url}/jobs/none", timeout=30).status_code == 404
                answers.append(time.monotonic() - begun)
            assert sorted(answers)[20] < 2
            answer = service.execute("two", "seconds=0;code=0", rawDataOutput="said")
            assert answer.text == "nap\n"
            [job] = service.store().list()
            assert job.finished is not None
            assert service._process is not None
            begun = time.monotonic()
            service._process.terminate()
            assert service._process.wait(60) == 0
            assert time.monotonic() - begun < 15  # two seconds are the most that telemetry takes of them
            log = (service.folder / "service.log").read_text()
            assert log.count("opentelemetry") < 20
            assert "Traceback" not in log


CHECK = """
import sys
from wps_cwl import bootstrap
settings = bootstrap.settings(None)
bootstrap.web(settings)
bootstrap.engine(settings)
print(sorted(name for name in sys.modules if name.partition(".")[0] in {"opentelemetry", "google"}))
"""


@pytest.mark.parametrize(
    "more", [{}, {"OTEL_SDK_DISABLED": "true", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"}]
)
def test_without_a_receiver_nothing_of_it_is_loaded(more: dict[str, str], tmp_path: Path) -> None:
    environment = Service(tmp_path).environment | more
    done = subprocess.run([sys.executable, "-c", CHECK], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
