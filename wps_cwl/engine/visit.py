"""What a probe does on a node: `python -m wps_cwl.engine.visit FOLDER [COMMAND ...]` writes what it finds.

It runs as a step's worker does, with nothing but the standard library: more may not be there.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

WORKER = ("-P", "-m", "wps_cwl.engine.node_worker", "--help")  # imports all that a step's worker does
TOKEN, FOUND = "token", "found.json"  # files in the folder: what was written for us, and what we write
LONGEST = 60.0  # seconds that one command may take


def visit(folder: Path, container: list[str]) -> dict[str, object]:
    """Return what there is; `container` is a command that works where containers can be run."""
    began = time.monotonic()
    started = _answer([sys.executable, *WORKER])
    took = time.monotonic() - began
    node = shutil.which("node")
    return {
        "host": socket.gethostname(),
        "user": os.geteuid(),
        "token": _read(folder / TOKEN),
        "python": ".".join(map(str, sys.version_info[:3])),
        "toil": _version("toil"),
        "compiled": _compiled(),
        "worker": None if started is None else took,
        "node": node,
        "expression": _answer([node, "-e", "console.log(6*7)"]) if node else None,
        "container": _answer(container) is not None if container else None,
        "time": time.time(),
    }


def _read(file: Path) -> str | None:
    try:
        return file.read_text()
    except OSError:
        return None


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _compiled() -> bool:
    """Whether the largest file that each worker imports has byte code."""
    found = importlib.util.find_spec("toil")
    if found is None or found.origin is None:
        return False
    source = Path(found.origin).parent / "cwl" / "cwltoil.py"
    return Path(importlib.util.cache_from_source(str(source))).exists()


def _answer(command: list[str]) -> str | None:
    """Return what a command has said; None if it failed."""
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LONGEST, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def main() -> None:
    """Visit, and leave all or nothing."""
    folder, *container = sys.argv[1:]
    unfinished = Path(folder) / f"{FOUND}.part"
    unfinished.write_text(json.dumps(visit(Path(folder), container)))
    unfinished.replace(Path(folder) / FOUND)


if __name__ == "__main__":
    main()
