"""What a person is told of each broken document, and that nothing is said of the valid ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cwl.broken_corpus import Mistake, mistakes
from tests.cwl.corpus import ROUNDTRIP
from wps_cwl import catalogue


def problems(path: Path) -> list[tuple[int, str]]:
    return [(problem.line, problem.reason) for problem in catalogue.check(path)]


MISTAKES = mistakes()
DOCUMENTS = sorted(ROUNDTRIP.glob("*.cwl"))


@pytest.mark.parametrize("mistake", MISTAKES, ids=[mistake.cwl.stem for mistake in MISTAKES])
def test_a_mistake_is_told_with_its_line_and_one_readable_reason(mistake: Mistake) -> None:
    (found,) = problems(mistake.cwl)
    assert found[0] == mistake.line
    assert mistake.reason in found[1]
    assert "\n" not in found[1]
    assert str(mistake.cwl.parent) not in found[1]


@pytest.mark.parametrize("document", DOCUMENTS, ids=[path.stem for path in DOCUMENTS])
def test_nothing_is_said_against_a_valid_document(document: Path) -> None:
    assert problems(document) == []


def test_several_mistakes_are_told_each(tmp_path: Path) -> None:
    document = tmp_path / "several.cwl"
    document.write_text(
        "cwlVersion: v1.2\nclass: CommandLineTool\nbaseCommand: echo\ninputs:\n  a: nosuch\n  b: nothing\noutputs: []\n"
    )
    assert [line for line, _ in problems(document)] == [5, 6]


def test_a_mistake_in_another_file_is_told_where_that_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "tool.cwl").write_text("cwlVersion: v1.2\nclass: CommandLineTool\ninputs:\n  a: nosuch\noutputs: []\n")
    document = tmp_path / "flow.cwl"
    document.write_text(
        "cwlVersion: v1.2\nclass: Workflow\ninputs: []\noutputs: []\n"
        "steps:\n  one:\n    run: tool.cwl\n    in: []\n    out: []\n"
    )
    ((line, reason),) = problems(document)
    assert line == 7
    assert reason.startswith("in tool.cwl, line 4: ")
    assert "nosuch" in reason


def test_aliases_that_form_a_loop_are_survived(tmp_path: Path) -> None:
    document = tmp_path / "loop.cwl"
    document.write_text("cwlVersion: v9\nclass: CommandLineTool\ninputs: &a [*a]\noutputs: []\n")
    assert [line for line, _ in problems(document)] == [1]
