"""The house keeps its shape: imports go downwards, and no file has two subjects."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.support.service import ROOT

LONGEST = 400  # lines


def test_the_import_contracts_hold() -> None:
    program = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([str(program), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_file_is_too_long() -> None:
    folders = ("wps_cwl", "tests", "examples", "cwl", "benchmarks")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py") if ".cache" not in path.parts]
    long = {str(path.relative_to(ROOT)): lines for path in files if (lines := path.read_text().count("\n")) > LONGEST}
    assert long == {}


def test_only_the_facade_knows_flask_and_only_the_job_store_knows_sql() -> None:
    allowed = {"flask": "facade", "sqlalchemy": "jobs", "boto3": "storage"}
    for path in (ROOT / "wps_cwl").rglob("*.py"):
        for library, folder in allowed.items():
            if f"import {library}" in path.read_text() or f"from {library}" in path.read_text():
                inside = path.relative_to(ROOT / "wps_cwl").parts[0]
                assert inside == folder or "bootstrap" in path.parts, f"{path} imports {library}"
