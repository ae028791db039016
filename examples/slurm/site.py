"""Runs the services of `compose.yaml` on this machine, each as a host of its own name, and ends all that they started.

It borrows from the tests how packages of Debian are installed and ports are found; the product knows nothing of it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from examples.slurm import compose
from examples.slurm.compose import HERE, Place, Service
from tests.support import clusters
from tests.support.clusters import packages
from tests.support.clusters.daemon import free_ports, listens
from tests.support.clusters.slurm import PACKAGES

OTHER_PACKAGES = ("postgresql", "nginx-light", "curl")
USERS = {"postgres"}  # the others run as who starts this, who alone may be able to read the project
DOOR = "8080"  # nginx's port
SECONDS = 300  # for a service to do its work
AS_A_HOST = ("unshare", "--uts", "sh", "-c", 'hostname "$1" && shift && exec "$@"', "sh")
Unavailable = clusters.Unavailable


class Site:
    """The services; what is started ends with this process, even if that is killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        document = compose.read()
        exposed = compose.exposed(document)
        ports = dict(zip(exposed, free_ports(len(exposed)), strict=True))
        if not listens(int(DOOR)):
            ports[DOOR] = int(DOOR)
        subprocess.run([HERE / "make-secrets", folder / "secrets"], check=True)
        (folder / "secrets").chmod(0o755)  # here they are no mounts; the user of PostgreSQL reads one of them
        self.place: Place = compose.settle(document, folder, ports)
        self.services = compose.services(document, self.place)
        self.url = f"http://127.0.0.1:{ports[DOOR]}"
        self._started: list[subprocess.Popen[bytes]] = []

    def start(self, tell: Callable[[Service], None]) -> None:
        """Start the services one after the other, each as soon as those before it do their work."""
        for service in self.services:
            tell(service)
            for needed in self.services:
                if needed.name in service.after:
                    self._await(needed)
            self._start(service)
        for service in self.services:
            self._await(service)

    def environment(self, service: str = "engine") -> dict[str, str]:
        """Return the environment of a service: whoever has it, talks to this Slurm."""
        [found] = [one for one in self.services if one.name == service]
        own = {name: value for name, value in os.environ.items() if not name.startswith(("WPS_CWL_", "SLURM_", "PG"))}
        return own | dict(found.environment) | {"PATH": _path()}

    def run(self, *command: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command as the engine would."""
        return subprocess.run(
            command, env=self.environment(), cwd=self.folder, capture_output=True, text=True, check=check, timeout=120
        )

    def processes(self) -> list[psutil.Process]:
        """Return what runs of the services, of Slurm's jobs and of ours."""
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
                told = process.environ()
                if process.status() != psutil.STATUS_ZOMBIE and (
                    told.get("DEMO_FOLDER") == str(self.folder)
                    or told.get("HOME", "").startswith(f"{self.folder}/")
                    or Path(process.cwd()).is_relative_to(self.folder)
                ):
                    found.append(process)
        return [process for process in found if process.pid != os.getpid()]

    def stop(self) -> None:
        """End all that runs; but for PostgreSQL, which has something to give back to the system, at once."""
        for service, process in zip(self.services, self._started, strict=False):
            if service.user in USERS:
                process.send_signal(signal.SIGINT)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(10)
        deadline = time.monotonic() + 30
        while (left := self.processes()) and time.monotonic() < deadline:
            for one in left:
                with suppress(psutil.NoSuchProcess):
                    one.kill()
            time.sleep(0.1)
        for process in self._started:
            process.wait(10)

    def _start(self, service: Service) -> None:
        rights = ["--pdeathsig", "TERM"]
        if service.user in USERS:
            for folder in service.writes:
                shutil.chown(folder, service.user, service.user)
            rights += [f"--reuid={service.user}", f"--regid={service.user}", "--clear-groups"]
        with (self.folder / f"{service.name}.log").open("ab") as log:
            self._started.append(
                subprocess.Popen(
                    [*AS_A_HOST, service.hostname, "setpriv", *rights, "--", *service.command],
                    env=self.environment(service.name) | {"DEMO_FOLDER": str(self.folder)},
                    cwd=self.folder,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            )

    def _await(self, service: Service) -> None:
        deadline = time.monotonic() + SECONDS
        process = self._started[self.services.index(service)]
        while service.check and self._check(service) != 0:
            if process.poll() is not None or time.monotonic() > deadline:
                log = (self.folder / f"{service.name}.log").read_text(errors="replace")[-2000:]
                raise RuntimeError(f"{service.name} does not do its work:\n{log}")
            time.sleep(0.3)

    def _check(self, service: Service) -> int:
        return subprocess.run(
            service.check, env=self.environment(service.name), cwd=self.folder, capture_output=True, check=False
        ).returncode


@contextmanager
def running(tell: Callable[[Service], None]) -> Iterator[Site]:
    """Give a site that runs; what is missing is installed. Raises `Unavailable`."""
    packages.install(*PACKAGES, *OTHER_PACKAGES)
    if subprocess.run([*AS_A_HOST, "host", "true"], capture_output=True, check=False).returncode != 0:
        raise Unavailable("the kernel lets nobody here have a host name of its own (unshare --uts)")
    folder = Path(tempfile.mkdtemp(prefix="wps-cwl-demo-"))  # a short path: there are sockets in it
    folder.chmod(0o755)
    site = Site(folder)
    try:
        site.start(tell)
        yield site
    finally:
        site.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _path() -> str:
    """Return where the programs are that the image has on its PATH."""
    servers = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return os.pathsep.join(
        [str(Path(sys.executable).parent), *map(str, servers[-1:]), os.environ["PATH"], "/usr/sbin", "/sbin"]
    )
