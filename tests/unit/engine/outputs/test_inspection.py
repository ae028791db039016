"""Files that are cut off are told from whole ones, and from those that are only strange."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import geodata
from tests.support.conversion import convert, file_object, wait
from wps_cwl import errors
from wps_cwl.engine import inspection
from wps_cwl.engine.gdal import Gdal
from wps_cwl.engine.inspection import Inspector
from wps_cwl.job_directory import JobDirectory

XML = b"<?xml version='1.0'?>\n<a><b>1</b>\n</a>\n"
JSON = '{"type": "日", "features": [{"a": "é\\u00e9"}, {"a": -1.5e-7, "b": [null, true, false, 12]}]}'.encode()


def inspect(gdal: Gdal, directory: JobDirectory, name: str, content: bytes) -> None:
    path = directory.work / "out" / name
    path.write_bytes(content)
    directory.write_json(directory.produced, {"count": 3, "out": [file_object(path)], "nothing": None})
    Inspector(gdal).inspect(directory, wait)


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.xml", XML), ("a.gml", XML), ("a.json", JSON), ("a.geojson", JSON), ("a.json", b"3\n")],
    ids=["xml", "gml", "json", "geojson", "number"],
)
def test_whole_documents_pass_and_cut_ones_do_not(
    name: str, content: bytes, gdal: Gdal, directory: JobDirectory
) -> None:
    inspect(gdal, directory, name, content)
    for length in range(1, len(content.rstrip()) if len(content) > 3 else 0):
        with pytest.raises(errors.OutputDamaged, match='"out" was not written to its end: it is cut off'):
            inspect(gdal, directory, name, content[:length])


@pytest.mark.parametrize("name", ["a.tif", "a.png", "a.xml", "a.json", "a.gpkg"])
def test_an_empty_file_is_none_of_its_kind(name: str, gdal: Gdal, directory: JobDirectory) -> None:
    with pytest.raises(errors.OutputDamaged, match="it is empty"):
        inspect(gdal, directory, name, b"")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xml", b"<a><b></a>\n"),
        ("a.xml", b"no XML"),
        ("a.json", b"no JSON"),
        ("a.json", b"{'a': 1}"),
        ("a.tif", b"no image at all"),
        ("a.txt", b""),
        ("a.dat", b""),
        ("a.bin", b"\0\1"),
    ],
)
def test_what_is_only_strange_is_the_affair_of_its_tool(
    name: str, content: bytes, gdal: Gdal, directory: JobDirectory
) -> None:
    inspect(gdal, directory, name, content)


@pytest.mark.parametrize("asked", [None, "image/png", "image/jpeg", "image/jp2"])
def test_images_that_are_cut_do_not_pass(asked: str | None, gdal: Gdal, directory: JobDirectory) -> None:
    path = directory.work / "out" / "first.tif"
    geodata.image(path, "uint8", 1)
    if asked is not None:
        path = convert(gdal, directory, path, "image/tiff; subtype=geotiff", asked)
    content = path.read_bytes()
    name = f"second{path.suffix}"
    inspect(gdal, directory, name, content)
    for part in (0.5, 0.9):
        with pytest.raises(errors.OutputDamaged, match="it is cut off") as told:
            inspect(gdal, directory, name, content[: int(len(content) * part)])
        assert str(directory.path) not in str(told.value)


def test_a_link_out_of_the_job_is_not_read(gdal: Gdal, directory: JobDirectory, tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_bytes(JSON)
    path = directory.work / "out" / "a.json"
    path.symlink_to(tmp_path / "secret.json")
    directory.write_json(directory.produced, {"out": file_object(path)})
    with pytest.raises(errors.UnsafeOutput):
        Inspector(gdal).inspect(directory, wait)


def test_room_is_what_the_file_system_has(tmp_path: Path) -> None:
    assert inspection.room(tmp_path) > inspection.NO_ROOM
    assert inspection.room(Path("/proc")) == 0
