"""Which objects may be inputs: `s3://bucket/key` in what the operator has named, and no other; known without asking."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from wps_cwl.model import ReferenceValue
from wps_cwl.storage.base import NotReadable


@dataclass(frozen=True)
class Area:
    """A bucket that inputs may come from, and how the keys begin that may be read; without any, all may."""

    bucket: str
    prefixes: tuple[str, ...] = ()


def is_s3(href: str) -> bool:
    """Whether an address is one of S3, a valid one or not."""
    return href[:3].lower() == "s3:"


def check(reference: ReferenceValue, areas: Sequence[Area]) -> None:
    """Let pass what may be read, and what is no matter of S3. Raises NotReadable."""
    if reference.body_href is not None and is_s3(reference.body_href):
        raise NotReadable("what is sent along with a POST is not read from S3")
    if not is_s3(reference.href):
        return
    if not areas:
        raise NotReadable("this server reads no inputs from S3")
    if reference.method != "GET" or reference.headers:
        raise NotReadable("an s3: address is read as it is; it takes no POST and no headers")
    find(reference.href, areas)


def find(href: str, areas: Sequence[Area]) -> tuple[int, str]:
    """Return which of the areas an object is in, and its key. Raises NotReadable."""
    bucket, key = _parse(href)
    if bucket not in {area.bucket for area in areas}:
        raise NotReadable(f'the bucket "{bucket}" is not one that this server reads inputs from')
    for number, area in enumerate(areas):
        if area.bucket == bucket and (not area.prefixes or key.startswith(area.prefixes)):
            return number, key
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
