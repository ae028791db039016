"""The stand-in as the tests' clusters are: started in a folder of its own, and ended without a trace."""

from __future__ import annotations

import json
import os
import shlex
import sys
from dataclasses import asdict
from pathlib import Path

from tests.support.clusters.base import Cluster, Ending
from tests.support.clusters.daemon import Daemon, accepts
from tests.support.pbs_stand_in.command import SOCKET
from tests.support.pbs_stand_in.server import CLOSED, Settings
from tests.support.service import ROOT, wait_for

COMMANDS = ("qsub", "qstat", "qdel", "pbsnodes")


class PbsStandIn(Cluster):
    """One server and one node; needs no root, and no package."""

    name = "torque"  # which dialect speaks to it
    home = "PBS_HOME"
    profile = {"scheduler": "torque", "queue": "batch"}

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        programs = self.folder / "bin"
        self.environment = {"PBS_HOME": str(self.folder), "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
        inside = os.environ | self.environment | {"PYTHONPATH": str(ROOT)}
        self._server = Daemon(
            [sys.executable, "-m", "tests.support.pbs_stand_in.server", str(self.folder)],
            self.folder,
            environment=inside,
            ready=lambda: accepts(self.folder / SOCKET),
        )

    @property
    def daemons(self) -> list[Daemon]:
        return [self._server]

    def start(self) -> None:
        (self.folder / "jobs").mkdir()
        (self.folder / "bin").mkdir()
        (self.folder / "settings.json").write_text(json.dumps(asdict(self.settings)))
        for name in COMMANDS:
            words = [
                sys.executable,
                "-m",
                "tests.support.pbs_stand_in.command",
                self.folder,
                self.settings.variant,
                name,
            ]
            command = self.folder / "bin" / name
            program = shlex.join(str(word) for word in words)
            command.write_text(f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(ROOT))} exec {program} "$@"\n')
            command.chmod(0o755)
        self.start_controller()

    def submit(self, script: Path, *options: str) -> str:
        return self.run("qsub", *options, script).stdout.strip()

    def jobs(self) -> list[dict[str, object]]:
        """Return all that the server knows."""
        file = self.folder / "queue.json"
        found: list[dict[str, object]] = json.loads(file.read_text())["jobs"] if file.exists() else []
        return found

    def queue(self) -> list[str]:
        return [f"{job['number']}.stand-in" for job in self.jobs() if job["ended"] is None]

    def cancel(self, job: str) -> None:
        self.run("qdel", job)

    def ending(self, job: str) -> Ending | None:
        for one in self.jobs():
            if f"{one['number']}.stand-in" == job and one["ended"] is not None:
                return Ending(int(str(one["status"] or 0)), str(one["end"]))
        return None

    def close(self) -> None:
        (self.folder / CLOSED).touch()

    def open(self) -> None:
        (self.folder / CLOSED).unlink()

    def stop_controller(self) -> None:
        self._server.stop()
        wait_for(lambda: not self.controller_answers(), 10, "the server still answers")

    def start_controller(self) -> None:
        self._server.start()
        self._server.wait()

    def controller_answers(self) -> bool:
        return accepts(self.folder / SOCKET)
