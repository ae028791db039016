"""What differs from stock Toil fits the Toil that is pinned, steps aside for any other, and changes no result."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.support.service import wait_for
from wps_cwl import clean_environment
from wps_cwl.engine import adaptations, leader, toil_command
from wps_cwl.engine.adaptations import ADAPTATIONS, ON_CLUSTERS, Adaptation
from wps_cwl.engine.launchers import ForkLauncher, Launcher, StockLauncher
from wps_cwl.engine.schedulers.local import LocalScheduler
from wps_cwl.job_directory import JobDirectory

ECHO = {
    "class": "CommandLineTool",
    "baseCommand": "echo",
    "inputs": {"text": {"type": "string", "inputBinding": {"position": 1}}},
    "outputs": {"out": "stdout"},
    "stdout": "echo.txt",
}
DOCUMENTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "tool": ({"cwlVersion": "v1.2", **ECHO}, {"text": "a b"}),
    "scatter and expression": (
        {
            "cwlVersion": "v1.2",
            "class": "Workflow",
            "requirements": {"ScatterFeatureRequirement": {}, "InlineJavascriptRequirement": {}},
            "inputs": {"texts": "string[]"},
            "steps": {
                "echo": {"run": ECHO, "scatter": "text", "in": {"text": "texts"}, "out": ["out"]},
                "count": {
                    "run": {
                        "class": "ExpressionTool",
                        "inputs": {"files": "File[]"},
                        "outputs": {"number": "int"},
                        "expression": "${return {number: inputs.files.length};}",
                    },
                    "in": {"files": "echo/out"},
                    "out": ["number"],
                },
            },
            "outputs": {
                "files": {"type": "File[]", "outputSource": "echo/out"},
                "number": {"type": "int", "outputSource": "count/number"},
            },
        },
        {"texts": ["x", "y", "z"]},
    ),
    "v1.0": ({"cwlVersion": "v1.0", **ECHO}, {"text": "old"}),
}


@pytest.mark.parametrize("adaptation", [*ADAPTATIONS, *ON_CLUSTERS], ids=lambda adaptation: adaptation.name)
def test_an_adaptation_fits_the_toil_that_is_pinned(adaptation: Adaptation) -> None:
    now = adaptations.digest_of(adaptation.resolve())
    assert adaptation.fits(), f"{adaptation.target} has changed upstream (now {now}): read it, then adapt or remove"


def test_an_adaptation_steps_aside_for_code_that_it_does_not_know(monkeypatch: pytest.MonkeyPatch) -> None:
    applied: list[str] = []
    unknown = [
        Adaptation("changed", "", "json:dumps", "0" * 16, lambda _: applied.append("changed")),
        Adaptation("gone", "", "json:no_such_function", "0" * 16, lambda _: applied.append("gone")),
    ]
    monkeypatch.setattr(adaptations, "ADAPTATIONS", unknown)
    assert adaptations.apply_all() == ["changed", "gone"]
    assert applied == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_forked_and_stock_leaders_give_the_same_outputs(name: str, tmp_path: Path) -> None:
    document, order = DOCUMENTS[name]
    forked = ForkLauncher(tmp_path, clean_environment.clean(os.environ))
    try:
        assert outputs(document, order, forked, tmp_path / "forked") == outputs(
            document, order, StockLauncher(), tmp_path / "stock"
        )
    finally:
        forked.close()


def outputs(document: dict[str, Any], order: dict[str, Any], launcher: Launcher, folder: Path) -> Any:
    directory = JobDirectory(folder, "job-1")
    directory.create()
    directory.write_json(directory.process, document)
    directory.write_json(directory.order, order)
    command = toil_command.build(directory, LocalScheduler(), attempt=0, restart=False, environ=os.environ)
    leader.start(directory, command, launcher)
    wait_for(lambda: not leader.alive(directory), 120, "the leader does not end")
    assert leader.exit_code(directory) == 0, (directory.logs / "leader.log").read_text()
    return without_places(json.loads(directory.produced.read_text()))


def without_places(value: Any) -> Any:
    """Leave out where the files of one run lie; their names, sizes and checksums stay."""
    if isinstance(value, list):
        return [without_places(item) for item in value]
    if isinstance(value, dict):
        return {name: without_places(item) for name, item in value.items() if name not in {"location", "path"}}
    return value
