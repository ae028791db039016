"""What the doctor tries in the state directory, on the file system of the test, and on mounts as Linux lists them."""

from __future__ import annotations

from pathlib import Path

import pytest

from wps_cwl.engine import file_system
from wps_cwl.engine.file_system import check, mount_of

# as /proc/self/mountinfo has them
MOUNTS = r"""
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw,discard
31 22 0:27 / /shared rw,relatime shared:14 - nfs4 nas:/export rw,vers=4.2,hard,proto=tcp,local_lock=none
32 22 0:28 / /shared/soft rw,relatime shared:15 - nfs nas:/soft rw,vers=3,soft,proto=tcp
33 22 0:29 / /mnt/with\040space rw,relatime - lustre mgs@tcp:/l rw,flock
34 31 0:30 / /shared/over rw,relatime - ext4 /dev/sdb1 rw
35 22 0:31 / /far rw,relatime - fuse.sshfs host:/ rw,user_id=0
""".strip()


@pytest.mark.parametrize(
    ("path", "kind", "shared"),
    [
        ("/srv/wps", "ext4", False),
        ("/shared/wps", "nfs4", True),
        ("/sharedness", "ext4", False),
        ("/shared/over/wps", "ext4", False),
        ("/mnt/with space/wps", "lustre", True),
        ("/far", "fuse.sshfs", True),
    ],
)
def test_the_mount_of_a_path_is_the_one_that_is_nearest_to_it(path: str, kind: str, shared: bool) -> None:
    mount = mount_of(Path(path), MOUNTS)
    assert (mount.kind, mount.shared) == (kind, shared)


def test_a_local_disk_passes_and_nothing_is_left_on_it(tmp_path: Path) -> None:
    assert {one.name: one.ok for one in check(tmp_path, tmp_path / "jobs.sqlite")} == {
        "locks": True,
        "names": True,
        "modes": True,
        "owners": True,
        "pipes": True,
        "kind": True,
    }
    assert list(tmp_path.iterdir()) == []


def test_sqlite_on_a_file_system_that_is_shared_is_wrong_and_a_local_file_is_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "mountinfo"
    told.write_text(f"1 1 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 0:27 / {tmp_path / 'nas'} rw - nfs4 nas:/ rw,soft\n")
    monkeypatch.setattr(file_system, "MOUNTS", told)
    state = tmp_path / "nas"
    state.mkdir()
    there = {one.name: one for one in check(state, state / "jobs.sqlite")}
    assert not there["SQLite"].ok
    assert "nfs4" in there["SQLite"].seen
    assert not there["kind"].ok
    assert "soft" in there["kind"].seen
    assert "SQLite" not in {one.name for one in check(state, tmp_path / "jobs.sqlite")}


def test_what_does_not_go_is_said_in_words(tmp_path: Path) -> None:
    def refuse(folder: Path) -> str | None:
        raise OSError(95, "Operation not supported")

    assert file_system._problem(refuse, tmp_path) == "Operation not supported"
