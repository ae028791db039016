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


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("part", ["web", "engine"])
def test_a_part_waits_for_the_database_as_long_as_it_may(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    pauses: list[float] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        clock[0] += seconds

    monkeypatch.setattr(serve.time, "sleep", sleep)
    monkeypatch.setattr(serve.time, "monotonic", lambda: clock[0])
    monkeypatch.setenv("WPS_CWL_DATABASE__URL", "postgresql://nobody@127.0.0.1:1/none")
    monkeypatch.setenv("WPS_CWL_DATABASE__PATIENCE", "5s")
    done = CliRunner().invoke(cli, [part])
    assert "does not answer" in str(done.exception)
    assert sum(pauses) == 6
