"""The node of the stand-in: runs one job's script as a login shell's child, and ends it when it is over its time.

Usage: python -m tests.support.pbs_stand_in.node ORDER; what became of the job is written to the file that it names.
It goes on while the server is away, as the real ones do.
"""

from __future__ import annotations

import json
import os
import pwd
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil


def main(order: Path) -> None:
    told = json.loads(order.read_text())
    script = order.with_suffix(".script")
    asked: list[int] = []
    signal.signal(signal.SIGTERM, lambda *_: asked.append(signal.SIGTERM))  # the server's qdel
    spool = order.with_suffix(".output")
    begun = time.monotonic()
    with spool.open("wb") as output:
        shell = subprocess.Popen(
            ["-sh"],  # a login shell: /etc/profile resets its PATH
            executable="/bin/sh",
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            cwd=_home(),
            env=_environment(told),
            start_new_session=True,
            umask=0o077,
        )
    assert shell.stdin is not None
    shell.stdin.write(f"{script}\n".encode())  # both hand it the name of the script, and nothing else
    shell.stdin.close()
    over_time = False
    while shell.poll() is None:
        over_time = told["walltime"] is not None and time.monotonic() - begun > told["walltime"]
        if asked or over_time:
            _end(shell, told["kill_delay"])
        time.sleep(0.1)
    _end(shell, told["kill_delay"])  # what it has left in its session
    if told["output"] != "/dev/null":
        Path(told["folder"], told["output"]).write_bytes(spool.read_bytes())
    code = shell.returncode
    end = {"code": code if code >= 0 else 256 - code, "over_time": over_time, "deleted": bool(asked)}
    part = order.with_suffix(".part")
    part.write_text(json.dumps(end))
    part.replace(order.with_suffix(".ended"))


def _end(shell: subprocess.Popen[bytes], delay: float) -> None:
    """Terminate all of a session, and kill what is left after a while."""
    _signal(shell.pid, signal.SIGTERM)
    deadline = time.monotonic() + delay
    while time.monotonic() < deadline and (shell.poll() is None or _session(shell.pid)):
        time.sleep(0.05)
    _signal(shell.pid, signal.SIGKILL)


def _signal(session: int, number: signal.Signals) -> None:
    for pid in _session(session):
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


def _session(session: int) -> list[int]:
    found = []
    for process in psutil.process_iter(["status"]):
        with suppress(ProcessLookupError, PermissionError):
            if process.info["status"] != psutil.STATUS_ZOMBIE and os.getsid(process.pid) == session:
                found.append(process.pid)
    return found


def _home() -> str:
    return pwd.getpwuid(os.geteuid()).pw_dir


def _environment(told: dict[str, str]) -> dict[str, str]:
    about = pwd.getpwuid(os.geteuid())
    return {
        "PATH": "/bin:/usr/bin",
        "HOME": about.pw_dir,
        "LOGNAME": about.pw_name,
        "USER": about.pw_name,
        "SHELL": "/bin/sh",
        "PBS_ENVIRONMENT": "PBS_BATCH",
        "PBS_JOBID": told["id"],
        "PBS_JOBNAME": told["name"],
        "PBS_QUEUE": told["queue"],
        "PBS_O_WORKDIR": told["folder"],
        told["cores_variable"]: str(told["cores"]),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
