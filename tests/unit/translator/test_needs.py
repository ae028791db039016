"""What the steps of packed documents ask for."""

from __future__ import annotations

from typing import Any

import pytest

from wps_cwl.model import Need
from wps_cwl.translator.needs import expressions, read_needs

MIB = 1 << 20


def resources(**said: Any) -> dict[str, Any]:
    return {"class": "ResourceRequirement", **said}


def tool(id: str = "#main", requirements: Any = (), hints: Any = ()) -> dict[str, Any]:
    return {"class": "CommandLineTool", "id": id, "requirements": list(requirements), "hints": list(hints)}


@pytest.mark.parametrize(
    ("document", "need"),
    [
        (tool(), Need("")),
        (tool(requirements=[resources(coresMin=2, ramMin=300)]), Need("", cores=2, memory=300 * MIB)),
        (tool(hints=[resources(coresMin=2.5)]), Need("", cores=2.5)),
        (tool(requirements=[resources(coresMin=2)], hints=[resources(coresMin=8, ramMin=1)]), Need("", cores=2)),
        (tool(requirements=[resources(coresMax=4, ramMax=5)]), Need("", cores=4, memory=5 * MIB)),
        (tool(requirements=[resources(coresMin=1, coresMax=4)]), Need("", cores=1)),
        (tool(requirements=[resources(coresMin="$(inputs.n)")]), Need("")),
        (tool(requirements=[{"class": "ToolTimeLimit", "timelimit": 90}]), Need("", seconds=90)),
        (tool(requirements=[{"class": "ToolTimeLimit", "timelimit": 0}]), Need("")),
        (tool(hints=[{"class": "http://commonwl.org/cwltool#CUDARequirement"}]), Need("", gpus=1)),
        (tool(hints=[{"class": "cwltool:CUDARequirement", "cudaDeviceCountMin": 3}]), Need("", gpus=3)),
    ],
)
def test_numbers_of_a_tool_are_read(document: dict[str, Any], need: Need) -> None:
    assert read_needs(document) == (need,)
    assert read_needs({"$graph": [document]}) == (need,)


def workflow(run: Any, *, own: Any = (), of_step: Any = ()) -> dict[str, Any]:
    step = {"id": "#main/align", "run": run, "requirements": list(of_step)}
    return {"class": "Workflow", "id": "#main", "requirements": list(own), "steps": [step]}


def test_every_step_of_a_workflow_is_looked_at_also_in_one_inside() -> None:
    inner = {
        "class": "Workflow",
        "id": "#inner",
        "steps": [{"id": "#inner/a", "run": "#t"}, {"id": "#inner/b", "run": tool("#u", [resources(coresMin=3)])}],
    }
    graph = {"$graph": [workflow("#inner"), inner, tool("#t", [resources(coresMin=2)])]}
    assert read_needs(graph) == (Need("a", cores=2), Need("b", cores=3))


@pytest.mark.parametrize(
    ("own", "of_step", "of_tool", "cores"),
    [
        ([resources(coresMin=2)], [], [], 2),
        ([resources(coresMin=2)], [resources(coresMin=3)], [], 3),
        ([resources(coresMin=2)], [resources(coresMin=3)], [resources(coresMin=4)], 4),
    ],
)
def test_the_innermost_requirement_holds(own: Any, of_step: Any, of_tool: Any, cores: int) -> None:
    assert read_needs(workflow(tool("#t", of_tool), own=own, of_step=of_step)) == (Need("align", cores=cores),)


def test_a_requirement_around_a_step_comes_before_its_hints() -> None:
    inner = tool("#t", hints=[resources(coresMin=9)])
    assert read_needs(workflow(inner, own=[resources(coresMin=2)])) == (Need("align", cores=2),)


def test_a_workflow_that_runs_itself_has_an_end() -> None:
    assert read_needs({"$graph": [workflow("#main")]}) == ()


def test_expressions_of_a_tool_are_asked_for_and_those_of_steps_are_not() -> None:
    asking = tool(requirements=[resources(coresMin="$(inputs.n)", ramMin=1)])
    assert expressions(asking) == ["$(inputs.n)"]
    assert read_needs(asking, {"$(inputs.n)": 7}.get) == (Need("", cores=7, memory=MIB),)
    assert read_needs(asking, {"$(inputs.n)": "seven"}.get) == (Need("", memory=MIB),)
    assert expressions(workflow(tool("#t", [resources(coresMin="$(inputs.n)")]))) == []
