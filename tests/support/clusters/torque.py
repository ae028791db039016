"""Torque's commands, as Slurm has them: a Slurm of its own with qsub, qstat, qdel and pbsnodes first on the PATH."""

from __future__ import annotations

import os
from pathlib import Path

from tests.support.clusters.base import Size
from tests.support.clusters.packages import install, unpack
from tests.support.clusters.slurm import Slurm

LIBRARIES = ("libslurm-perl", "libslurmdb-perl", "libswitch-perl")
CALLED_BY_QSUB = ("sbatch", "salloc", "srun")  # which it looks for beside itself


class Torque(Slurm):
    """A subclass, since the wrappers are nothing but other words for the same Slurm."""

    name = "torque"
    profile = {"scheduler": "torque", "queue": "short"}

    def __init__(self, size: Size | None = None) -> None:
        super().__init__(size)
        self._commands = self.folder / "commands"
        self.environment = self.environment | {"PATH": f"{self._commands}{os.pathsep}{os.environ['PATH']}"}

    def start(self) -> None:
        install(*LIBRARIES)
        # Not installed: the commands have the names of Grid Engine's, whose package would have to go.
        commands = list((unpack("slurm-wlm-torque", "slurm-wlm-torque") / "usr" / "bin").iterdir())
        self._commands.mkdir()
        for command in (*commands, *(Path("/usr/bin", name) for name in CALLED_BY_QSUB)):
            (self._commands / command.name).symlink_to(command)
        super().start()

    def submit(self, script: Path, *options: str) -> str:
        return self.run("qsub", *options, script).stdout.strip()
