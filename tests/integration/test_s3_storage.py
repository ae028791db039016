"""What S3 has beyond the contract of storages: parts, links, encryption, uploads that are broken off or spoiled."""

from __future__ import annotations

import base64
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import boto3
import pytest
import requests
from botocore.config import Config
from botocore.loaders import JSONFileLoader

from tests.support import s3
from tests.support.s3_faults import FaultyProxy
from wps_cwl.errors import Misconfigured, NoSuchFile, StorageUnavailable
from wps_cwl.model import StoredFile
from wps_cwl.storage.base import NotReadable
from wps_cwl.storage.s3.checks import check
from wps_cwl.storage.s3.client import Bucket
from wps_cwl.storage.s3.content import MOST_PARTS, PART, part_size
from wps_cwl.storage.s3.inputs import InputBuckets, Source
from wps_cwl.storage.s3.results import S3Storage

JOB = "5f0c1a"
Make = Callable[..., S3Storage]


@pytest.fixture
def jobs(tmp_path: Path) -> Path:
    (tmp_path / "jobs" / JOB).mkdir(parents=True)
    return tmp_path / "jobs"


@pytest.fixture
def client(s3_server: s3.S3Server) -> Iterator[object]:
    """A client of the tests' own, which knows nothing of ours."""
    session = boto3.session.Session(aws_access_key_id=s3_server.key, aws_secret_access_key=s3_server.secret)
    config = Config(s3={"addressing_style": "path"}, request_checksum_calculation="when_required")
    return session.client("s3", endpoint_url=s3_server.url, region_name="us-east-1", config=config)


@pytest.fixture
def publish(jobs: Path) -> Callable[..., StoredFile]:
    def published(storage: S3Storage, data: bytes, name: str = "a.tif", media_type: str = "image/tiff") -> StoredFile:
        source = jobs / JOB / name
        source.write_bytes(data)
        return storage.publish(source, job=JOB, output="image", name=name, media_type=media_type)

    return published


def read(storage: S3Storage, file: StoredFile) -> bytes:
    with storage.open(JOB, file) as stream:
        return stream.read()


def key_of(storage: S3Storage, file: StoredFile) -> str:
    return f"{storage._placing.prefix}{JOB}/{file.output}/{file.name}"


# --- sending ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [PART - 1, PART, PART + 1, 3 * PART + 5])
def test_a_large_file_goes_in_parts(
    bucket_of_results: Make, jobs: Path, publish: Callable, s3_proxy: FaultyProxy, size: int
) -> None:
    storage = bucket_of_results(jobs, endpoint=s3_proxy.url)
    data = os.urandom(size)
    file = publish(storage, data)
    assert read(storage, file) == data
    parts = [path for method, path in s3_proxy.asked if method == "PUT" and "partNumber=" in path]
    assert len(parts) == (0 if size <= PART else -(-size // PART))


def test_parts_that_were_put_together_without_an_answer_are_a_result(
    bucket_of_results: Make, jobs: Path, publish: Callable, s3_proxy: FaultyProxy
) -> None:
    storage = bucket_of_results(jobs, endpoint=s3_proxy.url)
    data = os.urandom(PART + 1)
    with s3_proxy.fault("unanswered", methods="POST", within="uploadId=", times=1) as met:
        file = publish(storage, data)
    assert met.met == 1
    assert read(storage, file) == data


def test_an_upload_that_somebody_removes_is_told_as_what_may_pass(
    bucket_of_results: Make, jobs: Path, publish: Callable, s3_proxy: FaultyProxy
) -> None:
    storage = bucket_of_results(jobs, endpoint=s3_proxy.url)
    said = pytest.raises(StorageUnavailable, match="what lies there is not what was sent")
    with s3_proxy.fault("no upload", methods="PUT POST", within="uploadId=") as met, said:
        publish(storage, bytes(PART + 1))
    assert met.met
    assert read(storage, publish(storage, bytes(PART + 1))) == bytes(PART + 1)


def test_no_file_has_too_many_parts() -> None:
    for size in (0, PART, 5 << 30, 80 << 30, 5 << 40):
        assert -(-size // part_size(size)) <= MOST_PARTS
        assert part_size(size) >= PART


def test_what_is_there_is_not_sent_again(
    bucket_of_results: Make, jobs: Path, publish: Callable, s3_proxy: FaultyProxy
) -> None:
    storage = bucket_of_results(jobs, endpoint=s3_proxy.url)
    file = publish(storage, b"x" * (PART + 1))
    sent = len(s3_proxy.asked)
    assert publish(storage, b"x" * (PART + 1)) == file
    assert [method for method, _ in s3_proxy.asked[sent:]] == ["HEAD"]


def test_an_object_says_what_it_is(bucket_of_results: Make, jobs: Path, publish: Callable, client) -> None:
    storage = bucket_of_results(jobs, encryption="AES256")
    file = publish(storage, b"data", name="Düsseldorf.tif")
    said = client.head_object(Bucket=s3.BUCKET, Key=key_of(storage, file))
    assert (said["ContentType"], said["ServerSideEncryption"]) == ("image/tiff", "AES256")
    assert said["ContentDisposition"] == "inline; filename*=UTF-8''D%C3%BCsseldorf.tif"


@pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", "application/xhtml+xml"])
def test_what_a_browser_would_run_is_not_shown_by_it(
    bucket_of_results: Make, jobs: Path, publish: Callable, client, media_type: str
) -> None:
    storage = bucket_of_results(jobs)
    file = publish(storage, b"<svg/>", name="a.svg", media_type=media_type)
    said = client.head_object(Bucket=s3.BUCKET, Key=key_of(storage, file))
    assert said["ContentDisposition"].startswith("attachment;")


def test_what_a_server_only_says_it_has_is_not_published(
    bucket_of_results: Make, jobs: Path, publish: Callable, s3_proxy: FaultyProxy
) -> None:
    storage = bucket_of_results(jobs, endpoint=s3_proxy.url)
    with (
        s3_proxy.fault("lost", methods="PUT") as fault,
        pytest.raises(StorageUnavailable, match="what lies there is not what was sent"),
    ):
        publish(storage, b"data")
    assert fault.met == 1
    assert read(storage, publish(storage, b"data")) == b"data"


@pytest.mark.parametrize("size", [4, PART + 4])
def test_what_was_spoiled_there_is_sent_again(
    bucket_of_results: Make, jobs: Path, publish: Callable, s3_server: s3.S3Server, size: int
) -> None:
    storage = bucket_of_results(jobs)
    file = publish(storage, b"d" * size)
    path = s3_server.folder / s3.BUCKET / key_of(storage, file)
    path.write_bytes(b"e" * size)
    assert publish(storage, b"d" * size) == file
    assert path.read_bytes() == b"d" * size


def test_uploads_that_were_broken_off_are_removed(
    bucket_of_results: Make, jobs: Path, publish: Callable, client
) -> None:
    storage = bucket_of_results(jobs)
    prefix = f"{storage._placing.prefix}{JOB}/image/"

    def unfinished() -> int:
        pages = client.get_paginator("list_multipart_uploads").paginate(Bucket=s3.BUCKET, Prefix=prefix)
        return sum(len(page.get("Uploads", ())) for page in pages)

    for name in ("a.tif", "b.tif"):
        upload = client.create_multipart_upload(Bucket=s3.BUCKET, Key=prefix + name)["UploadId"]
        client.upload_part(Bucket=s3.BUCKET, Key=prefix + name, PartNumber=1, UploadId=upload, Body=b"x" * PART)
    assert unfinished() == 2
    publish(storage, b"x" * (PART + 1))  # as a publisher does that takes up what another one has begun
    assert unfinished() == 1
    storage.delete(JOB)
    assert unfinished() == 0
    assert client.list_objects_v2(Bucket=s3.BUCKET, Prefix=prefix).get("Contents", []) == []


# --- reading ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["reset", "truncated", "500", "hang"])
def test_reading_goes_on_where_it_broke_off(
    bucket_of_results: Make, jobs: Path, publish: Callable, s3_proxy: FaultyProxy, fault: str
) -> None:
    storage = bucket_of_results(jobs, endpoint=s3_proxy.url, timeout=2)
    data = os.urandom(1 << 20)
    file = publish(storage, data)
    with s3_proxy.fault(fault, methods="GET", times=2) as met:
        assert read(storage, file) == data
    assert met.met == 2


def test_another_content_is_never_taken_for_the_published_one(
    bucket_of_results: Make, jobs: Path, publish: Callable, client
) -> None:
    storage = bucket_of_results(jobs)
    file = publish(storage, b"data")
    client.put_object(Bucket=s3.BUCKET, Key=key_of(storage, file), Body=b"atad")
    with pytest.raises(StorageUnavailable, match="is not what was stored"):
        read(storage, file)
    client.put_object(Bucket=s3.BUCKET, Key=key_of(storage, file), Body=b"more data")
    with pytest.raises(NoSuchFile):
        storage.open(JOB, file)


# --- links --------------------------------------------------------------------------------------------


def test_a_link_is_good_for_a_while(bucket_of_results: Make, jobs: Path, publish: Callable) -> None:
    storage = bucket_of_results(jobs, link_seconds=2)
    link = storage.url(JOB, publish(storage, b"data", name="ä b.tif"))
    assert requests.get(link, timeout=20).content == b"data"
    assert requests.get(link.replace("Signature=", "Signature=0"), timeout=20).status_code in (400, 403)
    assert requests.get(link.partition("?")[0], timeout=20).status_code in (400, 403)
    time.sleep(3)
    assert requests.get(link, timeout=20).status_code in (400, 403)
    assert s3.SECRET not in link


def test_no_link_leads_to_what_is_gone(
    bucket_of_results: Make, jobs: Path, publish: Callable, s3_proxy: FaultyProxy
) -> None:
    storage = bucket_of_results(jobs, endpoint=s3_proxy.url, timeout=1)
    file = publish(storage, b"data")
    with s3_proxy.fault("500"), pytest.raises(StorageUnavailable, match="it answered 500"):
        storage.url(JOB, file)
    storage.delete(JOB)
    with pytest.raises(NoSuchFile):
        storage.url(JOB, file)


def test_links_may_lead_to_another_address_of_the_server(
    bucket_of_results: Make, jobs: Path, publish: Callable, s3_proxy: FaultyProxy
) -> None:
    storage = bucket_of_results(jobs, client_endpoint=s3_proxy.url)
    link = storage.url(JOB, publish(storage, b"data"))
    assert link.startswith(s3_proxy.url)
    assert requests.get(link, timeout=20).content == b"data"


def test_public_addresses_and_files_that_the_service_sends(
    bucket_of_results: Make, jobs: Path, publish: Callable
) -> None:
    public = bucket_of_results(jobs, public_url="https://data.example.org")
    file = publish(public, b"data", name="ä.tif")
    address = f"https://data.example.org/{public._placing.prefix}{JOB}/image/%C3%A4.tif"
    assert (public.address(JOB, file), public.url(JOB, file)) == (address, address)
    own = bucket_of_results(jobs, links=False)
    assert (own.address(JOB, file), own.url(JOB, file)) == (None, None)


# --- who may ----------------------------------------------------------------------------------------------


def test_wrong_keys_are_told_without_them(bucket_of_results: Make, jobs: Path, publish: Callable, monkeypatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another-secret")
    storage = bucket_of_results(jobs)
    with pytest.raises(StorageUnavailable, match=r"it does not (take the credentials|allow that)") as caught:
        publish(storage, b"data")
    assert s3.KEY not in str(caught.value)


def test_credentials_of_a_file_go_before_those_of_the_environment(
    s3_server: s3.S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "of-somebody-else")
    for profile in ("default", "tests"):
        keys = tmp_path / profile
        text = f"aws_access_key_id = {s3_server.key}\naws_secret_access_key = {s3_server.secret}\n"
        keys.write_text(f"[{profile}]\n{text}")
        named = None if profile == "default" else profile
        bucket = Bucket(s3.BUCKET, s3_server.url, addressing="path", credentials=keys, profile=named)
        assert [act.problem for act in check(bucket, "p/")] == [None] * 6
    assert not any("doctor" in key for key in s3_server.keys())  # noqa: SIM118  # it is no dictionary


def test_a_profile_that_is_nowhere_is_told(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r'bucket "results" cannot be reached.*nobody'):
        Bucket("results", credentials=tmp_path / "none", profile="nobody").connect()


@pytest.mark.parametrize(
    ("bucket", "secret", "said"),
    [
        ("no-such-bucket", s3.SECRET, "the bucket is not there"),
        (s3.BUCKET, "wrong", "it does not take the credentials of this service"),
    ],
)
def test_the_check_says_why_it_does_not_go(
    s3_server: s3.S3Server, monkeypatch: pytest.MonkeyPatch, bucket: str, secret: str, said: str
) -> None:
    for name, value in {**s3_server.credentials, "AWS_SECRET_ACCESS_KEY": secret}.items():
        monkeypatch.setenv(name, value)
    [act] = check(Bucket(bucket, s3_server.url, addressing="path"), "")
    assert (act.name, act.problem) == ("write", said)


@pytest.mark.parametrize(
    ("addressing", "address"),
    [("path", "https://s3.example.org/results/a?"), ("virtual", "https://results.s3.example.org/a?")],
)
def test_the_bucket_stands_in_the_path_or_in_the_host(
    s3_server: s3.S3Server, monkeypatch: pytest.MonkeyPatch, addressing: str, address: str
) -> None:
    for name, value in s3_server.credentials.items():
        monkeypatch.setenv(name, value)
    client = Bucket(s3.BUCKET, "https://s3.example.org", region="eu-central-1", addressing=addressing).connect()
    link = client.generate_presigned_url("get_object", Params={"Bucket": s3.BUCKET, "Key": "a"})
    assert link.startswith(address)
    assert "eu-central-1%2Fs3%2Faws4_request" in link


# --- inputs -------------------------------------------------------------------------------------------------


@pytest.fixture
def inputs(s3_server: s3.S3Server, monkeypatch: pytest.MonkeyPatch) -> InputBuckets:
    for name, value in s3_server.credentials.items():
        monkeypatch.setenv(name, value)
    s3_server.put("open/a b.tif", b"data")
    s3_server.put("closed/a.tif", b"secret")
    return InputBuckets([Source(Bucket(s3.OTHER_BUCKET, s3_server.url, addressing="path"), ("open/", "also/"))])


def test_an_input_is_read_from_an_allowed_part_of_a_bucket(inputs: InputBuckets) -> None:
    with inputs.open(f"s3://{s3.OTHER_BUCKET}/open/a b.tif") as (size, pieces):
        assert (size, b"".join(pieces)) == (4, b"data")


@pytest.mark.parametrize(
    "write", [str.upper, lambda digest: base64.b64encode(bytes.fromhex(digest)).decode()], ids=["upper case", "base64"]
)
def test_what_an_owner_says_of_an_input_does_not_matter(
    inputs: InputBuckets, client, write: Callable[[str], str]
) -> None:
    said, place = write(hashlib.sha256(b"data").hexdigest()), {"Bucket": s3.OTHER_BUCKET, "Key": "open/said.tif"}
    client.put_object(**place, Body=b"data", Metadata={"sha256": said})
    assert said in client.head_object(**place)["Metadata"].values()
    with inputs.open(f"s3://{s3.OTHER_BUCKET}/open/said.tif") as (_, pieces):
        assert b"".join(pieces) == b"data"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("s3://results/a.tif", 'the bucket "results" is not one that this server reads inputs from'),
        ("s3://archive/closed/a.tif", 'this server reads no inputs from that part of the bucket "archive"'),
        ("s3://archive/open/../closed/a.tif", "the key has a part that is not allowed in it"),
        ("s3://archive/open/..\\closed\\a.tif", "the key has a part that is not allowed in it"),
        ("s3://archive//open/a b.tif", "the key has a part that is not allowed in it"),
        ("s3://archive/open%2F..%2Fclosed/a.tif", "this server reads no inputs from that part"),
        ("s3://archive/open/b.tif", 'there is no such object in the bucket "archive"'),
        ("s3://archive/open/", "it is no address of an object"),
        ("s3://archive", "it is no address of an object"),
        ("s3:///open/a.tif", "it is no address of an object"),
        ("s3://key:secret@archive/open/a.tif", "it is no address of an object"),
        ("s3://archive:9000/open/a.tif", "it is no address of an object"),
    ],
)
def test_any_other_object_is_not_read(inputs: InputBuckets, address: str, said: str) -> None:
    with pytest.raises(NotReadable) as caught, inputs.open(address):
        pass
    assert said in str(caught.value)


def test_the_requests_of_s3_are_read_once_for_all_buckets(
    s3_server: s3.S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    Bucket("one", endpoint=s3_server.url).connect()
    read: list[str] = []
    load_file = JSONFileLoader.load_file
    monkeypatch.setattr(JSONFileLoader, "load_file", lambda self, path: (read.append(path), load_file(self, path))[1])
    Bucket("two", endpoint=s3_server.url).connect()
    assert read == []
