"""The poller: asks a batch scheduler about once a second what is in the queue, for all leaders, while anybody asks."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import replace
from pathlib import Path

from wps_cwl.engine.schedulers.base import NoAnswer
from wps_cwl.engine.schedulers.connection import Connection
from wps_cwl.engine.schedulers.snapshot import Snapshot

logger = logging.getLogger(__name__)

EACH = 1.0  # seconds between the beginnings of two queries
SHARE = 10  # a query that takes a second is asked every ten: the scheduler has other users
LINGER = 5.0  # seconds after the last question that the poller goes on
PAUSE_AFTER_FAILURE = 5.0
LONGEST_PAUSE = 30.0


class Poller:
    """Keeps the snapshot in `file` young as long as somebody asks; then nothing is asked of the scheduler."""

    def __init__(self, connection: Connection, file: Path) -> None:
        self.connection = connection
        self.file = file
        self._latest: Snapshot | None = None
        self._asked = self._tried = 0.0  # when somebody last asked us, and when we last asked the scheduler
        self._thread: threading.Thread | None = None
        self._changed = threading.Condition()

    def latest(self) -> Snapshot | None:
        """Return what was seen last, and have it looked at again."""
        with self._changed:
            self._keep_awake()
            return self._latest

    def after(self, moment: float, seconds: float) -> Snapshot | None:
        """Return what was in the queue after a moment; None when the scheduler does not say within some seconds."""
        with self._changed:
            self._keep_awake()
            self._changed.wait_for(lambda: self._tried > moment, seconds)
            return self._latest if self._latest is not None and self._latest.time >= moment else None

    def _keep_awake(self) -> None:
        self._asked = time.time()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="poller", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while True:
            begun = time.time()
            pause = self._look(begun)
            with self._changed:
                self._tried = begun
                self._changed.notify_all()
            time.sleep(pause)
            with self._changed:
                if time.time() - self._asked > LINGER:
                    self._thread = None
                    return

    def _look(self, begun: float) -> float:
        """Ask, and return for how many seconds nothing shall be asked."""
        try:
            seen = self.connection.listing()
            took = time.time() - begun
            pause = max(EACH - took, min(took * (SHARE - 1), LONGEST_PAUSE))
            snapshot = replace(seen, pause=pause)
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            snapshot.write(self.file)
        except NoAnswer as error:
            logger.warning("the scheduler does not answer: %s", error)
            return PAUSE_AFTER_FAILURE
        except Exception:
            logger.exception("the queue could not be written down, and is asked for again")
            return PAUSE_AFTER_FAILURE
        with self._changed:
            self._latest = snapshot
        return pause
