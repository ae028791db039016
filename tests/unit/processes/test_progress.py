"""Progress is measured, and reported to whoever named a file for it."""

from __future__ import annotations

import json
import time
from pathlib import Path

import progress
import pytest

from tests.unit.processes.script import ScriptRunner


def _lines(path: Path) -> list[tuple[int, str]]:
    lines = [line.split(" ", 1) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(int(percent), message) for percent, message in lines]


def test_sleep_reports_ten_times_or_each_second(script: ScriptRunner, tmp_path: Path) -> None:
    begin = time.monotonic()
    ended = script("sleep", {"WPS_PROGRESS_FILE": str(tmp_path / "progress")}, delay=2)
    assert time.monotonic() - begin >= 2
    assert json.loads((tmp_path / "cwl.output.json").read_text()) == {"sleep_output": "Slept 2 seconds"}
    assert ended.stderr == ""
    percents = [percent for percent, _ in _lines(tmp_path / "progress")]
    assert percents == [0, 10, 20, 30, 40, 50, 60, 70, 80, 90]


def test_nobody_is_told_where_no_file_is_named(script: ScriptRunner, tmp_path: Path) -> None:
    script("sleep", delay=0)
    assert [path.name for path in tmp_path.iterdir()] == ["cwl.output.json"]


def test_a_raster_script_reports_what_it_does(script: ScriptRunner, data: Path, tmp_path: Path) -> None:
    script("vegetation_index", {"WPS_PROGRESS_FILE": str(tmp_path / "progress")}, image=data / "sentinel2_a.tif")
    assert _lines(tmp_path / "progress") == [(5, "computing NDVI"), (90, "drawing the preview")]


def test_a_whole_percent_is_reported_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WPS_PROGRESS_FILE", str(tmp_path / "progress"))
    assert list(progress.track(range(1000), "counting", 10, 90)) == list(range(1000))
    percents = [percent for percent, _ in _lines(tmp_path / "progress")]
    assert percents == list(range(10, 90))
