"""What the tests of outputs share: GDAL's programs, and a run that may leave files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.conversion import programs, run_directory
from wps_cwl.engine.gdal import Gdal
from wps_cwl.job_directory import JobDirectory


@pytest.fixture(scope="module")
def gdal() -> Gdal:
    return programs()


@pytest.fixture
def directory(tmp_path: Path) -> JobDirectory:
    return run_directory(tmp_path)
