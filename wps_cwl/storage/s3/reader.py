"""An object as a file that can be read from any place, and goes on where a connection broke off."""

from __future__ import annotations

import hashlib
import io
import logging
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wps_cwl.errors import StorageUnavailable
from wps_cwl.storage.s3.faults import BROKEN_OFF, NotThere, explain, faults

if TYPE_CHECKING:  # the stubs are for those who check types, and no part of the installation
    from _typeshed import WriteableBuffer
    from mypy_boto3_s3 import S3Client

logger = logging.getLogger(__name__)

ATTEMPTS = 5  # how often it may break off without having brought PROGRESS
PROGRESS = 1 << 20
PAUSE = 0.2  # seconds before the first further attempt, doubled before each one after that
BUFFER = 256 << 10


@dataclass(frozen=True)
class Head:
    """What the server says of an object. `sha256` is what the publisher said of it, where there was one."""

    key: str
    size: int
    etag: str
    sha256: str | None = None

    @classmethod
    def read(cls, client: S3Client, bucket: str, key: str) -> Head:
        """Ask for an object. Raises NotThere, errors.StorageUnavailable."""
        with faults():
            answer = client.head_object(Bucket=bucket, Key=key)
        # some servers give the names of metadata back in another case
        metadata = {name.lower(): value for name, value in answer.get("Metadata", {}).items()}
        return cls(key, answer["ContentLength"], answer.get("ETag", "").strip('"'), metadata.get("sha256"))


class ObjectReader(io.RawIOBase):
    """Reads one version of an object: that with this head. Raises errors.StorageUnavailable where it cannot go on.

    With a digest, who reads it from its beginning to its end gets the last of it only when the whole is right.
    """

    def __init__(self, client: S3Client, bucket: str, head: Head, *, sha256: str | None = None) -> None:
        self._client = client
        self._bucket = bucket
        self._head = head
        self._sha256 = sha256
        self._digest = hashlib.sha256()
        self._digested = 0  # bytes from the beginning that are in the digest
        self._position = 0
        self._body: Any = None  # botocore's StreamingBody
        self._failures = 0
        self._mark = 0  # where the last failure was counted

    def buffered(self) -> io.BufferedReader:
        """Return it with a buffer, which makes small pieces cheap."""
        return io.BufferedReader(self, BUFFER)

    def readable(self) -> bool:
        """Say yes."""
        return True

    def seekable(self) -> bool:
        """Say yes."""
        return True

    def tell(self) -> int:
        """Return the place."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place; the server is asked when it is read."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._head.size}[whence]
        place = max(0, base + offset)
        if place != self._position:
            self._leave()
        self._position = place
        return place

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read what comes next."""
        view = memoryview(buffer).cast("B")
        data = self._next(min(len(view), self._head.size - self._position))
        self._check(data)
        self._position += len(data)
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Let go of the connection."""
        self._leave()
        super().close()

    def _next(self, size: int) -> bytes:
        while size > 0:
            try:
                data: bytes = self._opened().read(size)
            except BROKEN_OFF as error:
                self._again(explain(error))
                continue
            if data:
                return data
            self._again("the answer was cut short")
        return b""

    def _opened(self) -> Any:  # botocore's StreamingBody, which has no public type
        if self._body is None:
            try:
                with faults():
                    answer = self._client.get_object(
                        Bucket=self._bucket,
                        Key=self._head.key,
                        Range=f"bytes={self._position}-",
                        IfMatch=f'"{self._head.etag}"',
                    )
            except NotThere as error:
                raise StorageUnavailable(reason="the object is not there any more, or was replaced") from error
            if answer.get("ETag", "").strip('"') != self._head.etag:  # there are servers that do not know If-Match
                answer["Body"].close()
                raise StorageUnavailable(reason="the object was replaced while it was read")
            self._body = answer["Body"]
        return self._body

    def _again(self, reason: str) -> None:
        """Note that the connection broke off; raise when that happens too often."""
        self._leave()
        if self._position - self._mark >= PROGRESS:
            self._failures = 0
        self._mark = self._position
        self._failures += 1
        if self._failures >= ATTEMPTS:
            logger.warning("an object cannot be read: %s", reason)
            raise StorageUnavailable(reason=reason)
        time.sleep(PAUSE * 2 ** (self._failures - 1))

    def _check(self, data: bytes) -> None:
        if self._sha256 is None or self._digested != self._position:
            return
        self._digest.update(data)
        self._digested += len(data)
        if self._digested == self._head.size and self._digest.hexdigest() != self._sha256:
            logger.error("an object is not what was published")
            raise StorageUnavailable(reason="what it gave is not what was stored")

    def _leave(self) -> None:
        if self._body is not None:
            with suppress(*BROKEN_OFF):
                self._body.close()
            self._body = None
