"""This machine: Toil's `single_machine` batch system; what a leader leaves are processes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from wps_cwl.engine.schedulers import processes
from wps_cwl.engine.schedulers.base import Check, Standing
from wps_cwl.engine.schedulers.processes import Processes

LEAST = 1 << 30  # bytes that Toil reserves for a job of its own, such as one for each workflow, whatever it takes


@dataclass(frozen=True)
class LocalScheduler:
    """Workers run beside the leader; `cores` and `memory` (bytes) bound what one job may ask for."""

    cores: float | None = None
    memory: int | None = None
    name: str = "local"
    processes: Processes = processes

    def toil_options(self) -> list[str]:
        """Return the options that make Toil use this machine."""
        options = ["--batchSystem", "single_machine"]
        if self.cores is not None:
            options += ["--maxCores", str(self.cores)]
        if self.memory is not None:
            options += ["--maxMemory", str(max(self.memory, LEAST))]
        return options

    def leader_environment(self, directory: Path, environ: Mapping[str, str]) -> dict[str, str]:
        """Nothing: there are no commands of a scheduler."""
        del directory, environ
        return {}

    def standing(self, directory: Path) -> Standing | None:
        """Return None: what Toil has issued runs at once."""
        del directory
        return None

    def survivors(self, directory: Path) -> list[str]:
        """Return the processes of a job as `pid name`."""
        return self.processes.names_of(directory)

    def cancel(self, directory: Path) -> None:
        """End the processes of a job."""
        self.processes.end(directory)

    def checks(self) -> Iterable[Check]:
        """Nothing can be wrong with this machine that other checks do not see."""
        return ()
