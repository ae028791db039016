"""What a container may have, told by a folder in the place of /sys/fs/cgroup."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from wps_cwl import machine

MIB = 1 << 20
UNLIMITED = "9223372036854771712"  # of cgroup v1: as many whole pages as there could be
POD = "/kubepods/burstable/pod1/container1"
IN_POD = f"0::{POD}\n"
IN_POD_1 = f"4:memory:{POD}\n3:cpu,cpuacct:{POD}\n2:cpuset:/\n1:name=systemd:{POD}\n0::/\n"
ALL, PHYSICAL = machine.all_cpus(), machine.all_memory()


@dataclass(frozen=True)
class Container:
    """What a container is told: `ours` is /proc/self/cgroup, `files` are below /sys/fs/cgroup."""

    ours: str
    files: dict[str, str]
    cpus: int = ALL
    memory: int = PHYSICAL


CONTAINERS = {
    "no control groups": Container("", {}),
    "v2, unlimited": Container(IN_POD, {"memory.max": "max", "cpu.max": "max 100000"}),
    "v2, its group is the outermost": Container(
        "0::/\n", {"memory.max": str(300 * MIB), "cpu.max": "100000 100000"}, cpus=1, memory=300 * MIB
    ),
    "v2, its place is another's": Container(
        "0::/../../elsewhere\n", {"memory.max": str(300 * MIB), "cpu.max": "100000 100000"}, cpus=1, memory=300 * MIB
    ),
    "v2, the limit of the Pod is the least": Container(
        IN_POD,
        {
            f"{POD[1:]}/memory.max": str(200 * MIB),
            f"{POD[1:]}/cpu.max": "max 100000",
            "kubepods/burstable/pod1/memory.max": str(150 * MIB),
            "kubepods/burstable/pod1/cpu.max": "50000 100000",
            "kubepods/burstable/memory.max": "max",
        },
        cpus=1,
        memory=150 * MIB,
    ),
    "v2, the limit of another Pod is none of ours": Container(
        IN_POD, {"kubepods/burstable/pod2/memory.max": str(50 * MIB), "kubepods/burstable/pod2/cpu.max": "1000 100000"}
    ),
    "v2, less than a CPU": Container("0::/\n", {"cpu.max": "1000 100000"}, cpus=1),
    "v2, more than there is": Container(
        "0::/\n", {"memory.max": str(PHYSICAL * 4), "cpu.max": f"{ALL * 400000} 100000"}
    ),
    "v2, a part of a CPU more": Container("0::/\n", {"cpu.max": f"{ALL * 100000 - 50000} 100000"}, cpus=ALL),
    "v1, unlimited": Container(
        IN_POD_1,
        {
            f"memory{POD}/memory.limit_in_bytes": UNLIMITED,
            f"cpu,cpuacct{POD}/cpu.cfs_quota_us": "-1",
            f"cpu,cpuacct{POD}/cpu.cfs_period_us": "100000",
        },
    ),
    "v1": Container(
        IN_POD_1,
        {
            f"memory{POD}/memory.limit_in_bytes": str(300 * MIB),
            f"cpu,cpuacct{POD}/cpu.cfs_quota_us": "70000",
            f"cpu,cpuacct{POD}/cpu.cfs_period_us": "100000",
        },
        cpus=1,
        memory=300 * MIB,
    ),
    "v1, its group is the outermost": Container(
        IN_POD_1,
        {
            "memory/memory.limit_in_bytes": str(300 * MIB),
            "cpu/cpu.cfs_quota_us": "70000",
            "cpu/cpu.cfs_period_us": "100000",
        },
        cpus=1,
        memory=300 * MIB,
    ),
    "what is no number": Container("0::/\n", {"memory.max": "much", "cpu.max": "100000"}),
}


def made(folder: Path, ours: str, files: dict[str, str]) -> tuple[Path, Path]:
    (folder / "ours").write_text(ours)
    for name, text in files.items():
        file = folder / "cgroup" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{text}\n")
    return folder / "cgroup", folder / "ours"


@pytest.mark.parametrize("container", CONTAINERS.values(), ids=CONTAINERS.keys())
def test_a_process_has_what_the_least_of_its_groups_has(container: Container, tmp_path: Path) -> None:
    groups, ours = made(tmp_path, container.ours, container.files)
    assert (machine.cpus(groups, ours), machine.memory(groups, ours)) == (container.cpus, container.memory)


USE_OF_2 = {
    "memory.current": str(250 * MIB),
    "memory.stat": f"anon 1\ninactive_file {40 * MIB}\nactive_file {10 * MIB}",
}
USE_OF_1 = {
    "memory/memory.usage_in_bytes": str(250 * MIB),
    "memory/memory.stat": f"inactive_file 0\ntotal_inactive_file {40 * MIB}\ntotal_active_file {10 * MIB}",
}


@pytest.mark.parametrize(
    ("ours", "files"),
    [
        ("0::/\n", USE_OF_2 | {"memory.max": str(300 * MIB)}),
        ("4:memory:/\n", USE_OF_1 | {"memory/memory.limit_in_bytes": str(300 * MIB)}),
    ],
    ids=["v2", "v1"],
)
def test_what_files_take_of_a_groups_memory_is_free(ours: str, files: dict[str, str], tmp_path: Path) -> None:
    free = machine.free_memory(*made(tmp_path, ours, files))
    assert free == min(100 * MIB, free) > 0
    assert free == 100 * MIB or psutil.virtual_memory().available < 200 * MIB


def test_no_group_has_less_than_nothing(tmp_path: Path) -> None:
    files = {"memory.max": "1000", "memory.current": "2000"}
    assert machine.free_memory(*made(tmp_path, "0::/\n", files)) == 0


def test_this_machine_is_no_larger_than_it_is() -> None:
    assert 1 <= machine.cpus() <= ALL
    assert 0 < machine.memory() <= PHYSICAL
    assert 0 < machine.free_memory() <= machine.memory()
