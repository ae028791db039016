"""Jobs that ask for the same have one key, wherever their files lie; all others have another one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wps_cwl.catalogue.document import load
from wps_cwl.engine import reuse_key
from wps_cwl.engine.packing import with_progress_file
from wps_cwl.model import Format, OutputRequest, Transmission

Json = dict[str, Any]
TOOL: Json = {"class": "CommandLineTool", "id": "#main", "baseCommand": "true", "inputs": [], "outputs": []}


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[str], Path]:
    """Make the directory of a job."""

    def made(name: str) -> Path:
        path = tmp_path / name
        path.mkdir(exist_ok=True)
        return path

    return made


def write(base: Path, location: str, content: bytes = b"data") -> Json:
    path = base / location
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return {"class": "File", "location": location}


def key(base: Path, order: Json, document: Json = TOOL, *asked: OutputRequest) -> str:
    return reuse_key.key(document, order, asked, base)


# --- the same ---------------------------------------------------------------------------------------------


def test_the_same_content_elsewhere_is_the_same(folder: Callable[[str], Path]) -> None:
    one, two = folder("one"), folder("two")
    order = {"image": write(one, "inputs/image/0/a.tif")}
    assert key(one, order) == key(two, {"image": write(two, "inputs/image/7/a.tif")})
    by_path = {"class": "File", "path": str(two / "inputs/image/7/a.tif")}
    by_address = {"class": "File", "location": (two / "inputs/image/7/a.tif").as_uri()}
    assert key(one, order) == key(two, {"image": by_path}) == key(two, {"image": by_address})


def test_a_name_that_is_said_and_one_that_is_seen_are_the_same(folder: Callable[[str], Path]) -> None:
    base = folder("one")
    file = write(base, "a.tif")
    assert key(base, {"f": file}) == key(base, {"f": file | {"basename": "a.tif"}})


def test_the_order_of_keys_does_not_count(folder: Callable[[str], Path]) -> None:
    base = folder("one")
    assert key(base, {"a": 1, "b": {"x": 1, "y": 2}}) == key(base, {"b": {"y": 2, "x": 1}, "a": 1})
    assert key(base, {}, TOOL) == key(base, {}, dict(reversed(TOOL.items())))


def test_the_file_for_progress_does_not_count(folder: Callable[[str], Path]) -> None:
    base = folder("one")
    documents = [TOOL, *(with_progress_file(TOOL, Path(f"/jobs/{job}/progress")) for job in "ab")]
    assert len({key(base, {}, document) for document in documents}) == 1


def test_a_folder_is_what_is_in_it(folder: Callable[[str], Path]) -> None:
    keys = []
    for base, names in ((folder("one"), ("a", "b/c")), (folder("two"), ("b/c", "a"))):
        for name in names:
            write(base, f"in/shapes/{name}", name.encode())
        keys.append(key(base, {"d": {"class": "Directory", "location": "in/shapes"}}))
    assert keys[0] == keys[1]
    (folder("two") / "in/shapes/empty").mkdir()
    assert keys[0] != key(folder("two"), {"d": {"class": "Directory", "location": "in/shapes"}})


def test_how_outputs_travel_does_not_count(folder: Callable[[str], Path]) -> None:
    base = folder("one")
    ways = [(), (OutputRequest("o"),), (OutputRequest("o", Transmission.REFERENCE), OutputRequest("p"))]
    assert len({key(base, {}, TOOL, *asked) for asked in ways}) == 1


def test_a_workflow_of_an_older_version_keeps_its_key_when_it_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "flow.cwl"
    file.write_text(
        """{cwlVersion: v1.0, class: Workflow, inputs: {}, outputs: {o: {type: File, outputSource: s/o}},
        steps: {s: {in: {}, out: [o],
        run: {class: CommandLineTool, baseCommand: date, stdout: o, inputs: {}, outputs: {o: stdout}}}}}"""
    )
    once, again = (json.loads(load(file).packed) for _ in range(2))
    assert once != again, "cwltool has become better: this is not needed any more"
    assert key(tmp_path, {}, once) == key(tmp_path, {}, again)


# --- another one ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1}, {"a": 2}),
        ({"a": 1}, {"b": 1}),
        ({"a": 1}, {"a": 1.0}),
        ({"a": 1}, {"a": "1"}),
        ({"a": 1}, {"a": True}),
        ({"a": None}, {}),
        ({"a": [1, 2]}, {"a": [2, 1]}),
        ({"a": [1]}, {"a": 1}),
        ({"a": "é"}, {"a": "e\N{COMBINING ACUTE ACCENT}"}),
        ({"a": "\udce9"}, {"a": "?"}),
    ],
    ids=repr,
)
def test_another_value_is_another_job(tmp_path: Path, one: Json, other: Json) -> None:
    assert key(tmp_path, one) != key(tmp_path, other)


def test_a_file_is_its_content_its_name_its_format_and_its_companions(folder: Callable[[str], Path]) -> None:
    base = folder("one")
    file = write(base, "a.tif")
    index, other = write(base, "a.tif.idx", b"index"), write(base, "2/a.tif.idx", b"other")
    files = [
        file,
        write(base, "2/a.tif", b"dada"),
        write(base, "3/a.tif", b"longer"),
        write(base, "b.tif"),
        file | {"basename": "c.tif"},
        file | {"format": "edam:format_3591"},
        file | {"secondaryFiles": [index]},
        file | {"secondaryFiles": [other]},
        file | {"secondaryFiles": [index, other]},
        {"class": "File", "contents": "data", "basename": "a.tif"},
        {"class": "File", "contents": "dada", "basename": "a.tif"},
        {"class": "Directory", "listing": [file], "basename": "a.tif"},
        {"class": "Directory", "listing": [index], "basename": "a.tif"},
    ]
    assert len({key(base, {"f": item}) for item in files}) == len(files)


def test_another_document_is_another_job(tmp_path: Path) -> None:
    assert key(tmp_path, {}, TOOL) != key(tmp_path, {}, TOOL | {"baseCommand": "false"})
    assert key(tmp_path, {}, TOOL) != key(tmp_path, {}, TOOL | {"https://w3id.org/wps-cwl#version": "2.0.0"})


def test_a_file_that_the_document_brings_counts_by_its_content(tmp_path: Path) -> None:
    table = write(tmp_path, "table.csv", b"1") | {"location": (tmp_path / "table.csv").as_uri()}
    document = TOOL | {"inputs": [{"id": "#main/table", "type": "File", "default": table}]}
    before = key(tmp_path, {}, document)
    assert before == key(tmp_path, {}, document)
    (tmp_path / "table.csv").write_bytes(b"2")
    assert before != key(tmp_path, {}, document)


def test_another_format_is_another_job(tmp_path: Path) -> None:
    formats = [None, Format("application/zip"), Format("application/metalink4+xml")]
    assert len({key(tmp_path, {}, TOOL, OutputRequest("o", format=form)) for form in formats}) == 3
    zipped = Format("application/zip")
    assert key(tmp_path, {}, TOOL, OutputRequest("o", format=zipped)) != key(
        tmp_path, {}, TOOL, OutputRequest("p", format=zipped)
    )


def test_another_version_runs_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = key(tmp_path, {})
    reuse_key._versions.cache_clear()
    monkeypatch.setattr(reuse_key, "__version__", "99")
    assert before != key(tmp_path, {})
    reuse_key._versions.cache_clear()


# --- none -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "location", ["gone.tif", "http://example.org/a.tif", "s3://bucket/a", "folder", "_:1234", "http://["]
)
@pytest.mark.parametrize("where", ["order", "document"])
def test_what_cannot_be_read_cannot_be_compared(tmp_path: Path, location: str, where: str) -> None:
    (tmp_path / "folder").mkdir()
    file = {"class": "File", "location": location}
    with pytest.raises(reuse_key.NotComparable):
        key(tmp_path, {"f": file} if where == "order" else {}, TOOL | {"hints": [{"class": "X", "listing": [file]}]})


def test_a_folder_with_a_link_in_it_cannot_be_compared(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "link").symlink_to("/etc/passwd")
    with pytest.raises(reuse_key.NotComparable):
        key(tmp_path, {"d": {"class": "Directory", "location": "d"}})


@pytest.mark.parametrize("kind", ["WorkReuse", "cwltool:WorkReuse", "http://commonwl.org/cwltool#WorkReuse"])
@pytest.mark.parametrize(("enabled", "off"), [(False, True), (True, False), ("$(inputs.x)", True)])
def test_work_reuse_switches_it_off_wherever_it_stands(kind: str, enabled: object, off: bool) -> None:
    said = {"requirements": [{"class": kind, "enableReuse": enabled}]}
    places: list[Json] = [
        TOOL | said,
        TOOL | {"hints": said["requirements"]},
        {"$graph": [TOOL, {"class": "Workflow", "steps": [{"run": TOOL} | said]}]},
        {"$graph": [{"class": "Workflow", "steps": [{"run": TOOL | said}]}]},
    ]
    assert [reuse_key.forbidden(place) for place in places] == [off] * 4
    assert not reuse_key.forbidden(TOOL)
