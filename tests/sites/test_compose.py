"""The compose file of the demonstration on Slurm; `tests/clusters/test_slurm_demo.py` starts what it says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import compose_spec
import pytest

from examples.slurm import compose
from wps_cwl.settings import load

DOCUMENT = compose.read()
SERVICES: dict[str, Any] = DOCUMENT["services"]
CONTAINERFILE = compose.HERE / "Containerfile"


@pytest.fixture
def place(tmp_path: Path) -> compose.Place:
    ports = {port: 40000 + number for number, port in enumerate(compose.exposed(DOCUMENT))}
    return compose.settle(DOCUMENT, tmp_path, ports)


def volumes(service: str) -> set[str]:
    return {volume.partition(":")[0] for volume in SERVICES[service].get("volumes", ())}


def test_the_file_is_what_the_compose_specification_says() -> None:
    parsed = compose_spec.PyOptions(apply_merge=True).from_yaml(compose.FILE.read_text())
    parsed.validate()
    assert set(parsed.service_names()) == set(SERVICES)


def test_a_key_that_compose_does_not_know_is_found_by_that() -> None:
    wrong = compose.FILE.read_text().replace("    hostname: web\n", "    hostnam: web\n")
    with pytest.raises(ValueError, match="hostnam"):
        compose_spec.PyOptions(apply_merge=True).from_yaml(wrong)


def test_there_is_what_the_demonstration_of_pywps_had_and_more() -> None:
    assert {"db", "slurm", "worker1", "worker2", "web", "engine", "nginx"} <= set(SERVICES)
    shared = volumes("web") & volumes("engine") & volumes("worker1") & volumes("worker2")
    assert "data" in shared
    assert "data" not in volumes("slurm") | volumes("nginx") | volumes("db")


def test_no_image_is_without_a_version() -> None:
    images = {service["image"] for service in SERVICES.values()}
    images |= set(re.findall(r"^FROM (\S+)", CONTAINERFILE.read_text(), re.MULTILINE))
    for image in images:
        assert re.search(r":\d+\.\d+", image), image


def test_secrets_are_files_and_stand_nowhere_else() -> None:
    assert all(set(secret) == {"file"} for secret in DOCUMENT["secrets"].values())
    for service in SERVICES.values():
        assert not any("PASSWORD" in name for name in service.get("environment", {}))
    assert "@" not in str(load(compose.HERE / "wps-cwl.yml", {}).database.url).replace("wps@", "")


def test_only_nginx_is_reached_from_outside_and_from_this_machine_alone() -> None:
    assert {name: service["ports"] for name, service in SERVICES.items() if "ports" in service} == {
        "nginx": ["127.0.0.1:8080:8080"]
    }


def test_each_port_is_one_services(place: compose.Place) -> None:
    assert len(set(compose.exposed(DOCUMENT))) == len(compose.exposed(DOCUMENT))


def test_a_service_starts_after_those_that_it_needs(place: compose.Place) -> None:
    ordered = compose.services(DOCUMENT, place)
    names = [service.name for service in ordered]
    assert sorted(names) == sorted(SERVICES)
    for service in ordered:
        assert all(names.index(needed) < names.index(service.name) for needed in service.after)
        assert not service.after or service.check or service.name == "engine", "nobody can wait for it"


def test_nothing_of_the_containers_is_left_in_what_is_started_here(place: compose.Place) -> None:
    files = [file.read_text() for file in (place.folder / "files").rglob("*") if file.is_file()]
    commands = [
        " ".join([*one.command, *one.check, json.dumps(one.environment)]) for one in compose.services(DOCUMENT, place)
    ]
    for text in (*files, *commands):
        text = re.sub(r"^\s*#.*", "", text, flags=re.MULTILINE)
        assert not re.search(r"(?<![\w/.-])/(data|run|etc|srv|var)\b", text), text
        assert not re.search(rf"\b({'|'.join(compose.exposed(DOCUMENT))})\b", text), text
        assert "0.0.0.0" not in text
