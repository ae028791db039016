"""What this process may have of its machine: memory and CPUs, as its control groups bound them (cgroup v1 and v2).

In a container, the kernel's own figures are those of the whole node. cgroups(7), cgroup-v2.rst; of v1: memory.rst.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

GROUPS, OURS = Path("/sys/fs/cgroup"), Path("/proc/self/cgroup")


@dataclass(frozen=True)
class _Memory:
    """The files on memory of one version; what files are kept in memory, the kernel gives up first."""

    limit: str
    used: str
    files: tuple[str, ...]


_MEMORY_1 = _Memory("memory.limit_in_bytes", "memory.usage_in_bytes", ("total_inactive_file", "total_active_file"))
_MEMORY_2 = _Memory("memory.max", "memory.current", ("inactive_file", "active_file"))


def cpus(groups: Path = GROUPS, ours: Path = OURS) -> int:
    """Return how many CPUs this process may keep busy; of one that it has in part, the whole."""
    quotas = [found for folder in _folders("cpu", groups, ours) if (found := _quota(folder)) is not None]
    return max(1, min([all_cpus(), *map(math.ceil, quotas)]))


def memory(groups: Path = GROUPS, ours: Path = OURS) -> int:
    """Return how many bytes this process, and all others in its groups, may have together."""
    return min([all_memory(), *(limit for _, _, limit in _limits(groups, ours))])


def free_memory(groups: Path = GROUPS, ours: Path = OURS) -> int:
    """Return how many bytes of that nobody needs now."""
    left = [limit - _used(folder, names) for folder, names, limit in _limits(groups, ours)]
    return max(0, min([int(psutil.virtual_memory().available), *left]))


def all_cpus() -> int:
    """Return how many CPUs there are for this process, whatever time it may have on them."""
    return len(os.sched_getaffinity(0))


def all_memory() -> int:
    """Return how many bytes the machine has."""
    return int(psutil.virtual_memory().total)


def _limits(groups: Path, ours: Path) -> Iterator[tuple[Path, _Memory, int]]:
    for folder in _folders("memory", groups, ours):
        for names in (_MEMORY_1, _MEMORY_2):
            if (limit := _number(folder / names.limit)) is not None:
                yield folder, names, limit


def _used(folder: Path, names: _Memory) -> int:
    stat = dict(line.split()[:2] for line in _text(folder / "memory.stat").splitlines() if " " in line)
    given_up = sum(int(stat.get(name, 0)) for name in names.files)
    return (_number(folder / names.used) or 0) - given_up


def _quota(folder: Path) -> float | None:
    told = _text(folder / "cpu.max").split()
    quota, period = told if len(told) == 2 else (_text(folder / f"cpu.cfs_{one}_us") for one in ("quota", "period"))
    with suppress(ValueError):  # `max`, or nothing
        if int(quota) > 0 < int(period):
            return int(quota) / int(period)
    return None


def _folders(controller: str, groups: Path, ours: Path) -> Iterator[Path]:
    """Yield the folders of our group and of those around it, as far as they are seen.

    A container may see its own group as the outermost, whatever place it is told to have.
    """
    for line in _text(ours).splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers and controller not in controllers.split(","):
            continue
        tops = [groups / controller, groups / controllers] if controllers else [groups]
        top = next((top for top in tops if top.is_dir()), None)
        if top is not None:
            group = top.joinpath(*(part for part in Path(path).parts if part not in {"/", ".."}))
            yield from (folder for folder in (group, *group.parents) if folder.is_relative_to(top))


def _number(file: Path) -> int | None:
    with suppress(ValueError):  # `max`, or nothing
        return int(_text(file))
    return None


def _text(file: Path) -> str:
    with suppress(OSError):  # there is no such controller here, or no control groups at all
        return file.read_text(encoding="utf-8").strip()
    return ""
