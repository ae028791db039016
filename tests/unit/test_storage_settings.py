"""The settings of buckets: what cannot be meant is told, and no secret is repeated."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wps_cwl.errors import Misconfigured
from wps_cwl.settings import Settings, load

S3 = {"kind": "s3", "bucket": "data"}


def loaded(tmp_path: Path, **content: object) -> Settings:
    path = tmp_path / "settings.yml"
    path.write_text(json.dumps(content))  # which is YAML
    return load(path, {})


@pytest.mark.parametrize(
    ("storage", "problem"),
    [
        ({"kind": "s3"}, "storage: `kind: s3` needs `bucket`"),
        ({"bucket": "data"}, "storage: `bucket` means nothing without `kind: s3`"),
        ({**S3, "bucket": "da/ta"}, "storage.bucket: it is no name of a bucket: 3 to 63 letters, digits and `.-`"),
        ({"endpoint": "https://key:planted@x.org"}, "storage.endpoint: it may hold no user and no password"),
        ({"secret": "planted"}, "storage.secret: there is no such key"),
        ({**S3, "links": "public"}, "storage: `links: public` and `public_url` go together"),
        ({**S3, "public_url": "https://x.org"}, "storage: `links: public` and `public_url` go together"),
        ({**S3, "prefix": "../x"}, "storage.prefix: it may hold letters, digits and"),
        ({**S3, "encryption_key": "k"}, "storage: `encryption_key` means nothing without `encryption: aws:kms`"),
        ({**S3, "link_seconds": "8d"}, "storage.link_seconds: Input should be less than or equal to 604800"),
    ],
)
def test_what_cannot_be_meant_is_told_without_a_secret(storage: object, problem: str, tmp_path: Path) -> None:
    with pytest.raises(Misconfigured) as caught:
        loaded(tmp_path, storage=storage)
    assert problem in str(caught.value)
    assert "planted" not in str(caught.value)


@pytest.mark.parametrize(("written", "prefix"), [("", ""), ("a", "a/"), ("/a//b/", "a/b/")])
def test_a_prefix_ends_with_a_slash(written: str, prefix: str, tmp_path: Path) -> None:
    assert loaded(tmp_path, storage={**S3, "prefix": written}).storage.prefix == prefix


def test_buckets_of_inputs_can_be_numbered_variables() -> None:
    environ = {"WPS_CWL_SECURITY__S3_INPUTS__1__BUCKET": "data", "WPS_CWL_SECURITY__S3_INPUTS__1__PREFIXES": "a/, b/"}
    environ |= {"WPS_CWL_SECURITY__S3_INPUTS__2__BUCKET": "more", "WPS_CWL_SECURITY__S3_INPUTS__2__ANONYMOUS": "true"}
    one, two = load(None, environ).security.s3_inputs
    assert (one.bucket, one.prefixes, one.anonymous) == ("data", ("a/", "b/"), False)
    assert (two.bucket, two.prefixes, two.anonymous) == ("more", (), True)
