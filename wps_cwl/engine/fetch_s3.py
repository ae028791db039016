"""Fetches `s3:` references; what may be read, and as whom, the storage knows."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from wps_cwl.engine.part_file import part_file
from wps_cwl.engine.staging import Fetches
from wps_cwl.errors import DataNotAccessible, SizeExceeded
from wps_cwl.model import ReferenceValue
from wps_cwl.storage.base import NotReadable
from wps_cwl.storage.s3.addresses import is_s3

logger = logging.getLogger(__name__)


class Objects(Protocol):
    """Opens what an `s3:` address leads to: its size, and its content in pieces. Raises NotReadable."""

    def open(self, href: str) -> AbstractContextManager[tuple[int, Iterator[bytes]]]: ...


class WithS3:
    """Fetches `s3:` references from buckets, and leaves all others to another one. `total_timeout` is in seconds."""

    def __init__(self, others: Fetches, objects: Objects | None, *, total_timeout: float) -> None:
        self._others = others
        self._objects = objects
        self._timeout = total_timeout

    def fetch(self, reference: ReferenceValue, target: Path, *, input: str, limit: int) -> int:
        """Write what the reference leads to, and return its size; as the protocol says."""
        if not is_s3(reference.href):
            return self._others.fetch(reference, target, input=input, limit=limit)
        try:
            return self._object(reference, target, input, limit)
        except NotReadable as error:
            raise DataNotAccessible(identifier=input, reason=str(error), locator=input) from error

    def _object(self, reference: ReferenceValue, target: Path, input: str, limit: int) -> int:
        if self._objects is None:
            raise NotReadable("this server reads no inputs from S3")
        if reference.method != "GET" or reference.headers:
            raise NotReadable("an s3: address is read as it is; it takes no POST and no headers")
        end = time.monotonic() + self._timeout
        with self._objects.open(reference.href) as (size, pieces):
            if size > limit:
                raise SizeExceeded(what=f'The input "{input}"', limit=limit, locator=input)
            with part_file(target) as file:
                for piece in pieces:
                    file.write(piece)
                    if time.monotonic() > end:
                        raise NotReadable(f"it took longer than {self._timeout:g} seconds")
        logger.info("fetched", extra={"input": input, "scheme": "s3", "size": size})
        return size
