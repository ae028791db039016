"""How far a job is: Toil's message bus and the file that a tool may write, read while the leader runs."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any  # CWL documents are JSON of any shape

from wps_cwl.engine.plain_file import open_plain, read_plain
from wps_cwl.engine.schedulers.base import Standing
from wps_cwl.job_directory import JobDirectory

_LINE = re.compile(rb"^\s*(\d{1,3})(?:\.\d*)?\s*%?(?:\s+(.*))?$")
_TAIL = 8192  # bytes at the end of a progress file that are looked at
_MESSAGE_LENGTH = 200
_RUNNING = "running"  # of a single tool that says nothing


@dataclass(frozen=True)
class Progress:
    """What is known: `percent` is measured or None; `running` says whether a step has been started."""

    percent: int | None
    message: str
    running: bool

    def beside(self, standing: Standing | None) -> Progress:
        """Return this with what the scheduler says: what Toil has issued may all wait there."""
        if standing is None or not self.running:
            return self
        if standing.running:
            message = standing.where if self.message == _RUNNING and standing.where else self.message
            return replace(self, message=f"{message}; {standing.note}" if standing.note else message)
        message = standing.reason if self.message == _RUNNING else f"{self.message}; {standing.reason}"
        return replace(self, running=False, message=f"{message}; {standing.note}" if standing.note else message)


def steps_of(document: Mapping[str, Any]) -> int:
    """Count the steps of a packed CWL document, those of nested workflows included; a scattered step counts once."""
    graph = {item["id"]: item for item in document.get("$graph", [document]) if "id" in item}
    return _steps(graph.get("#main", document), graph, frozenset())


def _steps(process: Mapping[str, Any], graph: Mapping[str, Any], above: frozenset[str]) -> int:
    if process.get("class") != "Workflow" or process.get("id", "") in above:
        return 1
    above |= {process.get("id", "")}
    runs = [step["run"] for step in process["steps"]]
    return sum(_steps(run if isinstance(run, dict) else graph.get(run, {}), graph, above) for run in runs)


@dataclass
class ProgressReader:
    """Reads the progress of one job again and again; `known` is the number of its steps."""

    directory: JobDirectory
    known: int
    _done: int = 0
    _offset: int = 0  # where the progress file was when the last step ended
    _sizes: list[int] = field(default_factory=list)
    _read: Steps = field(default_factory=lambda: Steps())

    def read(self) -> Progress:
        """Return how far the job is now; the job store keeps the percentage from going back."""
        steps = self._steps()
        if len(steps.done) > self._done:
            self._done, self._offset = len(steps.done), _size(self.directory.progress)
        told = _last_line(self.directory.progress, self._offset)
        total = max(self.known, len(steps.issued))
        percent = told[0] if told else (0 if total > 1 and steps.issued else None)
        if total > 1 and percent is not None:
            percent = int((min(len(steps.done), total) * 100 + percent) / total)
        return Progress(
            percent=None if percent is None else min(percent, 99),
            message=_message(steps, total, told[1] if told else ""),
            running=bool(steps.issued),
        )

    def _steps(self) -> Steps:
        """Read the bus when there is more on it than last time."""
        buses = sorted(self.directory.bus.parent.glob(self.directory.bus.name + "*"))
        sizes = [_size(bus) for bus in buses]
        if sizes != self._sizes:
            self._sizes, self._read = sizes, read_bus(buses)
        return self._read


@dataclass
class Steps:
    """The CWL steps that the message bus names: Toil's id -> name."""

    issued: dict[str, str] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)


def read_bus(files: Iterable[Path]) -> Steps:
    """Return the steps that Toil has issued, and those that are done; Toil's internal jobs are not counted."""
    steps = Steps()
    for file in files:
        with suppress(FileNotFoundError):
            _read_messages(read_plain(file).decode("utf-8", errors="replace"), steps)
    return steps


def _read_messages(text: str, steps: Steps) -> None:
    for line in text.split("\n")[:-1]:
        match line.split("\t"):
            case ["toil.bus.JobIssuedMessage", name, job, _] if job.startswith("kind-CWLJob"):
                steps.issued[job] = _readable(name)
            case ["toil.bus.JobCompletedMessage", _, job, "0"] if job.startswith("kind-CWLJob"):
                steps.done.add(job)


def _readable(name: str) -> str:
    """`main.1.reproject.cwl` -> `1.reproject`: without the workflow's name, without the ending."""
    return name.removeprefix("main.").removesuffix(".cwl")


def _message(steps: Steps, total: int, told: str) -> str:
    if not steps.issued:
        return "Toil is starting"
    if len(steps.done) >= total:
        return "all steps done; collecting the results"
    if total == 1:
        return told or _RUNNING
    running = [name for job, name in steps.issued.items() if job not in steps.done]
    at = f": {', '.join(running[:3])}{' ...' if len(running) > 3 else ''}" if running else ""
    return f"{len(steps.done)} of {total} steps done{at}{f' ({told})' if told else ''}"


def _last_line(file: Path, offset: int) -> tuple[int, str] | None:
    """Return percent and message of the last whole line that a tool has written since the offset."""
    try:
        with open_plain(file) as stream:
            stream.seek(max(offset, os.fstat(stream.fileno()).st_size - _TAIL))
            lines = stream.read(_TAIL).split(b"\n")[:-1]
    except FileNotFoundError:
        return None
    for line in reversed(lines):
        found = _LINE.match(line)
        if found and int(found[1]) <= 100:
            return int(found[1]), _printable(found[2] or b"")
    return None


def _printable(text: bytes) -> str:
    decoded = text.decode("utf-8", errors="replace")
    return "".join(character for character in decoded if character.isprintable()).strip()[:_MESSAGE_LENGTH]


def _size(file: Path) -> int:
    try:
        return file.lstat().st_size
    except FileNotFoundError:
        return 0
