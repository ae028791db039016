"""The broken documents are broken where `expected.yml` says so: some for cwltool, the others for this server only."""

from __future__ import annotations

import pytest
from cwltool.errors import WorkflowException
from schema_salad.exceptions import SchemaSaladException

from tests.cwl.broken_corpus import BROKEN, Mistake, mistakes
from tests.cwl.corpus import tool

MISTAKES = mistakes()
OF_CWLTOOL = [mistake for mistake in MISTAKES if mistake.refused_by == "cwltool"]
OF_CATALOGUE = [mistake for mistake in MISTAKES if mistake.refused_by == "catalogue"]

# cwltool lets through what Python says of no document, of bytes, of a list, and of an endless nesting
REFUSALS = (SchemaSaladException, WorkflowException, StopIteration, UnicodeDecodeError, ValueError, RecursionError)


def names(some: list[Mistake]) -> list[str]:
    return [mistake.cwl.stem for mistake in some]


def test_every_broken_document_has_an_expectation() -> None:
    assert {mistake.cwl for mistake in MISTAKES} == set(BROKEN.glob("*.cwl"))


@pytest.mark.parametrize("mistake", MISTAKES, ids=names(MISTAKES))
def test_the_line_to_look_at_is_in_the_document(mistake: Mistake) -> None:
    assert 1 <= mistake.line <= max(1, len(mistake.cwl.read_bytes().splitlines()))


@pytest.mark.parametrize("mistake", OF_CWLTOOL, ids=names(OF_CWLTOOL))
def test_cwltool_refuses_the_document(mistake: Mistake) -> None:
    with pytest.raises(REFUSALS):
        tool(mistake.cwl)


@pytest.mark.parametrize("mistake", OF_CATALOGUE, ids=names(OF_CATALOGUE))
def test_cwltool_alone_would_take_the_document(mistake: Mistake) -> None:
    assert tool(mistake.cwl).tool["class"] in {"CommandLineTool", "ExpressionTool"}
