"""The script of a step, the same for all batch schedulers."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from wps_cwl.engine.schedulers.base import Profile

# The exit code is a file whatever `before` does: a wrong line of shell, `exit` and `set -e` all end in the trap, which
# needs no PATH.
_TEMPLATE = """\
#!/bin/sh
{header}# {name}
exec >>{log} 2>&1 </dev/null
umask 077
job=${{SLURM_JOB_ID:-${{PBS_JOBID:-${{JOB_ID:-$$}}}}}}
command -p mkdir {begun} 2>/dev/null && echo "$job" >|{begun}/job
[ "$(command -p cat {begun}/job)" = "$job" ] || exit 1  # submitted twice, as the answer was late: the other one runs
{newline}{variables}
finish() {{
  code=$?
  set +e
  trap - EXIT
{footer}  echo "$code" >|{exit}.part && command -p mv -f {exit}.part {exit}
  exit "$code"
}}
trap finish EXIT
{modules}{before}cd {folder} || exit 1
trap finish EXIT
trap : USR1 USR2 TERM  # they go to all processes of a job: the worker ends, and we tell how
{command}
"""

# Debian has it in /etc/profile.d, other systems and sites elsewhere; a shell that is no login shell has read none.
_MODULES = """\
for init in "$LMOD_PKG/init/sh" "$MODULESHOME/init/sh" /etc/profile.d/lmod.sh /etc/profile.d/z00_lmod.sh \\
  /etc/profile.d/modules.sh /usr/share/lmod/lmod/init/sh /usr/share/modules/init/sh /usr/share/Modules/init/sh; do
  command -v module >/dev/null && break
  [ -r "$init" ] && . "$init"
done
if ! command -v module >/dev/null; then
  echo "the profile has \\`modules\\`, and on $(uname -n) there is no \\`module\\`"
  exit 1
fi
"""
_MODULE = """\
if ! module load {module}; then
  echo "the module "{module}" cannot be loaded on $(uname -n)"
  exit 1
fi
"""
_NEWLINE = "_newline='\n'\n"


def render(
    *,
    name: str,
    command: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
    log: Path,
    exit: Path,
    profile: Profile,
) -> str:
    """Return the script that runs a command in a folder, and leaves its exit code as a file.

    The variables stand here, since each scheduler has other ways to lose them: login shells, commas, quotes. Nothing
    but the operator's header begins a line with `#`, except for our own: Grid Engine takes directives from anywhere.
    """
    variables = [f"export {key}={_quote(value)}" for key, value in environment.items() if _plain(key)]
    words = " ".join(_quote(word) for word in command)
    return _TEMPLATE.format(
        name=" ".join("".join(sign if sign.isprintable() else " " for sign in name).split()),
        header=_lines(profile.header),
        log=_quote(str(log)),
        begun=_quote(str(exit.with_suffix(".begun"))),
        newline=_NEWLINE if any("\n" in text for text in (*command, *environment.values())) else "",
        variables="\n".join(variables),
        modules=_modules(profile.modules),
        before=_lines(profile.before),
        folder=_quote(str(folder)),
        command=words,
        footer=f"  (eval {shlex.quote(_lines(profile.footer))})\n" if profile.footer else "",
        exit=_quote(str(exit)),
    )


def _modules(names: Sequence[str]) -> str:
    return _MODULES + "".join(_MODULE.format(module=shlex.quote(name)) for name in names) if names else ""


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _quote(text: str) -> str:
    """Return a word for a shell, on one line: what stands at the beginning of another could be a directive."""
    return '"$_newline"'.join(shlex.quote(line) for line in text.split("\n")) if "\n" in text else shlex.quote(text)


def _plain(key: str) -> bool:
    """Whether a shell takes it as the name of a variable; exported functions of bash, for instance, it does not."""
    return key.isascii() and key.replace("_", "a").isalnum() and not key[0].isdigit()
