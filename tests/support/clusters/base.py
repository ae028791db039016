"""A batch scheduler that runs on this machine for the tests, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Self

import psutil

from tests.support.clusters.daemon import Daemon
from tests.support.service import wait_for


@dataclass(frozen=True)
class Ending:
    """What the scheduler's accounting says of a job that has ended."""

    exit_code: int
    reason: str  # in the scheduler's words: COMPLETED, "failed 100 : assumedly after job" ...


@dataclass(frozen=True)
class Size:
    """How large the one node of the cluster says that it is."""

    cpus: int = max(2, os.cpu_count() or 2)
    memory: int = psutil.virtual_memory().total * 85 // 100 // 2**20  # MiB


class Cluster(ABC):
    """A scheduler with the queues `short` (an hour at most, the default) and `long`, and this machine as its node."""

    name: ClassVar[str]
    home: ClassVar[str]  # the variable that says which cluster a client means; all of its processes have it
    environment: Mapping[str, str]  # for whoever talks to it: added to the environment, PATH is complete
    profile: Mapping[str, Any]  # the settings of a profile that uses it

    def __init__(self, size: Size | None = None) -> None:
        self.size = size or Size()
        # Not pytest's folder: the paths of sockets are short, and jobs of other users must come in.
        self.folder = Path(tempfile.mkdtemp(prefix=f"{self.name}-"))
        self.folder.chmod(0o755)

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @abstractmethod
    def start(self) -> None:
        """Start it, and return when a job would run. Raises `Unavailable` and `NotReady`."""

    @property
    @abstractmethod
    def daemons(self) -> list[Daemon]:
        """What runs, in the order in which it is stopped."""

    @abstractmethod
    def submit(self, script: Path, *options: str) -> str:
        """Submit a script by the scheduler's own command, and return the job's id."""

    @abstractmethod
    def queue(self) -> list[str]:
        """Return the ids of the jobs that wait, run or end just now."""

    @abstractmethod
    def cancel(self, job: str) -> None:
        """Cancel a job, as the administrator does."""

    @abstractmethod
    def ending(self, job: str) -> Ending | None:
        """Return what the accounting says of a job, or None as long as it says nothing."""

    @abstractmethod
    def close(self) -> None:
        """Have no job begin: the node is drained, or the queue disabled."""

    @abstractmethod
    def open(self) -> None:
        """Have jobs begin again."""

    @abstractmethod
    def stop_controller(self) -> None:
        """Take the controller away; what runs goes on."""

    @abstractmethod
    def start_controller(self) -> None:
        """Bring the controller back, and return when it answers."""

    @abstractmethod
    def controller_answers(self) -> bool:
        """Whether the controller is there."""

    def run(self, *command: str | Path, check: bool = True, **options: Any) -> subprocess.CompletedProcess[str]:
        """Run a command of the scheduler."""
        answer = subprocess.run(
            command,
            env=os.environ | dict(self.environment),
            capture_output=True,
            text=True,
            check=False,
            **{"timeout": 60, "stdin": subprocess.DEVNULL, **options},
        )
        assert not check or answer.returncode == 0, f"{command}: {answer.returncode}\n{answer.stderr}{answer.stdout}"
        return answer

    def wait_idle(self, seconds: float = 60) -> None:
        """Return when no job is left."""
        wait_for(lambda: not self.queue(), seconds, f"there are still jobs: {self.queue()}")

    def wait_ending(self, job: str, seconds: float = 240) -> Ending:
        """Return what the accounting says of a job, when it says so."""
        wait_for(lambda: self.ending(job) is not None, seconds, f"the accounting does not know how {job} ended")
        ending = self.ending(job)
        assert ending is not None
        return ending

    def stop(self) -> None:
        """End the daemons and all jobs, and leave nothing behind; none of them has to remember anything."""
        wait_for(self._kill, 20, f"processes of {self.name} do not end")
        for daemon in self.daemons:
            daemon.stop()
        shutil.rmtree(self.folder)

    def processes(self) -> list[psutil.Process]:
        """Return the daemons, the jobs and what belongs to them, even if it has another environment."""
        mine = {process for process in psutil.process_iter() if self._is_told(process)}
        for process in list(mine):
            with suppress(psutil.NoSuchProcess):
                mine.update(process.children(recursive=True))
        return [process for process in mine if _runs(process)]

    def _kill(self) -> bool:
        """Kill what runs, and say whether nothing does any more; a daemon may have started something meanwhile."""
        for process in self.processes():
            with suppress(psutil.NoSuchProcess):
                process.kill()
        return not self.processes()

    def _is_told(self, process: psutil.Process) -> bool:
        """Whether a process was told of this cluster when it started. Slurm's write their title over what they were
        told; they stay in the folder."""
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            environment = process.environ()
            if not environment and process.cwd():
                return Path(process.cwd()).is_relative_to(self.folder)
            return environment.get(self.home) == self.environment[self.home]
        return False


def _runs(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return process.status() != psutil.STATUS_ZOMBIE
    return False
