"""cwl/processes/ -> which processes exist, kept live as files change."""

from __future__ import annotations

import difflib
import hashlib
import logging
import os
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wps_cwl import cwl_document, errors
from wps_cwl.cwl_oversights import oversights
from wps_cwl.cwl_problems import problems_of
from wps_cwl.model import Parameter, Process
from wps_cwl.translator import description

logger = logging.getLogger(__name__)

INTERVAL = 1.0  # seconds between two looks at the folders; stat works on network file systems, notification does not

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
class _Known:
    """What is known of one file, as long as the files behind it keep their stamps."""

    stamps: dict[Path, Stamp | None]
    entry: Entry | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Snapshot:
    revision: int = 0
    entries: dict[str, Entry] = field(default_factory=dict)
    processes: tuple[Process, ...] = ()
    problems: tuple[Problem, ...] = ()


class Catalogue:
    """The processes of some folders. Readers see one whole snapshot or the next, and never wait."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = tuple(folder.absolute() for folder in folders)
        self._known: dict[Path, _Known] = {}
        self._snapshot = _Snapshot()
        self._refreshing = threading.Lock()

    @property
    def revision(self) -> int:
        """A number that changes whenever a process does."""
        return self._snapshot.revision

    def processes(self) -> Sequence[Process]:
        """Return all processes, sorted by identifier."""
        return self._snapshot.processes

    def problems(self) -> Sequence[Problem]:
        """Return what keeps files from being offered."""
        return self._snapshot.problems

    def entry(self, identifier: str) -> Entry:
        """Return one process with its document. Raises errors.NoSuchProcess."""
        entries = self._snapshot.entries
        if identifier in entries:
            return entries[identifier]
        close = difflib.get_close_matches(identifier, entries, n=3)
        hint = f" Did you mean: {', '.join(close)}?" if close else ""
        raise errors.NoSuchProcess(identifier=identifier, hint=hint, locator=identifier)

    def refresh(self) -> bool:
        """Look at the folders once; return whether anything has changed."""
        with self._refreshing:
            stamps = dict(_stamps(self._folders))
            documents = sorted(path for path in stamps if path.suffix == ".cwl")
            changed = self._known.keys() != set(documents)
            self._known = {path: known for path, known in self._known.items() if path in stamps}
            for path in documents:
                known = self._known.get(path)
                if known is None or _stale(known, stamps):
                    self._known[path] = _read(path, stamps)
                    changed = True
            if changed:
                self._snapshot = _snapshot(self._known, self._snapshot.revision + 1)
            return changed

    def watch(self) -> None:
        """Keep looking at the folders, in a thread of its own, as long as this process lives."""
        threading.Thread(target=self._watch, name="catalogue", daemon=True).start()

    def _watch(self) -> None:
        pause = threading.Event()
        while not pause.wait(INTERVAL):
            try:
                if self.refresh():
                    logger.info("processes changed", extra={"count": len(self._snapshot.entries)})
            except Exception:  # a folder may be away for a moment; what is offered stays
                logger.exception("the processes cannot be read")


def check(path: Path) -> tuple[Problem, ...]:
    """Return what is wrong with one CWL file; nothing when it can be offered."""
    return _read(path.absolute(), {}).problems


# --- one file ---------------------------------------------------------------------------------------


def _read(path: Path, stamps: dict[Path, Stamp]) -> _Known:
    try:
        document = cwl_document.load(path)
        digest = hashlib.sha256(document.packed).hexdigest()
        process = description.describe(document.tool, identifier=path.stem, order=document.order, digest=digest)
        _check_names(process)
        found = oversights(path, document.process)
        if not found:
            entry = Entry(process, document.packed, path)
            return _Known({file: _stamp(file, stamps) for file in (path, *document.files)}, entry, ())
    except Exception as error:  # whatever cwltool raises: one broken file must not take the others down
        found = problems_of(path, error)
    # the cause may be in a file beside it, so it is read again when anything changes
    problems = tuple(Problem(path, line, reason) for line, reason in found)
    return _Known(dict(stamps), None, problems)


def _stale(known: _Known, stamps: dict[Path, Stamp]) -> bool:
    if known.entry is None:
        return known.stamps != stamps
    return any(_stamp(file, stamps) != stamp for file, stamp in known.stamps.items())


def _check_names(process: Process) -> None:
    """Refuse identifiers that clients cannot tell apart."""
    for parameters in (process.inputs, process.outputs):
        seen: dict[str, Parameter] = {}
        for parameter in parameters:
            other = seen.setdefault(plain_name(parameter.id), parameter)
            if other is not parameter:
                reason = f'it cannot be told from "{other.id}": clients lower names, and write _ for other characters'
                raise errors.InvalidDescription(identifier=parameter.id, reason=reason)


def plain_name(identifier: str) -> str:
    """Return an identifier as birdy makes a Python name of it."""
    return re.sub(r"\W", "_", identifier.lower())


# --- all files -------------------------------------------------------------------------------------------


def _stamps(folders: Iterable[Path]) -> Iterator[tuple[Path, Stamp]]:
    for folder in folders:
        for root, names, files in os.walk(folder):
            names[:] = [name for name in names if not name.startswith((".", "__"))]
            for name in files:
                path = Path(root, name)
                stamp = _stamp(path, {})
                if stamp is not None:
                    yield path, stamp


def _stamp(path: Path, known: dict[Path, Stamp]) -> Stamp | None:
    if path in known:
        return known[path]
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def _snapshot(known: dict[Path, _Known], revision: int) -> _Snapshot:
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    names: dict[str, Entry] = {}
    for path in sorted(known):
        problems += known[path].problems
        entry = known[path].entry
        if entry is None:
            continue
        other = names.setdefault(plain_name(entry.process.id), entry)
        if other is entry:
            entries[entry.process.id] = entry
        else:
            problems.append(Problem(path, 1, f'the name "{entry.process.id}" is taken by {other.path}'))
    ordered = dict(sorted(entries.items()))
    return _Snapshot(revision, ordered, tuple(entry.process for entry in ordered.values()), tuple(problems))
