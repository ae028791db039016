"""`wps-cwl serve`, without its parts: what is done before they start."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.support.service import ROOT
from wps_cwl.cli import cli, serve


class _Parts:
    """In the place of the supervisor: notes what lies in the state directory when the parts would start."""

    found: Sequence[str] = ()

    def __init__(self, parts: Sequence[str], options: Sequence[str], *, grace: float) -> None:
        del parts, options, grace

    def start(self) -> None:
        type(self).found = sorted(path.name for path in Path("state").iterdir())

    def run(self) -> None:
        pass


@pytest.fixture
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WPS_CWL_STATE", "state")
    monkeypatch.setenv("WPS_CWL_PROCESSES", str(ROOT / "tests" / "integration" / "processes"))


@pytest.mark.usefixtures("_here")
def test_processes_are_read_before_the_parts_start_which_then_need_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "Supervisor", _Parts)
    done = CliRunner().invoke(cli, ["serve"])
    assert done.exit_code == 0, done.output
    assert {"catalogue.json", "database", "jobs.sqlite"} <= set(_Parts.found)
    assert "processes first-line, who" in done.output
