"""Places for tests that are addresses of this machine, for where there can be no machines: Linux has them all at hand.

Parts of a service that would run on several machines run beside each other, which share all but their addresses.
"""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from signal import Signals

import psutil


class Address:
    """One address; what is started on it is ended with it."""

    network: tuple[str, ...] = ()  # what makes a command run in its network: ours

    def __init__(self, name: str, address: str) -> None:
        self.name, self.address = name, address
        self._started: list[subprocess.Popen[bytes]] = []

    def start(self, command: Sequence[str | Path], environment: Mapping[str, str], log: Path) -> Started:
        """Start a command."""
        with log.open("ab") as output:
            process = subprocess.Popen(
                list(command),
                env=dict(environment),
                cwd=log.parent,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self._started.append(process)
        return Started(process)

    def end(self) -> None:
        """Kill what was started here, and what that has started and not left alone."""
        for process in self._started:
            if process.poll() is None:
                with suppress(psutil.NoSuchProcess):
                    for child in psutil.Process(process.pid).children(recursive=True):
                        with suppress(psutil.NoSuchProcess):
                            child.kill()
                process.kill()
            process.wait(20)


class Started:
    """A command that was started."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    @property
    def runs(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    @property
    def process(self) -> psutil.Process:
        """The command itself."""
        return psutil.Process(self._process.pid)

    def signal(self, number: Signals) -> None:
        """Send it a signal."""
        self._process.send_signal(number)

    def wait(self, seconds: float) -> int:
        """Return its exit code."""
        return self._process.wait(seconds)


@contextmanager
def addresses(*names: str) -> Iterator[dict[str, Address]]:
    """Give addresses that nobody else is likely to use."""
    network = f"127.{random.randint(1, 254)}.{random.randint(0, 254)}"
    places = {name: Address(name, f"{network}.{number}") for number, name in enumerate(names, start=1)}
    try:
        yield places
    finally:
        for place in places.values():
            place.end()
