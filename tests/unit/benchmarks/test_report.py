"""The report says what was measured, and the command ends as it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks import __main__ as command
from benchmarks import machine, report
from benchmarks.measure import Measure, Outcome, Target
from benchmarks.report import BEGIN, END, Report

GOOD = Measure("good", "what", "s", lambda _: 1.0, lambda _: 4.0, "stock", Target(0.5))
BAD = Measure("bad", "what", "s", lambda _: 3.0, lambda _: 4.0, "stock", Target(0.5))


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.md"
    path.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def _two_measures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "MEASURES", (GOOD, BAD))


def test_a_missed_target_is_named_and_makes_the_exit_code_1() -> None:
    done = CliRunner().invoke(command.main, ["--rounds", "2"])
    assert done.exit_code == 1
    assert "missed: bad" in done.output


def test_met_targets_make_the_exit_code_0() -> None:
    assert CliRunner().invoke(command.main, ["--only", "good"]).exit_code == 0


def test_an_unknown_measure_is_refused_with_those_that_there_are() -> None:
    done = CliRunner().invoke(command.main, ["--only", "goood"])
    assert done.exit_code == 2
    assert "choose from: good, bad" in done.output


def test_the_json_holds_each_value_the_machine_and_the_verdict(tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    CliRunner().invoke(command.main, ["--rounds", "2", "--json", str(file)])
    told = json.loads(file.read_text())
    assert told["machine"]["cpus"] >= 1
    assert told["machine"]["packages"].keys() >= {"toil", "cwltool", "pywps", "wps-cwl"}
    good, bad = told["measures"]
    assert good["ours"] == {"median": 1.0, "values": [1.0, 1.0]}
    assert (good["ratio"], good["verdict"], bad["verdict"]) == (0.25, "met", "missed")


def test_the_page_gets_the_table_between_its_marks(page: Path) -> None:
    CliRunner().invoke(command.main, ["--rounds", "1", "--write", str(page)])
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"before\n{BEGIN}\n")
    assert text.endswith(f"{END}\nafter\n")
    assert "old" not in text
    assert "| good | 1 s | 4 s | stock | 0.25 | at most 0.5 | met |" in text


def test_a_part_of_the_measures_is_not_written_to_the_page(page: Path) -> None:
    assert CliRunner().invoke(command.main, ["--only", "good", "--write", str(page)]).exit_code == 2
    assert "old" in page.read_text(encoding="utf-8")


def test_a_page_without_marks_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.md"
    path.write_text("text")
    with pytest.raises(ValueError, match="lacks the marks"):
        report.write_between_marks(path, "table")
    assert path.read_text() == "text"


def test_the_least_and_the_most_stand_behind_a_median() -> None:
    outcome = Outcome(GOOD, ours=[1.0, 2.0, 6.0], peer=[4.0])
    assert "2 s (1 to 6)" in Report(machine.look("command", {}), 3, [outcome]).as_markdown()
