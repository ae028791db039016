"""Reads `compose.yaml`, and says its services in the words of this machine: other folders and ports, no host names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # YAML of any shape

import yaml

HERE = Path(__file__).parent
FILE = HERE / "compose.yaml"
SECRETS = "/run/secrets"
EVERYWHERE = "0.0.0.0"  # noqa: S104  # which is the network of the containers there, and must not be here


@dataclass(frozen=True)
class Service:
    """One service as it is started here."""

    name: str
    hostname: str
    user: str | None
    command: tuple[str, ...]
    environment: Mapping[str, str]
    check: tuple[str, ...]  # says by its exit code whether the service does its work
    after: tuple[str, ...]  # those that must do theirs before
    writes: tuple[Path, ...]  # its volumes


@dataclass(frozen=True)
class Place:
    """Where the services are put, and the table of what is called otherwise here."""

    folder: Path
    ports: Mapping[str, int]  # those below `expose` -> free ones of this machine
    paths: Mapping[str, Path]  # those of the containers -> ours
    hosts: tuple[str, ...]

    def here(self, text: str) -> str:
        """Return a command, a value or a file as it must be here."""
        paths = "|".join(re.escape(path) for path in sorted(self.paths, key=len, reverse=True))
        hosts = "|".join(self.hosts)
        text = re.sub(rf"(?<![\w./-])({paths})(?![\w.-])", lambda found: str(self.paths[found[1]]), text)
        text = re.sub(rf"(Addr=|StorageHost=|host=|\()({hosts})\b", r"\g<1>127.0.0.1", text)
        text = re.sub(rf"\b({hosts}):(?=\d)", "127.0.0.1:", text).replace(EVERYWHERE, "127.0.0.1")
        return re.sub(rf"\b({'|'.join(self.ports)})\b", lambda found: str(self.ports[found[1]]), text)


def read() -> dict[str, Any]:
    """Return the file, as it stands."""
    return dict(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def exposed(document: Mapping[str, Any]) -> list[str]:
    """Return the ports of all services."""
    return [port for service in document["services"].values() for port in service.get("expose", ())]


def settle(document: Mapping[str, Any], folder: Path, ports: Mapping[str, int]) -> Place:
    """Make the folders of the services, and write their files as they must be here."""
    services = document["services"]
    paths = {SECRETS: folder / "secrets"}
    files: dict[Path, Path] = {}
    for service in services.values():
        for path in service.get("tmpfs", ()):
            target = path.partition(":")[0]
            paths[target] = folder / "tmpfs" / target[1:].replace("/", "-")
        for volume in service.get("volumes", ()):
            source, target, *_ = volume.split(":")
            if not source.startswith("."):
                paths[target] = folder / "volumes" / source
            elif (HERE / source).resolve().is_relative_to(HERE):
                paths[target] = folder / "files" / Path(source).name
                files[HERE / source] = paths[target]
            else:  # the project's own, which is only read
                paths[target] = (HERE / source).resolve()
    place = Place(folder, ports, paths, tuple(services))
    for path in paths.values():
        if path.is_relative_to(folder) and path not in files.values():
            path.mkdir(parents=True, exist_ok=True)
    for source, target in files.items():
        _write(place, source, target)
    return place


def services(document: Mapping[str, Any], place: Place) -> list[Service]:
    """Return the services, in an order in which they can be started."""
    found = {name: _service(name, told, place) for name, told in document["services"].items()}
    ordered: list[Service] = []

    def put(service: Service) -> None:
        for name in service.after:
            put(found[name])
        if service not in ordered:
            ordered.append(service)

    for service in found.values():
        put(service)
    return ordered


def _service(name: str, told: Mapping[str, Any], place: Place) -> Service:
    for after in told.get("depends_on", {}).values():
        if after["condition"] != "service_healthy":
            raise ValueError(f"{name}: only healthy services are waited for here")
    volumes = [volume.split(":") for volume in told.get("volumes", ())]
    return Service(
        name=name,
        hostname=told["hostname"],
        user=told.get("user"),
        command=tuple(_words(told["command"], place)),
        environment={key: place.here(str(value)) for key, value in told.get("environment", {}).items()},
        check=tuple(_check(told["healthcheck"]["test"], place)) if "healthcheck" in told else (),
        after=tuple(told.get("depends_on", {})),
        writes=tuple(place.paths[target] for source, target, *_ in volumes if not source.startswith(".")),
    )


def _words(command: list[str], place: Place) -> Iterator[str]:
    for word in command:
        yield place.here(word.replace("$$", "$"))


def _check(test: list[str], place: Place) -> Iterator[str]:
    kind, *words = test
    yield from _words(words if kind == "CMD" else ["sh", "-c", *words], place)


def _write(place: Place, source: Path, target: Path) -> None:
    if source.is_dir():
        for file in source.iterdir():
            _write(place, file, target / file.name)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(place.here(source.read_text(encoding="utf-8")), encoding="utf-8")
