"""How the service logs: one line each, with its facts as `name=value` at the end, or as one JSON object."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from contextvars import ContextVar

from pythonjsonlogger.json import JsonFormatter

trace_id: ContextVar[str | None] = ContextVar("trace_id", default=None)  # of what is being done

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_NOISY = ("cwltool", "salad", "rdflib", "alembic")
_INDISCREET = ("botocore", "boto3", "s3transfer", "urllib3")  # with `debug`, they tell headers, tokens and signed links


class FactsFormatter(logging.Formatter):
    """Adds what a message was given as `extra`."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # the name in the base class
        """Return the line of a record."""
        facts = [f"{name}={value}" for name, value in vars(record).items() if name not in _OWN]
        return " ".join([super().formatMessage(record), *facts])


def _text() -> logging.Formatter:
    return FactsFormatter("%(asctime)s %(levelname)s %(name)s %(message)s")


def _json() -> logging.Formatter:
    names = {"asctime": "time", "levelname": "level", "name": "logger"}
    shown = "{asctime}{levelname}{name}{message}"
    return JsonFormatter(shown, "%Y-%m-%dT%H:%M:%S%z", "{", rename_fields=names)


FORMATS: Mapping[str, Callable[[], logging.Formatter]] = {"text": _text, "json": _json}


def _with_trace(record: logging.LogRecord) -> bool:
    """Let a record through, with the trace that it belongs to."""
    if (trace := trace_id.get()) is not None:
        record.trace_id = trace
    return True


def set_up(form: str = "text", level: str = "info") -> None:
    """Log to stderr in one of FORMATS; what the service writes is for its own user only."""
    os.umask(0o077)
    handler = logging.StreamHandler()
    handler.setFormatter(FORMATS[form]())
    handler.addFilter(_with_trace)
    logging.basicConfig(level=level.upper(), handlers=[handler])
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.ERROR)
    for name in _INDISCREET:
        logging.getLogger(name).setLevel(logging.WARNING)
