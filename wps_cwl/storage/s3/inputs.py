"""Inputs that lie in buckets: from those that the operator has named, and from no other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wps_cwl.errors import StorageUnavailable
from wps_cwl.storage.base import NotReadable
from wps_cwl.storage.s3.client import Bucket
from wps_cwl.storage.s3.faults import NotThere
from wps_cwl.storage.s3.reader import Head, ObjectReader

if TYPE_CHECKING:  # the stubs are for those who check types, and no part of the installation
    from mypy_boto3_s3 import S3Client

PIECE = 256 << 10


@dataclass(frozen=True)
class Source:
    """A bucket that inputs may come from, and how the keys begin that may be read; without any, all may."""

    bucket: Bucket
    prefixes: tuple[str, ...] = ()


class InputBuckets:
    """Reads `s3://bucket/key`; Misconfigured when a bucket cannot be reached as the operator says."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._sources = [(source, source.bucket.connect()) for source in sources]

    @contextmanager
    def open(self, href: str) -> Iterator[tuple[int, Iterator[bytes]]]:
        """Give the size of an object, and its content in pieces, all of one version. Raises NotReadable."""
        bucket, key = _parse(href)
        client = self._client(bucket, key)
        try:
            head = Head.read(client, bucket, key)
            # no digest: what an owner says of an object in its metadata is said in a form of his own
            with ObjectReader(client, bucket, head) as reader:
                yield head.size, iter(lambda: reader.read(PIECE) or b"", b"")
        except NotThere as error:
            raise NotReadable(f'there is no such object in the bucket "{bucket}"') from error
        except StorageUnavailable as error:
            raise NotReadable(f'the bucket "{bucket}" cannot be read now: {error.facts["reason"]}') from error

    def _client(self, bucket: str, key: str) -> S3Client:
        found = [(source, client) for source, client in self._sources if source.bucket.name == bucket]
        if not found:
            raise NotReadable(f'the bucket "{bucket}" is not one that this server reads inputs from')
        for source, client in found:
            if not source.prefixes or key.startswith(source.prefixes):
                return client
        raise NotReadable(f'this server reads no inputs from that part of the bucket "{bucket}"')


def _parse(href: str) -> tuple[str, str]:
    """Return bucket and key, which stands as it is, not percent-encoded: so do the tools of AWS write it."""
    match = re.fullmatch(r"[sS]3://([A-Za-z0-9][A-Za-z0-9._-]{1,62})/(.+)", href)
    if match is None or match[2].endswith("/"):
        raise NotReadable("it is no address of an object, as s3://bucket/key")
    # there are servers for which keys are paths
    if not match[2].isprintable() or {".", ".."} & set(re.split(r"[/\\]", match[2])) or match[2].startswith("/"):
        raise NotReadable("the key has a part that is not allowed in it (`.`, `..`, or what cannot be printed)")
    return match[1], match[2]
