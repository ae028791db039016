"""A web server and engines of one service on this machine, each started and killed by itself."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from sqlalchemy import Connection, create_engine, select

from tests.support.loopback import Address, Started
from tests.support.service import Service, wait_for
from tests.support.site_of_machines import LEASE, START
from wps_cwl.engine import watchdog
from wps_cwl.jobs.database import parse_url
from wps_cwl.jobs.tables import engines, jobs

SETTINGS = {"ENGINE__LEASE": LEASE}  # of services whose engines are to be gone soon


class Parts:
    """The parts that run, by name: `web`, or what an engine is called."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._here = Address("here", "127.0.0.1")
        self.started: dict[str, Started] = {}

    def run(self, name: str) -> None:
        """Start a part, and return when it is at work."""
        part = "web" if name == "web" else "engine"
        command = [sys.executable, "-P", "-m", "wps_cwl.cli", part]
        environment = self._service.environment | {"WPS_CWL_ENGINE__NAME": name}
        self.started[name] = self._here.start(command, environment, self._service.folder / f"{name}.log")
        if part == "web":
            wait_for(self._service.answers, START, f"no web server; see {self._service.folder}")
        else:
            wait_for(lambda: name in self.leases(), START, f"no engine {name}; see {self._service.folder}")

    def kill(self, name: str) -> None:
        """Kill an engine with SIGKILL; its leaders live on, as long as they may."""
        started = self.started.pop(name)
        started.process.kill()
        started.wait(20)

    def holder(self, job: str) -> str:
        """Return the engine that has a job; nothing as long as none has started a leader for it."""
        signature = watchdog.signed(self._service.directory(job).path)
        return Path(signature.lease).parent.name if signature else ""

    def leases(self) -> set[str]:
        """Return the engines that have a lease, or had one and are not forgotten."""
        with self._connect() as connection:
            return set(connection.scalars(select(engines.c.name)))

    def engine_of(self, job: str) -> str:
        """Return the engine that has a job by the database."""
        with self._connect() as connection:
            return str(connection.scalar(select(jobs.c.engine).where(jobs.c.id == job)))

    @contextmanager
    def _connect(self) -> Iterator[Connection]:
        engine = create_engine(parse_url(self._service.environment["WPS_CWL_DATABASE__URL"]))
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()

    def end(self) -> None:
        """Kill all of them, and whatever their jobs have left running."""
        self._here.end()
        for process in self._service.processes_of_jobs():
            with suppress(psutil.NoSuchProcess):
                process.kill()


@contextmanager
def running(service: Service, *names: str) -> Iterator[Parts]:
    """Give parts of a service that run."""
    service.folder.mkdir(parents=True, exist_ok=True)
    upgraded = service.cli("db", "upgrade")
    assert upgraded.returncode == 0, upgraded.stderr
    parts = Parts(service)
    try:
        for name in names:
            parts.run(name)
        yield parts
    finally:
        parts.end()
