"""The packed document of a process -> the one that runs: the CWL file itself stays as its author wrote it."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from pathlib import Path
from typing import Any  # CWL documents are JSON of any shape

PROGRESS_VARIABLE = "WPS_PROGRESS_FILE"


def with_progress_file(document: Mapping[str, Any], file: Path) -> dict[str, Any]:
    """Return the document with $WPS_PROGRESS_FILE in the environment of each of its tools.

    Toil hands no variable of its own environment on to a tool; EnvVarRequirement does.
    """
    changed = copy.deepcopy(dict(document))
    for process in changed.get("$graph", [changed]):
        if process.get("class") == "CommandLineTool":
            _add_variable(process, PROGRESS_VARIABLE, str(file))
    return changed


def _add_variable(tool: dict[str, Any], name: str, value: str) -> None:
    for kind in ("requirements", "hints"):
        for requirement in tool.get(kind) or ():
            if requirement.get("class") == "EnvVarRequirement":
                kept = [entry for entry in requirement["envDef"] if entry["envName"] != name]
                requirement["envDef"] = [*kept, {"envName": name, "envValue": value}]
                return
    entry = {"class": "EnvVarRequirement", "envDef": [{"envName": name, "envValue": value}]}
    tool["hints"] = [*(tool.get("hints") or ()), entry]
