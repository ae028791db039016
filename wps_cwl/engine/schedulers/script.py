"""The script of a step, the same for all batch schedulers."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

_TEMPLATE = """\
#!/bin/sh
# {name}
exec >>{log} 2>&1 </dev/null
umask 077
job=${{SLURM_JOB_ID:-${{PBS_JOBID:-${{JOB_ID:-$$}}}}}}
mkdir {begun} 2>/dev/null && echo "$job" >{begun}/job
[ "$(cat {begun}/job)" = "$job" ] || exit 1  # submitted twice, as the answer was late: the other one runs
{variables}
cd {folder} || exit 1
trap : USR1 USR2 TERM  # they go to all processes of a job: the worker ends, and we tell how
{command}
code=$?
echo "$code" >{exit}.part && mv -f {exit}.part {exit}
exit "$code"
"""


def render(
    *, name: str, command: Sequence[str], environment: Mapping[str, str], folder: Path, log: Path, exit: Path
) -> str:
    """Return the script that runs a command in a folder, and leaves its exit code as a file.

    The variables stand here, since each scheduler has other ways to lose them: login shells, commas, quotes.
    """
    return _TEMPLATE.format(
        name=" ".join(name.split()),
        log=shlex.quote(str(log)),
        variables="\n".join(f"export {key}={shlex.quote(value)}" for key, value in environment.items() if _plain(key)),
        folder=shlex.quote(str(folder)),
        command=shlex.join(command),
        exit=shlex.quote(str(exit)),
        begun=shlex.quote(str(exit.with_suffix(".begun"))),
    )


def _plain(key: str) -> bool:
    """Whether a shell takes it as the name of a variable; exported functions of bash, for instance, it does not."""
    return key.isascii() and key.replace("_", "a").isalnum() and not key[0].isdigit()
