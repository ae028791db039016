"""Containers: what Toil is told, and which processes cannot run without."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from wps_cwl import errors
from wps_cwl.engine import toil_command
from wps_cwl.engine.containers import CONTAINERS, admit
from wps_cwl.engine.schedulers.local import LocalScheduler
from wps_cwl.job_directory import JobDirectory
from wps_cwl.settings import Profile

IMAGE = {"dockerPull": "debian:12"}
TOOL: dict[str, Any] = {"class": "CommandLineTool", "baseCommand": "true", "inputs": [], "outputs": []}
REQUIRING = {
    "a tool": {**TOOL, "requirements": [{"class": "DockerRequirement", **IMAGE}]},
    "a tool with a map": {**TOOL, "requirements": {"DockerRequirement": IMAGE}},
    "a step": {
        "class": "Workflow",
        "steps": [{"run": TOOL, "requirements": [{"class": "DockerRequirement", **IMAGE}]}],
    },
    "a tool in a packed document": {
        "$graph": [
            TOOL,
            {**TOOL, "requirements": [{"class": "InlineJavascriptRequirement"}, {"class": "DockerRequirement"}]},
        ]
    },
}
OTHERS = {
    "none at all": TOOL,
    "a hint": {**TOOL, "hints": [{"class": "DockerRequirement", **IMAGE}]},
    "a default that looks like it": {**TOOL, "inputs": [{"id": "x", "default": {"requirements": "DockerRequirement"}}]},
}


def test_each_runtime_that_can_be_set_has_its_options(tmp_path: Any) -> None:
    assert set(get_args(Profile.model_fields["containers"].annotation)) == set(CONTAINERS)
    for containers, option in (("podman", "--podman"), ("apptainer", "--singularity"), ("none", "--no-container")):
        directory = JobDirectory(tmp_path, "job-1")
        built = toil_command.build(
            directory, LocalScheduler(), attempt=0, restart=False, environ={"PATH": "/bin"}, containers=containers
        )
        assert option in built.arguments
        assert built.arguments.index(option) < built.arguments.index(str(directory.process))


@pytest.mark.parametrize("document", REQUIRING.values(), ids=REQUIRING)
def test_a_container_that_is_required_is_refused_where_none_can_run(document: object) -> None:
    with pytest.raises(errors.NoContainers, match=r'requires a container .* the profile "plain" runs none'):
        admit(document, "none", "plain")
    admit(document, "podman", "plain")


@pytest.mark.parametrize("document", OTHERS.values(), ids=OTHERS)
def test_a_hint_is_not_a_requirement(document: object) -> None:
    admit(document, "none", "plain")
