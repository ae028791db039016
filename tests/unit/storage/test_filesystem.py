"""Results in folders: what the contract of storages does not say."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import time

import pytest

from wps_cwl.errors import NoSuchFile, Unavailable, UnsafeOutput
from wps_cwl.storage.filesystem import FilesystemStorage

JOB = "5f0c1a"


@pytest.fixture
def jobs(tmp_path):
    return tmp_path / "jobs"


@pytest.fixture
def made(jobs):
    """Make a file that a tool left behind."""

    def made(data=b"data", *, name="a.tif", folder="work"):
        path = jobs / JOB / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    return made


@pytest.fixture
def publish(jobs):
    def publish(source):
        storage = FilesystemStorage(jobs)
        return storage.publish(source, job=JOB, output="image", name="a.tif", media_type="image/tiff")

    return publish


def test_folders_and_files_are_for_their_owner_only(publish, made, jobs):
    source = made()
    source.chmod(0o666)
    publish(source)
    assert stat.S_IMODE((jobs / JOB / "outputs" / "image").stat().st_mode) == 0o700
    assert stat.S_IMODE((jobs / JOB / "outputs" / "image" / "a.tif").stat().st_mode) == 0o600


def test_a_file_is_linked_rather_than_copied(publish, made):
    source = made()
    publish(source)
    assert source.stat().st_nlink == 2


def test_a_file_with_other_names_is_copied_and_left_alone(publish, made, tmp_path):
    source = made()
    source.chmod(0o644)
    os.link(source, tmp_path / "somewhere else")
    publish(source)
    assert source.stat().st_nlink == 2
    assert stat.S_IMODE(source.stat().st_mode) == 0o644


def test_where_links_are_refused_the_file_is_copied(monkeypatch, publish, made, jobs):
    def refuse(*arguments, **options):
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    source = made()
    publish(source)
    assert (jobs / JOB / "outputs" / "image" / "a.tif").read_bytes() == b"data"
    assert source.stat().st_nlink == 1


def test_a_folder_that_is_replaced_by_a_link_while_a_file_is_published_gives_nothing_away(
    monkeypatch, publish, made, jobs, tmp_path
):
    secret = tmp_path / "elsewhere" / "a.tif"
    secret.parent.mkdir()
    secret.write_bytes(b"secret")
    source = made(b"data", folder="work/out")

    def looked_at(path, root, *, output):
        source.parent.rename(source.parent.with_name("old"))
        source.parent.symlink_to(secret.parent)
        return path

    monkeypatch.setattr("wps_cwl.storage.filesystem.job_file", looked_at)
    with pytest.raises(UnsafeOutput, match="was replaced"):
        publish(source)
    assert [path for path in jobs.rglob("*") if path.is_file() and path.read_bytes() == b"secret"] == []


def test_a_full_disk_is_no_fault_of_the_process(monkeypatch, publish, made, jobs):
    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unavailable, match=r"cannot be stored \(No space left on device\)"):
        publish(made())
    assert list((jobs / JOB / "outputs" / "image").iterdir()) == []


def test_a_link_among_the_results_is_not_opened(publish, made, jobs):
    file = publish(made())
    path = jobs / JOB / "outputs" / "image" / "a.tif"
    path.unlink()
    path.symlink_to("/etc/passwd")
    with pytest.raises(NoSuchFile):
        FilesystemStorage(jobs).open(JOB, file)


def test_deleting_results_leaves_the_rest_of_the_job(publish, made, jobs):
    publish(made())
    FilesystemStorage(jobs).delete(JOB)
    assert [path.name for path in (jobs / JOB).iterdir()] == ["work"]


PROGRAM = """
import sys
from pathlib import Path
from wps_cwl.storage.filesystem import FilesystemStorage

jobs, job = Path(sys.argv[1]), sys.argv[2]
for number in range(200):
    source = jobs / job / "work" / str(number) / "a.bin"
    FilesystemStorage(jobs).publish(source, job=job, output="o", name="a.bin", media_type="x/y")
"""


def test_publishing_that_is_killed_at_any_moment_is_completed_by_the_next_run(jobs, made):
    contents = [b"%d" % number * 2000 for number in range(200)]
    for number, data in enumerate(contents):
        made(data, name="a.bin", folder=f"work/{number}")
    folder = jobs / JOB / "outputs" / "o"
    command = [sys.executable, "-c", PROGRAM, str(jobs), JOB]
    for wanted in (1, 20, 60):
        running = subprocess.Popen(command)
        while running.poll() is None and (len(list(folder.iterdir())) if folder.exists() else 0) < wanted:
            time.sleep(0.002)
        running.kill()
        running.wait()
        assert {path.read_bytes() for path in folder.glob("[!.]*")} <= set(contents)
    subprocess.run(command, check=True)
    assert sorted(path.read_bytes() for path in folder.glob("[!.]*")) == sorted(contents)


# --- copies for another job -------------------------------------------------------------------------------


def test_a_copy_is_a_link_where_that_can_be(publish, made, jobs):
    file = publish(made())
    FilesystemStorage(jobs).copy(file, source=JOB, job="other")
    assert (jobs / JOB / "outputs/image/a.tif").samefile(jobs / "other/outputs/image/a.tif")


def test_a_copy_is_made_where_no_link_can_be(publish, made, jobs, monkeypatch):
    file = publish(made())

    def refuse(*_, **__):
        raise OSError(errno.EXDEV, "another device")

    monkeypatch.setattr(os, "link", refuse)
    FilesystemStorage(jobs).copy(file, source=JOB, job="other")
    copy = jobs / "other/outputs/image/a.tif"
    assert (copy.read_bytes(), copy.stat().st_nlink, stat.S_IMODE(copy.stat().st_mode)) == (b"data", 1, 0o600)
    assert [path.name for path in copy.parent.iterdir()] == ["a.tif"]


@pytest.mark.parametrize("kind", ["link", "folder", "pipe", "other content"])
def test_what_has_taken_the_place_of_a_result_is_not_copied(publish, made, jobs, tmp_path, kind):
    file = publish(made())
    path = jobs / JOB / "outputs/image/a.tif"
    path.unlink()
    (tmp_path / "same").write_bytes(b"data")
    if kind == "link":
        path.symlink_to(tmp_path / "same")
    elif kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.write_bytes(b"dada")
    with pytest.raises((NoSuchFile, Unavailable)):
        FilesystemStorage(jobs).copy(file, source=JOB, job="other")
    assert list((jobs / "other/outputs/image").iterdir()) == []
