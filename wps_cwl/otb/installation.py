"""Where the Orfeo ToolBox is installed, and its two programs that tell of an application."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wps_cwl import errors

LAUNCHER = "otbApplicationLauncherCommandLine"
DESCRIBER = "otbQgisDescriptor"
PREFIX = "otbapp_"
LIMIT = 60  # seconds for one question; the slowest application takes one


class OtbNotFound(errors.Misconfigured):
    """The Orfeo ToolBox is not installed here: {reason}. On Debian: apt-get install otb-bin otb-qgis."""


class OtbSilent(errors.Unavailable):
    """The Orfeo ToolBox tells nothing of the application {application}: {reason}."""


@dataclass(frozen=True)
class Installation:
    """The programs, and the folder of the applications."""

    launcher: Path
    describer: Path
    applications: Path

    def names(self) -> list[str]:
        """Return the names of all applications, sorted."""
        return sorted(path.stem.removeprefix(PREFIX) for path in self.applications.glob(f"{PREFIX}*.so"))

    def help(self, application: str, keys: Sequence[str] = ()) -> str:
        """Return the help on an application, or on some of its arguments (with their full texts)."""
        answer = self._run(application, [str(self.launcher), application, str(self.applications), "-help", *keys])
        return answer.stderr + answer.stdout

    def descriptor(self, application: str) -> str:
        """Return what is written for QGIS: one line for each argument, with its exact type."""
        with tempfile.TemporaryDirectory(prefix="otb-") as folder:
            command = [str(self.describer), application, str(self.applications), f"{folder}/"]
            answer = self._run(application, command)
            file = Path(folder, f"{application}.txt")
            if not file.is_file():
                raise OtbSilent(application=application, reason=_last(answer.stderr or answer.stdout))
            return file.read_text(encoding="utf-8", errors="replace")

    def _run(self, application: str, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "LC_ALL": "C", "OTB_APPLICATION_PATH": str(self.applications)}
        try:
            return subprocess.run(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                check=False,
                timeout=LIMIT,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise OtbSilent(application=application, reason=str(error)) from error


def find(environment: Mapping[str, str]) -> Installation:
    """Return the installation that the PATH leads to. Raises OtbNotFound."""
    path = environment.get("PATH", os.defpath)
    launcher, describer = (shutil.which(program, path=path) for program in (LAUNCHER, DESCRIBER))
    if launcher is None or describer is None:
        missing = LAUNCHER if launcher is None else DESCRIBER
        raise OtbNotFound(reason=f"{missing} is not on the PATH")
    named = [Path(folder) for folder in environment.get("OTB_APPLICATION_PATH", "").split(os.pathsep) if folder]
    library = Path(launcher).resolve().parent.parent / "lib"
    for folder in (*named, library / "otb" / "applications", *sorted(library.glob("*/otb/applications"))):
        if any(folder.glob(f"{PREFIX}*.so")):
            return Installation(Path(launcher), Path(describer), folder)
    raise OtbNotFound(reason=f"there are no applications below {library}; set OTB_APPLICATION_PATH")


def _last(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason given"
