"""Zip archives of strangers are unpacked with care; our own are the same each time."""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from wps_cwl.engine.archive import ArchiveLimits, ArchiveTooLarge, BadArchive, pack, unpack
from wps_cwl.unfinished import unfinished

LIMITS = ArchiveLimits(size=1_000_000, entries=50)


def zipped(path: Path, entries, *, compression=zipfile.ZIP_DEFLATED) -> Path:
    """Write an archive; entries are (name or ZipInfo, bytes)."""
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return path


def special(name: str, mode: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = mode << 16
    return entry


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refuse(archive: Path, tmp_path: Path, reason: str, limits: ArchiveLimits = LIMITS) -> None:
    before = around(tmp_path)
    with pytest.raises(BadArchive, match=reason) as caught:
        unpack(archive, tmp_path / "out", limits)
    assert "\n" not in str(caught.value)
    assert around(tmp_path) == before


def around(folder: Path) -> set[Path]:
    """Return what is in a folder, and beside it; what threads of other tests write into theirs is left out."""
    return {*folder.rglob("*"), *folder.parent.iterdir()}


@pytest.mark.parametrize("method", ["ZIP_STORED", "ZIP_DEFLATED", "ZIP_BZIP2", "ZIP_LZMA"])
def test_an_archive_is_unpacked_as_it_was_sent(tmp_path, method):
    entries = [("top/a.txt", b"a"), ("top/sub dir/é.bin", b"\0" * 9), ("top/empty/", b""), ("./top/b", b"b")]
    archive = zipped(tmp_path / "a.zip", entries, compression=getattr(zipfile, method))
    unpack(archive, tmp_path / "out", LIMITS)
    assert content(tmp_path / "out") == {"top/a.txt": b"a", "top/sub dir/é.bin": b"\0" * 9, "top/b": b"b"}
    assert (tmp_path / "out/top/empty").is_dir()


def test_names_with_backslashes_are_folders_too(tmp_path):
    entry = zipfile.ZipInfo("x")
    entry.filename = "top\\a.txt"
    unpack(zipped(tmp_path / "a.zip", [(entry, b"a")]), tmp_path / "out", LIMITS)
    assert content(tmp_path / "out") == {"top/a.txt": b"a"}


def test_permissions_of_the_archive_are_not_taken(tmp_path):
    archive = zipped(tmp_path / "a.zip", [(special("tool", stat.S_IFREG | 0o6777), b"#!/bin/sh")])
    unpack(archive, tmp_path / "out", LIMITS)
    assert not (tmp_path / "out/tool").stat().st_mode & 0o6111


@pytest.mark.parametrize(
    "name", ["../a", "x/../../a", "/etc/passwd", "..", "x/..", "C:\\a", "c:a", "..\\a", "\\\\host\\share\\a"]
)
def test_names_that_lead_out_are_refused(tmp_path, name):
    entry = zipfile.ZipInfo("x")
    entry.filename = name
    refuse(zipped(tmp_path / "a.zip", [("fine", b"1"), (entry, b"2")]), tmp_path, "leads out of the archive")


@pytest.mark.parametrize("name", ["a\nb", "a\x1b[2Jb", "x" * 300, "é" * 128])
def test_names_that_no_file_should_have_are_refused(tmp_path, name):
    refuse(zipped(tmp_path / "a.zip", [(name, b"1")]), tmp_path, "is not one that a file can have here")


def test_a_path_that_is_too_long_is_refused(tmp_path):
    refuse(zipped(tmp_path / "a.zip", [("/".join(["d" * 200] * 30), b"1")]), tmp_path, "too long")


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK])
def test_links_and_devices_are_refused(tmp_path, kind):
    archive = zipped(tmp_path / "a.zip", [(special("link", kind | 0o777), b"/etc/passwd")])
    refuse(archive, tmp_path, '"link" is neither a file nor a folder')


@pytest.mark.parametrize("names", [("a", "a"), ("a", "a/b"), ("a/b", "a"), ("a/", "a"), ("a", "./a")])
def test_a_name_that_stands_twice_is_refused(tmp_path, names):
    with pytest.warns(UserWarning, match="Duplicate") if names == ("a", "a") else _nothing():
        archive = zipped(tmp_path / "a.zip", [(name, b"") for name in names])
    refuse(archive, tmp_path, "stands twice")


def _nothing():
    return io.BytesIO()


def test_an_encrypted_archive_is_refused(tmp_path):
    archive = zipped(tmp_path / "a.zip", [("a", b"secret")])
    data = bytearray(archive.read_bytes())
    data[6] |= 1  # the flag in the local header, and in the list of entries
    data[data.index(b"PK\x01\x02") + 8] |= 1
    archive.write_bytes(data)
    refuse(archive, tmp_path, '"a" is encrypted')


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"PK\x03\x04", b"PK\x05\x06" + b"\xff" * 18], ids=repr)
def test_what_is_no_archive_is_refused(tmp_path, data):
    (tmp_path / "a.zip").write_bytes(data)
    refuse(tmp_path / "a.zip", tmp_path, "valid zip archive|too long")


@pytest.mark.parametrize("method", ["ZIP_STORED", "ZIP_DEFLATED", "ZIP_BZIP2", "ZIP_LZMA"])
def test_damaged_content_is_refused(tmp_path, method):
    data = os.urandom(2000)
    archive = zipped(tmp_path / "a.zip", [("fine", b"1"), ("a", data)], compression=getattr(zipfile, method))
    damaged = bytearray(archive.read_bytes())
    damaged[1000:1400] = bytes(400)
    archive.write_bytes(damaged)
    refuse(archive, tmp_path, "not a valid zip archive")


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    archive = zipped(tmp_path / "a.zip", [("a", bytes(600_000)), ("b", bytes(600_000))])
    assert archive.stat().st_size < 10_000
    with pytest.raises(ArchiveTooLarge):
        unpack(archive, tmp_path / "out", LIMITS)
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path):
    archive = zipped(tmp_path / "a.zip", [("a", bytes(50_000_000))])
    data = bytearray(archive.read_bytes())
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 10)
    archive.write_bytes(data)
    refuse(archive, tmp_path, "not a valid zip archive")


def test_the_number_of_entries_is_limited(tmp_path):
    archive = zipped(tmp_path / "a.zip", [(f"{number}", b"") for number in range(51)])
    refuse(archive, tmp_path, "has 51 entries, and may have 50 at most")


def test_a_list_of_entries_that_would_fill_the_memory_is_not_read(tmp_path):
    archive = zipped(tmp_path / "a.zip", [(f"{number:0200}", b"") for number in range(9_000)])
    refuse(archive, tmp_path, "list of entries is too long")


def test_what_an_earlier_attempt_has_left_is_in_nobodys_way(tmp_path):
    archive = zipped(tmp_path / "a.zip", [("a", b"1")])
    unfinished(tmp_path / "out").mkdir()
    (unfinished(tmp_path / "out") / "half").write_bytes(b"?")
    unpack(archive, tmp_path / "out", LIMITS)
    assert content(tmp_path / "out") == {"a": b"1"}


# --- packing -------------------------------------------------------------------------------------------


def test_files_are_packed_the_same_each_time(tmp_path):
    (tmp_path / "b").write_bytes(b"b" * 1000)
    (tmp_path / "a").write_bytes(b"a")
    members = [("b.txt", tmp_path / "b"), ("sub/ä b.txt", tmp_path / "a")]
    first = pack(members, tmp_path / "1.zip").read_bytes()
    os.utime(tmp_path / "b", (1, 1))
    (tmp_path / "b").chmod(0o600)
    assert pack(reversed(members), tmp_path / "2.zip").read_bytes() == first
    unpack(tmp_path / "1.zip", tmp_path / "out", LIMITS)
    assert content(tmp_path / "out") == {"b.txt": b"b" * 1000, "sub/ä b.txt": b"a"}


def test_a_name_that_is_not_utf8_is_packed(tmp_path):
    (tmp_path / "x").write_bytes(b"x")
    pack([(os.fsdecode(b"caf\xe9.txt"), tmp_path / "x")], tmp_path / "1.zip")
    with zipfile.ZipFile(tmp_path / "1.zip") as archive:
        assert archive.namelist() == ["caf\N{REPLACEMENT CHARACTER}.txt"]
