"""One CWL file -> the process that it offers, or its problems; and how to tell that it must be read again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wps_cwl import errors
from wps_cwl.catalogue.document import load
from wps_cwl.catalogue.oversights import oversights
from wps_cwl.catalogue.problems import problems_of
from wps_cwl.model import Parameter, Process, plain_name
from wps_cwl.translator import description, progress_hint

Stamp = tuple[int, int, int]  # time of modification in nanoseconds, size in bytes, inode


@dataclass(frozen=True)
class Problem:
    """Why a file is not offered."""

    path: Path
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}"


@dataclass(frozen=True)
class Entry:
    """A process that is offered: its description, and the packed CWL document (JSON) that runs."""

    process: Process
    document: bytes
    path: Path


@dataclass(frozen=True)
class Known:
    """What is known of one file, as long as the files behind it keep their stamps."""

    stamps: dict[Path, Stamp | None]
    entry: Entry | None
    problems: tuple[Problem, ...]


def check(path: Path) -> tuple[Problem, ...]:
    """Return what is wrong with one CWL file; nothing when it can be offered."""
    return examine(path).problems


def examine(path: Path) -> Known:
    """Return what one CWL file offers, or what is wrong with it."""
    return read(path.absolute(), {})


def read(path: Path, stamps: Mapping[Path, Stamp]) -> Known:
    """Read one CWL file; whatever is wrong with it becomes a problem."""
    try:
        document = load(path)
        digest = hashlib.sha256(document.packed).hexdigest()
        process = description.describe(document.tool, identifier=path.stem, order=document.order, digest=digest)
        _check_names(process)
        progress_hint.check(json.loads(document.packed))
        found = oversights(path, document.process)
        if not found:
            entry = Entry(process, document.packed, path)
            return Known({file: stamp_of(file, stamps) for file in (path, *document.files)}, entry, ())
    except Exception as error:  # whatever cwltool raises: one broken file must not take the others down
        found = problems_of(path, error)
    # the cause may be in a file beside it, so it is read again when anything changes
    problems = tuple(Problem(path, line, reason) for line, reason in found)
    return Known(dict(stamps), None, problems)


def is_stale(known: Known, stamps: Mapping[Path, Stamp]) -> bool:
    """Whether a file, or one that it refers to, has changed since it was read."""
    if known.entry is None:
        return known.stamps != stamps
    return any(stamp_of(file, stamps) != stamp for file, stamp in known.stamps.items())


def _check_names(process: Process) -> None:
    """Refuse identifiers that clients cannot tell apart."""
    for parameters in (process.inputs, process.outputs):
        seen: dict[str, Parameter] = {}
        for parameter in parameters:
            other = seen.setdefault(plain_name(parameter.id), parameter)
            if other is not parameter:
                reason = f'it cannot be told from "{other.id}": clients lower names, and write _ for other characters'
                raise errors.InvalidDescription(identifier=parameter.id, reason=reason)


def stamp_of(path: Path, known: Mapping[Path, Stamp]) -> Stamp | None:
    """Return the stamp of a file, from what is known already or from the file; None when it is away."""
    if path in known:
        return known[path]
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino
