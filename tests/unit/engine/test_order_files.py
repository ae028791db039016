"""The files of a job order: their size, and what an expression may ask of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from wps_cwl.engine.order_files import size_of, with_facts


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    (tmp_path / "inputs/folder/deep").mkdir(parents=True)
    (tmp_path / "inputs/a.tif").write_bytes(b"x" * 10)
    (tmp_path / "inputs/a.tif.aux").write_bytes(b"x" * 200)
    (tmp_path / "inputs/folder/deep/b.tif").write_bytes(b"x" * 3000)
    return tmp_path


A: dict[str, Any] = {"class": "File", "location": "inputs/a.tif"}
FOLDER: dict[str, Any] = {"class": "Directory", "location": "inputs/folder"}


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ({}, 0),
        ({"n": 5, "word": "inputs/a.tif"}, 0),
        ({"image": A}, 10),
        ({"image": {**A, "secondaryFiles": [{"class": "File", "location": "inputs/a.tif.aux"}]}}, 210),
        ({"images": [A, A], "record": {"inner": [FOLDER]}}, 3020),
        ({"text": {"class": "File", "contents": "zwölf"}}, 6),
    ],
)
def test_all_files_count_wherever_they_stand(value: Any, size: int, directory: Path) -> None:
    assert size_of(value, directory) == size


def test_a_file_of_more_than_4_gib_is_measured_whole(tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate((5 << 30) + 1)  # a hole: it takes no space
    assert size_of({"class": "File", "location": "large"}, tmp_path) == (5 << 30) + 1


def test_expressions_may_ask_for_what_cwl_promises(directory: Path) -> None:
    told = with_facts({"image": A, "n": 5, "folder": FOLDER}, directory)
    facts = {"path", "basename", "nameroot", "nameext", "size"}
    assert {name: told["image"][name] for name in facts} == {
        "path": str(directory / "inputs/a.tif"),
        "basename": "a.tif",
        "nameroot": "a",
        "nameext": ".tif",
        "size": 10,
    }
    assert (told["n"], told["folder"]["basename"]) == (5, "folder")
    assert with_facts({**A, "basename": "other.tif"}, directory)["basename"] == "other.tif"
