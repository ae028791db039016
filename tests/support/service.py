"""A real service for tests: `wps-cwl serve` in a folder of its own, on a free port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psutil
import requests
from lxml import etree

from wps_cwl.job_directory import JobDirectory
from wps_cwl.jobs import JobStore
from wps_cwl.model import Job

ROOT = Path(__file__).parents[2]
WPS = "{http://www.opengis.net/wps/1.0.0}"


# What the first service has read of its processes: as after a restart, the next ones with the same need not read them
_read: dict[str, bytes] = {}


class Service:
    """Starts, stops and kills the parts of one service; `settings` are environment variables without `WPS_CWL_`."""

    def __init__(self, folder: Path, *, processes: Path | str = ROOT / "cwl" / "processes", **settings: object) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.wps = f"{self.url}/wps"
        self.state = folder / "state"
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("WPS_CWL_")} | {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "WPS_CWL_STATE": str(self.state),
            "WPS_CWL_PROCESSES": str(processes),
            "WPS_CWL_SERVER__PORT": str(self.port),
            "WPS_CWL_SECURITY__ALLOWED_HOSTS": "127.0.0.1",
            "WPS_CWL_JOBS__LEADERS": os.environ.get("TEST_LEADERS", "forked"),
            **{f"WPS_CWL_{name}": str(value) for name, value in settings.items()},
        }
        self.prefix: list[str] = []  # makes it another user's
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, seconds: float = 180) -> None:
        """Start it, and return when it answers."""
        memory, processes = self.state / "catalogue.json", self.environment["WPS_CWL_PROCESSES"]
        if processes in _read and not self.prefix and not self.state.exists():
            self.state.mkdir(mode=0o700, parents=True)
            memory.write_bytes(_read[processes])
        with (self.folder / "service.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*self.prefix, sys.executable, "-m", "wps_cwl.cli", "serve"],
                env=self.environment,
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )
        wait_for(self.answers, seconds, f"the service does not answer; see {self.folder / 'service.log'}")
        if memory.is_file():
            _read[processes] = memory.read_bytes()

    def answers(self) -> bool:
        """Whether the web server answers."""
        with suppress(requests.RequestException):
            return requests.get(f"{self.url}/healthz", timeout=5).ok
        return False

    def stop(self) -> None:
        """Stop the service, and whatever its jobs have left running."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(30)
            self.kill_all()
        for process in self.processes_of_jobs():
            with suppress(psutil.NoSuchProcess):
                process.kill()

    def kill(self, part: str) -> None:
        """Kill one part with SIGKILL: `web`, its worker included, or `engine`."""
        for process in self.parts(part):
            for child in process.children(recursive=True) if part == "web" else ():
                child.kill()
            process.kill()

    def kill_all(self) -> None:
        """Kill the supervisor and its parts with SIGKILL; leaders and their workers live on."""
        if self._process is not None:
            with suppress(psutil.NoSuchProcess):
                self._process.kill()
            self._process.wait()
            self._process = None
            wait_for(lambda: not self.answers(), 20, "the web server does not end")

    def parts(self, part: str) -> list[psutil.Process]:
        """Return the processes of one part."""
        if self._process is None:
            return []
        found = []
        for child in psutil.Process(self._process.pid).children():
            with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
                if child.cmdline()[-1:] == [part]:
                    found.append(child)
        return found

    def processes_of_jobs(self, job: str = "") -> list[psutil.Process]:
        """Return the leaders, workers and tools of the jobs (or of one job), told by their HOME or their folder."""
        home, found = str(self.state / "jobs" / job), []
        for process in psutil.process_iter():
            with suppress(psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
                if process.environ().get("HOME", "").startswith(home) or process.cwd().startswith(home):
                    found.append(process)
        return found

    def workers_of(self, job: str) -> list[psutil.Process]:
        """Return the workers of a job: forks of the fork server, or interpreters of their own."""
        return [
            process
            for process in self.processes_of_jobs(job)
            if process.name() == "cwl-worker"
            or any(word.endswith(("_toil_worker", ".node_worker")) for word in process.cmdline())
        ]

    # --- what is asked --------------------------------------------------------------------------

    def kvp(self, **parameters: object) -> requests.Response:
        """Ask the WPS 1.0.0 endpoint by KVP."""
        return requests.get(
            f"{self.wps}?{urlencode({'service': 'WPS', 'version': '1.0.0', **parameters})}", timeout=120
        )

    def execute(self, process: str, data: str = "", **parameters: object) -> requests.Response:
        """Execute a process by KVP, and wait for its end."""
        return self.kvp(request="Execute", identifier=process, datainputs=data, **parameters)

    def submit(self, process: str, data: str = "", **parameters: object) -> str:
        """Execute a process asynchronously, and return its job's identifier."""
        answer = self.execute(process, data, storeExecuteResponse="true", status="true", **parameters)
        assert answer.status_code == 200, answer.text
        return etree.fromstring(answer.content).get("statusLocation", "").split("/")[-2]

    def status(self, job: str) -> etree._Element:
        """Return the status document of a job."""
        answer = requests.get(f"{self.url}/jobs/{job}/status.xml", timeout=60)
        assert answer.status_code == 200, answer.text
        return etree.fromstring(answer.content)

    def state_of(self, job: str) -> str:
        """Return the name of a job's state: ProcessAccepted, ProcessStarted, ProcessSucceeded or ProcessFailed."""
        return str(etree.QName(self.status(job).find(f"{WPS}Status")[0]).localname)

    def wait(self, job: str, seconds: float = 120) -> etree._Element:
        """Return the status document of a job that has ended."""
        ended = {"ProcessSucceeded", "ProcessFailed"}
        wait_for(lambda: self.state_of(job) in ended, seconds, f"the job {job} does not end: {self.job(job)}")
        return self.status(job)

    def job(self, job: str) -> Job:
        """Return a job as the job store has it."""
        return self.store().get(job)

    def store(self) -> JobStore:
        """Return the job store of this service."""
        return JobStore(self.environment.get("WPS_CWL_DATABASE__URL", f"sqlite:///{self.state / 'jobs.sqlite'}"))

    def directory(self, job: str) -> JobDirectory:
        """Return the directory of a job."""
        return JobDirectory(self.state / "jobs", job)

    def cli(self, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        """Run `wps-cwl` with the settings of this service."""
        return subprocess.run(
            [*self.prefix, sys.executable, "-m", "wps_cwl.cli", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
            **options,
        )


def running(folder: Path, **settings: Any) -> Iterator[Service]:
    """Yield a service that runs, and end it; for fixtures."""
    folder.mkdir(parents=True, exist_ok=True)
    yield from started(Service(folder, **settings))


def started(service: Service, seconds: float = 180) -> Iterator[Service]:
    """Start a service, yield it, and end it; for fixtures."""
    try:
        service.start(seconds)
        yield service
    finally:
        service.stop()


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(condition: Callable[[], object], seconds: float, otherwise: str) -> None:
    """Return when the condition holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.1)


def text_of(document: etree._Element, name: str) -> str:
    """Return the text of the first element of a local name."""
    return "".join(document.find(f".//{{*}}{name}").itertext()).strip()
