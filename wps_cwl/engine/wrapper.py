"""The wrapper: a command of the operator's, such as sudo, that runs another one as a given user."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wps_cwl import errors
from wps_cwl.engine import time_limit

PLACE = "{user}"  # where the user's name stands in the operator's command
LONGEST = 120.0  # seconds that what is run as a user may take


@dataclass(frozen=True)
class Wrapper:
    """`words` is the operator's command, with the place for the name of `user`."""

    words: Sequence[str]
    user: str

    def command(self, command: Sequence[str], environment: Mapping[str, str]) -> list[str]:
        """Return the command that runs another one as the user, with this environment and no other."""
        variables = [f"{name}={value}" for name, value in environment.items()]
        return [*(word.replace(PLACE, self.user) for word in self.words), "env", "-i", *variables, *command]

    def run(self, command: Sequence[str]) -> str:
        """Run a command as the user, and return what it says. Raises errors.Unavailable when it cannot be run."""
        environment = {"PATH": os.defpath, "LC_ALL": "C"}
        path = {"PATH": os.environ.get("PATH", os.defpath)}
        try:
            done = time_limit.run(
                self.command(time_limit.within(command, LONGEST), environment),
                seconds=LONGEST + time_limit.MARGIN,
                environ=path,
                cwd="/",
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise errors.Unavailable(reason=f"nothing can be run as {self.user} ({error})") from error
        if done.returncode != 0:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            reason = f"{command[0]} as {self.user} ended with {done.returncode}: {said[-1] if said else 'no reason'}"
            raise errors.Unavailable(reason=reason)
        return done.stdout.decode(errors="replace")

    def python(self, module: str, *arguments: str | Path) -> str:
        """Run a module of ours as the user."""
        return self.run([sys.executable, "-P", "-m", module, *(str(argument) for argument in arguments)])
