"""How the web process wakes the engine: a queue that is only looked at now and then is slow."""

from __future__ import annotations

import os
import select
from pathlib import Path


class Bell:
    """A named pipe in the state directory, which the engine holds open."""

    def __init__(self, state: Path) -> None:
        self._path = state / "engine.bell"

    def __enter__(self) -> Bell:
        self._path.unlink(missing_ok=True)
        os.mkfifo(self._path, 0o600)
        self._pipe = os.open(self._path, os.O_RDWR | os.O_NONBLOCK)
        return self

    def __exit__(self, *_: object) -> None:
        self._path.unlink(missing_ok=True)
        os.close(self._pipe)

    def wait(self, seconds: float) -> None:
        """Return when somebody rings, or the time is up."""
        if select.select([self._pipe], [], [], seconds)[0]:
            os.read(self._pipe, 65536)


def ring(state: Path) -> None:
    """Wake the engine of a state directory, if one runs."""
    try:
        pipe = os.open(state / "engine.bell", os.O_WRONLY | os.O_NONBLOCK)
    except OSError:
        return  # no engine: it will look at the queue when it starts
    try:
        os.write(pipe, b"!")
    except BlockingIOError:
        pass  # it was rung thousands of times already
    finally:
        os.close(pipe)
