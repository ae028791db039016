"""Quotas, jobs that are kept, and a small disk that fills up: who is refused, what goes, and what stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from lxml import etree

from tests.support.service import Service, started, text_of, wait_for
from tests.support.small_disk import small_disk
from wps_cwl.facade.ows.elements import timestamp
from wps_cwl.model import JobState

SIZE, LEAST_FREE = 64 << 20, 16 << 20  # bytes
LARGE, FILLER = 12 << 20, 40 << 20  # together too much, and each alone is not
TOOL = """
cwlVersion: v1.2
class: CommandLineTool
requirements:
  - {class: ResourceRequirement, coresMin: 1, ramMin: 16, tmpdirMin: 1, outdirMin: 1}
baseCommand: [sh, -c, 'sleep $0; head -c $1 /dev/zero']
inputs:
  delay: {type: int, default: 0, inputBinding: {position: 1}}
  bytes: {type: int, default: 10, inputBinding: {position: 2}}
outputs:
  zeros: {type: stdout}
stdout: zeros.bin
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service whose job directories lie on a small file system; each user may have two jobs at work."""
    folder = tmp_path_factory.mktemp("small")
    processes, jobs = folder / "processes", folder / "state" / "jobs"
    for made in (processes, jobs):
        made.mkdir(parents=True, mode=0o700)
    (processes / "zeros.cwl").write_text(TOOL)
    rules = {"RULES__1__JOBS": 2, "RULES__2__USERS": "greedy", "RULES__2__BYTES": 1000, "RULES__2__DAYS": 30}
    settings = {f"RETENTION__{name}": value for name, value in rules.items()}
    service = Service(
        folder,
        processes=processes,
        SECURITY__USER_HEADER="X-User",
        RETENTION__DISK__LEAST_FREE=str(LEAST_FREE),
        JOBS__RUNNING=4,
        **settings,
    )
    with small_disk(jobs, SIZE):
        yield from started(service)


def ask(service: Service, user: str, version: str = "1.0.0", **parameters: object) -> requests.Response:
    said = {"service": "WPS", "version": version, **parameters}
    return requests.get(service.wps, said, headers={"X-User": user}, timeout=120)  # type: ignore[arg-type]


def execute(service: Service, user: str, data: str = "", version: str = "1.0.0") -> requests.Response:
    asked = {"request": "Execute", "identifier": "zeros", "datainputs": data}
    stored = {"storeExecuteResponse": "true", "status": "true"}
    if version == "1.0.0":
        return ask(service, user, **asked, **stored)
    body = (
        '<wps:Execute xmlns:wps="http://www.opengis.net/wps/2.0" xmlns:ows="http://www.opengis.net/ows/2.0"'
        ' service="WPS" version="2.0.0" mode="async" response="document"><ows:Identifier>zeros</ows:Identifier>'
        '<wps:Output id="zeros" transmission="reference"/></wps:Execute>'
    )
    headers = {"X-User": user, "Content-Type": "text/xml"}
    return requests.post(service.wps, body, headers=headers, timeout=120)


def submit(service: Service, user: str, data: str = "") -> str:
    answer = execute(service, user, data)
    assert answer.status_code == 200, answer.text
    return str(etree.fromstring(answer.content).get("statusLocation")).split("/")[-2]


def succeed(service: Service, user: str, data: str = "") -> str:
    job = submit(service, user, data)
    await_end(service, job)
    return job


def await_end(service: Service, job: str) -> None:
    wait_for(lambda: service.job(job).state.final, 120, "the job does not end")
    assert service.job(job).state is JobState.SUCCESSFUL, service.job(job).message
    wait_for(lambda: not service.store().unreleased(), 60, "the engine does not clear up")


def dismiss(service: Service, user: str, job: str) -> str:
    return text_of(etree.fromstring(ask(service, user, "2.0.0", request="Dismiss", jobid=job).content), "Status")


def result(service: Service, user: str, job: str) -> requests.Response:
    address = f"{service.url}/jobs/{job}/outputs/zeros/zeros.bin"
    return requests.get(address, headers={"X-User": user}, timeout=60)


def refusal(answer: requests.Response) -> str:
    """Return why a request was refused for now."""
    document = etree.fromstring(answer.content)
    assert (answer.status_code, document.find(".//{*}Exception").get("exceptionCode")) == (400, "ServerBusy")
    assert int(answer.headers["Retry-After"]) > 0
    return text_of(document, "ExceptionText")


def test_a_user_above_the_quota_is_refused_others_are_not_and_dismissing_frees_it(small: Service) -> None:
    jobs = [submit(small, "ann", "delay=100") for _ in range(2)]
    for version in ("1.0.0", "2.0.0"):
        told = refusal(execute(small, "ann", version=version))
        assert 'The quota of the user "ann" is used up: it allows 2 jobs that wait or run, and there are 2 now' in told
    jobs.append(submit(small, "bob", "delay=100"))
    assert dismiss(small, "ann", jobs[0]) == "Dismissed"
    jobs.append(submit(small, "ann", "delay=100"))
    for user, job in zip(("ann", "bob", "ann"), jobs[1:], strict=True):
        assert dismiss(small, user, job) == "Dismissed"
    wait_for(lambda: not small.processes_of_jobs(), 60, "something of the dismissed jobs still runs")


def test_results_above_the_quota_are_dismissed_before_more_are_made(small: Service) -> None:
    job = succeed(small, "greedy", "bytes=1200")
    ended = small.job(job)
    assert ended.finished is not None
    assert ended.expires == ended.finished + timedelta(days=30)
    told = refusal(execute(small, "greedy"))
    assert "it allows 1000 bytes of results that are kept, and there are 1200 now" in told
    assert dismiss(small, "greedy", job) == "Succeeded"
    succeed(small, "greedy")


def test_a_kept_job_says_so_has_no_end_of_life_and_is_not_purged(small: Service) -> None:
    job = succeed(small, "ann")
    status = {"version": "2.0.0", "request": "GetStatus", "jobid": job}
    announced = text_of(etree.fromstring(ask(small, "ann", **status).content), "ExpirationDate")
    ended = small.job(job)
    assert ended.finished is not None
    assert announced == timestamp(ended.finished + timedelta(days=7))
    assert requests.get(f"{small.url}/jobs/{job}", headers={"X-User": "ann"}, timeout=60).json()["expires"] == announced
    kept = small.cli("jobs", "keep", job)
    assert (kept.returncode, kept.stdout) == (0, f"{job} kept for ever\n")
    shown = small.cli("jobs", "show", job).stdout
    assert "for ever" in shown
    assert "expires" not in shown
    assert etree.fromstring(ask(small, "ann", **status).content).find("{*}ExpirationDate") is None
    assert requests.get(f"{small.url}/jobs/{job}", headers={"X-User": "ann"}, timeout=60).json()["kept"] is True
    assert "release them first" in small.cli("jobs", "purge", job).stderr
    assert dismiss(small, "ann", job) == "Succeeded"  # which gives nothing up
    assert "until" in small.cli("jobs", "keep", job, "--days", "30").stdout
    released = small.cli("jobs", "release", job)
    assert released.stdout.startswith(f"{job} released, expires ")
    again = small.job(job).expires
    assert again is not None
    assert ended.expires is not None
    assert abs(again - ended.expires) < timedelta(seconds=1)


def fill(small: Service) -> Path:
    filler = small.state / "jobs" / ".filler"
    filler.write_bytes(bytes(FILLER))
    return filler


def told_as_full(small: Service) -> tuple[bool, bool]:
    """Return whether probe and metrics say that there is no room."""
    probe = requests.get(f"{small.url}/readyz", timeout=60)
    assert probe.status_code == 200
    metrics = requests.get(f"{small.url}/metrics", timeout=60).text.splitlines()
    return "nearly full" in probe.text, "wps_cwl_storage_full 1.0" in metrics


def test_a_nearly_full_disk_refuses_jobs_before_anything_goes_but_what_has_expired(small: Service) -> None:
    kept, valid, large = succeed(small, "ann"), succeed(small, "ann"), succeed(small, "bob", f"bytes={LARGE}")
    assert small.cli("jobs", "keep", kept).returncode == 0
    assert told_as_full(small) == (False, False)
    runs = submit(small, "ann", "delay=5")
    wait_for(lambda: small.job(runs).state is JobState.RUNNING, 60, "the job does not run")
    filler = fill(small)
    try:
        for version in ("1.0.0", "2.0.0"):
            told = refusal(execute(small, "ann", version=version))
            assert "storage of this service is nearly full" in told
            assert "/" not in told
        assert told_as_full(small) == (True, True)
        assert "WRONG room for new jobs" in small.cli("doctor").stdout
        await_end(small, runs)
        assert {len(result(small, "ann", job).content) for job in (kept, valid, runs)} == {10}
        assert len(result(small, "bob", large).content) == LARGE
        assert dismiss(small, "bob", large) == "Succeeded"
        wait_for(lambda: not small.directory(large).path.exists(), 60, "what has expired does not go")
        wait_for(lambda: execute(small, "ann").status_code == 200, 60, "there is room, and no job is taken")
        assert {result(small, "ann", job).status_code for job in (kept, valid, runs)} == {200}
        assert result(small, "bob", large).status_code == 404
    finally:
        filler.unlink()
