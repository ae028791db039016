"""Every tool of a packed document learns where to write its progress, and the document is otherwise as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from wps_cwl import errors
from wps_cwl.engine.packing import TERMINAL, with_progress_file, without_progress_file, without_terminal

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


@pytest.mark.parametrize("run", ["#a", tool()])
def test_a_step_that_sets_variables_itself_sets_this_one_too(run: str | dict[str, Any]) -> None:
    step = {"run": run, "requirements": [{"class": "EnvVarRequirement", "envDef": [OWN]}]}
    flow = {"class": "Workflow", "id": "#main", "steps": [step, {"run": run}]}
    changed = with_progress_file({"$graph": [flow, tool(id="#a")]}, FILE)
    of_own, plain = changed["$graph"][0]["steps"]
    assert of_own["requirements"] == [{"class": "EnvVarRequirement", "envDef": [OWN, ENTRY]}]
    assert "requirements" not in plain
    assert "hints" not in plain


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
        ({"class": "Workflow", "steps": [{"run": tool(), "requirements": [SOME]}]},) * 2,
    ],
)
def test_the_variable_can_be_taken_away_again(written: dict[str, Any], left: dict[str, Any]) -> None:
    assert without_progress_file(with_progress_file(written, FILE)) == left
    assert without_progress_file(written) == left


# --- tools that tell their progress to a terminal -------------------------------------------------------

WPS = "https://w3id.org/wps-cwl#"
HINT = {f"{WPS}progress": "terminal"}
LAST = {**HINT, f"{WPS}lastStage": "Writing it"}


@pytest.mark.parametrize(
    ("written", "command"),
    [
        (tool(**HINT), [*TERMINAL, "true"]),
        (tool(**HINT, baseCommand=["a", "b"]), [*TERMINAL, "a", "b"]),
        (tool(**HINT, baseCommand=None), [*TERMINAL]),
        (tool(**LAST), [*TERMINAL, "--last=Writing it", "true"]),
        (tool(), "true"),
    ],
)
def test_a_tool_with_the_hint_gets_a_terminal(written: dict[str, Any], command: list[str]) -> None:
    once = with_progress_file(written, FILE)
    assert once["baseCommand"] == command
    assert with_progress_file(once, FILE) == once
    assert without_progress_file(once) == without_progress_file(written)


@pytest.mark.parametrize("kind", ["DockerRequirement", "ShellCommandRequirement", "cwltool:MPIRequirement"])
@pytest.mark.parametrize("place", ["requirements", "hints"])
def test_a_tool_that_is_begun_in_another_way_is_left_as_it_is(kind: str, place: str) -> None:
    special = {place: [{"class": kind}]}
    assert with_progress_file(tool(**HINT, **special), FILE)["baseCommand"] == ["true"]
    for flow in ({"steps": [{"run": tool(**HINT)}], **special}, {"steps": [{"run": tool(**HINT), **special}]}):
        changed = with_progress_file({"class": "Workflow", **flow}, FILE)
        assert changed["steps"][0]["run"]["baseCommand"] == ["true"]


def test_only_the_steps_with_the_hint_get_a_terminal() -> None:
    flow = {"class": "Workflow", "steps": [{"run": tool(**HINT)}, {"run": tool()}]}
    runs = [step["run"]["baseCommand"] for step in with_progress_file(flow, FILE)["steps"]]
    assert runs == [[*TERMINAL, "true"], "true"]


@pytest.mark.parametrize("python", [TERMINAL[0], "/opt/another/bin/python3.12"])
@pytest.mark.parametrize("last", ["", "--last=Writing ", "'--last=Writing it' "])
def test_a_command_line_is_shown_without_the_terminal(python: str, last: str) -> None:
    shown = f"{python} {' '.join(TERMINAL[1:])} {last}otbcli_BandMath -exp ' a b' > x"
    assert without_terminal(shown) == "otbcli_BandMath -exp ' a b' > x"
    assert without_terminal("python3 -I run.py") == "python3 -I run.py"


def test_a_hint_that_means_nothing_is_refused() -> None:
    with pytest.raises(errors.InvalidDescription, match=r'wps:progress.*"bar".*choose from: terminal'):
        with_progress_file(tool(**{f"{WPS}progress": "bar"}), FILE)
