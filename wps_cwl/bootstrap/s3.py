"""From the settings: the buckets of results and inputs. boto3 is loaded only where there are some."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wps_cwl.model import ReferenceValue
from wps_cwl.settings.storage import S3Inputs, Storage
from wps_cwl.storage.base import NotReadable
from wps_cwl.storage.s3.addresses import Area
from wps_cwl.storage.s3.addresses import check as check_address

if TYPE_CHECKING:
    from wps_cwl.storage.s3.checks import Act
    from wps_cwl.storage.s3.client import Bucket
    from wps_cwl.storage.s3.inputs import InputBuckets
    from wps_cwl.storage.s3.results import S3Storage

# boto3 takes a third of a second and 30 MB, which those who keep their results in folders need not spend: hence the
# imports inside of the functions


def results(section: Storage, jobs: Path) -> S3Storage:
    """Return the storage in a bucket. Raises errors.Misconfigured."""
    from wps_cwl.storage.s3.results import Placing, S3Storage

    placing = Placing(
        prefix=section.prefix,
        encryption=section.encryption,
        encryption_key=section.encryption_key,
        links=section.links != "serve",
        link_seconds=section.link_seconds,
        client_endpoint=section.client_endpoint,
        public_url=section.public_url,
    )
    return S3Storage(_of_results(section), placing, sources=jobs)


def inputs(sections: Sequence[S3Inputs]) -> InputBuckets | None:
    """Return the buckets that inputs may come from; None where there are none. Raises errors.Misconfigured."""
    if not sections:
        return None
    from wps_cwl.storage.s3.inputs import InputBuckets, Source

    return InputBuckets([Source(_of_inputs(section), section.prefixes) for section in sections])


def refusal(sections: Sequence[S3Inputs]) -> Callable[[ReferenceValue], str | None]:
    """Return what says why a reference is never read from S3, or None; nobody is asked for that."""
    areas = [Area(section.bucket, section.prefixes) for section in sections]

    def reason(reference: ReferenceValue) -> str | None:
        try:
            check_address(reference, areas)
        except NotReadable as error:
            return str(error)
        return None

    return reason


def check(section: Storage) -> Iterator[Act]:
    """Try what the storage has to do in its bucket. Raises errors.Misconfigured."""
    from wps_cwl.storage.s3.checks import check as tried

    return tried(_of_results(section), section.prefix)


def _of_results(section: Storage) -> Bucket:
    return _bucket(section, section.bucket or "", timeout=section.timeout)


def _of_inputs(section: S3Inputs) -> Bucket:
    return _bucket(section, section.bucket, timeout=section.timeout, anonymous=section.anonymous)


def _bucket(section: Storage | S3Inputs, name: str, *, timeout: float, anonymous: bool = False) -> Bucket:
    from wps_cwl.storage.s3.client import Bucket

    return Bucket(
        name=name,
        endpoint=section.endpoint,
        region=section.region,
        addressing=section.addressing,
        profile=section.profile,
        credentials=section.credentials,
        timeout=timeout,
        anonymous=anonymous,
    )
