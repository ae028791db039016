"""A step to be asked for, and a leader that has its steps run by a scheduler of paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.service import wait_for
from tests.unit.engine.schedulers.leader import Leader
from wps_cwl.engine.schedulers import judge, patient, queue_view, submitter, tracker
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


SHORTER = (
    (judge, "SETTLING", 0.6),
    (judge, "GRACE", 1.5),
    (judge, "ACCOUNTING_PAUSE", 0.2),
    (tracker, "KILL_SECONDS", 5.0),
    (tracker, "DELETION_PAUSE", 0.5),
    (patient, "LONGEST_PAUSE", 0.5),
    (patient, "LONGEST_PAUSE_OF_ACCOUNTING", 0.5),
    (submitter, "LONGEST_PAUSE", 0.5),
)


@pytest.fixture
def leader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Leader]:
    monkeypatch.setattr(queue_view, "STALE", 0.2)
    for module, name, seconds in SHORTER:
        monkeypatch.setattr(module, name, seconds)
    (tmp_path / "submit").write_text("echo 7\n")
    (tmp_path / "queue").touch()
    (tmp_path / "records").touch()
    made = Leader(tmp_path, tmp_path / "job-1")
    made.begin()
    yield made
    made.tracker.stop()


@pytest.fixture
def submitted(leader: Leader) -> Leader:
    (leader.folder / "queue").unlink()  # it does not answer until a test says what is in the queue
    leader.add()
    wait_for(lambda: leader.submitted == {1: "7"}, 5, "the step is not submitted")
    return leader
