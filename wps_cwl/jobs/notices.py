"""What PostgreSQL tells every process of a service, on whatever machine: LISTEN and NOTIFY.

A notice saves looking again and again, and no more: one may be lost with its connection, so who waits still looks now
and then.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from wps_cwl.errors import StoreUnavailable
from wps_cwl.jobs.database import Database

logger = logging.getLogger(__name__)

QUEUE, ENDS = "wps_cwl_queue", "wps_cwl_ends"  # channels: there is work or a dismissal; the end of a job
AGAIN = 2.0  # seconds until a connection that was lost is made anew
LISTENING = 60.0  # seconds after which a connection that says nothing is tried


class Notices:
    """The notices of one database. Nothing is opened before it is needed."""

    def __init__(self, url: str) -> None:
        self._database = Database.shared(url)
        self._closed = threading.Event()

    def close(self) -> None:
        """Ask for a lost connection no more."""
        self._closed.set()

    def tell(self, channel: str, word: str = "") -> None:
        """Tell all who listen; nothing happens when the database is away, for what is told stands in it anyway."""
        try:
            with self._database.reading() as connection:
                connection.execute(select(func.pg_notify(channel, word)))
        except StoreUnavailable:
            logger.warning("nobody could be told", extra={"channel": channel})

    def listen(self, channel: str, hear: Callable[[str], None]) -> None:
        """Call `hear` with each word that is told from now on, in a thread; it must be quick.

        It is called with nothing whenever the connection was made anew, as something may have been missed.
        """
        ready = threading.Event()
        threading.Thread(target=self._listen, args=(channel, hear, ready), name=channel, daemon=True).start()
        ready.wait(AGAIN)

    def _listen(self, channel: str, hear: Callable[[str], None], ready: threading.Event) -> None:
        while not self._closed.is_set():
            try:
                with self._database.reading() as connection:
                    # Any: SQLAlchemy does not say that it is psycopg's
                    driver: Any = connection.connection.driver_connection
                    driver.execute(f"LISTEN {channel}")
                    hear("")
                    ready.set()
                    try:
                        _hear_all(driver, hear)
                    finally:
                        connection.invalidate()  # it listens, and is nobody else's
            except (StoreUnavailable, DBAPIError):
                self._closed.wait(AGAIN)
            except Exception:  # psycopg's own, as its connection is used directly
                logger.warning("the notices of the database are lost, and asked for again", exc_info=True)
                self._closed.wait(AGAIN)


def _hear_all(driver: Any, hear: Callable[[str], None]) -> None:  # Any: see above
    while True:
        for notice in driver.notifies(timeout=LISTENING):
            hear(notice.payload)
        driver.execute("SELECT 1")
