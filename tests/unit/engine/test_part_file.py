"""Files are there whole or not at all, also when two engines make the same one."""

from __future__ import annotations

from pathlib import Path

import pytest

from wps_cwl import unfinished
from wps_cwl.engine.part_file import part_file, part_folder
from wps_cwl.job_directory import JobDirectory


def test_an_engine_that_is_too_late_takes_no_part_away_from_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "inputs" / "image.tif"
    late, late_folder = part_file(target), part_folder(tmp_path / "folder")
    late.__enter__().write(b"half")
    late_folder.__enter__()
    monkeypatch.setattr(unfinished, "_OURS", "another engine")
    with part_file(target) as file, part_folder(tmp_path / "folder") as folder:
        file.write(b"whole")
        (folder / "a").touch()
        for fails in (late, late_folder):
            assert not fails.__exit__(OSError, OSError("given up"), None)
    assert target.read_bytes() == b"whole"
    assert (tmp_path / "folder" / "a").exists()
    assert [path.name for path in target.parent.iterdir()] == ["image.tif"]


def test_parts_of_who_was_killed_go_when_the_job_has_ended(tmp_path: Path) -> None:
    directory = JobDirectory(tmp_path, "job-1")
    directory.create()
    kept = directory.inputs / "image.tif"
    kept.write_bytes(b"whole")
    for target in (kept, directory.outputs / "out" / "a.tif"):
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unfinished(target).write_bytes(b"half")
    unfinished.unfinished(directory.inputs / "folder").mkdir()
    directory.clear()
    assert list(directory.inputs.iterdir()) == [kept]
    assert list((directory.outputs / "out").iterdir()) == []


def test_a_name_may_be_as_long_as_the_file_system_lets_it(tmp_path: Path) -> None:
    with part_file(tmp_path / ("x" * 255)) as file:
        file.write(b"1")
    assert [path.name for path in tmp_path.iterdir()] == ["x" * 255]
