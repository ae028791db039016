"""What a job has submitted to a batch scheduler: a few small files for each step, in the job directory.

`<stem>.sh` is the script, written before the step is submitted; `<stem>.id` what the scheduler calls it; `<stem>.begun`
a folder that the script makes first; `<stem>.exit` the worker's exit code, by the script; `<stem>.end` how it has
ended, by the leader; `<stem>.again` why it was submitted again, under this stem; `<stem>.command` and `<stem>.stderr`
what its tool was and said, by the worker; `<stem>.log` what else was
said. `<stem>.step` is which step that is, and what was asked for; `<stem>.seen` how the scheduler has listed it last.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from math import inf
from pathlib import Path

from wps_cwl import codec
from wps_cwl.engine.plain_file import read_ends, read_plain
from wps_cwl.engine.schedulers.base import End
from wps_cwl.engine.schedulers.connection import PREFIX
from wps_cwl.engine.schedulers.queue_time import Span

FOLDER = "logs/batch"  # below the job directory
VARIABLE = "WPS_CWL_STEP"  # of a worker's environment
_MOST = 1 << 16  # bytes at each end of what was said that are looked at


@dataclass(frozen=True)
class StepEnd:
    """How a submitted step has ended; `step` is Toil's name of it, `turn` how often it was begun by then.

    `again` says that it was submitted once more.
    """

    stem: str
    step: str
    scheduler: str
    end: End
    turn: int = 1
    again: bool = False


@dataclass(frozen=True)
class StepAsk:
    """Which step is submitted: Toil's name of it; what it has asked for (`memory` in bytes); `asked` since 1970."""

    step: str
    scheduler: str
    cores: int
    memory: int
    asked: float
    gpus: int = 0


@dataclass(frozen=True)
class Submissions:
    """The submissions of one job."""

    directory: Path

    @property
    def folder(self) -> Path:
        """Where the files are."""
        return self.directory / FOLDER

    @property
    def prefix(self) -> str:
        """What the names of all jobs of this one begin with, at the scheduler; it is the same for all its leaders."""
        return f"{PREFIX}{self.directory.name}-"

    def file(self, stem: str, kind: str) -> Path:
        """Return a file of one submission."""
        return self.folder / f"{stem}.{kind}"

    def left(self) -> frozenset[str]:
        """Return the names of all files."""
        try:
            return frozenset(os.listdir(self.folder))  # noqa: PTH208  # names alone, of thousands of files
        except (FileNotFoundError, NotADirectoryError):
            return frozenset()

    def variables(self, stem: str) -> dict[str, str]:
        """Return what tells the worker of a submission where its files are."""
        return {VARIABLE: str(self.folder / stem)}

    def unfinished(self, names: frozenset[str] | None = None) -> dict[str, str | None]:
        """Return what may still be in the queue: stem -> identifier, None when that is not known."""
        names = self.left() if names is None else names
        stems = [name.removesuffix(".sh") for name in sorted(names) if name.endswith(".sh")]
        return {stem: self.identifier(stem) for stem in stems if not names & {f"{stem}.end", f"{stem}.exit"}}

    def doubtful(self) -> bool:
        """Whether something may be in the queue, whatever a leader believed: a script has left no exit code."""
        try:
            names = frozenset(os.listdir(self.folder))  # noqa: PTH208
        except FileNotFoundError:
            return False
        except OSError:  # a tool has spoilt it: the jobs are still known by their names
            return True
        return any(name.endswith(".sh") and f"{name.removesuffix('.sh')}.exit" not in names for name in names)

    def stems(self) -> list[str]:
        """Return all submissions, the oldest first."""
        scripts = [name for name in self.left() if name.endswith(".sh")]
        found = [(self.time(name.removesuffix(".sh"), "sh") or 0.0, name.removesuffix(".sh")) for name in scripts]
        return [stem for _, stem in sorted(found)]

    def identifier(self, stem: str) -> str | None:
        """Return what the scheduler calls it; None when nobody was told."""
        try:
            return read_plain(self.file(stem, "id")).decode(errors="replace").strip() or None
        except FileNotFoundError:
            return None

    def ask(self, stem: str) -> StepAsk | None:
        """Return which step it is; None when that was not noted."""
        try:
            found: StepAsk = codec.load(read_plain(self.file(stem, "step")), StepAsk)
        except (FileNotFoundError, ValueError):
            return None
        return found

    def end(self, stem: str) -> StepEnd | None:
        """Return how it has ended; None when no leader has said so."""
        return _step_end(self.file(stem, "end"))

    def write(self, stem: str, kind: str, content: bytes) -> Path:
        """Write a file of one submission; a reader sees all of it or none. A link in its way is an OSError."""
        file = self.file(stem, kind)
        unfinished = file.with_name(f"{file.name}.part")
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
        with os.fdopen(os.open(unfinished, flags, 0o666), "wb") as stream:
            stream.write(content)
        unfinished.replace(file)
        return file

    def remove(self, stem: str, kind: str) -> None:
        """Remove a file of one submission."""
        self.file(stem, kind).unlink(missing_ok=True)

    def exit_code(self, stem: str) -> int | None:
        """Return what the script has left; None while it has not."""
        try:
            return int(read_plain(self.file(stem, "exit")))
        except (FileNotFoundError, ValueError):
            return None

    def said(self, stem: str, kind: str = "log") -> str:
        """Return what is in a text of one submission, of a long one both ends."""
        try:
            return read_ends(self.file(stem, kind), _MOST).decode("utf-8", errors="replace")
        except FileNotFoundError:
            return ""

    def ends(self) -> list[StepEnd]:
        """Return the ends that the last leader has written, the oldest first: those of an earlier one are made good."""
        files = [self.folder / name for name in self.left() if name.endswith((".sh", ".end"))]
        files.sort(key=lambda path: path.lstat().st_mtime)
        written = [path for path in files if path.suffix == ".end" and _leader(path) == _leader(files[-1])]
        return [end for path in written if (end := _step_end(path)) is not None]

    def repeated(self, stem: str) -> StepEnd | None:
        """Return how the submission before this one has ended, if it was for the same step."""
        return _step_end(self.file(stem, "again"))

    def spans(self) -> list[Span]:
        """Return when each submission was made, has begun and has ended."""
        names = self.left()
        found = []
        for stem in (name.removesuffix(".sh") for name in names if name.endswith(".sh")):
            submitted, begun, *ended = (
                self.time(stem, kind) if f"{stem}.{kind}" in names else None for kind in ("sh", "begun", "exit", "end")
            )
            times = [moment for moment in ended if moment is not None]
            found.append(Span(submitted or 0.0, inf if begun is None else begun, min(times, default=inf)))
        return found

    def time(self, stem: str, kind: str) -> float | None:
        """Return when a file of one submission was written, in seconds since 1970; None when there is none."""
        try:
            return self.file(stem, kind).lstat().st_mtime
        except (FileNotFoundError, NotADirectoryError):
            return None


def _leader(file: Path) -> str:
    """Return the mark of the leader that has made a submission."""
    return file.name.partition("-")[0]


def _step_end(file: Path) -> StepEnd | None:
    try:
        found: StepEnd = codec.load(read_plain(file), StepEnd)
    except (FileNotFoundError, ValueError):
        return None
    return found
