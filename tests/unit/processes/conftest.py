"""The scripts of the processes, importable as their CWL tools stage them: side by side."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.unit.processes.script import PROCESSES, SCRIPTS, ScriptRunner

sys.path.append(str(SCRIPTS))


@pytest.fixture
def data() -> Path:
    """The folder of the processes' test data."""
    return PROCESSES / "data"


@pytest.fixture
def script(tmp_path: Path) -> ScriptRunner:
    """Run scripts in an empty working directory."""
    return ScriptRunner(tmp_path)
