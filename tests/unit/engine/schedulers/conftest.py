"""A step to be asked for, of two cores and half a gibibyte."""

from __future__ import annotations

from pathlib import Path

import pytest

from wps_cwl.engine.schedulers.base import Ask


@pytest.fixture
def ask() -> Ask:
    return Ask(
        name="wps-job-1-a1b2c3-1",
        script=Path("/state/jobs/job-1/logs/batch/a1b2c3-1.sh"),
        log=Path("/state/jobs/job-1/logs/batch/a1b2c3-1.log"),
        cores=2,
        memory=512 << 20,
        walltime=3665,
    )
