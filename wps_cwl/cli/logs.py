"""How the service logs: one line each, with its facts as `name=value` at the end."""

from __future__ import annotations

import logging
import os

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_NOISY = ("cwltool", "salad", "rdflib", "alembic")


class FactsFormatter(logging.Formatter):
    """Adds what a message was given as `extra`."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # the name in the base class
        """Return the line of a record."""
        facts = [f"{name}={value}" for name, value in vars(record).items() if name not in _OWN]
        return " ".join([super().formatMessage(record), *facts])


def set_up() -> None:
    """Log to stderr; what the service writes is for its own user only."""
    os.umask(0o077)
    handler = logging.StreamHandler()
    handler.setFormatter(FactsFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.ERROR)
