"""A process that says so answers what it was asked before with the earlier result, and tells; no other one does."""

from __future__ import annotations

import base64
import json
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
import requests
from lxml import etree

from tests.support.service import Service, running, text_of, wait_for
from tests.support.site import Site
from tests.unit.facade import wire
from wps_cwl.model import JobState

# Each run gives another result: a random number, or the nanosecond at which it was made
TOOLS = {
    "dice": """
hints: {{WorkReuse: {{enableReuse: {enabled}}}}}
baseCommand: [python3, -c, "import sys, uuid; print(sys.argv[1], uuid.uuid4())"]
inputs:
  word: {{type: string, inputBinding: {{}}}}
outputs:
  thrown: {{type: stdout}}
stdout: thrown.txt
""",
    "measure": """
baseCommand: [sh, -c, 'wc -c < "$0"; date +%N; cp "$0" "copy of image.txt"; date +%N > "copy of image.txt.idx"']
inputs:
  image: {{type: File, inputBinding: {{}}}}
outputs:
  size: {{type: stdout}}
  copies: {{type: "File[]", outputBinding: {{glob: "*.txt*"}}}}
  indexed: {{type: File, secondaryFiles: [.idx], outputBinding: {{glob: copy of image.txt}}}}
stdout: size.txt
""",
    "fails_once": """
baseCommand: [sh, -c, 'test -e "$0" || {{ touch "$0"; exit 3; }}; date +%N']
inputs:
  flag: {{type: string, inputBinding: {{}}}}
outputs:
  time: {{type: stdout}}
stdout: time.txt
""",
}


def document(tool: str, *, reuse: str = "wps:reuse: true", enabled: str = "true") -> str:
    head = f'cwlVersion: v1.2\nclass: CommandLineTool\n$namespaces: {{wps: "https://w3id.org/wps-cwl#"}}\n{reuse}'
    return head + TOOLS[tool].format(enabled=enabled)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reuse")
    processes = folder / "processes"
    processes.mkdir()
    for tool in TOOLS:
        (processes / f"{tool}.cwl").write_text(document(tool))
    (processes / "silent.cwl").write_text(document("dice", reuse=""))
    (processes / "refused.cwl").write_text(document("dice", reuse="wps:reuse: false"))
    (processes / "volatile.cwl").write_text(document("dice", enabled="false"))
    yield from running(folder, processes=processes)


@pytest.fixture
def single(tmp_path: Path) -> Iterator[Service]:
    """A service that runs one leader at a time."""
    processes = tmp_path / "processes"
    processes.mkdir()
    (processes / "dice.cwl").write_text(document("dice"))
    (processes / "wait.cwl").write_text(
        "{cwlVersion: v1.2, class: CommandLineTool, baseCommand: [sleep, '120'], inputs: {}, outputs: {}}"
    )
    yield from running(tmp_path, processes=processes, JOBS__RUNNING=1)


def run(service: Service, process: str, data: str, **parameters: object) -> str:
    """Execute over WPS 1.0.0, and return the identifier of the job that has ended well."""
    job = service.submit(process, data, **parameters)
    service.wait(job)
    assert service.state_of(job) == "ProcessSucceeded", etree.tostring(service.status(job))
    return job


def run_200(service: Service, process: str, inputs: str, *outputs: str) -> str:
    """Execute over WPS 2.0, and return the identifier of the job that has ended well."""
    asked = "".join(f'<wps:Output id="{output}" transmission="reference"/>' for output in outputs)
    answer = requests.post(
        service.wps,
        data=wire.execute200(inputs, asked, process=process, mode="async"),
        headers={"Content-Type": "text/xml"},
        timeout=60,
    )
    assert answer.status_code == 200, answer.text
    job = text_of(etree.fromstring(answer.content), "JobID")
    wait_for(lambda: "Running" not in (said := status_200(service, job)) and "Accepted" not in said, 120, "no end")
    assert "Succeeded" in status_200(service, job)
    return job


def status_200(service: Service, job: str) -> str:
    query = {"service": "WPS", "version": "2.0.0", "request": "GetStatus", "jobId": job}
    return requests.get(service.wps, params=query, timeout=60).text


def fetch(service: Service, job: str, path: str) -> bytes:
    answer = requests.get(f"{service.url}/jobs/{job}/outputs/{path}", timeout=60)
    assert answer.status_code == 200, answer.text
    return answer.content


def thrown(service: Service, job: str) -> bytes:
    return fetch(service, job, "thrown/thrown.txt")


def message(service: Service, job: str) -> str:
    return text_of(service.status(job), "Status")


def is_reused(service: Service, job: str, earlier: str) -> bool:
    """Whether a job says that it is answered by that earlier one; then nothing of it was run."""
    found = service.job(job)
    if found.reused_from is None:
        assert "reused" not in message(service, job)
        assert (service.directory(job).logs / "leader.log").exists()
        return False
    assert found.reused_from == earlier
    assert found.finished is not None
    when = service.job(earlier).finished.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert message(service, job) == f"done: same result as that of {when}, reused"
    wait_for(lambda: job not in [each.id for each in service.store().unreleased()], 30, "the job is not cleared")
    for left in ("logs/leader.log", "leader.lock", "begun", "exit.json", "toil", "work"):
        assert not (service.directory(job).path / left).exists(), left
    return True


# --- the same ---------------------------------------------------------------------------------------------


def test_the_second_one_gets_the_bytes_of_the_first_and_says_so(service: Service) -> None:
    first, second = run(service, "dice", "word=a"), run(service, "dice", "word=a")
    assert not is_reused(service, first, "")
    assert is_reused(service, second, first)
    assert thrown(service, first) == thrown(service, second)
    job = service.job(second)
    assert (job.state, job.percent) == (JobState.SUCCESSFUL, 100)
    assert job.created <= job.started <= job.finished
    assert service.job(first).finished < job.started
    assert service.store().unreleased() == ()
    assert f"{service.url}/jobs/{second}/" in etree.tostring(service.status(second)).decode()


def test_both_versions_of_wps_and_a_synchronous_request_share_results(service: Service) -> None:
    first = run_200(service, "dice", wire.input200("word", "<wps:LiteralValue>b</wps:LiteralValue>"), "thrown")
    second = run_200(service, "dice", wire.input200("word", "<wps:LiteralValue>b</wps:LiteralValue>"), "thrown")
    third = run(service, "dice", "word=b")
    raw = service.execute("dice", "word=b", rawdataoutput="thrown")
    assert is_reused(service, second, first)
    assert is_reused(service, third, first)
    assert "<wps:PercentCompleted>100<" in status_200(service, second)
    assert thrown(service, first) == thrown(service, second) == thrown(service, third) == raw.content


def test_the_command_line_and_the_log_say_so(service: Service) -> None:
    first, second = run(service, "dice", "word=c"), run(service, "dice", "word=c")
    [shown] = json.loads(service.cli("jobs", "show", second, "--format", "json").stdout)
    assert shown["reused from"] == first
    assert "same result as" in shown["message"]
    assert first in service.cli("jobs", "show", second).stdout
    [line] = [
        line
        for line in (service.folder / "service.log").read_text().splitlines()
        if "is reused" in line and second in line
    ]
    assert first in line


def test_references_to_the_same_content_are_the_same(service: Service, site: Site) -> None:
    jobs = []
    for folder in ("one", "two"):
        address = site.put(f"{folder}/image.txt", b"a picture", "text/plain")
        jobs.append(run(service, "measure", f"image=@xlink:href={address}"))
    assert is_reused(service, jobs[1], jobs[0])
    site.put("two/image.txt", b"a Picture", "text/plain")
    assert not is_reused(service, run(service, "measure", f"image=@xlink:href={site.url}/two/image.txt"), "")


def test_an_input_sent_inline_is_the_same_when_its_content_is(service: Service) -> None:
    jobs = []
    for content in (b"inline", b"inline", b"outline"):
        sent = base64.b64encode(content).decode()
        jobs.append(run_200(service, "measure", wire.input200("image", sent, encoding="base64"), "size"))
    assert is_reused(service, jobs[1], jobs[0])
    assert not is_reused(service, jobs[2], "")


def test_lists_and_companions_are_the_new_jobs_own(service: Service, site: Site) -> None:
    address = site.put("three/image.txt", b"three", "text/plain")
    first, second = (run(service, "measure", f"image=@xlink:href={address}") for _ in range(2))
    before = {
        name: fetch(service, first, name) for name in ("indexed/copy_of_image.txt", "indexed/copy_of_image.txt.idx")
    }
    assert service.cli("jobs", "purge", first).returncode == 0
    assert not service.directory(first).path.exists()
    assert {name: fetch(service, second, name) for name in before} == before
    listed = etree.fromstring(fetch(service, second, "copies/copies.meta4"))
    addresses = [item.text for item in listed.iter("{*}url")]
    assert len(addresses) == 3
    for found, size in zip(addresses, listed.iter("{*}size"), strict=True):
        assert f"/jobs/{second}/outputs/copies/" in found
        assert len(requests.get(found, timeout=60).content) == int(size.text)


def test_what_is_copied_outlives_the_earlier_job(service: Service) -> None:
    first, second = run(service, "dice", "word=d"), run(service, "dice", "word=d")
    content = thrown(service, first)
    assert service.cli("jobs", "purge", first).returncode == 0
    assert thrown(service, second) == content
    third = run(service, "dice", "word=d")
    assert not is_reused(service, third, ""), "a result is passed on no longer than the job that made it is kept"
    assert thrown(service, third) != content


# --- afresh -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("process", ["silent", "refused", "volatile"])
def test_a_process_that_does_not_say_so_runs_each_time(service: Service, process: str) -> None:
    first, second = run(service, process, "word=a"), run(service, process, "word=a")
    assert not is_reused(service, second, "")
    assert thrown(service, first) != thrown(service, second)


def test_another_input_is_another_result(service: Service) -> None:
    first, second = run(service, "dice", "word=e"), run(service, "dice", "word=f")
    assert not is_reused(service, second, "")
    assert thrown(service, first) != thrown(service, second)


def test_a_changed_process_runs_anew(service: Service) -> None:
    file = service.folder / "processes" / "changing.cwl"
    file.write_text(document("dice"))
    wait_for(lambda: "changing" in service.kvp(request="GetCapabilities").text, 10, "it is not offered")
    first, second = run(service, "changing", "word=h"), run(service, "changing", "word=h")
    assert is_reused(service, second, first)
    file.write_text(document("dice", reuse="wps:reuse: true\nwps:version: 1.2.3"))
    wait_for(lambda: "1.2.3" in service.kvp(request="GetCapabilities").text, 10, "it does not change")
    assert not is_reused(service, run(service, "changing", "word=h"), "")


def test_another_form_of_an_output_is_stored_anew(service: Service, site: Site) -> None:
    address = site.put("four/image.txt", b"four", "text/plain")
    plain = run(service, "measure", f"image=@xlink:href={address}")
    output = "indexed=@mimeType=application/zip@asReference=true"
    zipped = run(service, "measure", f"image=@xlink:href={address}", responsedocument=output)
    again = run(service, "measure", f"image=@xlink:href={address}", responsedocument=output)
    assert not is_reused(service, zipped, plain)
    assert is_reused(service, again, zipped)
    archive = zipfile.ZipFile(BytesIO(fetch(service, again, "indexed/indexed.zip")))
    assert archive.namelist() == ["copy of image.txt", "copy of image.txt.idx"]


@pytest.mark.parametrize("damage", ["missing", "other", "shorter", "no list"])
def test_a_damaged_result_is_not_reused(service: Service, damage: str) -> None:
    first = run(service, "dice", f"word={damage.replace(' ', '')}")
    file = service.directory(first).outputs / "thrown" / "thrown.txt"
    before = file.read_bytes()
    if damage == "missing":
        file.unlink()
    elif damage == "no list":
        service.directory(first).published.unlink()
    else:
        file.write_bytes(before[::-1] if damage == "other" else before[:-1])
    second = run(service, "dice", f"word={damage.replace(' ', '')}")
    assert not is_reused(service, second, "")
    assert thrown(service, second) != before
    assert [path.name for path in (service.directory(second).outputs / "thrown").iterdir()] == ["thrown.txt"]
    third = run(service, "dice", f"word={damage.replace(' ', '')}")
    assert is_reused(service, third, second)


def test_a_missing_companion_is_noticed(service: Service, site: Site) -> None:
    address = site.put("five/image.txt", b"five", "text/plain")
    first = run(service, "measure", f"image=@xlink:href={address}")
    (service.directory(first).outputs / "indexed" / "copy_of_image.txt.idx").unlink()
    second = run(service, "measure", f"image=@xlink:href={address}")
    assert not is_reused(service, second, "")
    assert fetch(service, second, "indexed/copy_of_image.txt.idx")


def test_a_failed_job_is_not_reused(service: Service, tmp_path: Path) -> None:
    job = service.submit("fails_once", f"flag={tmp_path / 'flag'}")
    service.wait(job)
    assert service.state_of(job) == "ProcessFailed"
    second, third = (run(service, "fails_once", f"flag={tmp_path / 'flag'}") for _ in range(2))
    assert not is_reused(service, second, "")
    assert is_reused(service, third, second)


def test_a_rerun_really_runs_and_may_be_reused_later(service: Service) -> None:
    first, second = run(service, "dice", "word=g"), run(service, "dice", "word=g")
    assert is_reused(service, second, first)
    again = service.cli("jobs", "rerun", second).stdout.strip()
    service.wait(again)
    assert not is_reused(service, again, "")
    assert thrown(service, again) != thrown(service, first)
    assert is_reused(service, run(service, "dice", "word=g"), again)


def test_reuse_takes_no_place_from_a_leader(single: Service) -> None:
    first = run(single, "dice", "word=a")
    blocking = single.submit("wait")
    wait_for(lambda: single.job(blocking).state is JobState.RUNNING, 60, "the place is not taken")
    assert is_reused(single, run(single, "dice", "word=a"), first)
    assert single.job(blocking).state is JobState.RUNNING
