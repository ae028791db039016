"""What a tool says of its progress is one of what we know, or is refused with the field and the choice."""

from __future__ import annotations

from typing import Any

import pytest

from wps_cwl import errors
from wps_cwl.translator.progress_hint import ProgressHint, check, read_hint

PROGRESS, LAST = "https://w3id.org/wps-cwl#progress", "https://w3id.org/wps-cwl#lastStage"


def tool(**more: Any) -> dict[str, Any]:
    return {"class": "CommandLineTool", **more}


def test_a_tool_may_say_nothing_or_that_it_draws_on_a_terminal() -> None:
    assert read_hint(tool()) is None
    assert read_hint(tool(**{PROGRESS: "terminal"})) == ProgressHint()
    assert read_hint(tool(**{PROGRESS: "terminal", LAST: "Writing"})) == ProgressHint("Writing")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (tool(**{PROGRESS: "bar"}), ["wps:progress", '"bar"', "choose from: terminal"]),
        (tool(**{PROGRESS: ["terminal"]}), ["wps:progress", "choose from: terminal"]),
        (tool(**{PROGRESS: True}), ["wps:progress", '"True"', "choose from: terminal"]),
        (tool(**{LAST: "Writing"}), ["wps:lastStage", "without wps:progress: terminal"]),
        (tool(**{PROGRESS: "terminal", LAST: " "}), ["wps:lastStage", "' '"]),
        ({"class": "Workflow", PROGRESS: "terminal"}, ["wps:progress", "this is a Workflow", "tools of its steps"]),
    ],
)
def test_what_is_wrong_is_named_with_the_choice(said: dict[str, Any], words: list[str]) -> None:
    with pytest.raises(errors.InvalidDescription) as caught:
        check({"$graph": [{"class": "Workflow", "steps": [{"run": said}]}]})
    assert all(word in str(caught.value) for word in words), str(caught.value)
