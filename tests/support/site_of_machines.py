"""A whole service on several machines: two web servers and two engines, PostgreSQL, and nginx in front."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Protocol

import psutil
import requests

from tests.support import machines as support
from tests.support import postgresql
from tests.support.postgresql import PostgreSQL
from tests.support.programs import require
from tests.support.service import Service, wait_for
from wps_cwl.model import stored_files

ROOT = Path(__file__).parents[2]
LEASE = 12  # seconds
START = 300  # seconds, at most, until a part is at work on the slowest machine
NGINX = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log warn;
events {{ worker_connections 512; }}
http {{
  access_log {folder}/access.log;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  upstream wps_cwl {{
    server {one}:{port} max_fails=1 fail_timeout=5s;
    server {two}:{port} max_fails=1 fail_timeout=5s;
  }}
  server {{
    listen {proxy}:{port};
    location / {{
      proxy_pass http://wps_cwl;
      proxy_http_version 1.1;
      proxy_set_header Host $host;
      proxy_connect_timeout 2s;
      proxy_read_timeout {patience}s;
      proxy_next_upstream error timeout;
    }}
  }}
}}
"""


class Running(Protocol):
    """A command that was started at a place."""

    @property
    def runs(self) -> bool: ...

    @property
    def process(self) -> psutil.Process: ...

    def signal(self, number: signal.Signals) -> None: ...

    def wait(self, seconds: float) -> int: ...


class Place(Protocol):
    """Where parts of the service run: a machine, or an address of this one."""

    @property
    def address(self) -> str: ...

    @property
    def network(self) -> tuple[str, ...]: ...

    def start(self, command: Sequence[str | Path], environment: Mapping[str, str], log: Path) -> Running: ...


Places = Callable[..., AbstractContextManager[Mapping[str, Place]]]


class Site(Service):
    """The service, as its clients see it through nginx; each part is started, stopped and killed by itself."""

    def __init__(
        self, folder: Path, machines: Mapping[str, Place], database: PostgreSQL, *, lease: float = LEASE
    ) -> None:
        super().__init__(
            folder,
            processes=f"{ROOT / 'tests/machines/processes'},{ROOT / 'cwl/processes'}",  # type: ignore[arg-type]
            DATABASE__URL=database.database(),
            JOBS__RUNNING=3,
            ENGINE__LEASE=lease,
            SERVER__DRAIN=50,
        )
        self.url = f"http://{machines['proxy'].address}:{self.port}"
        self.wps = f"{self.url}/wps"
        self.environment["WPS_CWL_SERVER__URL"] = self.url
        self.machines, self.database = machines, database
        self.started: dict[tuple[str, str], Running] = {}

    def run(self, machine: str, part: str) -> None:
        """Start a part on a machine."""
        command = [sys.executable, "-P", "-m", "wps_cwl.cli", part]
        own = {"WPS_CWL_SERVER__HOST": self.machines[machine].address, "WPS_CWL_ENGINE__NAME": machine}
        log = self.folder / f"{machine}-{part}.log"
        self.started[machine, part] = self.machines[machine].start(command, self.environment | own, log)

    def end(self, machine: str, part: str, number: signal.Signals = signal.SIGTERM) -> None:
        """End a part, and return when it has."""
        started = self.started.pop((machine, part))
        started.signal(number)
        started.wait(60)

    def kill(self, machine: str, part: str) -> None:  # type: ignore[override]  # of one machine
        """Kill a part with SIGKILL: `web` with its worker; leaders and the fork server live on."""
        process = self.started[machine, part].process
        for child in process.children(recursive=True) if part == "web" else ():
            child.kill()
        self.end(machine, part, signal.SIGKILL)

    def await_web(self, machine: str) -> None:
        """Return when a web server answers."""
        wait_for(
            lambda: self.web_answers(machine), START, f"no web server on {machine}; see {self.folder}/{machine}-web.log"
        )

    def web_answers(self, machine: str) -> bool:
        """Whether the web server of a machine answers."""
        with suppress(requests.RequestException):
            return requests.get(f"http://{self.machines[machine].address}:{self.port}/readyz", timeout=2).ok
        return False

    def await_engine(self, machine: str) -> None:
        """Return when an engine has its lease, and its fork server is ready."""
        home = self.state / "engines" / machine
        wait_for(lambda: (home / "lease").exists(), START, f"no engine on {machine}; see {self.folder}")

    def store_file(self, job: str) -> bytes:
        """Return the one file that a job has stored, as a client gets it."""
        [result] = self.job(job).results
        [file] = stored_files((result,))
        return requests.get(f"{self.url}/jobs/{job}/outputs/{file.output}/{file.name}", timeout=60).content


@contextmanager
def running(
    folder: Path, *, places: Places = support.network, patience: int = 15, lease: float = LEASE
) -> Iterator[Site]:
    """Give the service, all parts of which run; skip the test where there can be no such places, or no nginx.

    `patience` is for how many seconds nginx waits for an answer.
    """
    postgresql.installed()
    nginx = _nginx()
    folder.mkdir(parents=True, exist_ok=True)
    with places("client", "proxy", "database", "one", "two") as machines:
        at = machines["database"]
        with postgresql.running(host=at.address, prefix=at.network) as database:
            site = Site(folder, machines, database, lease=lease)
            site.cli("db", "upgrade")
            addresses = {name: machine.address for name, machine in machines.items()}
            words = {"folder": folder, "port": site.port, "patience": patience}
            (folder / "nginx.conf").write_text(NGINX.format(**words, **addresses))
            machines["proxy"].start([nginx, "-c", folder / "nginx.conf"], os.environ, folder / "nginx-start.log")
            for name in ("one", "two"):
                site.run(name, "web")
                site.run(name, "engine")
            for name in ("one", "two"):
                site.await_web(name)
                site.await_engine(name)
            wait_for(site.answers, 30, f"nginx does not answer; see {folder}")
            yield site


def _nginx() -> str:
    require("nginx", "nginx-light", there=_find_nginx)
    found = _find_nginx()
    assert found is not None
    subprocess.run([found, "-v"], check=True, capture_output=True)
    return found


def _find_nginx() -> str | None:
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
