"""What goes wrong with S3, in words that a client may read: no key, no address and no text of the server's own."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from boto3.exceptions import Boto3Error
from botocore import exceptions as boto
from botocore.parsers import ResponseParserError
from s3transfer.exceptions import RetriesExceededError, S3CopyFailedError
from urllib3 import exceptions as urllib3_errors

from wps_cwl.errors import StorageUnavailable

logger = logging.getLogger(__name__)

NOT_OFFERED = ("AccessDenied", "MethodNotAllowed", "NotImplemented")
GONE = ("NoSuchKey", "NoSuchUpload", "404", "NotFound", "PreconditionFailed", "412", "InvalidRange", "416")

_CREDENTIALS = "it does not take the credentials of this service"
_FORBIDDEN = "it does not allow that to this service"
_CLOCK = "its clock and that of this service differ too much"
_FULL = "it is full"
_BUSY = "it takes no more requests now"
_BUCKET = "the bucket is not there"

# Codes of the answers; a HEAD has no body, and hence only a status
CODES: Mapping[str, str] = {
    "AccessDenied": _FORBIDDEN,
    "AllAccessDisabled": _FORBIDDEN,
    "AuthorizationHeaderMalformed": "its region is another one",
    "BadDigest": "what arrived there was not what was sent",
    "BandwidthLimitExceeded": _BUSY,
    "ExpiredToken": "the credentials of this service have expired",
    "IncompleteBody": "what arrived there was not what was sent",
    "InsufficientStorage": _FULL,
    "InvalidAccessKeyId": _CREDENTIALS,
    "InvalidDigest": "what arrived there was not what was sent",
    "InvalidToken": _CREDENTIALS,
    "NoSuchBucket": _BUCKET,
    "PermanentRedirect": "its region is another one",
    "QuotaExceeded": _FULL,
    "RequestExpired": _CLOCK,
    "RequestTimeTooSkewed": _CLOCK,
    "RequestTimeout": "it did not get the data in time",
    "SignatureDoesNotMatch": _CREDENTIALS,
    "SlowDown": _BUSY,
    "TooManyRequests": _BUSY,
    "XAmzContentSHA256Mismatch": "what arrived there was not what was sent",
    "XMinioStorageFull": _FULL,
}
STATUSES: Mapping[int, str] = {401: _CREDENTIALS, 403: _FORBIDDEN, 429: _BUSY, 507: _FULL}

# What went wrong before there was an answer. A class stands before those that it is derived from.
FAILURES: tuple[tuple[type[BaseException], str], ...] = (
    (boto.NoCredentialsError, "this service has no credentials for it"),
    (boto.PartialCredentialsError, "this service has no credentials for it"),
    (boto.CredentialRetrievalError, "this service gets no credentials for it"),
    (boto.TokenRetrievalError, "this service gets no credentials for it"),
    (boto.SSLError, "no trusted TLS connection could be made"),
    (boto.ConnectTimeoutError, "no connection was made in time"),
    (boto.ReadTimeoutError, "it did not answer in time"),
    (boto.ProxyConnectionError, "the proxy did not connect"),
    (boto.EndpointConnectionError, "no connection could be made"),
    (boto.ConnectionError, "the connection was cut"),
    (boto.HTTPClientError, "the connection was cut, or the answer was not HTTP"),
    (boto.IncompleteReadError, "the answer was cut short"),
    (ResponseParserError, "the answer was not one of S3"),
    (urllib3_errors.ReadTimeoutError, "it did not answer in time"),
    (urllib3_errors.HTTPError, "the connection was cut"),
    (TimeoutError, "it did not answer in time"),
    (ConnectionError, "the connection was cut"),
)

UPSETS = (
    ResponseParserError,
    boto.BotoCoreError,
    boto.ClientError,
    Boto3Error,
    RetriesExceededError,
    S3CopyFailedError,
)
BROKEN_OFF = (boto.BotoCoreError, urllib3_errors.HTTPError, ConnectionError, TimeoutError)


class NotThere(Exception):
    """There is no such object, or it is another one by now."""


@contextmanager
def faults() -> Iterator[None]:
    """Turn what boto3 raises into NotThere or errors.StorageUnavailable."""
    try:
        yield
    except UPSETS + BROKEN_OFF as error:
        cause = _cause(error)
        if isinstance(cause, boto.ClientError) and code_of(cause) in GONE:
            raise NotThere from error
        reason = explain(cause)
        logger.warning("S3 did not do that: %s", reason, extra={"kind": type(cause).__name__})
        raise StorageUnavailable(reason=reason) from error


def explain(error: BaseException) -> str:
    """Return what happened. Never what the error says itself: there are addresses in it."""
    if isinstance(error, boto.ClientError):
        status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
        return CODES.get(code_of(error)) or STATUSES.get(status) or f"it answered {status or 'nothing that is known'}"
    return next((reason for kind, reason in FAILURES if isinstance(error, kind)), "the request failed")


def code_of(error: boto.ClientError) -> str:
    """Return what S3 calls it."""
    return str(error.response.get("Error", {}).get("Code", ""))


def _cause(error: BaseException) -> BaseException:
    """Return what is behind an upload that failed: boto3 says it in words only."""
    return error.__context__ if isinstance(error, Boto3Error) and error.__context__ is not None else error
