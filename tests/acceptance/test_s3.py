"""A service that keeps its results in S3: what clients get, what a kill leaves behind, and what stays secret."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import boto3
import pytest
import requests
from botocore.config import Config
from lxml import etree
from owslib.wps import SYNC, ComplexDataInput, WebProcessingService, monitorExecution

from tests.acceptance.test_s3_faults import CONTENT, COPY
from tests.support import s3
from tests.support.s3_faults import FaultyProxy, open_proxy
from tests.support.service import Service, running, text_of, wait_for
from wps_cwl import bootstrap
from wps_cwl.model import JobState
from wps_cwl.settings import load

METALINK = "{urn:ietf:params:xml:ns:metalink}"
PLANTED = "planted-in-the-environment-of-the-service"
LARGE = 20 << 20  # three parts

TOOLS = {
    "copy": COPY,
    "several": """
cwlVersion: v1.2
class: CommandLineTool
baseCommand: [sh, -c, 'mkdir folder; for n in 1 2; do echo $n > folder/$n.txt; echo list $n > $n.lst; done; env > env']
inputs: {}
outputs:
  folder: {type: Directory, outputBinding: {glob: folder}}
  files: {type: "File[]", outputBinding: {glob: "*.lst"}}
  environment: {type: File, outputBinding: {glob: env}}
""",
    "large": f"""
cwlVersion: v1.2
class: CommandLineTool
baseCommand: [head, -c, '{LARGE}', /dev/zero]
inputs: {{}}
outputs:
  zeros: {{type: stdout}}
stdout: zeros.bin
""",
}


@pytest.fixture(scope="module")
def proxy(s3_server: s3.S3Server) -> Iterator[FaultyProxy]:
    with open_proxy(s3_server.url) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, s3_server: s3.S3Server, proxy: FaultyProxy) -> Iterator[Service]:
    """A service with its keys in the environment, as the standard chain of AWS's tools has it."""
    folder = tmp_path_factory.mktemp("s3-service")
    processes = folder / "processes"
    processes.mkdir()
    for name, text in TOOLS.items():
        (processes / f"{name}.cwl").write_text(text)
    place = {"ENDPOINT": proxy.url, "ADDRESSING": "path", "TIMEOUT": 5}
    results = {"KIND": "s3", "BUCKET": s3.BUCKET, "PREFIX": "service", "PATIENCE": 60, **place}
    settings = {f"STORAGE__{name}": value for name, value in results.items()}
    settings |= {f"SECURITY__S3_INPUTS__1__{name}": value for name, value in place.items()}
    settings |= {"SECURITY__S3_INPUTS__1__BUCKET": s3.OTHER_BUCKET}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**s3_server.credentials, "THE_SECRET": PLANTED}.items():
            patch.setenv(name, value)
        yield from running(folder, processes=processes, **settings)


@pytest.fixture(scope="module")
def image(s3_server: s3.S3Server) -> str:
    return s3_server.put("open/image.bin", CONTENT)


@pytest.fixture(scope="module")
def several(service: Service) -> str:
    """A job of several outputs, of which each is sent by reference."""
    asked = "folder=@asReference=true;files=@asReference=true;environment=@asReference=true"
    job = service.submit("several", responseDocument=asked)
    assert service.wait(job).find(".//{*}ProcessSucceeded") is not None, service.job(job).message
    return job


def references(service: Service, job: str) -> dict[str, str]:
    found = service.status(job).iter("{*}Output")
    return {text_of(output, "Identifier"): output.find("{*}Reference").get("href") for output in found}


# --- what clients get -------------------------------------------------------------------------------------


def test_a_result_is_in_the_bucket_and_its_link_leads_there(
    service: Service, several: str, s3_server: s3.S3Server, proxy: FaultyProxy
) -> None:
    address = references(service, several)["environment"]
    assert address == f"{service.url}/jobs/{several}/outputs/environment/env"
    answer = requests.get(address, timeout=30, allow_redirects=False)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (302, "no-store")
    assert answer.headers["Location"].startswith(f"{proxy.url}/results/service/{several}/environment/env?")
    content = requests.get(address, timeout=30).content
    assert content == s3_server.read(f"service/{several}/environment/env")
    assert not service.directory(several).outputs.exists()


def test_a_part_of_a_result_can_be_asked_for_and_its_size(service: Service, several: str) -> None:
    address = references(service, several)["environment"]
    whole = requests.get(address, timeout=30).content
    part = requests.get(address, timeout=30, headers={"Range": "bytes=2-5"})
    assert part.content == whole[2:6]  # rclone's status is 200; that of other servers 206
    head = requests.head(address, timeout=30)
    assert (head.status_code, int(head.headers["Content-Length"])) == (200, len(whole))
    assert requests.get(f"{address}-not", timeout=30).status_code == 404


def test_a_folder_and_several_files_are_as_they_are_elsewhere(service: Service, several: str) -> None:
    found = references(service, several)
    with zipfile.ZipFile(io.BytesIO(requests.get(found["folder"], timeout=30).content)) as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == {"1.txt": b"1\n", "2.txt": b"2\n"}
    document = etree.fromstring(requests.get(found["files"], timeout=30).content)
    files = {file.get("name"): file.findtext(f"{METALINK}url") for file in document.iter(f"{METALINK}file")}
    assert all(url.startswith(service.url) for url in files.values())
    contents = {name: requests.get(url, timeout=30).content for name, url in files.items()}
    assert contents == {"1.lst": b"list 1\n", "2.lst": b"list 2\n"}


def test_values_in_documents_and_raw_answers_are_read_from_the_bucket(service: Service, image: str) -> None:
    data = f"image=@xlink:href={image};name=copy.bin"
    raw = service.execute("copy", data, rawDataOutput="copy")
    assert (raw.status_code, raw.content) == (200, CONTENT)
    document = etree.fromstring(service.execute("copy", data, responseDocument="copy").content)
    assert document.find(".//{*}ComplexData").get("encoding") == "base64"


def test_owslib_finds_the_files_names(service: Service, tmp_path: Path) -> None:
    owslib = WebProcessingService(service.wps)
    inputs = [("image", ComplexDataInput("some text")), ("name", "my.bin")]
    execution = owslib.execute("copy", inputs, output=[("copy", True)], mode=SYNC)
    monitorExecution(execution, sleepSecs=1)
    assert execution.isSucceded(), execution.errors
    [output] = execution.processOutputs
    assert output.reference.endswith("/my.bin")
    output.writeToDisk(path=f"{tmp_path}/")
    assert (tmp_path / "my.bin").read_bytes() == b"some text"


@pytest.mark.parametrize("address", ["s3://results/service/a.tif", "s3://archive/open/none.bin", "s3://archive"])
def test_another_object_is_no_input(service: Service, address: str) -> None:
    answer = service.execute("copy", f"image=@xlink:href={address};name=a")
    assert (answer.status_code, etree.fromstring(answer.content).find("{*}Exception").get("locator")) == (400, "image")


# --- kills and purges -------------------------------------------------------------------------------------


def uploads(server: s3.S3Server, job: str) -> list[str]:
    """Return the keys of unfinished uploads of a job."""
    session = boto3.session.Session(aws_access_key_id=server.key, aws_secret_access_key=server.secret)
    client = session.client(
        "s3", endpoint_url=server.url, region_name="us-east-1", config=Config(s3={"addressing_style": "path"})
    )
    try:
        found = client.list_multipart_uploads(Bucket=s3.BUCKET, Prefix=f"service/{job}/").get("Uploads", [])
    except client.exceptions.NoSuchUpload:
        return []
    return [upload["Key"] for upload in found]


def keys(server: s3.S3Server, job: str) -> list[str]:
    return [key for key in server.keys() if key.startswith(f"service/{job}/")]  # noqa: SIM118  # it is no dictionary


def publishing(service: Service, server: s3.S3Server) -> str:
    """Return a job that is at the second part of a result."""
    job = service.submit("large")
    wait_for(lambda: uploads(server, job), 60, "nothing is sent in parts")
    return job


def test_an_engine_that_is_killed_while_it_publishes_leaves_nothing_behind(
    service: Service, s3_server: s3.S3Server, proxy: FaultyProxy
) -> None:
    with proxy.fault("hang", methods="PUT", within="partNumber=2"):
        job = publishing(service, s3_server)
        service.kill("engine")
    service.wait(job)
    assert service.job(job).state is JobState.SUCCESSFUL, service.job(job).message
    assert (keys(s3_server, job), uploads(s3_server, job)) == ([f"service/{job}/zeros/zeros.bin"], [])
    address = f"{service.url}/jobs/{job}/outputs/zeros/zeros.bin"
    assert requests.get(address, timeout=60).content == bytes(LARGE)
    assert service.cli("jobs", "purge", job).returncode == 0
    assert keys(s3_server, job) == []
    assert requests.get(address, timeout=60).status_code == 404


def test_a_job_that_is_dismissed_while_it_is_published_leaves_nothing_when_it_is_purged(
    service: Service, s3_server: s3.S3Server, proxy: FaultyProxy
) -> None:
    with proxy.fault("hang", methods="PUT", within="partNumber=2"):
        job = publishing(service, s3_server)
        assert service.cli("jobs", "dismiss", job).returncode == 0
        service.kill("engine")
    assert service.job(job).state is JobState.DISMISSED
    assert uploads(s3_server, job)
    wait_for(lambda: service.cli("jobs", "purge", job).returncode == 0, 60, "the job cannot be purged")
    assert (keys(s3_server, job), uploads(s3_server, job)) == ([], [])


def test_the_objects_of_an_expired_job_go_with_it_and_those_of_a_kept_one_stay(
    service: Service, s3_server: s3.S3Server
) -> None:
    expired, kept = service.submit("several"), service.submit("several")
    for job in (expired, kept):
        service.wait(job)
    wait_for(lambda: not service.store().unreleased(), 60, "the engine does not clear up")
    assert service.cli("jobs", "keep", kept).returncode == 0
    objects = keys(s3_server, kept)
    assert len(objects) == len(keys(s3_server, expired)) > 1
    settings = load(None, service.environment)
    sizes = [len(s3_server.read(key)) for key in objects]
    holdings = bootstrap.retention_store(settings).sizes()
    assert holdings.results >= 2 * sum(sizes)
    end = service.job(expired).expires
    assert end is not None
    bootstrap.housekeeper(settings).reclaim(kept, end)
    bootstrap.housekeeper(settings).reclaim(expired, end)
    assert (keys(s3_server, expired), keys(s3_server, kept)) == ([], objects)
    assert not service.directory(expired).path.exists()


def test_a_removal_that_is_killed_while_the_bucket_does_not_answer_is_ended_by_the_next_run(
    service: Service, s3_server: s3.S3Server, proxy: FaultyProxy
) -> None:
    job = service.submit("several")
    service.wait(job)
    wait_for(lambda: not service.store().unreleased(), 60, "the engine does not clear up")
    objects = keys(s3_server, job)
    purging = [sys.executable, "-m", "wps_cwl.cli", "jobs", "purge", job]
    with proxy.fault("hang", methods="DELETE", within=job) as fault:
        purge = subprocess.Popen(purging, env=service.environment)
        wait_for(lambda: fault.met, 60, "nothing is removed")
        purge.kill()
        purge.wait()
    assert keys(s3_server, job) == objects != []
    assert job not in {one.id for one in service.store().list()}
    bootstrap.housekeeper(load(None, service.environment)).sweep(datetime.now(UTC))
    assert keys(s3_server, job) == []
    assert not service.directory(job).path.exists()


# --- secrets ------------------------------------------------------------------------------------------------


def test_no_job_sees_the_keys(service: Service, several: str, s3_server: s3.S3Server) -> None:
    environment = requests.get(references(service, several)["environment"], timeout=30).text
    assert "HOME=" in environment
    for secret in (s3_server.secret, s3_server.key, PLANTED, "AWS_"):
        assert secret not in environment


def test_secrets_are_in_no_answer_no_log_and_no_file(
    service: Service, s3_server: s3.S3Server, proxy: FaultyProxy, image: str, several: str
) -> None:
    secrets = [secret.encode() for secret in (s3_server.secret, PLANTED)]
    data = f"image=@xlink:href={image};name=secret.bin"
    jobs, answers = [several], []
    with proxy.fault("denied", within="/archive/"):
        jobs.append(service.submit("copy", data))
        service.wait(jobs[-1])
    with proxy.fault("hang", methods="PUT", within="secret.bin"):
        jobs.append(service.submit("copy", data))
        wait_for(lambda: service.job(jobs[-1]).state is JobState.PUBLISHING, 60, "it is not published")
        found = {path: path.read_bytes() for path in files(service)}  # with the Toil job store, which goes at the end
        assert any("toil" in path.parts for path in found)
        assert service.cli("jobs", "dismiss", jobs[-1]).returncode == 0
    for job in jobs:
        paths = ("", "/status.xml", "/outputs/copy/secret.bin", "/outputs/environment/env", "/steps", "/accounting")
        answers += [requests.get(f"{service.url}/jobs/{job}{path}", timeout=60).content for path in paths]
        answers += [service.cli("jobs", act, job).stdout.encode() for act in ("show", "logs")]
    doctor = service.cli("doctor")
    assert "storage: write" in doctor.stdout
    answers += [doctor.stdout.encode(), doctor.stderr.encode()]
    found |= {path: path.read_bytes() for path in files(service)}
    found[service.folder / "service.log"] = (service.folder / "service.log").read_bytes()
    for secret in secrets:
        assert [answer for answer in answers if secret in answer] == []
        assert [path for path, content in found.items() if secret in content] == []


def files(service: Service) -> list[Path]:
    return [path for path in service.state.rglob("*") if path.is_file() and not path.is_symlink()]


@pytest.mark.parametrize(
    "url", ["postgresql+psycopg://wps:{0}@127.0.0.1:1/a", "postgresql://u@127.0.0.1:1/a?password={0}"]
)
@pytest.mark.parametrize("command", [["doctor"], ["jobs", "list"], ["serve"], ["engine"]], ids=" ".join)
def test_the_password_of_the_database_is_not_told(tmp_path: Path, url: str, command: list[str]) -> None:
    service = Service(tmp_path, DATABASE__URL=url.format("planted-password"), DATABASE__PATIENCE="2s")
    answer = service.cli(*command)
    assert answer.returncode != 0
    assert "planted-password" not in answer.stdout + answer.stderr


def test_the_doctor_says_why_the_bucket_does_not_do(tmp_path: Path, s3_server: s3.S3Server) -> None:
    keys = tmp_path / "keys"
    keys.write_text(f"[default]\naws_access_key_id = {s3_server.key}\naws_secret_access_key = another-secret\n")
    place = {"KIND": "s3", "BUCKET": s3.BUCKET, "ENDPOINT": s3_server.url, "ADDRESSING": "path", "CREDENTIALS": keys}
    service = Service(tmp_path, **{f"STORAGE__{name}": value for name, value in place.items()})
    findings = json.loads(service.cli("doctor", "--format", "json").stdout)
    [found] = [finding for finding in findings if finding["check"].startswith("storage")]
    assert (found["check"], found["ok"]) == ("storage: write", False)
    assert found["seen"] == "it does not take the credentials of this service"
    assert "s3:PutObject" in found["remedy"]
