"""The packed document of a process -> the one that runs: the CWL file itself stays as its author wrote it."""

from __future__ import annotations

import copy
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any  # CWL documents are JSON of any shape

from wps_cwl.engine import terminal
from wps_cwl.engine.terminal import PROGRESS_VARIABLE
from wps_cwl.translator.progress_hint import ProgressHint, read_hint

# The Python of Toil's workers; -I -S: nothing is imported from the tool's folder, or that the tool's variables name.
TERMINAL = (sys.executable, "-I", "-S", str(Path(terminal.__file__).absolute()))
_TERMINAL = re.compile(rf"\S+ -I -S \S*/wps_cwl/engine/terminal\.py (?:'{terminal.LAST}[^']*' |{terminal.LAST}\S* )?")

# What decides itself how a command is begun: a container has no such Python, and a shell or mpirun begins several.
_OWN_WAY = ("DockerRequirement", "ShellCommandRequirement", "MPIRequirement")


def with_progress_file(document: Mapping[str, Any], file: Path) -> dict[str, Any]:
    """Return the document with $WPS_PROGRESS_FILE in the environment of each of its tools.

    Toil hands no variable of its own environment on to a tool; EnvVarRequirement does. A tool that tells its progress
    to a terminal gets one, by a command before its own.
    """
    changed = copy.deepcopy(dict(document))
    inherited = any(_goes_own_way(node) for node in _above_tools(changed))
    for process in _processes(changed):
        _add_variable(process, PROGRESS_VARIABLE, str(file))
        _remove_terminal(process)
        hint = read_hint(process)
        if hint is not None and not inherited and not _goes_own_way(process):
            process["baseCommand"] = [*_terminal(hint), *_base_command(process)]
    for step in _steps(changed):  # what a step requires hides the hint of its tool
        _add_variable(step, PROGRESS_VARIABLE, str(file))
    return changed


def without_progress_file(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document as it was before that; also without requirements of its own that hold no variable."""
    changed = copy.deepcopy(dict(document))
    for process in _processes(changed):
        _remove_terminal(process)
        _remove_variable(process)
    for step in _steps(changed):
        _remove_variable(step)
    return changed


def _remove_variable(node: dict[str, Any]) -> None:
    for kind in ("requirements", "hints"):
        if kind in node:
            node[kind] = [left for left in map(_without_variable, node[kind] or ()) if left is not None]
            if not node[kind]:
                del node[kind]


def _without_variable(requirement: dict[str, Any]) -> dict[str, Any] | None:
    if requirement.get("class") != "EnvVarRequirement":
        return requirement
    kept = [entry for entry in requirement["envDef"] if entry["envName"] != PROGRESS_VARIABLE]
    return requirement | {"envDef": kept} if kept else None


def without_terminal(line: str) -> str:
    """Return the command line of a tool, as cwltool shows it, without the command that gave it a terminal."""
    found = _TERMINAL.match(line)
    return line[found.end() :] if found else line


def _terminal(hint: ProgressHint) -> list[str]:
    return [*TERMINAL, *([f"{terminal.LAST}{hint.last_stage}"] if hint.last_stage else [])]


def _remove_terminal(process: dict[str, Any]) -> None:
    """Leave the base command of the author, as a list where there is a hint: so it is the same before and after."""
    if read_hint(process) is None:
        return
    command = _base_command(process)
    if command[1:3] == ["-I", "-S"] and command[3:4] and command[3].endswith("/wps_cwl/engine/terminal.py"):
        command = command[4:]
        if command and command[0].startswith(terminal.LAST):
            command = command[1:]
    process.pop("baseCommand", None)
    if command:
        process["baseCommand"] = command


def _base_command(process: Mapping[str, Any]) -> list[str]:
    command = process.get("baseCommand") or []
    return [command] if isinstance(command, str) else list(command)


def _above_tools(node: Any) -> Iterator[dict[str, Any]]:
    """Yield workflows and their steps: what they require may hold for any tool below."""
    for process in _processes(node):
        if process["class"] == "Workflow":
            yield process
    yield from _steps(node)


def _steps(node: Any) -> Iterator[dict[str, Any]]:
    for process in _processes(node):
        yield from process.get("steps") or ()


def _goes_own_way(node: Mapping[str, Any]) -> bool:
    entries = [entry for kind in ("requirements", "hints") for entry in node.get(kind) or ()]
    return any(str(entry.get("class")).endswith(_OWN_WAY) for entry in entries)


def _processes(node: Any) -> Iterator[dict[str, Any]]:
    """Yield the tools and workflows of a document, also those that are written inside a step."""
    if isinstance(node, list):
        for item in node:
            yield from _processes(item)
    elif isinstance(node, dict):
        if node.get("class") in {"CommandLineTool", "Workflow"}:
            yield node
        yield from _processes(node.get("$graph"))
        for step in node.get("steps") or ():
            yield from _processes(step.get("run"))


def _add_variable(node: dict[str, Any], name: str, value: str) -> None:
    """Add the variable to those that a tool, workflow or step sets already; a tool without any gets it as a hint."""
    for kind in ("requirements", "hints"):
        for requirement in node.get(kind) or ():
            if requirement.get("class") == "EnvVarRequirement":
                kept = [entry for entry in requirement["envDef"] if entry["envName"] != name]
                requirement["envDef"] = [*kept, {"envName": name, "envValue": value}]
                return
    if node.get("class") == "CommandLineTool":  # a workflow's own would hide that of its tools, so it gets none
        entry = {"class": "EnvVarRequirement", "envDef": [{"envName": name, "envValue": value}]}
        node["hints"] = [*(node.get("hints") or ()), entry]
