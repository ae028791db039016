"""Every tool of a packed document learns where to write its progress, and the document is otherwise as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from wps_cwl.engine.packing import with_progress_file, without_progress_file

FILE = Path("/state/jobs/1/progress")
ENTRY = {"envName": "WPS_PROGRESS_FILE", "envValue": str(FILE)}


def tool(**more: Any) -> dict[str, Any]:
    return {"class": "CommandLineTool", "baseCommand": "true", **more}


def test_a_tool_gets_the_variable_as_a_hint_and_the_original_is_untouched() -> None:
    original = tool()
    changed = with_progress_file(original, FILE)
    assert changed == tool(hints=[{"class": "EnvVarRequirement", "envDef": [ENTRY]}])
    assert original == tool()


def test_variables_of_the_author_are_kept() -> None:
    own = {"envName": "OMP", "envValue": "1"}
    changed = with_progress_file(tool(requirements=[{"class": "EnvVarRequirement", "envDef": [own]}]), FILE)
    assert changed["requirements"][0]["envDef"] == [own, ENTRY]
    assert "hints" not in changed


def test_doing_it_again_changes_nothing() -> None:
    once = with_progress_file(tool(), FILE)
    assert with_progress_file(once, FILE) == once


def test_tools_inside_steps_are_found_too() -> None:
    inner = {"class": "Workflow", "steps": [{"run": tool()}]}
    graph = {"$graph": [tool(), {"class": "Workflow", "id": "#main", "steps": [{"run": inner}, {"run": "#a"}]}]}
    changed = with_progress_file(graph, FILE)
    assert changed["$graph"][0]["hints"][0]["envDef"] == [ENTRY]
    assert changed["$graph"][1]["steps"][0]["run"]["steps"][0]["run"]["hints"][0]["envDef"] == [ENTRY]
    assert "hints" not in changed["$graph"][1]


def test_a_workflow_that_sets_variables_itself_sets_this_one_too() -> None:
    flow = {"class": "Workflow", "steps": [], "requirements": [{"class": "EnvVarRequirement", "envDef": []}]}
    assert with_progress_file(flow, FILE)["requirements"][0]["envDef"] == [ENTRY]


OWN = {"envName": "OMP", "envValue": "1"}
SOME, NONE = {"class": "EnvVarRequirement", "envDef": [OWN]}, {"class": "EnvVarRequirement", "envDef": []}


@pytest.mark.parametrize(
    ("written", "left"),
    [
        (tool(), tool()),
        (tool(hints=[SOME]), tool(hints=[SOME])),
        (tool(requirements=[SOME]), tool(requirements=[SOME])),
        (tool(requirements=[NONE]), tool()),
        (
            tool(hints=[{"class": "InlineJavascriptRequirement"}]),
            tool(hints=[{"class": "InlineJavascriptRequirement"}]),
        ),
        ({"$graph": [tool(), {"class": "Workflow", "steps": [{"run": tool()}]}]},) * 2,
    ],
)
def test_the_variable_can_be_taken_away_again(written: dict[str, Any], left: dict[str, Any]) -> None:
    assert without_progress_file(with_progress_file(written, FILE)) == left
    assert without_progress_file(written) == left
