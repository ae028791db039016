"""Inputs that lie in buckets: from those that the operator has named, and from no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from wps_cwl.errors import StorageUnavailable
from wps_cwl.storage.base import NotReadable
from wps_cwl.storage.s3.addresses import Area, find
from wps_cwl.storage.s3.client import Bucket
from wps_cwl.storage.s3.faults import NotThere
from wps_cwl.storage.s3.reader import Head, ObjectReader

PIECE = 256 << 10


@dataclass(frozen=True)
class Source:
    """A bucket that inputs may come from, and how the keys begin that may be read; without any, all may."""

    bucket: Bucket
    prefixes: tuple[str, ...] = ()


class InputBuckets:
    """Reads `s3://bucket/key`; Misconfigured when a bucket cannot be reached as the operator says."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._sources = tuple(sources)
        self._areas = [Area(source.bucket.name, source.prefixes) for source in self._sources]
        self._clients = [source.bucket.connect() for source in self._sources]

    @contextmanager
    def open(self, href: str) -> Iterator[tuple[int, Iterator[bytes]]]:
        """Give the size of an object, and its content in pieces, all of one version. Raises NotReadable."""
        number, key = find(href, self._areas)
        bucket, client = self._areas[number].bucket, self._clients[number]
        try:
            head = Head.read(client, bucket, key)
            # no digest: what an owner says of an object in its metadata is said in a form of his own
            with ObjectReader(client, bucket, head) as reader:
                yield head.size, iter(lambda: reader.read(PIECE) or b"", b"")
        except NotThere as error:
            raise NotReadable(f'there is no such object in the bucket "{bucket}"') from error
        except StorageUnavailable as error:
            raise NotReadable(f'the bucket "{bucket}" cannot be read now: {error.facts["reason"]}') from error
