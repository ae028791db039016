"""Staging: a plan becomes files and a job order."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from tests.support.tiff import tiff
from wps_cwl.engine.fetch import Fetcher, FetchRules
from wps_cwl.engine.staging import StagingLimits, fetch
from wps_cwl.errors import DataNotAccessible, InvalidInput, SizeExceeded
from wps_cwl.model import ComplexValue, ReferenceValue, SecondaryFile, StagedFile, StagingPlan

SHAPEFILE = (SecondaryFile("^.dbf", True), SecondaryFile("^.shx", True))


def zipped(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b"content of " + name.encode())
    return data.getvalue()


@pytest.fixture
def stage(tmp_path, web):
    def stage(*files: StagedFile, order=None, **limits):
        order = order or {file.input: {"class": "File", "location": file.path} for file in files}
        fetcher = Fetcher(FetchRules(allowed=web.allowed, attempts=1, total_timeout=20))
        plan = StagingPlan(order, files)
        return fetch(plan, tmp_path / "job", fetcher=fetcher, limits=StagingLimits(**limits))

    return stage


def files(tmp_path) -> dict[str, bytes]:
    job = tmp_path / "job"
    return {path.relative_to(job).as_posix(): path.read_bytes() for path in job.rglob("*") if path.is_file()}


def test_inline_and_referenced_inputs_become_files(web, stage, tmp_path):
    url = web.serve("/b.tif", b"two")
    order = {
        "one": {"class": "File", "location": "inputs/one/0/a.txt", "format": "f"},
        "many": [{"class": "File", "location": "inputs/many/1/b.tif"}],
        "plain": [1, "inputs/one/0/a.txt", None],
    }
    one = StagedFile("one", "inputs/one/0/a.txt", ComplexValue(b"1"))
    many = StagedFile("many", "inputs/many/1/b.tif", ReferenceValue(url))
    assert stage(one, many, order=order) == order
    assert files(tmp_path) == {"inputs/one/0/a.txt": b"1", "inputs/many/1/b.tif": b"two"}


def test_a_zip_archive_becomes_a_directory_as_it_was_sent(stage, tmp_path):
    staged = StagedFile("d", "inputs/d/0/data", ComplexValue(zipped("top/a b.txt", "top/c/d")), unpack="directory")
    order = {"d": {"class": "Directory", "location": "inputs/d/0/data"}}
    assert stage(staged, order=order) == order
    assert set(files(tmp_path)) == {"inputs/d/0/data/top/a b.txt", "inputs/d/0/data/top/c/d"}


@pytest.mark.parametrize("nested", [False, True])
def test_a_zip_archive_becomes_a_file_with_its_secondary_files(web, stage, tmp_path, nested):
    url = web.serve("/roads.zip", zipped("r/my roads.shp", "r/my roads.dbf", "r/my roads.shx", "r/my roads.cpg"))
    staged = StagedFile("roads", "inputs/roads/0/roads.zip", ReferenceValue(url), unpack="file", secondary=SHAPEFILE)
    planned = {"class": "File", "location": staged.path, "basename": "roads.zip", "format": "f"}
    order = {"roads": {"list": [planned]} if nested else planned}
    final = stage(staged, order=order)
    base = "inputs/roads/0/roads.zip.unpacked/r/my_roads"
    expected = {
        "class": "File",
        "location": f"{base}.shp",
        "format": "f",
        "secondaryFiles": [{"class": "File", "location": f"{base}{end}"} for end in (".dbf", ".shx")],
    }
    assert final == {"roads": {"list": [expected]} if nested else expected}
    assert set(files(tmp_path)) == {f"{base}{end}" for end in (".shp", ".dbf", ".shx", ".cpg")}


def test_an_archive_without_a_primary_file_names_the_input_and_the_files(stage):
    staged = StagedFile("roads", "inputs/r.zip", ComplexValue(zipped("a.shp", "a.shx")), "file", SHAPEFILE)
    with pytest.raises(InvalidInput, match=r'"roads" is not valid: no file .* holds: a\.shp, a\.shx') as caught:
        stage(staged)
    assert caught.value.locator == "roads"


def test_names_that_become_one_are_refused(stage):
    staged = StagedFile("x", "inputs/x.zip", ComplexValue(zipped("a b.tif", "a_b.tif")), "file")
    with pytest.raises(InvalidInput, match="special characters only"):
        stage(staged)


@pytest.mark.parametrize("unpack", ["file", "directory"])
def test_an_archive_that_is_none_names_the_input(stage, tmp_path, unpack):
    staged = StagedFile("roads", "inputs/roads", ComplexValue(b"<html>"), unpack=unpack)
    with pytest.raises(InvalidInput, match='"roads" is not valid: it is not a valid zip archive') as caught:
        stage(staged)
    assert caught.value.locator == "roads"


@pytest.mark.parametrize(
    ("source", "unpack"),
    [(ComplexValue(b"x" * 11), None), (ComplexValue(zipped("a" * 9)), "directory"), ("reference", None)],
    ids=["inline", "archive", "reference"],
)
def test_an_input_over_the_limit_is_named(web, stage, tmp_path, source, unpack):
    if source == "reference":
        source = ReferenceValue(web.serve("/a", b"x" * 11))
    with pytest.raises(SizeExceeded, match='The input "big" is larger than the limit of 10 bytes') as caught:
        stage(StagedFile("big", "inputs/big", source, unpack=unpack), input_size=10)
    assert caught.value.locator == "big"
    assert files(tmp_path) == {}


def test_an_archive_that_swells_over_the_limit_is_named(stage, tmp_path):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", bytes(5_000_000))
    with pytest.raises(SizeExceeded, match='The input "d"'):
        stage(StagedFile("d", "inputs/d", ComplexValue(data.getvalue()), unpack="directory"), input_size=1_000_000)
    assert not any(name.endswith("bomb") for name in files(tmp_path))


def test_all_inputs_together_are_limited(stage):
    many = [StagedFile("n", f"inputs/n/{number}", ComplexValue(b"x" * 40)) for number in range(3)]
    with pytest.raises(SizeExceeded, match="What all inputs hold together is larger than the limit of 100 bytes"):
        stage(*many, order={}, input_size=50, job_size=100)


def test_a_reference_that_cannot_be_read_names_its_input(web, stage):
    staged = StagedFile("image", "inputs/image/0/a.tif", ReferenceValue(web.serve("/a.tif", status=404)))
    with pytest.raises(DataNotAccessible, match='"image" cannot be read: the server answered 404') as caught:
        stage(staged)
    assert caught.value.locator == "image"


def test_a_second_run_brings_only_what_is_not_there(web, stage, tmp_path):
    first = StagedFile("a", "inputs/a", ReferenceValue(web.serve("/a", b"a")))
    archive = StagedFile("z", "inputs/z", ReferenceValue(web.serve("/z", zipped("x y.tif"))), unpack="file")
    last = StagedFile("b", "inputs/b", ReferenceValue(web.root + "/b"))
    web.serve("/b", status=404)
    with pytest.raises(DataNotAccessible):
        stage(first, archive, last)
    web.serve("/b", b"b")
    final = stage(first, archive, last)
    assert final["z"]["location"] == "inputs/z.unpacked/x_y.tif"
    assert final == stage(first, archive, last)
    assert [asked.path for asked in web.asked] == ["/a", "/z", "/b", "/b"]
    assert set(files(tmp_path)) == {"inputs/a", "inputs/z.unpacked/x_y.tif", "inputs/b"}


@pytest.mark.parametrize("path", ["../outside", "/tmp/outside", "inputs/../../x"])
def test_a_plan_never_leads_out_of_the_job_directory(stage, path):
    with pytest.raises(ValueError, match="not inside the job directory"):
        stage(StagedFile("a", path, ComplexValue(b"x")))


PROGRAM = """
import json, sys
from pathlib import Path
from wps_cwl.engine.fetch import Fetcher, FetchRules
from wps_cwl.engine.staging import StagingLimits, fetch
from wps_cwl.model import ReferenceValue, StagedFile, StagingPlan

url, job = sys.argv[1:]
plan = StagingPlan(
    {"z": {"class": "File", "location": "inputs/z.zip"}},
    (
        StagedFile("a", "inputs/a", ReferenceValue(url + "/a")),
        StagedFile("z", "inputs/z.zip", ReferenceValue(url + "/z"), unpack="file"),
    ),
)
rules = FetchRules(allowed=("127.0.0.1",))
print(json.dumps(fetch(plan, Path(job), fetcher=Fetcher(rules), limits=StagingLimits())))
"""


def test_staging_that_is_killed_at_any_moment_is_taken_up_by_the_next_run(web, tmp_path):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("big data.tif", bytes(range(256)) * 40_000)
    web.serve("/z", data.getvalue())
    web.serve("/a", b"a" * 3_000_000)
    job = tmp_path / "job"
    command = [sys.executable, "-c", PROGRAM, web.root, str(job)]
    for patience in (0.0, 0.02, 0.05):
        asked = len(web.asked)
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while len(web.asked) == asked and running.poll() is None:
            time.sleep(0.005)
        time.sleep(patience)
        running.kill()
        running.wait()
        for name, size in {"inputs/a": 3_000_000, "inputs/z.zip.unpacked/big data.tif": 10_240_000}.items():
            assert not (job / name).exists() or (job / name).stat().st_size == size
    final = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    assert final["z"]["location"] == "inputs/z.zip.unpacked/big_data.tif"
    assert (job / final["z"]["location"]).read_bytes() == bytes(range(256)) * 40_000
    # beside parts, which go when the job has ended
    assert sorted(path.name for path in (job / "inputs").glob("[!.]*")) == ["a", "z.zip.unpacked"]


def test_a_file_that_leads_a_tool_to_another_file_is_refused(tmp_path: Path) -> None:
    metadata = '<GDALMetadata><Item name="OVERVIEW_FILE" domain="OVERVIEWS">/etc/passwd</Item></GDALMetadata>'
    image = tiff(30, 20, metadata=metadata)
    staged = StagedFile("image", "inputs/image/0/a.tif", ComplexValue(image))
    plan = StagingPlan({}, (staged,))
    with pytest.raises(InvalidInput, match='The input "image" is not valid: its metadata lead to another file'):
        fetch(plan, tmp_path, fetcher=Fetcher(FetchRules()), limits=StagingLimits())
