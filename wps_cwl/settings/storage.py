"""The section `storage`, and the buckets that inputs may come from. No secret is a setting: see `credentials`."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from wps_cwl.settings.section import Section
from wps_cwl.settings.values import Flag, Folder, Kind, Otherwise, Seconds, Text, Texts, Url, numbered


def _without_user(url: str) -> str:
    if "@" in urlsplit(url).netloc:
        raise ValueError("it may hold no user and no password; see `credentials`")
    return url


def _bucket(name: str) -> str:
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]", name) is None:
        raise ValueError("it is no name of a bucket: 3 to 63 letters, digits and `.-`")
    return name


def _prefix(prefix: str) -> str:
    parts = [part for part in prefix.split("/") if part]
    if not re.fullmatch(r"[\w!.'()*/-]*", prefix, re.ASCII) or {".", ".."} & set(parts):
        raise ValueError("it may hold letters, digits and `/!_.'()*-`")
    return "".join(f"{part}/" for part in parts)


PlainUrl = Annotated[Url, AfterValidator(_without_user)]
BucketName = Annotated[Text, AfterValidator(_bucket)]
Prefix = Annotated[str, AfterValidator(_prefix), Kind("text")]


class _Place(Section):
    """The way to a bucket."""

    endpoint: Annotated[PlainUrl | None, Otherwise("the one of AWS")] = Field(
        default=None, description="URL of the S3 server."
    )
    region: Annotated[Text | None, Otherwise("what the credentials' profile says, else `us-east-1`")] = Field(
        default=None, description="Region of the bucket."
    )
    addressing: Literal["auto", "path", "virtual"] = Field(
        default="auto",
        description="Whether the bucket stands in the path of the URL (`path`: most servers but AWS) or in its host "
        "(`virtual`).",
    )
    credentials: Annotated[Folder | None, Otherwise("the standard chain of AWS's tools")] = Field(
        default=None, description="File with the credentials, in the form of `~/.aws/credentials`."
    )
    profile: Text | None = Field(default=None, description="Whose credentials of that file, or of the standard ones.")
    timeout: Seconds = Field(
        default=20, description="How long one answer of the server may take; each request is tried four times."
    )


class Storage(_Place):
    """Where results are published. All keys but `kind` are for [S3](../how-to/publish-to-s3.md)."""

    kind: Literal["file", "s3"] = Field(
        default="file", description="`file`: in the job directories; `s3`: in a bucket of an S3-compatible server."
    )
    bucket: BucketName | None = Field(default=None, description="Name of the bucket.")
    prefix: Prefix = Field(default="", description="How the keys of all results begin.")
    encryption: Literal["none", "AES256", "aws:kms"] = Field(
        default="none", description="Encryption that the server is asked for."
    )
    encryption_key: Text | None = Field(default=None, description="With `aws:kms`: the identifier of the key.")
    links: Literal["redirect", "serve", "public"] = Field(
        default="redirect",
        description="How clients get results. `redirect`: our addresses lead to links of the S3 server that are good "
        "for a while; `serve`: this server sends the files; `public`: documents name the addresses below `public_url`.",
    )
    public_url: PlainUrl | None = Field(
        default=None, description="Where anybody can read the bucket; what is below it are keys."
    )
    client_endpoint: Annotated[PlainUrl | None, Otherwise("`endpoint`")] = Field(
        default=None, description="URL of the S3 server for clients, where they do not reach `endpoint`."
    )
    link_seconds: Seconds = Field(default=900, le=604800, description="How long a link of `redirect` is good.")
    patience: Seconds = Field(
        default=600, description="How long it is tried again to publish a job's results, before the job fails."
    )

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.kind == "s3" and self.bucket is None:
            raise ValueError("`kind: s3` needs `bucket`")
        if self.kind == "file" and (named := self.model_fields_set - {"kind"}):
            raise ValueError(f"`{sorted(named)[0]}` means nothing without `kind: s3`")
        if (self.links == "public") != (self.public_url is not None):
            raise ValueError("`links: public` and `public_url` go together")
        if self.encryption_key is not None and self.encryption != "aws:kms":
            raise ValueError("`encryption_key` means nothing without `encryption: aws:kms`")
        return self


class S3Inputs(_Place):
    """A bucket that inputs may come from, as `s3://<bucket>/<key>`."""

    bucket: BucketName = Field(description="Name of the bucket.")
    prefixes: Texts = Field(default=(), description="How the keys begin that may be read; all, if there are none.")
    anonymous: Flag = Field(default=False, description="Read it without credentials, as a public one.")


AllS3Inputs = Annotated[tuple[S3Inputs, ...], BeforeValidator(numbered("s3_inputs")), Kind("list of buckets")]
