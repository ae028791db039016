"""`wps-cwl otb generate` writes the files that are committed, from the OTB that is installed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.service import ROOT
from wps_cwl.otb import installation

FOLDER = ROOT / "cwl" / "processes" / "otb"
LONGEST = 30.0  # seconds on a machine of two processors that does nothing else


def generate(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "wps_cwl.cli", "otb", "generate", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_the_committed_files_are_those_of_the_installed_toolbox(tmp_path: Path) -> None:
    version = installation.find(os.environ).help("BandMath")
    if "version 8.1.1" not in version:
        pytest.skip("another version of OTB is installed than the committed files are made from")
    before, started = os.times(), time.monotonic()
    done = generate("--output", str(tmp_path))
    spent = os.times().children_user + os.times().children_system - before.children_user - before.children_system
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith(f"110 of 110 applications written to {tmp_path}\n")
    written = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert written == {path.name: path.read_text() for path in FOLDER.glob("*.cwl")}
    assert spent / 2 < LONGEST, f"{time.monotonic() - started:.1f} s, of which {spent:.1f} s of processors"


def test_one_application_is_generated_by_its_name(tmp_path: Path) -> None:
    assert generate("BandMath", "--output", str(tmp_path)).returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["BandMath.cwl"]


def test_an_application_that_is_not_there_is_named_with_those_that_are_like_it(tmp_path: Path) -> None:
    done = generate("Segmentatio", "--output", str(tmp_path))
    assert done.returncode == 1
    assert "Segmentatio" in done.stderr
    assert "Did you mean: Segmentation" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_machine_without_the_toolbox_is_told_what_to_install(tmp_path: Path) -> None:
    done = generate("--output", str(tmp_path), PATH=str(tmp_path))
    assert done.returncode == 2
    assert "not installed" in done.stderr
    assert "apt-get install otb-bin otb-qgis" in done.stderr
