"""Profiles `local` of the chart: the engine's container bounds them, and web servers know."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support import helm
from wps_cwl.settings import Profile, load

GIB = 1 << 30


def profiles(folder: Path, *arguments: str | Path) -> dict[str, Profile]:
    [text] = [
        one["data"]["config.yaml"]
        for one in helm.render(*arguments)
        if one["kind"] == "ConfigMap" and "config.yaml" in one["data"] and "migration" not in one["metadata"]["name"]
    ]
    file = folder / "config.yaml"
    file.write_text(text)
    return load(file, {}).profiles


LIMITS = {
    "the defaults": ((), 8 * GIB, None),
    "others": (("--set", "engine.resources.limits.memory=1500M"), 1_500_000_000, None),
    "bytes": (("--set", "engine.resources.limits.memory=2000000000"), 2_000_000_000, None),
    "a part of a GiB": (("--set-string", "engine.resources.limits.memory=1.5Gi"), 3 * GIB // 2, None),
    "CPUs": (("--set", "engine.resources.limits.cpu=4"), 8 * GIB, 4),
    "parts of CPUs": (("--set-string", "engine.resources.limits.cpu=2500m"), 8 * GIB, 3),
    "half of one": (("--set-string", "engine.resources.limits.cpu=0.5"), 8 * GIB, 1),
    "none": (("--set", "engine.resources.limits=null"), None, None),
}


@pytest.mark.parametrize(("arguments", "memory", "cores"), LIMITS.values(), ids=LIMITS.keys())
def test_a_local_profile_has_what_the_container_may_have(
    arguments: tuple[str, ...], memory: int | None, cores: int | None, tmp_path: Path
):
    [(name, profile)] = profiles(tmp_path, *arguments).items()
    assert (name, profile.scheduler, profile.memory, profile.cores) == ("local", "local", memory, cores)


@pytest.mark.parametrize("values", helm.VALUE_SETS, ids=lambda path: path.stem)
def test_the_examples_promise_no_more_than_their_engines_have(values: Path, tmp_path: Path):
    [engine] = [
        container
        for one in helm.rendered(values)
        if one["kind"] == "Deployment"
        for container in one["spec"]["template"]["spec"]["containers"]
        if container["name"] == "engine"
    ]
    limits: dict[str, Any] = engine["resources"]["limits"]
    found = profiles(tmp_path, "--values", values)
    for profile in found.values():
        if profile.scheduler == "local":
            assert 0 < int(profile.memory or 0) <= int(limits["memory"].removesuffix("Gi")) * GIB
        else:
            assert (profile.memory, profile.cores) in {(None, None), (64 * GIB, 16)}, "nobody else's is bounded"
    assert ("local" in found) == (values.stem in {"local", "postgresql", "s3"})


def test_numbers_of_a_file_are_numbers(tmp_path: Path):
    file = tmp_path / "values.yaml"
    file.write_text("engine: {resources: {limits: {memory: 34359738368, cpu: 1.5}}}")
    found = profiles(tmp_path, "--values", file)["local"]
    assert (found.memory, found.cores) == (32 * GIB, 2)


def test_what_the_operator_says_stays(tmp_path: Path):
    found = profiles(tmp_path, "--set", "config.profiles.small.memory=2GiB", "--set", "config.profiles.small.cores=1")
    assert [(name, one.memory, one.cores) for name, one in found.items()] == [("small", 2 * GIB, 1)]
