"""How the process of a leader comes to be: as a new interpreter, or as a fork of one that has all loaded."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from wps_cwl import errors
from wps_cwl.engine import fork_client
from wps_cwl.engine.fork_client import NoForkServer, Order

logger = logging.getLogger(__name__)

PROGRAM = ["-P", "-m", "wps_cwl.engine.leader_process"]
READY_SECONDS = 30  # that a fork server may need for loading everything


@dataclass(frozen=True)
class Command:
    """What a leader is started with: Toil's arguments, and the whole environment."""

    arguments: Sequence[str]
    environment: Mapping[str, str]


class Launcher(Protocol):
    """Starts leaders; a leader outlives its launcher."""

    def launch(self, command: Command, directory: Path, *, log: int, lock: int) -> int:
        """Start a leader in a directory, and return its pid; it keeps the descriptor `lock`, and writes to `log`.

        Raises errors.Unavailable.
        """
        ...

    def reap(self) -> None:
        """Leave no zombies of leaders that have ended."""
        ...

    def close(self) -> None:
        """End what only serves for launching."""
        ...


class Children:
    """Processes that we have started, and that live on without us."""

    def __init__(self) -> None:
        self._all: list[subprocess.Popen[bytes]] = []

    def add(self, child: subprocess.Popen[bytes]) -> None:
        """Remember a process."""
        self._all.append(child)

    def reap(self) -> None:
        """Collect the exit codes of those that have ended; what they mean stands in their exit files."""
        for child in list(self._all):
            if child.poll() is not None:
                with suppress(ValueError):  # another job's thread was faster
                    self._all.remove(child)


class StockLauncher:
    """A new Python interpreter for each leader, and for each of its workers: slow, and as upstream has it."""

    def __init__(self) -> None:
        self._children = Children()

    def launch(self, command: Command, directory: Path, *, log: int, lock: int) -> int:
        """Start a leader in a session of its own."""
        process = subprocess.Popen(
            [sys.executable, *PROGRAM, str(lock), *command.arguments],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=directory,
            env=dict(command.environment),
            pass_fds=(lock,),
            start_new_session=True,
            umask=0o077,
        )
        self._children.add(process)
        return process.pid

    def reap(self) -> None:
        """Collect the exit codes of our children."""
        self._children.reap()

    def close(self) -> None:
        """Nothing but leaders was started."""


class UserLauncher:
    """A new interpreter for each leader, through a wrapper that makes it another user's.

    `wrapped` makes the command that runs another one as the user, with an environment.
    """

    def __init__(self, wrapped: Callable[[Sequence[str], Mapping[str, str]], Sequence[str]]) -> None:
        self._wrapped = wrapped
        self._children = Children()

    def launch(self, command: Command, directory: Path, *, log: int, lock: int) -> int:
        """Start a leader. Its lock is its stdin at first: sudo keeps no other descriptor, and stays beside it.

        So the leader notes its own pid in it.
        """
        program = [sys.executable, *PROGRAM, "0", *command.arguments]
        wrapper = subprocess.Popen(
            self._wrapped(program, command.environment),
            stdin=lock,
            stdout=log,
            stderr=log,
            cwd=directory,
            env={"PATH": os.environ.get("PATH", os.defpath)},  # the wrapper's, which makes the leader's anew
            start_new_session=True,
        )
        self._children.add(wrapper)
        deadline = time.monotonic() + READY_SECONDS
        while not (pid := os.pread(lock, 32, 0)):
            if wrapper.poll() is not None or time.monotonic() > deadline:
                raise errors.Unavailable(reason="the leader cannot be run as the user; its log says why")
            time.sleep(0.02)
        return int(pid)

    def reap(self) -> None:
        """Collect the exit codes of our wrappers."""
        self._children.reap()

    def close(self) -> None:
        """Nothing but leaders was started."""


class ForkLauncher:
    """Leaders and their workers are forks of one fork server, which ends with this process.

    `environment` is all that the fork server, and with it whoever looks at its forks in /proc, sees of ours;
    `log` is how the fork server logs.
    """

    def __init__(self, state: Path, environment: Mapping[str, str], *, log: str = "text") -> None:
        self._state, self._log = state, log
        self._environment = dict(environment)
        self._stock = StockLauncher()
        self._server: subprocess.Popen[bytes] | None = None
        self._control: int | None = None
        self._starting = threading.Lock()

    def start(self) -> None:
        """Start the fork server, unless it runs; it is ready some seconds later."""
        with self._starting:
            if self._server is not None and self._server.poll() is None:
                return
            self._release()
            (self._state / fork_client.SOCKET).unlink(missing_ok=True)
            reading, self._control = os.pipe()
            self._server = subprocess.Popen(
                [sys.executable, "-P", "-m", "wps_cwl.engine.fork_server", str(self._state), str(reading), self._log],
                stdin=subprocess.DEVNULL,
                pass_fds=(reading,),
                env=self._environment,
            )
            os.close(reading)

    def launch(self, command: Command, directory: Path, *, log: int, lock: int) -> int:
        """Have a leader forked; without a fork server, start it as a new interpreter."""
        order = Order("leader", list(command.arguments), dict(command.environment), str(directory))
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            self.start()
            try:
                return fork_client.request(self._state, order, [log, log, lock]).pid
            except NoForkServer:
                time.sleep(0.05)
        logger.error("the fork server does not come up; the leader is started without it")
        return self._stock.launch(command, directory, log=log, lock=lock)

    def reap(self) -> None:
        """The fork server reaps its own; only what was started without it is ours."""
        self._stock.reap()

    def close(self) -> None:
        """End the fork server; the leaders that it made live on."""
        with self._starting:
            self._release()

    def _release(self) -> None:
        if self._control is not None:
            os.close(self._control)
            self._control = None
        if self._server is not None:
            self._server.wait()
            self._server = None
