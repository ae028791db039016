"""The packed document of a process -> the one that runs: the CWL file itself stays as its author wrote it."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any  # CWL documents are JSON of any shape

PROGRESS_VARIABLE = "WPS_PROGRESS_FILE"


def with_progress_file(document: Mapping[str, Any], file: Path) -> dict[str, Any]:
    """Return the document with $WPS_PROGRESS_FILE in the environment of each of its tools.

    Toil hands no variable of its own environment on to a tool; EnvVarRequirement does.
    """
    changed = copy.deepcopy(dict(document))
    for process in _processes(changed):
        _add_variable(process, PROGRESS_VARIABLE, str(file))
    return changed


def without_progress_file(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document as it was before that; also without requirements of its own that hold no variable."""
    changed = copy.deepcopy(dict(document))
    for process in _processes(changed):
        for kind in ("requirements", "hints"):
            if kind in process:
                process[kind] = [left for left in map(_without_variable, process[kind] or ()) if left is not None]
                if not process[kind]:
                    del process[kind]
    return changed


def _without_variable(requirement: dict[str, Any]) -> dict[str, Any] | None:
    if requirement.get("class") != "EnvVarRequirement":
        return requirement
    kept = [entry for entry in requirement["envDef"] if entry["envName"] != PROGRESS_VARIABLE]
    return requirement | {"envDef": kept} if kept else None


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


def _add_variable(process: dict[str, Any], name: str, value: str) -> None:
    for kind in ("requirements", "hints"):
        for requirement in process.get(kind) or ():
            if requirement.get("class") == "EnvVarRequirement":
                kept = [entry for entry in requirement["envDef"] if entry["envName"] != name]
                requirement["envDef"] = [*kept, {"envName": name, "envValue": value}]
                return
    if process["class"] == "CommandLineTool":  # a workflow's own would hide that of its tools, so it gets none
        entry = {"class": "EnvVarRequirement", "envDef": [{"envName": name, "envValue": value}]}
        process["hints"] = [*(process.get("hints") or ()), entry]
