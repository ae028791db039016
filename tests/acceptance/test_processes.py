"""Every process that ships passes its own tests, under cwltool and under Toil: the files are plain CWL."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.service import ROOT

PROCESSES = sorted(path.stem for path in (ROOT / "cwl" / "processes").glob("*.cwl"))


def run_tests(process: str, runner: str, folder: Path) -> None:
    temporary = folder / "tmp"
    temporary.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "wps_cwl.cli", "processes", "test", process, "--runner", runner],
        cwd=ROOT,
        env={**os.environ, "WPS_CWL_STATE": str(folder / "state"), "TMPDIR": str(temporary)},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 of 1 processes passed" in done.stdout
    assert list(temporary.iterdir()) == []


def test_every_process_has_a_test_beside_it() -> None:
    for process in PROCESSES:
        assert (ROOT / "cwl" / "processes" / f"{process}.test.yml").is_file()


@pytest.mark.parametrize("process", PROCESSES)
def test_the_tests_of_a_process_pass(process: str, tmp_path: Path) -> None:
    run_tests(process, "cwltool", tmp_path)


@pytest.mark.parametrize("process", ["hello", "sum"])
def test_the_tests_of_a_process_pass_under_toil(process: str, tmp_path: Path) -> None:
    run_tests(process, "toil", tmp_path)
