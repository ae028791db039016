"""In a container that is a part of its machine, jobs get what the container has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from wps_cwl import bootstrap, machine
from wps_cwl.bootstrap import halves
from wps_cwl.bootstrap.running import profiles
from wps_cwl.engine.leader_memory import LeaderMemory
from wps_cwl.engine.schedulers.local import LEAST
from wps_cwl.settings import Settings, load

GIB = 1 << 30
LARGE = {"memory": 512 * GIB, "cores": 512}  # of a node, which the container is a small part of


@pytest.fixture(autouse=True)
def container(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"cpus": 3, "memory": 6 * GIB, "all_cpus": 64, "all_memory": 256 * GIB}.items():
        monkeypatch.setattr(machine, name, lambda value=value: value)


def settings(folder: Path, **profile: int) -> Settings:
    file = folder / "config.yaml"
    file.write_text(yaml.safe_dump({"state": str(folder / "state"), "profiles": {"local": profile}}))
    return load(file, {})


@pytest.mark.parametrize(
    ("profile", "cores", "memory"),
    [({}, 3, 6 * GIB), (LARGE, 3, 6 * GIB), ({"memory": 2 * GIB, "cores": 1}, 1, 2 * GIB)],
    ids=["nothing said", "more than there is", "less"],
)
def test_toil_and_the_preflight_have_the_same_bounds(
    profile: dict[str, int], cores: int, memory: int, tmp_path: Path
) -> None:
    said = settings(tmp_path, **profile)
    options = profiles(said).of("local").scheduler.toil_options()
    assert options[-4:] == ["--maxCores", str(cores), "--maxMemory", str(memory)]
    capacity = bootstrap.preflight(said).capacities["local"]
    assert (capacity.cores, capacity.memory) == (cores, memory)


def test_toil_keeps_what_it_reserves_for_jobs_of_its_own(tmp_path: Path) -> None:
    said = settings(tmp_path, memory=100 << 20)
    assert profiles(said).of("local").scheduler.toil_options()[-2:] == ["--maxMemory", str(LEAST)]
    assert bootstrap.preflight(said).capacities["local"].memory == 100 << 20


def test_a_web_server_refuses_nothing_for_its_own_container_is_small(tmp_path: Path) -> None:
    known = bootstrap.preflight(settings(tmp_path), here=False).capacities["local"]
    assert (known.cores, known.memory) == (64, 256 * GIB)
    told = bootstrap.preflight(settings(tmp_path, memory=8 * GIB, cores=4), here=False).capacities["local"]
    assert (told.cores, told.memory) == (4, 8 * GIB)


@pytest.mark.parametrize(
    ("make", "memory"), [(halves.operations, 256 * GIB), (halves.workshop, 6 * GIB)], ids=["web", "engine"]
)
def test_web_server_and_engine_are_made_so(
    make: Callable[[Settings], object], memory: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, really = [], halves.preflight
    monkeypatch.setattr(halves, "preflight", lambda *asked, **how: made.append(really(*asked, **how)) or made[-1])
    make(settings(tmp_path))
    assert [known.capacities["local"].memory for known in made] == [memory]


def test_as_many_jobs_run_as_the_container_has_cpus(tmp_path: Path) -> None:
    assert settings(tmp_path).running == 3
    assert profiles(settings(tmp_path)).of("local").running == 3


def test_leaders_take_half_of_the_containers_memory(tmp_path: Path) -> None:
    assert halves.leaders_memory(settings(tmp_path)) == 3 * GIB


def test_no_leader_is_added_where_the_container_has_no_memory_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    memory = LeaderMemory(1 << 60, {"job-1": 1}.get)
    monkeypatch.setattr("wps_cwl.engine.leader_memory.size", lambda _: 50 << 20)
    monkeypatch.setattr(machine, "free_memory", lambda: 60 << 20)
    assert memory.full(["job-1"]) is None
    monkeypatch.setattr(machine, "free_memory", lambda: 40 << 20)
    assert memory.full(["job-1"]) == "the machine has no memory for one more leader"
