"""`wps:duration`: what an author may say, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from wps_cwl.errors import InvalidDescription
from wps_cwl.translator.description import WPS, describe

JAVASCRIPT = [{"class": "InlineJavascriptRequirement"}]


def duration(said: Any, requirements: Any = ()) -> float | str | None:
    inputs = [{"id": "#main/seconds", "type": "int"}, {"id": "#main/my-image", "type": "File"}]
    document = {"class": "CommandLineTool", "inputs": inputs, "outputs": [], "requirements": list(requirements)}
    if said is not ...:
        document[WPS + "duration"] = said
    return describe(document, identifier="p").duration


@pytest.mark.parametrize(
    ("said", "requirements", "understood"),
    [
        (..., [], None),
        (90, [], 90.0),
        (0.5, [], 0.5),
        ("$(inputs.seconds)", [], "$(inputs.seconds)"),
        ("$(inputs['my-image'].size)", [], "$(inputs['my-image'].size)"),
        ("$(inputs.seconds * 2)", JAVASCRIPT, "$(inputs.seconds * 2)"),
        ("${ return 2 * inputs.seconds; }\n", JAVASCRIPT, "${ return 2 * inputs.seconds; }"),
    ],
)
def test_seconds_or_an_expression_may_be_said(said: Any, requirements: Any, understood: Any) -> None:
    assert duration(said, requirements) == understood


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (-1, "neither a number of seconds"),
        (True, "neither a number of seconds"),
        (float("inf"), "neither a number of seconds"),
        ("90", "neither a number of seconds"),
        ([90], "neither a number of seconds"),
        ("$(inputs.seconds) s", "neither a number of seconds"),
        ("$(inputs.second)", 'no input "second"; choose from: my-image, seconds'),
        ("$(inputs.seconds * 2)", "InlineJavascriptRequirement"),
        ("${ return 2; }", "InlineJavascriptRequirement"),
    ],
)
def test_anything_else_is_refused(said: Any, reason: str) -> None:
    with pytest.raises(InvalidDescription, match="wps:duration") as refused:
        duration(said)
    assert reason in str(refused.value)
