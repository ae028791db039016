"""Results as objects: `<prefix><job>/<output>/<name>`."""

from __future__ import annotations

import hashlib
import logging
import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast
from urllib.parse import quote

from boto3.s3.transfer import TransferConfig
from botocore.exceptions import ClientError

from wps_cwl.errors import NoSuchFile, NoSuchJob, StorageUnavailable, Unavailable
from wps_cwl.model import StoredFile
from wps_cwl.storage.base import is_safe_name, job_file, name_of, numbered, opened, safe_name
from wps_cwl.storage.s3.client import Bucket
from wps_cwl.storage.s3.content import PART, Content, part_size
from wps_cwl.storage.s3.faults import NOT_OFFERED, NotThere, code_of, faults
from wps_cwl.storage.s3.reader import Head, ObjectReader

logger = logging.getLogger(__name__)

Json = Any  # what boto3 takes and gives

AT_ONCE = 4  # parts that are sent at the same time
REMOVED_AT_ONCE = 8
COPIED_WHOLE = 4 << 30  # bytes; so an object is copied in one request, and keeps its ETag


@dataclass(frozen=True)
class Placing:
    """How results are placed in their bucket, and how clients get them.

    `encryption` is the server's (`AES256`, or `aws:kms` with an `encryption_key`). Links that are good for
    `link_seconds` lead to `client_endpoint`, where clients do not reach the service's own; with `public_url` anybody
    may read the bucket there. With neither way (`links=False`) the service sends the files itself.
    """

    prefix: str = ""
    encryption: Literal["none", "AES256", "aws:kms"] = "none"
    encryption_key: str | None = None
    links: bool = True
    link_seconds: int = 900
    client_endpoint: str | None = None
    public_url: str | None = None


class S3Storage:
    """Publishes into a bucket; takes files from `sources/<job>` only, wherever a link may lead."""

    def __init__(self, bucket: Bucket, placing: Placing, *, sources: Path) -> None:
        self._bucket = bucket.name
        self._placing = placing
        self._sources = sources
        self._client = bucket.connect()
        self._signer = bucket.connect(placing.client_endpoint) if placing.client_endpoint else self._client

    def publish(self, source: Path, *, job: str, output: str, name: str, media_type: str) -> StoredFile:
        """Send the file, and look whether what lies there is what was sent; the same file again is not sent again."""
        folder = self._folder(job, output)
        plain = job_file(source, self._sources / job, output=output)
        try:
            with opened(plain, output=output) as descriptor:
                path = name_of(descriptor)
                content = Content.of(path)
                upload = partial(self._upload, path, content=content, media_type=media_type)
                stored = self._settle(folder, safe_name(name), content, upload)
        except OSError as error:
            raise Unavailable(reason=f"the result cannot be read ({os.strerror(error.errno or 0)})") from error
        return StoredFile(output=output, name=stored, media_type=media_type, size=content.size, sha256=content.sha256)

    def copy(self, file: StoredFile, *, source: str, job: str) -> None:
        """Have the server copy the object, and look whether the copy is what was published."""
        gone = NoSuchFile(job=source, output=file.output, name=file.name)
        if not is_safe_name(file.name):
            raise gone
        target = self._folder(job, file.output) + file.name
        try:
            head = self._head(self._folder(source, file.output) + file.name)
            if not self._is_whole(head, file):
                raise gone
            said = self._said(file.media_type, file.name, file.sha256 or head.sha256)
            with faults():
                self._client.copy(
                    {"Bucket": self._bucket, "Key": head.key},
                    self._bucket,
                    target,
                    ExtraArgs={**said, "MetadataDirective": "REPLACE"},
                    Config=TransferConfig(multipart_threshold=COPIED_WHOLE, multipart_chunksize=1 << 30),
                )
            copied = self._head(target)
        except NotThere as error:
            raise gone from error
        same = copied.size == head.size and copied.etag == head.etag
        if not same and not self._is_whole(copied, file, trust=False):
            raise StorageUnavailable(reason="what was copied is not what was stored")

    def open(self, job: str, file: StoredFile) -> BinaryIO:
        """Open the object; it is read piece by piece, from wherever that is wanted."""
        head = self._published(job, file)
        return cast(BinaryIO, ObjectReader(self._client, self._bucket, head, sha256=file.sha256).buffered())

    def delete(self, job: str) -> None:
        """Remove all objects of a job, and what uploads that were broken off have left."""
        prefix = self._job(job)
        with faults():
            for upload in self._uploads(prefix):
                self._abort(upload)
            with ThreadPoolExecutor(REMOVED_AT_ONCE) as pool:
                # one by one: not every server removes several, and those that do want another digest each
                list(pool.map(self._remove, self._keys(prefix)))

    def url(self, job: str, file: StoredFile) -> str | None:
        """Return a link that is good for a while; None where the service has to send the file itself."""
        if not self._placing.links:
            return None
        head = self._published(job, file)
        if self._placing.public_url is not None:
            return self._public(head.key)
        with faults():
            return self._signer.generate_presigned_url(
                "get_object",
                Params={"Bucket": self._bucket, "Key": head.key},
                ExpiresIn=self._placing.link_seconds,
            )

    def address(self, job: str, file: StoredFile) -> str | None:
        """Return where anybody can read the file as long as it is kept; None where there is no such place."""
        if self._placing.public_url is None:
            return None
        return self._public(self._folder(job, file.output) + file.name)

    # --- names ------------------------------------------------------------------------------------

    def _job(self, job: str) -> str:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]*", job):
            raise NoSuchJob(identifier=job)
        return f"{self._placing.prefix}{job}/"

    def _folder(self, job: str, output: str) -> str:
        return f"{self._job(job)}{safe_name(output)}/"

    def _public(self, key: str) -> str:
        return f"{self._placing.public_url}/{quote(key)}"

    # --- sending ------------------------------------------------------------------------------------

    def _settle(self, folder: str, name: str, content: Content, upload: Callable[[str, str], None]) -> str:
        """Store the content under the first name that is free; or find that it has one already."""
        number = 1
        while True:
            final = numbered(name, number)
            head = self._find(folder + final)
            if head is not None and self._holds(head, content):
                return final
            # what says that it is this content, and is not, was spoiled on its way: it is sent again
            if head is None or head.sha256 == content.sha256:
                upload(folder + final, final)
                return final
            number += 1

    def _upload(self, path: Path, key: str, name: str, *, content: Content, media_type: str) -> None:
        part = part_size(content.size)
        try:
            with faults():
                if content.size > part:
                    for upload in self._uploads(key):  # a publisher that was killed has left them
                        self._abort(upload)
                self._client.upload_file(
                    str(path),
                    self._bucket,
                    key,
                    ExtraArgs=self._said(media_type, name, content.sha256),
                    Config=TransferConfig(
                        multipart_threshold=part + 1,
                        multipart_chunksize=part,
                        max_concurrency=AT_ONCE,
                        use_threads=content.size > PART,
                    ),
                )
        except NotThere:
            # the upload is: removed by somebody else, or whole, and the answer that said so was lost, so that boto3
            # asked again
            logger.info("an upload is gone; what lies there is looked at")
        head = self._find(key)
        if head is None or not self._holds(head, content):
            raise StorageUnavailable(reason="what lies there is not what was sent")

    def _said(self, media_type: str, name: str, sha256: str | None) -> dict[str, Json]:
        """Return what is said of an object when it is stored."""
        said: dict[str, Json] = {"ContentType": media_type, "ContentDisposition": _disposition(name, media_type)}
        said["Metadata"] = {"sha256": sha256} if sha256 else {}
        if self._placing.encryption != "none":
            said["ServerSideEncryption"] = self._placing.encryption
        if self._placing.encryption_key is not None:
            said["SSEKMSKeyId"] = self._placing.encryption_key
        return said

    # --- what lies there ------------------------------------------------------------------------------

    def _head(self, key: str) -> Head:
        return Head.read(self._client, self._bucket, key)

    def _find(self, key: str) -> Head | None:
        try:
            return self._head(key)
        except NotThere:
            return None

    def _published(self, job: str, file: StoredFile) -> Head:
        gone = NoSuchFile(job=job, output=file.output, name=file.name)
        if not is_safe_name(file.name):
            raise gone
        try:
            head = self._head(self._folder(job, file.output) + file.name)
        except NotThere as error:
            raise gone from error
        if file.sha256 is not None and head.size != file.size:  # without a digest, it is one that is only looked for
            raise gone
        return head

    def _holds(self, head: Head, content: Content) -> bool:
        """Whether an object has this content: by its ETag, and where that is no MD5, by reading it."""
        if head.size != content.size:
            return False
        return head.etag in content.etags or self._digest(head) == content.sha256

    def _is_whole(self, head: Head, file: StoredFile, *, trust: bool = True) -> bool:
        if head.size != file.size:
            return False
        if file.sha256 is None:
            return True
        said = head.sha256 if trust else None
        return (said or self._digest(head)) == file.sha256

    def _digest(self, head: Head) -> str:
        digest = hashlib.sha256()
        with ObjectReader(self._client, self._bucket, head).buffered() as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
        return digest.hexdigest()

    # --- removing ------------------------------------------------------------------------------------

    def _keys(self, prefix: str) -> Iterator[str]:
        for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix):
            for item in page.get("Contents", ()):
                yield item["Key"]

    def _remove(self, key: str) -> None:
        self._client.delete_object(Bucket=self._bucket, Key=key)

    def _uploads(self, prefix: str) -> list[Json]:
        """Return the uploads that nobody has finished; none where the server does not tell."""
        pages = self._client.get_paginator("list_multipart_uploads").paginate(Bucket=self._bucket, Prefix=prefix)
        try:
            return [upload for page in pages for upload in page.get("Uploads", ())]
        except ClientError as error:
            if code_of(error) == "NoSuchUpload":  # so some say that there are none
                return []
            if code_of(error) not in NOT_OFFERED:
                raise
            logger.warning("S3 does not tell of unfinished uploads, so that some may stay; see `wps-cwl doctor`")
            return []

    def _abort(self, upload: Json) -> None:
        try:
            with faults():
                self._client.abort_multipart_upload(Bucket=self._bucket, Key=upload["Key"], UploadId=upload["UploadId"])
        except NotThere:
            return


def _disposition(name: str, media_type: str) -> str:
    """Return how a browser takes it: what it would run is kept, not shown, as a process may write anything."""
    kind = "attachment" if re.search("html|xml", media_type, re.IGNORECASE) else "inline"
    return f"{kind}; filename*=UTF-8''{quote(name, safe='')}"  # RFC 6266
