"""The tables of runs cover the applications of the Orfeo ToolBox; `make test-otb` runs them."""

from __future__ import annotations

from tests.otb import tables
from tests.support.service import ROOT

APPLICATIONS = {path.stem for path in (ROOT / "cwl" / "processes" / "otb").glob("*.cwl")}
RUN = {run.application for run in tables.read(*tables.RUNS).values()}


def test_an_application_is_run_or_has_its_reason() -> None:
    assert len(APPLICATIONS) == 110
    assert RUN | tables.reasons().keys() == APPLICATIONS
    assert not RUN & tables.reasons().keys()


def test_ninety_applications_at_least_are_run() -> None:
    assert len(RUN) >= 90


def test_the_runs_of_each_kind_need_no_other_table() -> None:
    assert len(tables.read("kinds")) >= 15
