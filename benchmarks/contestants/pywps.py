"""PyWPS under gunicorn, in an environment that is made once; tuned as its documentation allows."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

import psutil
import requests

from benchmarks import cpu
from tests.support.service import free_port, wait_for

SITE = Path(__file__).parent / "pywps_site"
REQUIREMENTS = SITE / "requirements.txt"
# One worker a core. Threads would make it worse: with them PyWPS 4.8.1 answers some requests with an error, and fewer
# in a second.
WORKERS = 2

CONFIGURATION = """\
[server]
url={url}/wps
outputurl={url}/outputs
outputpath={folder}/outputs
workdir={folder}/work
parallelprocesses=32
maxprocesses=1000
[logging]
level=ERROR
file={folder}/pywps.log
database=sqlite:///{folder}/pywps.sqlite
"""


class PyWps:
    """One PyWPS server."""

    def __init__(self, folder: Path, python: Path, *, offered: int) -> None:
        self.url = f"http://127.0.0.1:{free_port()}"
        self.wps = f"{self.url}/wps"
        self._outputs = folder / "outputs"
        for name in ("outputs", "work"):
            (folder / name).mkdir()
        configuration = folder / "pywps.cfg"
        configuration.write_text(CONFIGURATION.format(url=self.url, folder=folder))
        names = ["hello", *(f"hello_{number}" for number in range(1, offered))]
        inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        with (folder / "gunicorn.log").open("wb") as log:
            self._process = subprocess.Popen(
                [
                    python,
                    "-m",
                    "gunicorn",
                    "-w",
                    str(WORKERS),
                    "-b",
                    self.url.removeprefix("http://"),
                    "hello:application",
                ],
                env=inherited | {"PYWPS_CFG": str(configuration), "BENCHMARK_PROCESSES": ",".join(names)},
                cwd=SITE,
                stdout=log,
                stderr=log,
            )

    @classmethod
    @contextmanager
    def at_work(cls, folder: Path, cache: Path, *, offered: int) -> Iterator[PyWps]:
        """Run a server that has run its process once in each worker, most likely."""
        server = cls(folder, environment(cache), offered=offered)
        try:
            wait_for(server.answers, 60, f"PyWPS does not answer; see {folder / 'gunicorn.log'}")
            yield server
        finally:
            server.stop()

    def answers(self) -> bool:
        """Whether it has run its process."""
        try:
            query = urlencode({"service": "WPS", "version": "1.0.0", "request": "Execute", "identifier": "hello"})
            return "ProcessSucceeded" in requests.get(f"{self.wps}?{query}", timeout=5).text
        except requests.RequestException:
            return False

    def cpu_seconds(self) -> float:
        """Return what all its processes have used so far, ended ones included."""
        return cpu.seconds(psutil.Process(self._process.pid))

    def rest(self, seconds: float = 600) -> None:
        """Return when no asynchronous job is under way."""
        wait_for(lambda: not self._under_way(), seconds, f"PyWPS has not ended {len(self._under_way())} jobs")
        for file in self._outputs.glob("*.xml"):
            file.unlink()

    def _under_way(self) -> list[Path]:
        """Return the status documents of jobs that have not ended. Raises RuntimeError when one has failed."""
        documents = {file: file.read_bytes() for file in self._outputs.glob("*.xml")}
        if failed := [text for text in documents.values() if b"ProcessFailed" in text]:
            raise RuntimeError(f"{len(failed)} jobs of PyWPS have failed: {failed[0][-500:]!r}")
        return [file for file, text in documents.items() if b"ProcessSucceeded" not in text]

    def stop(self) -> None:
        """End it, and the processes of jobs that gunicorn would leave behind."""
        family = psutil.Process(self._process.pid).children(recursive=True)
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for process in family:
            with suppress(psutil.NoSuchProcess):
                process.kill()


def environment(cache: Path) -> Path:
    """Return the Python of an environment with PyWPS, made when it is not there: it must not come into ours."""
    folder = cache / f"pywps-{hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:12]}"
    python = folder / "bin" / "python"
    if not (folder / ".ready").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "-qq", "-r", REQUIREMENTS], check=True)
        (folder / ".ready").touch()
    return python


def versions() -> dict[str, str]:
    """Return what is installed there."""
    return dict(line.split("==") for line in REQUIREMENTS.read_text().split() if line.startswith("pywps"))
