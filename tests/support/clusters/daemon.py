"""A daemon of a scheduler: in the foreground, in a session of its own, known and ended by its process id."""

from __future__ import annotations

import os
import random
import socket
import subprocess
from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path

from tests.support.service import wait_for

LINES = 15  # of each log, when something does not start


class NotReady(Exception):
    """A daemon did not come up."""


class Daemon:
    """One program; `ready` says whether it does its work, and `environment` is all that it sees."""

    def __init__(
        self, command: list[str], folder: Path, *, environment: Mapping[str, str], ready: Callable[[], bool]
    ) -> None:
        self.name = Path(command[0]).name
        self.log = folder / f"{self.name}.log"
        self._command = command
        self._environment = environment
        self._ready = ready
        self._process: subprocess.Popen[bytes] | None = None

    def hide(self, folder: Path) -> None:
        """Have it, and all that it starts, see an empty folder there; before it is started."""
        hide = 'mount -t tmpfs none "$1" && shift && exec "$@"'
        self._command = ["unshare", "--mount", "sh", "-c", hide, "sh", str(folder), *self._command]

    def start(self) -> None:
        """Start it, without waiting; it ends with this process, even if that is killed."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "TERM", *self._command],
                env=dict(self._environment),
                cwd=self.log.parent,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait(self, seconds: float = 60) -> None:
        """Return when it is ready."""
        try:
            wait_for(lambda: not self.alive or self._ready(), seconds, f"{self.name} is not ready after {seconds} s")
        except AssertionError as error:
            raise NotReady(f"{error}{self._logs()}") from None
        if not self.alive:
            raise NotReady(f"{self.name} has ended{self._logs()}")

    @property
    def pid(self) -> int | None:
        """Its process id, while it is there."""
        return self._process.pid if self._process is not None else None

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    def stop(self, seconds: float = 20) -> None:
        """End it, and return when it is gone."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def _logs(self) -> str:
        found = [*sorted(self.log.parent.glob("*.log")), *sorted(self.log.parent.rglob("messages"))]
        tails = {log: log.read_text(errors="replace").splitlines()[-LINES:] for log in found}
        return "".join(f"\n--- {log.relative_to(self.log.parent)}\n" + "\n".join(tail) for log, tail in tails.items())


def free_ports(count: int) -> list[int]:
    """Return ports on which nobody listens, from below those that the kernel gives to outgoing connections:
    a controller that is down for a while must find its port free again."""
    candidates = (port for port in random.sample(range(20000, 30000), 1000) if not listens(port))
    return list(islice(candidates, count))


def listens(port: int) -> bool:
    """Whether somebody listens on a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def accepts(path: Path) -> bool:
    """Whether somebody listens on a Unix socket."""
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(os.fspath(path)) == 0
