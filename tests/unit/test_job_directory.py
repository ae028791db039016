"""The job directory: its paths, its files, its end."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from wps_cwl.errors import NoSuchJob
from wps_cwl.job_directory import JobDirectory

PATHS = [name for name, value in vars(JobDirectory).items() if isinstance(value, property)]


@pytest.fixture
def directory(tmp_path):
    directory = JobDirectory(tmp_path / "jobs", "0a1b-2c")
    directory.create()
    return directory


@pytest.mark.parametrize("job_id", ["", ".", "..", "a/b", "../x", "a b", "-a", "a;b", "a\n", "é", "a_b", "x" * 65])
def test_an_identifier_that_no_job_has_is_refused(tmp_path, job_id):
    with pytest.raises(NoSuchJob):
        JobDirectory(tmp_path, job_id)


def test_every_path_lies_in_the_directory_and_none_stands_twice(directory):
    paths = [getattr(directory, name) for name in PATHS]
    assert len(paths) >= 16
    assert len(set(paths)) == len(paths)
    assert all(path.is_relative_to(directory.path) and path != directory.path for path in paths)


def test_a_directory_is_for_its_owner_only_whatever_the_umask(tmp_path):
    old = os.umask(0)
    try:
        directory = JobDirectory(tmp_path, "a")
        directory.create()
    finally:
        os.umask(old)
    assert stat.S_IMODE(directory.path.stat().st_mode) == 0o700
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o700 for path in directory.path.iterdir())


def test_creating_again_keeps_what_is_there(directory):
    directory.write_json(directory.order, {"a": 1})
    directory.create()
    assert directory.read_json(directory.order) == {"a": 1}


def test_json_comes_back_as_it_was(directory):
    value = {"text": "é\u2028", "numbers": [1, 2.5, None, True], "nested": {"": []}}
    directory.write_json(directory.exit, value)
    assert directory.read_json(directory.exit) == value


def test_what_is_not_there_is_said(directory):
    with pytest.raises(FileNotFoundError):
        directory.read_json(directory.exit)


def test_writing_leaves_the_old_file_when_it_fails(directory, monkeypatch):
    directory.write_bytes(directory.order, b"old")

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        directory.write_bytes(directory.order, b"new")
    assert directory.order.read_bytes() == b"old"
    assert [path.name for path in directory.path.iterdir() if path.is_file()] == [directory.order.name]


@pytest.mark.parametrize("path", ["../other/order.json", "/tmp/order.json"])
def test_nothing_is_written_outside(directory, path):
    with pytest.raises(ValueError, match="is not in the directory"):
        directory.write_bytes(directory.path / path, b"x")


PROGRAM = """
import sys
from pathlib import Path
from wps_cwl.job_directory import JobDirectory

directory = JobDirectory(Path(sys.argv[1]), "a")
print("ready", flush=True)
for number in range(100_000):
    directory.write_json(directory.exit, {"data": [number] * 20_000})
"""


def test_a_reader_never_sees_half_a_file_even_after_a_kill(tmp_path):
    directory = JobDirectory(tmp_path, "a")
    directory.create()
    directory.write_json(directory.exit, {"data": [-1]})
    command = [sys.executable, "-c", PROGRAM, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        writer.stdout.readline()
        for _ in range(30):
            assert len(set(directory.read_json(directory.exit)["data"])) == 1
        writer.kill()
    assert len(set(directory.read_json(directory.exit)["data"])) == 1


def test_deleting_removes_everything_and_follows_no_link(directory, tmp_path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "kept").write_bytes(b"kept")
    (directory.work / "link").symlink_to(tmp_path / "outside")
    (directory.work / "locked").mkdir()
    (directory.work / "locked" / "file").write_bytes(b"x")
    (directory.work / "locked").chmod(0o500)
    directory.delete()
    assert list(directory.root.iterdir()) == []
    assert (tmp_path / "outside" / "kept").read_bytes() == b"kept"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user, to whom permissions matter")
def test_folders_that_a_tool_made_read_only_are_deleted_too(tmp_path):
    program = """
import os, sys
from pathlib import Path
from wps_cwl.job_directory import JobDirectory

os.setgid(65534); os.setuid(65534)
directory = JobDirectory(Path(sys.argv[1]), "a")
directory.create()
inner = directory.work / "one" / "two"
inner.mkdir(parents=True)
(inner / "file").write_bytes(b"x")
inner.chmod(0o500); inner.parent.chmod(0)
directory.delete()
print(os.listdir(sys.argv[1]))
"""
    root = tmp_path / "jobs"
    root.mkdir()
    os.chown(root, 65534, 65534)
    for parent in (tmp_path, *tmp_path.parents):  # pytest makes its folders for root alone
        if parent.stat().st_uid == os.geteuid() and Path("/tmp") in parent.parents:
            parent.chmod(0o755)
    done = subprocess.run([sys.executable, "-c", program, str(root)], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_a_deletion_that_was_killed_is_finished_by_the_next(directory):
    left = directory.root / ".deleted-0a1b-2c"
    left.mkdir()
    (left / "rest").write_bytes(b"x")
    directory.delete()
    directory.delete()
    assert list(directory.root.iterdir()) == []
