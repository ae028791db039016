"""What each error is called on the wire: one table from its class to the codes of both versions and the HTTP status.

Every error of WPS itself is HTTP 400, also "no such job" and "busy": OWSLib reads the report of a 400, and raises a
bare HTTPError for 404, 500 and 503 (OWSLib issue 553).
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass

from wps_cwl import errors
from wps_cwl.errors import WpsCwlError
from wps_cwl.model import JobError

NO_CODE = "NoApplicableCode"
INVALID = "InvalidParameterValue"
MISSING = "MissingParameterValue"
HIDDEN = "The server could not answer; its log says why."


@dataclass(frozen=True)
class Row:
    """The codes of an error; `fact` names the fact that is its locator, `parameter` the locator in WPS 1.0.0."""

    wps100: str
    wps200: str
    fact: str | None = None
    parameter: str | None = None
    status: int = 400
    hidden: bool = False  # its text is for the operator, and may hold a path


TABLE: dict[type[WpsCwlError], Row] = {
    errors.WpsCwlError: Row(NO_CODE, NO_CODE, status=500, hidden=True),
    errors.InvalidRequest: Row(NO_CODE, NO_CODE),
    errors.MissingParameter: Row(MISSING, MISSING, fact="name"),
    errors.InvalidParameter: Row(INVALID, INVALID, fact="name"),
    errors.OperationNotSupported: Row("OperationNotSupported", "OperationNotSupported", fact="operation"),
    errors.VersionNotSupported: Row("VersionNegotiationFailed", "VersionNegotiationFailed", parameter="version"),
    errors.LanguageNotSupported: Row(INVALID, INVALID, fact="language", parameter="language"),
    errors.NoSuchProcess: Row(INVALID, "NoSuchProcess", fact="identifier", parameter="identifier"),
    errors.NoSuchInput: Row(INVALID, "NoSuchInput", fact="identifier"),
    errors.NoSuchOutput: Row(INVALID, "NoSuchOutput", fact="identifier"),
    errors.MissingInput: Row(MISSING, MISSING, fact="identifier"),
    errors.InputNeeded: Row(MISSING, MISSING, fact="identifier"),
    errors.InputOutOfPlace: Row(INVALID, INVALID, fact="identifier"),
    errors.TooManyInputs: Row(INVALID, "TooManyInputs", fact="identifier"),
    errors.TooManyOutputs: Row(INVALID, "TooManyOutputs", fact="asked"),
    errors.InvalidInput: Row(INVALID, INVALID, fact="identifier"),
    errors.FormatNotOffered: Row(INVALID, INVALID, fact="identifier"),
    errors.NoSuchMode: Row("StorageNotSupported", "NoSuchMode", fact="mode"),
    errors.NoSuchProfile: Row(INVALID, INVALID, parameter="profile"),
    errors.SubscriptionRefused: Row(INVALID, INVALID, fact="name"),
    errors.StorageNotOffered: Row("StorageNotSupported", INVALID, parameter="storeExecuteResponse"),
    errors.DataNotAccessible: Row(INVALID, "DataNotAccessible", fact="identifier"),
    errors.SizeExceeded: Row("FileSizeExceeded", "SizeExceeded"),
    errors.NoSuchJob: Row(INVALID, "NoSuchJob", fact="identifier"),
    errors.NoSuchFile: Row(INVALID, INVALID, fact="name"),
    errors.ResultNotReady: Row(NO_CODE, "ResultNotReady", fact="identifier"),
    errors.JobDismissed: Row("Dismissed", "Dismissed", fact="identifier"),
    errors.Unavailable: Row("ServerBusy", "ServerBusy"),
    errors.RunFailed: Row(NO_CODE, NO_CODE),
}


class JobFailed(WpsCwlError):
    """{message}"""

    def __init__(self, error: JobError) -> None:
        super().__init__(message=error.message, locator=error.locator)
        self.error = error


@dataclass(frozen=True)
class Report:
    """What an exception report says; `locator100` is the locator in WPS 1.0.0."""

    row: Row
    text: str
    status: int
    locator: str | None = None
    locator100: str | None = None


def report(error: Exception) -> Report:
    """Return what the client may know of an error; one that is not ours is a bare failure of the server."""
    if isinstance(error, JobFailed):
        return report_job(error.error)
    row = _row(type(error)) if isinstance(error, WpsCwlError) else TABLE[WpsCwlError]
    if not isinstance(error, WpsCwlError) or row.hidden:
        return Report(row, HIDDEN, row.status)
    locator = error.locator or _text(error.facts.get(row.fact or ""))
    return Report(row, str(error), row.status, locator, row.parameter or locator)


def report_job(error: JobError) -> Report:
    """Return why a job failed; whatever broke, it is the job's failure and not the request's, hence HTTP 400."""
    named = getattr(errors, error.code, None)
    row = _row(named) if inspect.isclass(named) and issubclass(named, WpsCwlError) else TABLE[errors.RunFailed]
    return Report(row, error.message, 400, error.locator, error.locator)


def _text(fact: object) -> str | None:
    return ", ".join(map(str, fact)) if isinstance(fact, (list, tuple)) else None if fact is None else str(fact)


def _row(cls: type[WpsCwlError]) -> Row:
    return next(TABLE[base] for base in cls.__mro__ if base in TABLE)
