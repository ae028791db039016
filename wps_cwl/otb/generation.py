"""The applications of an installation -> one CWL file each."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from wps_cwl import errors
from wps_cwl.otb import applications
from wps_cwl.otb.installation import Installation
from wps_cwl.translator.otb import tool


class NoSuchApplication(errors.InvalidRequest):
    """There is no application "{name}" in this Orfeo ToolBox.{hint}"""


def chosen(installation: Installation, names: Sequence[str]) -> list[str]:
    """Return the applications that are named, or all of them. Raises NoSuchApplication."""
    known = installation.names()
    for name in names:
        if name not in known:
            close = difflib.get_close_matches(name, known, n=3)
            raise NoSuchApplication(name=name, hint=f" Did you mean: {', '.join(close)}?" if close else "")
    return list(names) or known


def generate(installation: Installation, names: Sequence[str], folder: Path) -> Iterator[Path]:
    """Write the CWL files of some applications, and yield each one that is written. Raises OtbSilent."""
    folder.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:  # the work is done by OTB's own programs
        try:
            for name, text in zip(names, pool.map(lambda name: _text(installation, name), names), strict=True):
                yield _write(folder / f"{name}.cwl", text)
        finally:
            pool.shutdown(cancel_futures=True)


def _text(installation: Installation, name: str) -> str:
    return tool.render(applications.read(installation, name))


def _write(file: Path, text: str) -> Path:
    """Write a file at once: a service may be reading the folder."""
    part = file.with_name(f".{file.name}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(file)
    return file
