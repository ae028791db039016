"""Machines for tests: network, process and name spaces of Linux on one switch, each of which can be cut off.

They share the file system, and the clock since the start. Only root can make them.
"""

from __future__ import annotations

import ctypes
import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from tests.support.clusters import packages

CLONE_NEWNET = 0x40000000
TOOLS = ("ip", "unshare", "nsenter")
OWN = ("--pid", "--fork", "--mount-proc", "--uts", "--kill-child")  # what a machine has for itself beside its network


class NoMachine(Exception):
    """The kernel does not let one be made."""


class Machine:
    """One machine, with an address on the switch; what is started in it dies with it."""

    def __init__(self, name: str, space: str, switch: str, number: int) -> None:
        self.name = name
        self.address = f"10.213.7.{number}"
        self._space, self._switch, self._port = space, switch, f"port{number}"
        self._started: list[subprocess.Popen[bytes]] = []
        _ip("netns", "add", space)
        try:
            self._begin(number)
        except BaseException:
            _ip("netns", "delete", space)
            raise

    def _begin(self, number: int) -> None:
        name, space, switch = self.name, self._space, self._switch
        _ip("link", "add", self._port, "netns", switch, "type", "veth", "peer", "name", "eth0", "netns", space)
        _ip("-n", switch, "link", "set", self._port, "master", "switch", "up")
        _ip("-n", space, "address", "add", f"{self.address}/24", "dev", "eth0")
        for device in ("lo", "eth0"):
            _ip("-n", space, "link", "set", device, "up")
        script = f"hostname {name}; exec sleep infinity"
        self._first = subprocess.Popen(["ip", "netns", "exec", space, "unshare", *OWN, "sh", "-c", script])
        self._number = self._wait_for_init()

    @property
    def prefix(self) -> tuple[str, ...]:
        """What makes a command run here."""
        return ("nsenter", f"--target={self._number}", "--pid", "--net", "--uts", "--mount", "--")

    @property
    def network(self) -> tuple[str, ...]:
        """What makes a command run in its network, and in nothing else of it."""
        return ("nsenter", f"--net=/proc/{self._number}/ns/net", "--")

    def start(self, command: Sequence[str | Path], environment: Mapping[str, str], log: Path) -> Started:
        """Start a command."""
        with log.open("ab") as output:
            entering = subprocess.Popen(
                [*self.prefix, *command], env=dict(environment), cwd=log.parent, stdout=output, stderr=output
            )
        self._started.append(entering)
        return Started(entering)

    def cut_off(self) -> None:
        """Pull its cable."""
        _ip("-n", self._switch, "link", "set", self._port, "down")

    def connect(self) -> None:
        """Put its cable back."""
        _ip("-n", self._switch, "link", "set", self._port, "up")

    def processes(self, word: str) -> list[psutil.Process]:
        """Return what runs here and was called with a word, or has it in its place."""
        found = []
        ours = Path(f"/proc/{self._number}/ns/pid").readlink()
        for process in psutil.process_iter():
            with suppress(psutil.Error, OSError):
                here = Path(f"/proc/{process.pid}/ns/pid").readlink() == ours
                if here and (word in " ".join(process.cmdline()) or word in process.cwd()):
                    found.append(process)
        return found

    def end(self) -> None:
        """Kill all that runs here, and take it away."""
        with suppress(psutil.NoSuchProcess):
            psutil.Process(self._number).kill()  # the first of a process space takes the others with it
        for process in (self._first, *self._started):
            process.kill()
            process.wait(20)
        _ip("netns", "delete", self._space)

    def _wait_for_init(self) -> int:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            for child in psutil.Process(self._first.pid).children(recursive=True):
                if child.name() == "sleep":
                    return child.pid
            time.sleep(0.05)
        self._first.kill()
        self._first.wait(20)
        raise NoMachine(f"the machine {self.name} does not start")


class Started:
    """A command that runs in a machine: a child of the one that entered it."""

    def __init__(self, entering: subprocess.Popen[bytes]) -> None:
        self._entering = entering

    @property
    def runs(self) -> bool:
        """Whether it runs."""
        return self._entering.poll() is None

    @property
    def process(self) -> psutil.Process:
        """The command itself."""
        return psutil.Process(self._entering.pid).children()[0]

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the command itself."""
        for child in psutil.Process(self._entering.pid).children():
            child.send_signal(number)
        if number is signal.SIGCONT:  # nsenter stops with what it has started
            self._entering.send_signal(number)

    def wait(self, seconds: float) -> int:
        """Return its exit code."""
        return self._entering.wait(seconds)


def possible() -> bool:
    """Whether there can be machines here."""
    if obstacle():
        return False
    space = f"wpscwl-{secrets.token_hex(4)}-probe"
    if subprocess.run(["ip", "netns", "add", space], check=False, capture_output=True).returncode != 0:
        return False
    entered = subprocess.run(["ip", "netns", "exec", space, "unshare", *OWN, "true"], check=False, capture_output=True)
    _ip("netns", "delete", space)
    return entered.returncode == 0


@contextmanager
def network(*names: str) -> Iterator[dict[str, Machine]]:
    """Give machines on one switch; this thread, and what it starts, is in the network of the first one meanwhile."""
    if reason := obstacle():
        pytest.skip(reason)
    tag = f"wpscwl-{secrets.token_hex(4)}"
    switch, machines = f"{tag}-switch", {}
    home = os.open("/proc/self/ns/net", os.O_RDONLY)
    entered = False
    try:
        try:
            _ip("netns", "add", switch)
            _ip("-n", switch, "link", "add", "switch", "type", "bridge")
            _ip("-n", switch, "link", "set", "switch", "up")
            for number, name in enumerate(names, start=1):
                machines[name] = Machine(name, f"{tag}-{name}", switch, number)
            _enter(f"/run/netns/{tag}-{names[0]}")
        except (subprocess.CalledProcessError, OSError, NoMachine) as error:
            reason = getattr(error, "stderr", None) or str(error)
            pytest.skip(f"machines in network name spaces cannot be made here: {reason.strip()}")
        entered = True
        yield machines
    finally:
        if entered:
            _set_space(home)
        os.close(home)
        for machine in machines.values():
            machine.end()
        subprocess.run(["ip", "netns", "delete", switch], check=False, capture_output=True)


def obstacle() -> str | None:
    """Return why there can be no machines here."""
    if os.geteuid() != 0:
        return "only root can make network name spaces"
    try:
        packages.provide("iproute2", there=lambda: shutil.which("ip"))
    except packages.Unavailable as reason:
        return f"iproute2 cannot be installed: {reason}"
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    return f"there is no {missing[0]}" if missing else None


def _enter(space: str) -> None:
    opened = os.open(space, os.O_RDONLY)
    try:
        _set_space(opened)
    finally:
        os.close(opened)


def _set_space(descriptor: int) -> None:
    if ctypes.CDLL(None, use_errno=True).setns(descriptor, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True, text=True)
