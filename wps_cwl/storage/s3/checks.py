"""Whether a bucket lets us do all that we need, and what does not go."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from botocore.exceptions import ClientError

from wps_cwl.errors import StorageUnavailable
from wps_cwl.storage.s3.client import Bucket
from wps_cwl.storage.s3.faults import NotThere, faults

CONTENT = b"written by `wps-cwl doctor`; it may be removed"


@dataclass(frozen=True)
class Act:
    """Something that the service needs to do, the permission of AWS that allows it, and why it does not go."""

    name: str
    permission: str
    problem: str | None = None


def check(bucket: Bucket, prefix: str) -> Iterator[Act]:
    """Write, read, list and remove an object that nobody needs; whatever was written is removed again."""
    client, key = bucket.connect(), f"{prefix}wps-cwl-doctor-{uuid.uuid4()}"

    def read() -> None:
        if client.get_object(Bucket=bucket.name, Key=key)["Body"].read() != CONTENT:
            raise StorageUnavailable(reason="it gives something else than what was written")

    def missing() -> None:
        try:
            client.head_object(Bucket=bucket.name, Key=f"{key}-missing")
        except ClientError as error:
            if error.response["Error"]["Code"] != "404":
                raise

    def uploads() -> None:
        try:
            client.list_multipart_uploads(Bucket=bucket.name, Prefix=key)
        except ClientError as error:
            if error.response["Error"]["Code"] != "NoSuchUpload":  # so some say that there are none
                raise

    written = _try("write", "s3:PutObject", lambda: client.put_object(Bucket=bucket.name, Key=key, Body=CONTENT))
    yield written
    if written.problem is not None:
        return
    yield _try("read", "s3:GetObject", read)
    yield _try("list", "s3:ListBucket", lambda: client.list_objects_v2(Bucket=bucket.name, Prefix=prefix, MaxKeys=1))
    yield _try("tell that an object is missing", "s3:ListBucket", missing)
    yield _try("list unfinished uploads", "s3:ListBucketMultipartUploads", uploads)
    yield _try("delete", "s3:DeleteObject", lambda: client.delete_object(Bucket=bucket.name, Key=key))


def _try(name: str, permission: str, act: Callable[[], object]) -> Act:
    try:
        with faults():
            act()
    except NotThere:
        return Act(name, permission, "what was written is not there")
    except StorageUnavailable as error:
        return Act(name, permission, str(error.facts["reason"]))
    return Act(name, permission)
