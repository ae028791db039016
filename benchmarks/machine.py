"""Where and when something was measured."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil

PACKAGES = ("wps-cwl", "toil", "cwltool", "gunicorn", "flask", "lxml")


@dataclass(frozen=True)
class Machine:
    """What numbers depend on; `load` is the load average of one minute before the first measurement."""

    cpus: int
    model: str
    memory_gib: float
    system: str
    load: float
    python: str
    packages: dict[str, str]
    date: str
    command: str


def look(command: str, peers: dict[str, str]) -> Machine:
    """Return this machine as it is now; `peers` are the versions of what lies in other environments."""
    return Machine(
        cpus=len(os.sched_getaffinity(0)),
        model=_model(),
        memory_gib=round(psutil.virtual_memory().total / (1 << 30), 1),
        system=f"{platform.system()} {platform.release()}",
        load=round(os.getloadavg()[0], 2),
        python=platform.python_version(),
        packages={name: version(name) for name in PACKAGES} | peers,
        date=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        command=command,
    )


def _model() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
