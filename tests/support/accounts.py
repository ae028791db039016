"""A job whose step ran on a Slurm that a test plays, and what is known of its use."""

from __future__ import annotations

import os
import pwd
from decimal import Decimal
from pathlib import Path

from tests.support.service import wait_for
from wps_cwl import codec
from wps_cwl.engine.ledgers.slurm import NEEDED
from wps_cwl.engine.schedulers.base import End, EndReason, QueuedJob, QueueState
from wps_cwl.engine.schedulers.submissions import StepEnd, Submissions
from wps_cwl.job_directory import JobDirectory
from wps_cwl.jobs import JobStore, UsageStore
from wps_cwl.model import Accounting, JobState

HEAD = "|".join(NEEDED)
TIMES = "2026-11-21T10:28:01|2026-11-21T10:28:05|2026-11-21T10:28:14"
RECORD = f"""\
{HEAD}
12|COMPLETED|0:0|short|vm|2|{TIMES}|9|00:03.044|
12.batch|COMPLETED|0:0||vm|2|{TIMES}|9|00:03.044|88227840
"""
ME = pwd.getpwuid(os.geteuid()).pw_name
LISTED = f"12|COMPLETED|0|None|wps-j1-a-1|short|node1|{TIMES}|7|{ME}|\n"


def end(jobs: JobStore, directory: JobDirectory, to: JobState = JobState.FAILED) -> None:
    """Bring the job to its end, as its leader does."""
    submissions = Submissions(directory.path)
    submissions.write("a-1", "begun", b"")
    submissions.write("a-1", "exit", b"0")
    found = StepEnd("a-1", "main", "slurm", End(EndReason.EXITED, 0))
    submissions.write("a-1", "end", codec.dump(found, StepEnd))
    jobs.finish("j1", to)


def accounting(directory: JobDirectory) -> Accounting | None:
    """Return what is written in the job directory."""
    if not directory.accounting.exists():
        return None
    found: Accounting = codec.load(directory.accounting.read_bytes(), Accounting)
    return found


def settled(directory: JobDirectory) -> Accounting:
    """Wait for all that can be known."""
    wait_for(lambda: (found := accounting(directory)) is not None and found.settled, 20, f"{accounting(directory)}")
    found = accounting(directory)
    assert found is not None
    return found


def marks(tmp_path: Path) -> list[str]:
    """Return the jobs that are not settled."""
    return [mark.name for mark in (tmp_path / "accounting").iterdir()]


def await_no_marks(tmp_path: Path, seconds: float) -> None:
    """Return when every job is settled, or given up."""
    wait_for(lambda: marks(tmp_path) == [], seconds, "the mark is left")


def rows(used: UsageStore) -> list[tuple[object, ...]]:
    """Return what sums are made of."""
    return [(row.id, row.source, row.wall, row.cores, row.price) for row in used.of("j1")]


SEEN = QueuedJob("12", "wps-j1-a-1", QueueState.ENDED, submitted=1.0, started=5.0, ended=14.0)
ACCOUNTED = [("12", "sacct", 9.0, 2.0, Decimal("0.018"))]
