"""How a bucket is reached, and as whom."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import boto3
import botocore.loaders
import botocore.session
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import BotoCoreError

from wps_cwl import __version__
from wps_cwl.errors import Misconfigured

if TYPE_CHECKING:  # the stubs are for those who check types, and no part of the installation
    from mypy_boto3_s3 import S3Client

ATTEMPTS = 4  # of each request, by boto3, the pauses between them growing
CONNECT_SECONDS = 10.0
CONNECTIONS = 32
REGION = "us-east-1"  # what servers outside of AWS take, whose regions have no names


@dataclass(frozen=True)
class Bucket:
    """A bucket and the way to it; secrets are no part of it.

    They come from the standard chain of AWS's tools: variables, files, the role of the machine or of the pod. With
    `profile` or `credentials` (a file of the same form) they come from there alone. `timeout`, in seconds, is for one
    answer of the server.
    """

    name: str
    endpoint: str | None = None
    region: str | None = None
    addressing: Literal["auto", "path", "virtual"] = "auto"
    profile: str | None = None
    credentials: Path | None = None
    anonymous: bool = False
    timeout: float = 20

    def connect(self, endpoint: str | None = None) -> S3Client:
        """Return a client, which asks nobody yet; with an endpoint, one whose links lead there.

        Raises errors.Misconfigured.
        """
        try:
            core = botocore.session.Session()
            core.register_component("data_loader", _descriptions())
            if self.credentials is not None:
                core.set_config_variable("credentials_file", str(self.credentials))
            named = self.profile or ("default" if self.credentials else None)  # a profile that is named goes first
            session = boto3.session.Session(profile_name=named, botocore_session=core)
            return session.client(
                "s3",
                endpoint_url=endpoint or self.endpoint,
                region_name=self.region or session.region_name or REGION,
                config=self._config(),
            )
        except (BotoCoreError, ValueError) as error:
            raise Misconfigured(reason=f'the bucket "{self.name}" cannot be reached: {error}') from error

    def _config(self) -> Config:
        return Config(
            signature_version=UNSIGNED if self.anonymous else "s3v4",
            s3={"addressing_style": self.addressing},
            retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
            connect_timeout=min(CONNECT_SECONDS, self.timeout),
            read_timeout=self.timeout,
            max_pool_connections=CONNECTIONS,
            tcp_keepalive=True,
            # many servers do not know the checksums that AWS has added since; what is stored is verified by us
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            user_agent_extra=f"wps-cwl/{__version__}",
        )


@cache
def _descriptions() -> botocore.loaders.Loader:
    """Return what reads AWS's descriptions of its services: some megabytes of JSON, once for all buckets."""
    return botocore.loaders.create_loader()
