"""Inputs that depend on others are described so, and a request is refused before a job exists."""

from __future__ import annotations

from typing import Any

import pytest

from wps_cwl import errors
from wps_cwl.model import (
    ComplexData,
    ExecuteRequest,
    Format,
    LiteralValue,
    NamedValue,
    OutputRequest,
    Process,
    StagingPlan,
)
from wps_cwl.translator import job_order
from wps_cwl.translator.description import WPS, describe

MODE = {"type": "enum", "symbols": ["#mode/vector", "#mode/raster"]}


def process(**inputs: Any) -> Process:
    declared = [{"id": f"#{name}", **given} for name, given in inputs.items()]
    output = {"id": "#out", "type": ["null", "File"], f"{WPS}mediaTypes": ["image/tiff", "image/png"]}
    other = {"id": "#log", "type": "File"}
    return describe(
        {"class": "CommandLineTool", "inputs": declared, "outputs": [output, other]}, identifier="segmentation"
    )


def choosing(**inputs: Any) -> Process:
    """Return a process with a choice that the tool makes by itself: `mode`, vector when it is left out."""
    return process(mode={"type": ["null", MODE], f"{WPS}toolDefault": "vector"}, **inputs)


def build(offered: Process, *outputs: OutputRequest, **values: str) -> StagingPlan:
    inputs = tuple(NamedValue(name, LiteralValue(text)) for name, text in values.items())
    return job_order.build(offered, ExecuteRequest(offered.id, inputs, outputs))


def only(condition: Any, kind: str = "int", *, needed: bool = False) -> dict[str, Any]:
    found = {"type": ["null", kind], f"{WPS}when": condition}
    return found | {f"{WPS}requiredWhen": condition} if needed else found


def test_an_input_of_another_choice_is_refused_with_the_choice() -> None:
    with pytest.raises(errors.InputOutOfPlace) as caught:
        build(choosing(size=only("mode = raster")), size="3")
    assert str(caught.value) == 'The input "size" may be sent only with mode = raster; mode is vector.'
    assert caught.value.locator == "size"


def test_an_input_of_the_choice_that_is_made_is_taken() -> None:
    assert build(choosing(size=only("mode = raster")), size="3", mode="raster").order == {"size": 3, "mode": "raster"}


def test_an_input_that_a_choice_needs_is_missed() -> None:
    offered = choosing(size=only("mode = raster", needed=True))
    assert build(offered).order == {}
    with pytest.raises(errors.InputNeeded) as caught:
        build(offered, mode="raster")
    assert str(caught.value) == 'The input "size" is missing; it is needed with mode = raster.'


def test_a_choice_that_is_not_sent_is_the_one_that_the_tool_makes() -> None:
    with pytest.raises(errors.InputNeeded):
        build(choosing(size=only("mode = vector", needed=True)))


def test_a_default_of_the_document_counts_before_that_of_the_tool() -> None:
    offered = process(
        mode={"type": MODE, "default": "raster", f"{WPS}toolDefault": "vector"}, size=only("mode = raster")
    )
    assert build(offered, size="3").order == {"size": 3}


def test_all_conditions_of_a_list_must_hold_and_one_value_of_each() -> None:
    offered = choosing(
        deep={"type": ["null", "boolean"], f"{WPS}toolDefault": False},
        size=only(["mode = vector or raster", "deep = true"]),
    )
    assert build(offered, size="3", deep="1").order == {"deep": True, "size": 3}
    with pytest.raises(errors.InputOutOfPlace, match="mode is vector and deep is false"):
        build(offered, size="3")


def test_a_default_satisfies_what_a_choice_needs() -> None:
    offered = choosing(size={"type": "int", "default": 3, f"{WPS}requiredWhen": "mode = raster"})
    assert build(offered, mode="raster").order == {"mode": "raster"}


def test_the_abstract_says_the_condition_and_what_the_tool_takes() -> None:
    offered = choosing(size={**only("mode = raster", needed=True), "doc": "How large.", f"{WPS}toolDefault": 5})
    parameter = offered.input("size")
    assert parameter is not None
    assert parameter.abstract == (
        "How large.\n\nNeeded with mode = raster, and not allowed without. When it is left out, the tool takes 5."
    )
    assert parameter.min_occurs == 0


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ("raster", "is not written as"),
        ({"mode": "raster"}, "is not written as"),
        ("mode = rastr", '"rastr" is no value of "mode"; choose from: vector, raster'),
        ("mod = raster", 'there is no input "mod"'),
    ],
    ids=["no choice", "mapping", "wrong value", "wrong input"],
)
def test_a_condition_that_cannot_hold_keeps_the_file_from_being_offered(condition: Any, reason: str) -> None:
    with pytest.raises(errors.InvalidDescription) as caught:
        choosing(size=only(condition))
    assert reason in str(caught.value)


def test_a_text_must_match_its_pattern() -> None:
    offered = process(name={"type": "string", f"{WPS}pattern": "[a-z]+[.]tif"})
    assert build(offered, name="a.tif").order == {"name": "a.tif"}
    for text in ("../a.tif", "a.tif\n", "A.tif", ""):
        with pytest.raises(errors.InvalidInput, match="does not match"):
            build(offered, name=text)


def test_a_pattern_that_is_none_keeps_the_file_from_being_offered() -> None:
    with pytest.raises(errors.InvalidDescription, match="wps:pattern"):
        process(name={"type": "string", f"{WPS}pattern": "["})


# --- names of files -----------------------------------------------------------------------------------


def naming(**more: Any) -> Process:
    return choosing(out_name={"type": ["null", "string"], f"{WPS}fileNameOf": "out", **more})


def test_a_file_is_named_so_that_it_has_the_format_that_is_asked_for() -> None:
    assert build(naming(), OutputRequest("out", format=Format("image/png"))).order == {"out_name": "out.png"}


def test_an_optional_file_is_written_when_it_is_asked_for_but_not_with_all_others() -> None:
    offered = naming()
    output = offered.output("out")
    assert output is not None
    assert isinstance(output.data, ComplexData)
    assert build(offered).order == {}
    assert build(offered, OutputRequest("out")).order == {"out_name": "out.tif"}
    assert build(offered, OutputRequest("out"), OutputRequest("log")).order == {}


def test_a_name_that_is_sent_stays_and_one_of_another_choice_is_not_made() -> None:
    png = OutputRequest("out", format=Format("image/png"))
    assert build(naming(), png, out_name="a.tif").order == {"out_name": "a.tif"}
    assert build(naming(**{f"{WPS}when": "mode = raster"}), png).order == {}
