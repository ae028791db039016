"""A script of a process, run as a CWL runner runs it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PROCESSES = Path(__file__).parents[3] / "cwl" / "processes"
SCRIPTS = PROCESSES / "scripts"


@dataclass(frozen=True)
class ScriptRunner:
    """Runs scripts in one working directory; the environment holds nothing but what a test puts there."""

    folder: Path

    def __call__(
        self, name: str, environment: dict[str, str] | None = None, **options: object
    ) -> subprocess.CompletedProcess[str]:
        """Run `scripts/<name>.py` with `--option=value` for each option."""
        arguments = [f"--{option}={value}" for option, value in options.items()]
        command = [sys.executable, str(SCRIPTS / f"{name}.py"), *arguments]
        return subprocess.run(
            command, cwd=self.folder, env=environment or {}, capture_output=True, text=True, timeout=120, check=False
        )
