"""What every storage does. A further one is added to STORAGES, and is held to the same."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from wps_cwl.errors import NoSuchFile, NoSuchJob, UnsafeOutput
from wps_cwl.model import StoredFile
from wps_cwl.storage.base import Storage
from wps_cwl.storage.filesystem import FilesystemStorage

JOB = "5f0c1a"
OTHER = "77aa"

# Makes a storage that takes the files of a job from `<jobs>/<job>`, with the help of the fixtures that it asks for
Factory = Callable[[Path, pytest.FixtureRequest], Storage]
STORAGES: dict[str, Factory] = {
    "beside the work": lambda jobs, _: FilesystemStorage(jobs),  # results lie in the job directory
    "elsewhere": lambda jobs, _: FilesystemStorage(jobs.parent / "published", jobs),
    "S3": lambda jobs, request: request.getfixturevalue("bucket_of_results")(jobs),
    "S3 below a prefix": lambda jobs, request: request.getfixturevalue("bucket_of_results")(jobs, prefix="wps/x/"),
}


@pytest.fixture
def jobs(tmp_path) -> Path:
    (tmp_path / "jobs" / JOB / "work").mkdir(parents=True)
    (tmp_path / "jobs" / OTHER / "work").mkdir(parents=True)
    return tmp_path / "jobs"


@pytest.fixture(params=STORAGES.values(), ids=STORAGES.keys())
def storage(request, jobs) -> Storage:
    return request.param(jobs, request)


@pytest.fixture
def made(jobs):
    """Make a file that a tool left behind."""

    def made(data=b"data", *, name="a.tif", job=JOB, folder="work") -> Path:
        path = jobs / job / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    return made


@pytest.fixture
def publish(storage):
    def publish(source, *, name="a.tif", output="image", job=JOB, media_type="image/tiff") -> StoredFile:
        return storage.publish(source, job=job, output=output, name=name, media_type=media_type)

    return publish


def read(storage, file, job=JOB) -> bytes:
    with storage.open(job, file) as stream:
        return stream.read()


def test_a_published_file_is_read_as_it_was(storage, publish, made):
    file = publish(made(b"\0data\xff"))
    assert file == StoredFile("image", "a.tif", "image/tiff", 6, hashlib.sha256(b"\0data\xff").hexdigest())
    assert read(storage, file) == b"\0data\xff"


def test_an_empty_file_is_published(storage, publish, made):
    file = publish(made(b""))
    assert file.size == 0
    assert read(storage, file) == b""


def test_a_published_file_can_be_read_from_any_place(storage, publish, made):
    with storage.open(JOB, publish(made(b"0123456789"))) as stream:
        assert stream.seek(6) == 6
        assert stream.read(2) == b"67"
        stream.seek(0)
        assert stream.read(1) == b"0"
        assert stream.seek(0, io.SEEK_END) == 10


def test_a_published_file_outlives_the_tools_own(storage, publish, made):
    source = made()
    file = publish(source)
    source.unlink()
    assert read(storage, file) == b"data"


def test_publishing_again_gives_the_same_answer(storage, publish, made):
    first, second = made(b"1", folder="work/1"), made(b"2", folder="work/2")
    once = [publish(first), publish(second)]
    assert [publish(first), publish(second)] == once
    assert [publish(second), publish(first)] == once[::-1]
    assert [read(storage, file) for file in once] == [b"1", b"2"]


def test_two_files_of_one_name_get_two_names(storage, publish, made):
    files = [publish(made(str(number).encode(), folder=f"work/{number}"), name="a.vcf.gz") for number in range(3)]
    assert [file.name for file in files] == ["a.vcf.gz", "a-2.vcf.gz", "a-3.vcf.gz"]
    assert [read(storage, file) for file in files] == [b"0", b"1", b"2"]


def test_outputs_and_jobs_do_not_share_names(storage, publish, made):
    one = publish(made(b"1"))
    two = publish(made(b"2", folder="work/2"), output="mask")
    three = publish(made(b"3", job=OTHER), job=OTHER)
    assert one.name == two.name == three.name == "a.tif"
    assert (read(storage, one), read(storage, two), read(storage, three, OTHER)) == (b"1", b"2", b"3")


@pytest.mark.parametrize(
    ("wished", "name"),
    [
        ("my map (1).tif", "my_map_1_.tif"),
        ("../../etc/passwd", "passwd"),
        ("/etc/passwd", "passwd"),
        ("..", "file"),
        ("", "file"),
        (".htaccess", "htaccess"),
        ("-rf.txt", "rf.txt"),
        ('a"b\r\nSet-Cookie: x.txt', "a_b_Set-Cookie_x.txt"),
        ("Düsseldorf.tif", "Düsseldorf.tif"),
        ("a\0b", "a_b"),
        (os.fsdecode(b"caf\xe9.txt"), "caf_.txt"),
    ],
    ids=repr,
)
def test_names_are_made_safe(storage, publish, made, wished, name):
    file = publish(made(), name=wished)
    assert file.name == name
    assert read(storage, file) == b"data"


@pytest.mark.parametrize("letter", ["x", "é", "\N{CJK UNIFIED IDEOGRAPH-4E2D}"])
def test_a_long_name_keeps_its_extension_and_stays_unique(storage, publish, made, letter):
    files = [publish(made(data, name=data.decode()), name=letter * 400 + ".tif") for data in (b"1", b"2")]
    assert files[0].name != files[1].name
    assert all(file.name.endswith(".tif") for file in files)
    assert [read(storage, file) for file in files] == [b"1", b"2"]


@pytest.mark.parametrize("output", ["out put", "../x", "record.field", "a/b", ".."])
def test_the_name_of_an_output_leads_nowhere_else(storage, publish, made, tmp_path, output):
    outside = {path for path in tmp_path.iterdir() if path.name not in ("jobs", "published")}
    file = publish(made(), output=output)
    assert file.output == output
    assert read(storage, file) == b"data"
    assert {path for path in tmp_path.iterdir() if path.name not in ("jobs", "published")} == outside


# --- what is not published ------------------------------------------------------------------------------


def test_a_link_inside_the_job_is_followed(storage, publish, made, jobs):
    made(b"stored", name="b", folder="toil")
    link = jobs / JOB / "work" / "link"
    link.symlink_to("../toil/b")
    file = publish(link)
    made(b"spoiled", name="b", folder="other")
    assert read(storage, file) == b"stored"


@pytest.mark.parametrize("target", ["/etc/passwd", "../../../secret", "../../{other}/work/a.tif", "../../{job}-2/x"])
def test_a_link_that_leads_out_of_the_job_is_refused(publish, made, jobs, tmp_path, target):
    (tmp_path / "secret").write_bytes(b"secret")
    made(b"secret", job=OTHER)
    made(b"secret", name="x", job=JOB + "-2", folder=".")
    link = jobs / JOB / "work" / "link"
    link.symlink_to(target.format(other=OTHER, job=JOB))
    assert link.exists()
    with pytest.raises(UnsafeOutput, match='output "image" is not published: "link" leads to a file outside') as caught:
        publish(link)
    assert caught.value.locator == "image"


def test_a_folder_that_is_a_link_out_of_the_job_is_refused(publish, made, jobs):
    made(b"secret", job=OTHER)
    (jobs / JOB / "work" / "dir").symlink_to(jobs / OTHER / "work")
    with pytest.raises(UnsafeOutput):
        publish(jobs / JOB / "work" / "dir" / "a.tif")


@pytest.mark.parametrize("kind", ["missing", "dangling", "circle", "folder", "pipe"])
def test_what_is_no_file_is_refused(publish, jobs, kind):
    path = jobs / JOB / "work" / "odd"
    if kind == "dangling":
        path.symlink_to("nowhere")
    elif kind == "circle":
        path.symlink_to("odd")
    elif kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    with pytest.raises(UnsafeOutput, match=r"is not there|is not a plain file"):
        publish(path)


# --- copies for another job -----------------------------------------------------------------------------


def test_a_copy_has_the_same_name_and_outlives_what_it_was_made_of(storage, publish, made):
    file = publish(made(), output="record.field")
    storage.copy(file, source=JOB, job=OTHER)
    assert read(storage, file, OTHER) == b"data"
    storage.delete(JOB)
    assert read(storage, file, OTHER) == b"data"
    with pytest.raises(NoSuchFile):
        storage.open(JOB, file)


def test_a_copy_that_is_removed_leaves_the_original(storage, publish, made):
    file = publish(made())
    storage.copy(file, source=JOB, job=OTHER)
    storage.delete(OTHER)
    assert read(storage, file) == b"data"


def test_copying_again_gives_the_same(storage, publish, made):
    file = publish(made())
    for _ in range(2):
        storage.copy(file, source=JOB, job=OTHER)
    assert (read(storage, file), read(storage, file, OTHER)) == (b"data", b"data")


def test_a_copy_replaces_what_stood_in_its_place(storage, publish, made):
    file = publish(made())
    assert publish(made(b"other", job=OTHER), job=OTHER).name == file.name
    storage.copy(file, source=JOB, job=OTHER)
    assert read(storage, file, OTHER) == b"data"


def test_a_copy_can_be_copied(storage, publish, made):
    file = publish(made())
    storage.copy(file, source=JOB, job=OTHER)
    storage.copy(file, source=OTHER, job="third")
    assert read(storage, file, "third") == b"data"


@pytest.mark.parametrize("change", [{"size": 3}, {"size": 5}, {"sha256": "0" * 64}, {"name": "b.tif"}, {"output": "x"}])
def test_a_file_that_is_not_what_was_recorded_is_not_copied(storage, publish, made, change):
    other = replace(publish(made()), **change)
    with pytest.raises(NoSuchFile, match="has no file"):
        storage.copy(other, source=JOB, job=OTHER)
    with pytest.raises(NoSuchFile):
        storage.open(OTHER, other)


@pytest.mark.parametrize("name", ["", ".", "..", "../image/a.tif", "/etc/passwd", "a.tif/", "a\0"])
def test_only_names_of_published_files_are_copied(storage, publish, made, name):
    publish(made())
    with pytest.raises(NoSuchFile):
        storage.copy(StoredFile("image", name, "image/tiff", 4), source=JOB, job=OTHER)


def test_a_file_without_a_digest_is_copied_by_its_size(storage, publish, made):
    file = replace(publish(made()), sha256=None)
    storage.copy(file, source=JOB, job=OTHER)
    assert read(storage, file, OTHER) == b"data"


@pytest.mark.parametrize("job", ["..", "", "a/b"])
def test_a_job_that_cannot_be_gets_no_copy(storage, publish, made, job):
    file = publish(made())
    with pytest.raises(NoSuchJob):
        storage.copy(file, source=JOB, job=job)
    with pytest.raises(NoSuchJob):
        storage.copy(file, source=job, job=OTHER)


# --- reading and removing ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["b.tif", "", ".", "..", "../image/a.tif", ".a.tif.part", "a.tif/", "a\0", "x" * 300])
def test_a_name_that_was_not_published_is_not_there(storage, publish, made, name):
    publish(made())
    with pytest.raises(NoSuchFile, match="has no file"):
        storage.open(JOB, StoredFile("image", name, "image/tiff", 0))


def test_files_of_another_job_or_output_are_not_there(storage, publish, made):
    file = publish(made())
    for job, output in ((OTHER, "image"), (JOB, "mask")):
        with pytest.raises(NoSuchFile):
            storage.open(job, StoredFile(output, file.name, file.media_type, file.size))


@pytest.mark.parametrize("job", ["..", "", "a/b", ".", "a b"])
def test_a_job_that_cannot_be_is_refused(storage, publish, made, job):
    with pytest.raises(NoSuchJob):
        publish(made(), job=job)
    with pytest.raises(NoSuchJob):
        storage.delete(job)


def test_what_was_deleted_is_gone_and_the_rest_stays(storage, publish, made):
    file, kept = publish(made()), publish(made(job=OTHER), job=OTHER)
    storage.delete(JOB)
    with pytest.raises(NoSuchFile):
        storage.open(JOB, file)
    assert read(storage, kept, OTHER) == b"data"
    storage.delete(JOB)
    assert publish(made()) == file


def test_the_address_is_text_or_none(storage, publish, made):
    file = publish(made())
    for url in (storage.url(JOB, file), storage.address(JOB, file)):
        assert url is None or url.startswith(("http://", "https://"))
