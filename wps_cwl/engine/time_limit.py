"""Commands that may take a limited time, also those that run as somebody whose processes we may not end."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress

MERCY = 5.0  # seconds between asking a command to end and ending it
MARGIN = 2 * MERCY  # seconds after which who has ended a command `within` its time must have said so
DYING = 1.0  # seconds that we wait for what we have killed; what hangs in a file system does not die
_OVER = frozenset({124, 137})  # what `timeout` ends with: the time was over, and the command had to be killed


def within(command: Sequence[str], seconds: float) -> list[str]:
    """Return a command that ends itself in time: as its own user, who may end it."""
    return ["timeout", "-k", f"{MERCY:.0f}", f"{seconds:g}", *command]


def is_over(code: int) -> bool:
    """Whether a command that was made by `within` says that its time was over."""
    return code in _OVER


def run(
    command: Sequence[str], *, seconds: float, environ: Mapping[str, str], cwd: str | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a command, and return what it says. Raises OSError, and subprocess.TimeoutExpired when the time is over.

    `subprocess.run` then waits for the end of the command, which never comes when it may not be killed.
    """
    process = subprocess.Popen(
        command, env=environ, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        out, err = process.communicate(timeout=seconds)
    except BaseException:
        _abandon(process)
        raise
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def _abandon(process: subprocess.Popen[bytes]) -> None:
    """End a command if we may, and listen no more; Python reaps it later."""
    with suppress(PermissionError):
        process.kill()
    with suppress(subprocess.TimeoutExpired):
        process.wait(DYING)
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()
