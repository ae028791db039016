"""Files that are given together have different names, and those that belong together stay so."""

from __future__ import annotations

from typing import Any

import pytest

from wps_cwl.translator.file_objects import name_of, with_own_names


def value(words: str) -> dict[str, Any]:
    """Return the File that the words are the paths of: the file, and those that lie beside it."""
    path, *beside = words.split()
    others = [{"class": "File", "path": other} for other in beside]
    return {"class": "File", "path": path} | ({"secondaryFiles": others} if others else {})


def names(given: dict[str, Any]) -> str:
    return " ".join(map(name_of, [given, *given.get("secondaryFiles", ())]))


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (["/1/a.tif", "/1/b.tif"], ["a.tif", "b.tif"]),
        (["/1/a.tif", "/2/a.tif", "/3/a.tif"], ["a.tif", "2-a.tif", "3-a.tif"]),
        (["/1/a.tif", "/1/a.tif"], ["a.tif", "2-a.tif"]),
        (["/1/2-a.tif", "/1/a.tif", "/2/a.tif"], ["2-a.tif", "a.tif", "3-a.tif"]),
        (["/1/a.shp /1/a.dbf", "/2/a.shp /2/a.dbf"], ["a.shp a.dbf", "2-a.shp 2-a.dbf"]),
        (["/1/a.shp /1/a.dbf", "/2/a.shp"], ["a.shp a.dbf", "2-a.shp"]),
        (["/1/a.shp", "/2/a.shp /2/a.dbf"], ["a.shp", "2-a.shp 2-a.dbf"]),
        (["/1/a.shp /1/a.dbf", "/2/a.tab /2/a.dbf"], ["a.shp a.dbf", "2-a.tab 2-a.dbf"]),
        (["/1/a.shp /1/a.dbf", "/1/a.dbf"], ["a.shp a.dbf", "2-a.dbf"]),
        (["/1/a.tif /1/all.xml", "/1/b.tif /1/all.xml"], ["a.tif all.xml", "b.tif all.xml"]),
    ],
)
def test_no_name_stands_for_two_files(given: list[str], named: list[str]) -> None:
    assert [names(item) for item in with_own_names(map(value, given))] == named


def test_what_is_given_is_left_as_it_is() -> None:
    given = [value("/1/a.shp /1/a.dbf"), value("/2/a.shp /2/a.dbf")]
    with_own_names(given)
    assert [names(item) for item in given] == ["a.shp a.dbf"] * 2
