"""Fixtures of S3: one server per session, and storages in parts of its bucket that are a test's own."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support import s3, s3_faults
from wps_cwl.storage.s3.client import Bucket
from wps_cwl.storage.s3.results import Placing, S3Storage


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[s3.S3Server]:
    """An S3 server that checks signatures."""
    with s3.open_server(tmp_path_factory.mktemp("s3")) as server:
        yield server


@pytest.fixture
def s3_proxy(s3_server: s3.S3Server) -> Iterator[s3_faults.FaultyProxy]:
    """A way to that server on which things go wrong when a test says so."""
    with s3_faults.open_proxy(s3_server.url) as proxy:
        yield proxy


@pytest.fixture
def bucket_of_results(s3_server: s3.S3Server, monkeypatch: pytest.MonkeyPatch) -> Callable[..., S3Storage]:
    """Make storages in the bucket of results, below a prefix that is this test's own."""
    for name, value in s3_server.credentials.items():
        monkeypatch.setenv(name, value)
    own = f"{uuid.uuid4()}/"

    def made(
        jobs: Path, *, endpoint: str | None = None, prefix: str = "", timeout: float = 20, **placing: object
    ) -> S3Storage:
        bucket = Bucket(s3.BUCKET, endpoint=endpoint or s3_server.url, addressing="path", timeout=timeout)
        return S3Storage(bucket, Placing(prefix=own + prefix, **placing), sources=jobs)

    return made
