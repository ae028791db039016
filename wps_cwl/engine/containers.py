"""Containers: what runs those that documents ask for (CWL v1.2, CommandLineTool, DockerRequirement)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wps_cwl import errors


@dataclass(frozen=True)
class Runtime:
    """What Toil is told to use one, and the command by which one sees whether it is there; none: no containers."""

    options: Sequence[str]
    command: Sequence[str] = ()


CONTAINERS: Mapping[str, Runtime] = {
    "docker": Runtime([], ["docker", "info"]),
    "podman": Runtime(["--podman"], ["podman", "info"]),
    "apptainer": Runtime(["--singularity"], ["singularity", "--version"]),  # by this name Toil calls it
    "none": Runtime(["--no-container"]),
}


def admit(document: object, containers: str, profile: str) -> None:
    """Look whether a process can run on a profile. Raises errors.NoContainers."""
    if not CONTAINERS[containers].command and _requires(document):
        raise errors.NoContainers(profile=profile)


def _requires(document: object) -> bool:
    """Whether a container is required somewhere in a document, rather than hinted at."""
    if isinstance(document, list):
        return any(_requires(item) for item in document)
    if not isinstance(document, dict):
        return False
    given = document.get("requirements")
    listed = [one.get("class") for one in given if isinstance(one, dict)] if isinstance(given, list) else given
    required = isinstance(listed, (list, dict)) and "DockerRequirement" in listed
    return required or any(_requires(value) for value in document.values())
