"""`s3:` references: limits and times as for any other input, and nothing that a client sends along."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from wps_cwl.engine.fetch_s3 import WithS3
from wps_cwl.errors import DataNotAccessible, SizeExceeded
from wps_cwl.model import ReferenceValue
from wps_cwl.storage.base import NotReadable


class Objects:
    """One object, whose pieces come slowly, or not to the end."""

    def __init__(self, *pieces: bytes, pause: float = 0.0, breaks: bool = False) -> None:
        self.pieces, self.pause, self.breaks = pieces, pause, breaks
        self.asked: list[str] = []

    @contextmanager
    def open(self, href: str) -> Iterator[tuple[int, Iterator[bytes]]]:
        self.asked.append(href)
        yield sum(map(len, self.pieces)), self._slowly()

    def _slowly(self) -> Iterator[bytes]:
        for piece in self.pieces:
            time.sleep(self.pause)
            yield piece
        if self.breaks:
            raise NotReadable("it broke off")


class Others:
    def fetch(self, reference: ReferenceValue, target: Path, *, input: str, limit: int) -> int:
        target.write_bytes(reference.href.encode())
        return limit


def fetch(objects: Objects | None, target: Path, *, seconds: float = 60, **facts: object) -> int:
    reference = ReferenceValue(**{"href": "s3://bucket/a b.tif", **facts})
    return WithS3(Others(), objects, total_timeout=seconds).fetch(reference, target, input="image", limit=10)


def test_an_object_is_written_whole(tmp_path: Path) -> None:
    objects = Objects(b"ab", b"cd")
    assert fetch(objects, tmp_path / "a") == 4
    assert (tmp_path / "a").read_bytes() == b"abcd"
    assert objects.asked == ["s3://bucket/a b.tif"]


def test_every_other_reference_is_for_the_others(tmp_path: Path) -> None:
    objects = Objects()
    assert fetch(objects, tmp_path / "a", href="https://x.org/a") == 10
    assert (tmp_path / "a").read_bytes() == b"https://x.org/a"
    assert objects.asked == []


def test_a_large_object_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with pytest.raises(SizeExceeded, match='The input "image" is larger than the limit of 10 bytes') as caught:
        fetch(Objects(b"x" * 11), tmp_path / "a")
    assert caught.value.locator == "image"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("objects", "facts", "reason"),
    [
        (None, {}, "this server reads no inputs from S3"),
        (Objects(b"a"), {"method": "POST", "body": b"x"}, "it takes no POST and no headers"),
        (Objects(b"a"), {"headers": (("Authorization", "x"),)}, "it takes no POST and no headers"),
        (Objects(b"a", b"b", pause=0.06), {"seconds": 0.05}, "it took longer than 0.05 seconds"),
        (Objects(b"a", breaks=True), {}, "it broke off"),
    ],
    ids=["no buckets", "POST", "headers", "slow", "broken off"],
)
def test_what_does_not_go_is_told_with_the_input(
    tmp_path: Path, objects: Objects | None, facts: dict[str, object], reason: str
) -> None:
    with pytest.raises(DataNotAccessible, match='reference of the input "image" cannot be read') as caught:
        fetch(objects, tmp_path / "a", **facts)
    assert reason in str(caught.value)
    assert list(tmp_path.iterdir()) == []
