"""How a process is asked of the fork server: JSON over a Unix socket, with file descriptors beside it."""

from __future__ import annotations

import json
import os
import signal
import socket
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

SOCKET = "fork-server.socket"
KILLED = -int(signal.SIGKILL)


@dataclass(frozen=True)
class Order:
    """What is to run in a new process: a leader (arguments as for `leader_process`), or a worker (as for Toil's)."""

    run: Literal["leader", "worker"]
    arguments: Sequence[str]
    environment: Mapping[str, str]
    directory: str


class NoForkServer(Exception):
    """No fork server answers."""


class ForkedProcess:
    """A process that the fork server made; it has the part of `subprocess.Popen` that Toil uses.

    The process tells its own exit code over the connection, so the fork server may be gone by then; when it is killed,
    the connection ends without one.
    """

    def __init__(self, connection: socket.socket, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._connection = connection

    def fileno(self) -> int:
        """Return the descriptor that can be read when the process has ended; -1 when that is known already."""
        return self._connection.fileno()

    def poll(self) -> int | None:
        """Return the exit code, or None while the process runs."""
        return self._receive(0.0)

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait for the exit code; None when the time is up first."""
        return self._receive(timeout)

    def _receive(self, timeout: float | None) -> int | None:
        if self.returncode is None:
            self._connection.settimeout(timeout)
            try:
                told = self._connection.recv(64)
            except (BlockingIOError, TimeoutError):
                return None
            except ConnectionError:
                told = b""
            self.returncode = int(told) if told else KILLED
            self._connection.close()
        return self.returncode


def request(state: int | Path, order: Order, descriptors: Sequence[int]) -> ForkedProcess:
    """Have a process made; `descriptors` become its stdout, its stderr, and further ones that it keeps open.

    `state` is the state directory, or a descriptor of it. Raises NoForkServer.
    """
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    try:
        connection.settimeout(30)
        with short_path(state) as address:
            connection.connect(address)
        payload = json.dumps(asdict(order)).encode()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, max(len(payload) * 2, 1 << 18))
        socket.send_fds(connection, [payload], list(descriptors))
        pid = int(connection.recv(64))
    except (OSError, ValueError) as error:
        connection.close()
        raise NoForkServer from error
    return ForkedProcess(connection, pid)


class short_path:  # noqa: N801  # a context manager
    """The address of the socket in at most 108 bytes, however long the path of the state directory is."""

    def __init__(self, state: int | Path) -> None:
        self._state = state
        self._opened: int | None = None

    def __enter__(self) -> str:
        if isinstance(self._state, int):
            return f"/proc/self/fd/{self._state}/{SOCKET}"
        self._opened = os.open(self._state, os.O_RDONLY | os.O_DIRECTORY)
        return f"/proc/self/fd/{self._opened}/{SOCKET}"

    def __exit__(self, *_: object) -> None:
        if self._opened is not None:
            os.close(self._opened)
