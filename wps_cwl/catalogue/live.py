"""cwl/processes/ -> which processes exist, kept live as files change."""

from __future__ import annotations

import difflib
import logging
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from wps_cwl import errors
from wps_cwl.catalogue import cache
from wps_cwl.catalogue.offer import Entry, Known, Problem, Stamp, is_stale, read, stamp_of
from wps_cwl.model import Process, plain_name

logger = logging.getLogger(__name__)

MARKER = "ONLY-WHEN-NAMED.txt"  # a folder with such a file is passed over, unless it is one of the folders itself
INTERVAL = 1.0  # seconds between two looks at the folders; stat works on network file systems, notification does not


@dataclass(frozen=True)
class _Snapshot:
    revision: int = 0
    entries: dict[str, Entry] = field(default_factory=dict)
    processes: tuple[Process, ...] = ()
    problems: tuple[Problem, ...] = ()


class Catalogue:
    """The processes of some folders. Readers see one whole snapshot or the next, and never wait.

    What was read is kept in the file `memory`, if one is given: at the next start, only what has changed is read.
    `amend` adds what this machine can do for a process to what its document says.
    """

    def __init__(
        self,
        folders: Iterable[Path],
        memory: Path | None = None,
        amend: Callable[[Process], Process] = lambda process: process,
    ) -> None:
        self._folders = tuple(folder.absolute() for folder in folders)
        self._amend = amend
        self._memory = memory
        self._known: dict[Path, Known] = {} if memory is None else cache.load(memory)
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

    def entries(self) -> Sequence[Entry]:
        """Return all processes with their documents."""
        return list(self._snapshot.entries.values())

    def refresh(self) -> bool:
        """Look at the folders once; return whether anything has changed."""
        with self._refreshing:
            stamps = dict(_stamps(self._folders))
            documents = sorted(path for path in stamps if path.suffix == ".cwl")
            changed = self._known.keys() != set(documents) or self._snapshot.revision == 0
            self._known = {path: known for path, known in self._known.items() if path in stamps}
            read_anew = False
            for path in documents:
                known = self._known.get(path)
                if known is None or is_stale(known, stamps):
                    self._known[path] = read(path, stamps)
                    changed = read_anew = True
            if read_anew and self._memory is not None:
                cache.save(self._memory, self._known)
            if changed:
                self._snapshot = _snapshot(self._known, self._snapshot.revision + 1, self._amend)
            return changed

    def watch(self, remark: Callable[[Sequence[Entry]], None] = lambda _: None) -> None:
        """Keep looking at the folders, in a thread of its own, as long as this process lives.

        `remark` is called with the processes that there are, and then with those that are new.
        """
        threading.Thread(target=self._watch, args=(remark,), name="catalogue", daemon=True).start()

    def _watch(self, remark: Callable[[Sequence[Entry]], None]) -> None:
        pause, seen = threading.Event(), set(self._snapshot.entries.values())
        try:
            remark(list(seen))
        except Exception:  # nobody shall do without new processes for it
            logger.exception("the processes cannot be remarked on")
        while not pause.wait(INTERVAL):
            try:
                if self.refresh():
                    logger.info("processes changed", extra={"count": len(self._snapshot.entries)})
                    before, seen = seen, set(self._snapshot.entries.values())
                    remark(list(seen - before))
            except Exception:  # a folder may be away for a moment; what is offered stays
                logger.exception("the processes cannot be read")


# --- all files -------------------------------------------------------------------------------------------


def _stamps(folders: Iterable[Path]) -> Iterator[tuple[Path, Stamp]]:
    for folder in folders:
        for root, names, files in os.walk(folder):
            if MARKER in files and Path(root) != folder:
                names.clear()
                continue
            names[:] = [name for name in names if not name.startswith((".", "__"))]
            for name in files:
                path = Path(root, name)
                stamp = stamp_of(path, {})
                if stamp is not None:
                    yield path, stamp


def _snapshot(known: dict[Path, Known], revision: int, amend: Callable[[Process], Process]) -> _Snapshot:
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
            entries[entry.process.id] = replace(entry, process=amend(entry.process))
        else:
            problems.append(Problem(path, 1, f'the name "{entry.process.id}" is taken by {other.path}'))
    ordered = dict(sorted(entries.items()))
    return _Snapshot(revision, ordered, tuple(entry.process for entry in ordered.values()), tuple(problems))
