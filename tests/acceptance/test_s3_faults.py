"""Eight faults of S3 at three moments: no job hangs, and no result that was announced is missing or wrong."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.support import s3
from tests.support.s3_faults import FAULTS, FaultyProxy, open_proxy
from tests.support.service import Service, running, text_of
from wps_cwl.model import Job, JobState
from wps_cwl.storage.s3.content import PART

CONTENT = bytes(range(256)) * 1024
PASSES_BY = {"refused", "reset", "500", "slow", "truncated", "hang"}  # by itself, so that it is tried again at once
SECONDS = 90  # in which all has to be over, whatever goes wrong
TIMEOUT, PATIENCE = 2, 12  # more than four attempts at one request, so that there is another publishing after them

# what is said of a fault that stays, one of these
SAID = {
    "refused": ["no connection could be made", "the connection was cut"],
    "reset": ["the connection was cut", "the answer was cut short", "no connection could be made"],
    "500": ["it answered 500"],
    "skewed": ["its clock and that of this service differ too much", "it does not allow that to this service"],
    "full": ["it is full"],
    "truncated": ["the connection was cut", "cut short", "what lies there is not what was sent", "what arrived there"],
    "hang": ["it did not answer in time"],
}

COPY = """
cwlVersion: v1.2
class: CommandLineTool
requirements: {InlineJavascriptRequirement: {}}
baseCommand: [cp]
inputs:
  image: {type: File, inputBinding: {position: 1}}
  name: {type: string, inputBinding: {position: 2}}
outputs:
  copy: {type: File, outputBinding: {glob: $(inputs.name)}}
"""


@pytest.fixture(scope="module")
def proxy(s3_server: s3.S3Server) -> Iterator[FaultyProxy]:
    with open_proxy(s3_server.url) as proxy:
        yield proxy


def settings(folder: Path, server: s3.S3Server, url: str, **more: object) -> dict[str, object]:
    """Return the settings of a service that knows the server by a URL; its keys are in a file."""
    folder.mkdir(exist_ok=True)
    keys = folder / "keys"
    keys.write_text(f"[default]\naws_access_key_id = {server.key}\naws_secret_access_key = {server.secret}\n")
    place = {"ENDPOINT": url, "ADDRESSING": "path", "CREDENTIALS": keys, "TIMEOUT": TIMEOUT}
    results = {"KIND": "s3", "BUCKET": s3.BUCKET, "PREFIX": folder.name, "PATIENCE": PATIENCE, **place, **more}
    inputs = {"BUCKET": s3.OTHER_BUCKET, "PREFIXES": "open/", **place}
    return {
        **{f"STORAGE__{name}": value for name, value in results.items()},
        **{f"SECURITY__S3_INPUTS__1__{name}": value for name, value in inputs.items()},
    }


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("processes")
    (folder / "copy.cwl").write_text(COPY)
    return folder


@pytest.fixture(scope="module")
def service(
    tmp_path_factory: pytest.TempPathFactory, s3_server: s3.S3Server, proxy: FaultyProxy, processes: Path
) -> Iterator[Service]:
    """A service whose clients are led to the server."""
    folder = tmp_path_factory.mktemp("redirects")
    yield from running(folder, processes=processes, **settings(folder, s3_server, proxy.url))


@pytest.fixture(scope="module")
def serving(
    tmp_path_factory: pytest.TempPathFactory, s3_server: s3.S3Server, proxy: FaultyProxy, processes: Path
) -> Iterator[Service]:
    """A service that sends the files itself."""
    folder = tmp_path_factory.mktemp("serves")
    yield from running(folder, processes=processes, **settings(folder, s3_server, proxy.url, LINKS="serve"))


@pytest.fixture(scope="module")
def image(s3_server: s3.S3Server) -> str:
    return s3_server.put("open/image.bin", CONTENT)


def submit(service: Service, image: str, name: str) -> str:
    return service.submit("copy", f"image=@xlink:href={image};name={name}")


def ended(service: Service, job: str) -> Job:
    """Wait for a job's end, which comes in time whatever goes wrong."""
    service.wait(job, SECONDS)
    return service.job(job)


def address(service: Service, job: str) -> str:
    [result] = service.job(job).results
    return f"{service.url}/jobs/{job}/outputs/{result.id}/{result.value.name}"


def fetched(url: str) -> bytes | None:
    """Return what a client gets, None where it is told that something is wrong: by a status, or by its library."""
    try:
        answer = requests.get(url, timeout=SECONDS)
    except requests.RequestException:
        return None
    return answer.content if answer.ok else None


def check_silent(text: str, proxy: FaultyProxy, server: s3.S3Server) -> None:
    """What a client reads holds no key and nothing of the inside."""
    for secret in (server.key, server.secret, "internal-host-7", "AKIA", str(proxy.port), "Traceback", "boto"):
        assert secret not in text, text


@pytest.mark.parametrize("times", [2, float("inf")], ids=["passes", "stays"])
@pytest.mark.parametrize("fault", FAULTS)
def test_while_an_input_is_fetched(
    service: Service, s3_server: s3.S3Server, proxy: FaultyProxy, image: str, fault: str, times: float
) -> None:
    with proxy.fault(fault, methods="GET HEAD", within="/archive/", times=times) as met:
        job = submit(service, image, f"in-{fault}.bin")
        end = ended(service, job)
    assert met.met or fault == "refused"
    if fault == "slow" or (fault in PASSES_BY and times != float("inf")):
        assert end.state is JobState.SUCCESSFUL, end.message
        assert fetched(address(service, job)) == CONTENT
    else:
        assert end.state is JobState.FAILED
        assert 'input "image" cannot be read: the bucket "archive" cannot be read now' in end.message
        assert any(words in end.message for words in SAID[fault]), end.message
    check_silent(end.message, proxy, s3_server)


@pytest.mark.parametrize("times", [3, float("inf")], ids=["passes", "stays"])
@pytest.mark.parametrize("fault", FAULTS)
def test_while_a_result_is_published(
    service: Service, s3_server: s3.S3Server, proxy: FaultyProxy, image: str, fault: str, times: float
) -> None:
    name = f"out-{fault}-{times}.bin"
    # the input comes over the same proxy, which must go on listening for it: of this name, it only cuts connections
    with proxy.fault(fault, within=name, times=min(times, 10**9)) as met:
        job = submit(service, image, name)
        end = ended(service, job)
    document = text_of(service.status(job), "Status")
    assert met.met
    if times != float("inf") or fault == "slow":
        assert end.state is JobState.SUCCESSFUL, end.message
        assert fetched(address(service, job)) == CONTENT
    else:
        assert end.state is JobState.FAILED
        assert 'The output "copy" cannot be stored' in document
        assert any(words in document for words in SAID[fault]), document
    check_silent(document, proxy, s3_server)


@pytest.mark.parametrize(
    ("fault", "methods", "within", "times"),
    [
        ("unanswered", "POST", "uploadId=", 1),  # the last word of an upload in parts
        ("no upload", "PUT", "partNumber=", 1),
        ("reset", "PUT", "partNumber=", 3),
        ("500", "PUT POST", "uploadId=", 3),
    ],
)
def test_while_a_result_is_published_in_parts(
    service: Service, s3_server: s3.S3Server, proxy: FaultyProxy, fault: str, methods: str, within: str, times: int
) -> None:
    large = CONTENT * (PART // len(CONTENT)) + b"and more than one part"
    image = s3_server.put("open/large.bin", large)
    with proxy.fault(fault, methods=methods, within=within, times=times) as met:
        job = submit(service, image, f"parts-{fault}-{within.strip('=')}.bin".replace(" ", "-"))
        end = ended(service, job)
    assert met.met == times
    assert end.state is JobState.SUCCESSFUL, end.message
    assert fetched(address(service, job)) == large
    check_silent(end.message, proxy, s3_server)


@pytest.mark.parametrize("times", [1, float("inf")], ids=["passes", "stays"])
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("way", ["service", "serving"])
def test_while_a_client_fetches_the_result(
    request: pytest.FixtureRequest, proxy: FaultyProxy, image: str, way: str, fault: str, times: float
) -> None:
    service: Service = request.getfixturevalue(way)
    job = _published(request, service, image)
    url, began = address(service, job), time.monotonic()
    with proxy.fault(fault, methods="GET HEAD", within="copy", times=times):
        got = fetched(url)
    assert time.monotonic() - began < SECONDS
    assert got in (None, CONTENT)
    if fault == "slow" or (way == "serving" and fault in PASSES_BY and times == 1):
        assert got == CONTENT
    elif times == float("inf"):
        assert got is None
    assert fetched(url) == CONTENT
    assert service.answers()


_JOBS: dict[str, str] = {}


def _published(request: pytest.FixtureRequest, service: Service, image: str) -> str:
    """Return a job with a result; one for all tests of a service."""
    if service.url not in _JOBS:
        job = submit(service, image, "copy.bin")
        assert ended(service, job).state is JobState.SUCCESSFUL
        _JOBS[service.url] = job
    return _JOBS[service.url]
