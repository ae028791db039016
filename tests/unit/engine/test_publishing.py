"""What a run left becomes results in the storage, the same when it is done again, and nothing from outside the job."""

from __future__ import annotations

import json
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from wps_cwl import codec, errors
from wps_cwl.engine.publishing import Publisher
from wps_cwl.job_directory import JobDirectory
from wps_cwl.model import Format, LiteralValue, NestedResult, OutputRequest, Process, Result, StoredFile
from wps_cwl.storage.filesystem import FilesystemStorage
from wps_cwl.translator.description import describe
from wps_cwl.translator.outputs import read

TYPES: dict[str, Any] = {
    "word": "string",
    "picture": "File",
    "pictures": {"type": "array", "items": "File"},
    "folder": "Directory",
    "folders": {"type": "array", "items": "Directory"},
    "numbers": {"type": "array", "items": "int"},
    "pair": {"type": "record", "fields": [{"name": "x", "type": "int"}, {"name": "y", "type": "File"}]},
    "maybe": ["null", "string"],
}


@pytest.fixture
def directory(tmp_path: Path) -> JobDirectory:
    made = JobDirectory(tmp_path / "jobs", "job-1")
    made.create()
    (made.work / "out" / "sub").mkdir(parents=True)
    (made.work / "out" / "a.png").write_bytes(b"picture")
    (made.work / "out" / "sub" / "a.png").write_bytes(b"another")
    return made


def publish(directory: JobDirectory, produced: dict[str, Any], *asked: OutputRequest) -> dict[str, Any]:
    outputs = [{"id": f"#{name}", "type": TYPES[name]} for name in (*produced, "maybe")]
    process = describe({"class": "CommandLineTool", "inputs": [], "outputs": outputs}, identifier="p")
    directory.write_bytes(directory.description, codec.dump(process, Process))
    directory.write_json(directory.produced, produced)
    publisher = Publisher(FilesystemStorage(directory.root), lambda job, file: f"http://x/{job}/{file.name}")
    first, again = publisher.publish(directory, asked), publisher.publish(directory, asked)
    assert first == again
    return {result.id: result.value for result in first}


def file(directory: JobDirectory, name: str, **more: Any) -> dict[str, Any]:
    path = directory.work / "out" / name
    return {"class": "File", "location": path.as_uri(), "basename": path.name, **more}


def folder(directory: JobDirectory) -> dict[str, Any]:
    inner = {"class": "Directory", "basename": "sub", "listing": [file(directory, "sub/a.png")]}
    return {"class": "Directory", "basename": "out", "listing": [file(directory, "a.png"), inner]}


def stored(directory: JobDirectory, value: StoredFile) -> Path:
    return directory.outputs / value.output / value.name


class AwayStorage(FilesystemStorage):
    """Is away when it is asked for the second file, as often as it is told."""

    def __init__(self, root: Path, times: float) -> None:
        super().__init__(root)
        self.times, self.asked = times, 0

    def publish(self, source: Path, **facts: Any) -> StoredFile:
        self.asked += 1
        if self.asked > 1 and self.times > 0:
            self.times -= 1
            raise errors.StorageUnavailable(reason="it answered 500")
        return super().publish(source, **facts)


@pytest.mark.parametrize(("times", "patience"), [(3, 60.0), (1, 0.0), (float("inf"), 0.05)])
def test_a_storage_that_is_away_is_tried_again_for_a_while(
    directory: JobDirectory, times: float, patience: float
) -> None:
    publish(directory, {"picture": file(directory, "a.png")})  # which also writes what was produced
    storage, waited = AwayStorage(directory.root, times), []
    storage.asked = 1
    publisher = Publisher(storage, lambda *_: "", patience=patience)

    def wait(seconds: float, reason: str) -> None:
        waited.append(reason)
        time.sleep(min(seconds, 0.02))

    if patience > 1:
        [result] = publisher.publish(directory, (), wait)
        assert result.value == StoredFile("picture", "a.png", "image/png", 7, result.value.sha256)
        assert waited == ['The output "picture" cannot be stored: it answered 500. It is tried again.'] * times
    else:
        with pytest.raises(
            errors.OutputNotStored, match='output "picture" cannot be stored: it answered 500'
        ) as caught:
            publisher.publish(directory, (), wait)
        assert caught.value.locator == "picture"
        assert bool(waited) == (patience > 0)


def test_values_and_files_are_published_and_null_is_left_out(directory: JobDirectory) -> None:
    found = publish(directory, {"word": "yes", "picture": file(directory, "a.png"), "numbers": [1, 2]})
    assert found["word"] == LiteralValue("yes", datatype="string")
    assert (found["picture"].name, found["picture"].media_type, found["picture"].size) == ("a.png", "image/png", 7)
    assert json.loads(stored(directory, found["numbers"]).read_text()) == [1, 2]
    assert "maybe" not in found


def test_an_output_that_must_be_there_and_is_not_is_named(directory: JobDirectory) -> None:
    with pytest.raises(errors.OutputMissing, match='without the output "word"'):
        publish(directory, {"word": None})


def test_several_files_are_listed_in_a_metalink(directory: JobDirectory) -> None:
    both = [file(directory, "a.png"), file(directory, "sub/a.png")]
    document = stored(directory, publish(directory, {"pictures": both})["pictures"]).read_text()
    assert document.count("<file ") == 2
    assert "http://x/job-1/a.png" in document
    assert "http://x/job-1/2-a.png" in document


def test_several_files_come_in_a_zip_when_that_is_asked(directory: JobDirectory) -> None:
    asked = OutputRequest("pictures", format=Format("application/zip"))
    value = publish(directory, {"pictures": [file(directory, "a.png")]}, asked)["pictures"]
    with zipfile.ZipFile(stored(directory, value)) as archive:
        assert archive.read("a.png") == b"picture"


def shapefile(directory: JobDirectory, folder: str, *shared: dict[str, Any]) -> dict[str, Any]:
    """Make an a.shp with its a.dbf; the content of each is its path."""
    made = []
    for name in (f"{folder}/a.shp", f"{folder}/a.dbf"):
        path = directory.work / "out" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
        made.append(file(directory, name))
    return made[0] | {"secondaryFiles": [made[1], *shared]}


def zipped(directory: JobDirectory, output: str, produced: list[dict[str, Any]]) -> dict[str, str]:
    asked = OutputRequest(output, format=Format("application/zip"))
    with zipfile.ZipFile(stored(directory, publish(directory, {output: produced}, asked)[output])) as archive:
        assert len(archive.namelist()) == len(set(archive.namelist()))
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_files_of_one_name_have_different_names_in_a_zip(directory: JobDirectory) -> None:
    both = [file(directory, "a.png"), file(directory, "sub/a.png")]
    assert zipped(directory, "pictures", both) == {"a.png": "picture", "2-a.png": "another"}


def test_directories_of_one_name_have_different_names_in_a_zip(directory: JobDirectory) -> None:
    both = [
        {"class": "Directory", "basename": "out", "listing": [file(directory, name)]} for name in ("a.png", "sub/a.png")
    ]
    assert zipped(directory, "folders", both) == {"out/a.png": "picture", "2-out/a.png": "another"}


def test_what_lies_beside_a_file_is_named_as_the_file_is_in_a_zip(directory: JobDirectory) -> None:
    both = [shapefile(directory, folder) for folder in ("one", "two")]
    assert zipped(directory, "pictures", both) == {
        "a.shp": "one/a.shp",
        "a.dbf": "one/a.dbf",
        "2-a.shp": "two/a.shp",
        "2-a.dbf": "two/a.dbf",
    }


def test_what_lies_beside_a_file_is_named_as_the_file_is_in_a_metalink(directory: JobDirectory) -> None:
    both = [shapefile(directory, folder) for folder in ("one", "two")]
    listed = stored(directory, publish(directory, {"pictures": both})["pictures"])
    entries = etree.parse(listed).findall("{*}file")
    assert {entry.get("name"): entry.findtext("{*}description") for entry in entries} == {
        "a.shp": None,
        "a.dbf": "lies beside a.shp",
        "2-a.shp": None,
        "2-a.dbf": "lies beside 2-a.shp",
    }
    content = {path.name: path.read_text() for path in (directory.outputs / "pictures").iterdir() if path != listed}
    assert content == {
        "a.shp": "one/a.shp",
        "a.dbf": "one/a.dbf",
        "2-a.shp": "two/a.shp",
        "2-a.dbf": "two/a.dbf",
    }
    assert [entry.findtext("{*}url") for entry in entries] == [
        f"http://x/job-1/{entry.get('name')}" for entry in entries
    ]


def test_what_lies_beside_two_files_is_listed_once(directory: JobDirectory) -> None:
    shared = file(directory, "sub/a.png")
    both = [file(directory, "a.png"), shapefile(directory, "one", shared)]
    both[0] |= {"basename": "b.png", "secondaryFiles": [shared]}
    listed = etree.parse(stored(directory, publish(directory, {"pictures": both})["pictures"]))
    assert [entry.get("name") for entry in listed.findall("{*}file")] == ["b.png", "a.png", "a.shp", "a.dbf"]
    assert sorted(zipped(directory, "pictures", both)) == ["a.dbf", "a.png", "a.shp", "b.png"]


def test_a_directory_comes_as_a_zip_or_as_a_list(directory: JobDirectory) -> None:
    with zipfile.ZipFile(stored(directory, publish(directory, {"folder": folder(directory)})["folder"])) as archive:
        assert archive.namelist() == ["a.png", "sub/a.png"]
    asked = OutputRequest("folder", format=Format("application/metalink4+xml"))
    listed = stored(directory, publish(directory, {"folder": folder(directory)}, asked)["folder"]).read_text()
    assert 'name="sub_a.png"' in listed


def test_a_record_is_published_field_by_field(directory: JobDirectory) -> None:
    value = publish(directory, {"pair": {"x": 3, "y": file(directory, "a.png")}})["pair"]
    assert isinstance(value, NestedResult)
    assert value.results[0] == Result("x", LiteralValue("3", datatype="integer"))
    assert value.results[1].value.output == "pair.y"  # type: ignore[union-attr]


def test_secondary_files_lie_beside_their_file(directory: JobDirectory) -> None:
    (directory.work / "out" / "a.pgw").write_bytes(b"world")
    publish(directory, {"picture": file(directory, "a.png", secondaryFiles=[file(directory, "a.pgw")])})
    assert (directory.outputs / "picture" / "a.pgw").read_bytes() == b"world"


@pytest.mark.parametrize("kind", ["picture", "pictures", "folder"])
def test_a_link_that_leads_out_of_the_job_is_not_published(directory: JobDirectory, kind: str) -> None:
    (directory.work / "out" / "a.png").unlink()
    (directory.work / "out" / "a.png").symlink_to("/etc/hostname")
    given = {"picture": file(directory, "a.png"), "pictures": [file(directory, "a.png")], "folder": folder(directory)}
    with pytest.raises(errors.UnsafeOutput, match="outside the job"):
        publish(directory, {kind: given[kind]}, OutputRequest(kind, format=Format("application/zip")))


def test_no_path_of_the_server_stands_in_a_document(directory: JobDirectory) -> None:
    TYPES["anything"] = "Any"
    value = publish(directory, {"anything": {"deep": [file(directory, "a.png")]}})["anything"]
    assert str(directory.root) not in stored(directory, value).read_text()


@pytest.mark.parametrize(
    ("offered", "asked", "told"),
    [
        (["image/png", "image/jpeg"], "image/jpeg", "image/png"),
        (["image/jpeg", "image/png"], None, "image/png"),
        (["image/tiff"], None, "image/tiff"),
    ],
    ids=["asked for what it is not", "not the default", "of no offered kind"],
)
def test_a_file_is_called_what_it_is(offered: list[str], asked: str | None, told: str, directory: JobDirectory) -> None:
    output = {"id": "#picture", "type": "File", "https://w3id.org/wps-cwl#mediaTypes": offered}
    process = describe({"class": "CommandLineTool", "inputs": [], "outputs": [output]}, identifier="p")
    requests = [OutputRequest("picture", format=Format(asked))] if asked else []
    [published] = read(process, {"picture": file(directory, "a.png")}, requests)
    assert published.content.media_type == told  # type: ignore[union-attr]


@pytest.mark.parametrize("asked", ["image/tiff", "image/tiff; subtype=geotiff"])
def test_a_file_of_two_names_has_the_one_that_was_asked_for(asked: str, directory: JobDirectory) -> None:
    names = ["image/tiff; subtype=geotiff", "image/tiff"]
    output = {"id": "#picture", "type": "File", "https://w3id.org/wps-cwl#mediaTypes": names}
    process = describe({"class": "CommandLineTool", "inputs": [], "outputs": [output]}, identifier="p")
    request = OutputRequest("picture", format=Format(asked))
    [published] = read(process, {"picture": file(directory, "map.tif")}, [request])
    assert published.content.media_type == asked  # type: ignore[union-attr]
