"""When there is no room for another job, and what is told of it."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from wps_cwl import disk
from wps_cwl.disk import Disk, DiskLimits
from wps_cwl.errors import StorageFull
from wps_cwl.model import Sizes

NOTHING = Sizes(0, 0)


def made(folder: Path, sizes: Sizes = NOTHING, **limits: float) -> Disk:
    return Disk([folder], DiskLimits(**limits), lambda: sizes)  # type: ignore[arg-type]  # each has its own type


def test_a_disk_with_room_takes_jobs(tmp_path: Path) -> None:
    found = made(tmp_path, Sizes(9, 9), least_bytes=1, most_directories=10, most_results=10)
    found.check()
    assert not found.state().full
    assert 0 < found.state().free <= found.state().size


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        ({"least_bytes": 1 << 60}, f"and {1 << 60} should be"),
        ({"least_percent": 99.999999}, "should be"),
        ({"most_directories": 10}, "the directories of jobs take 10 bytes, and may take 10"),
        ({"most_results": 3}, "the results take 4 bytes, and may take 3"),
    ],
)
def test_beyond_a_limit_the_client_is_told_no_path_and_the_log_why_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, limits: dict[str, float], reason: str
) -> None:
    full = made(tmp_path, Sizes(10, 4), **limits)
    with caplog.at_level(logging.INFO):
        for _ in range(3):
            with pytest.raises(StorageFull) as refused:
                full.check()
    assert "nearly full" in str(refused.value)
    assert str(tmp_path) not in str(refused.value)
    assert [reason in message for message in caplog.messages] == [True]


def test_of_several_file_systems_the_one_with_the_least_room_counts(tmp_path: Path) -> None:
    both = Disk([tmp_path, Path("/proc")], DiskLimits(least_bytes=1), lambda: Sizes(0, 0))
    assert (both.state().free, both.state().full) == (0, True)  # nothing can be stored in /proc


def test_sums_are_asked_for_now_and_then_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def sizes() -> Sizes:
        asked.append(1)
        return Sizes(len(asked), 0)

    found = Disk([tmp_path], DiskLimits(), sizes)
    assert [found.state().directories for _ in range(5)] == [1] * 5
    monkeypatch.setattr(disk, "FRESH", -1.0)
    assert found.state().directories == 2
