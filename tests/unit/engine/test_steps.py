"""The steps of a job as any process of the service can read them: from the files that engine and leader have left."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from wps_cwl import codec
from wps_cwl.engine import steps
from wps_cwl.engine.schedulers.base import End, EndReason, QueuedJob, QueueState
from wps_cwl.engine.schedulers.sightings import Sightings
from wps_cwl.engine.schedulers.snapshot import Snapshot
from wps_cwl.engine.schedulers.submissions import StepAsk, StepEnd, Submissions
from wps_cwl.engine.steps import StepReader
from wps_cwl.job_directory import JobDirectory
from wps_cwl.model import ExecuteRequest, Job, JobState, Step, StepState

NOW = datetime.now(UTC)
START = 1795256115.0


def job(state: JobState = JobState.RUNNING) -> Job:
    return Job("j1", "p", state, NOW, NOW, ExecuteRequest("p"))


@pytest.fixture
def directory(tmp_path: Path) -> JobDirectory:
    found = JobDirectory(tmp_path / "jobs", "j1")
    found.create()
    return found


@pytest.fixture
def submissions(directory: JobDirectory) -> Submissions:
    """One step that was submitted."""
    found = Submissions(directory.path)
    found.folder.mkdir(parents=True)
    found.write("a-1", "step", codec.dump(StepAsk("main.1.shout.cwl", "slurm", 2, 1 << 20, START), StepAsk))
    found.write("a-1", "sh", b"")
    found.write("a-1", "id", b"12")
    return found


def read(directory: JobDirectory, state: JobState = JobState.RUNNING) -> Step:
    [found] = StepReader(directory.root.parent).read(job(state), directory)
    return found


def look(directory: JobDirectory, *jobs: QueuedJob, ago: float = 0.0) -> None:
    Snapshot(time.time() - ago, jobs).write(directory.root.parent / "slurm.json")


PENDING = QueuedJob("12", "wps-j1-a-1", QueueState.PENDING, "Resources", queue="short", place=3, waiting=7)
RUNNING = QueuedJob("12", "wps-j1-a-1", QueueState.RUNNING, queue="short", node="node1", started=START)


def test_a_step_that_nobody_has_listed_waits(directory: JobDirectory, submissions: Submissions) -> None:
    found = read(directory)
    assert (found.name, found.scheduler, found.id, found.state) == ("1.shout", "slurm", "12", StepState.WAITING)
    assert (found.place, found.node, found.started, found.end) == (None, None, None, None)


def test_what_the_queue_says_is_told(directory: JobDirectory, submissions: Submissions) -> None:
    look(directory, PENDING)
    found = read(directory)
    assert (found.state, found.reason, found.place, found.waiting) == (StepState.WAITING, "Resources", 3, 7)
    look(directory, RUNNING)
    found = read(directory)
    assert (found.state, found.node, found.place) == (StepState.RUNNING, "node1", None)
    assert found.started == datetime.fromtimestamp(START, UTC)


def test_an_old_look_at_the_queue_says_nothing_of_now(directory: JobDirectory, submissions: Submissions) -> None:
    look(directory, PENDING, ago=steps.FRESH + 1)
    assert read(directory).place is None


def test_what_has_ended_keeps_what_was_seen_last(directory: JobDirectory, submissions: Submissions) -> None:
    Sightings().note(directory.path, {"a-1": RUNNING})
    submissions.write("a-1", "exit", b"3")
    end = StepEnd("a-1", "main", "slurm", End(EndReason.EXITED, 3, f"see {directory.path}/logs/batch/a-1.log"))
    submissions.write("a-1", "end", codec.dump(end, StepEnd))
    look(directory, PENDING)
    found = read(directory)
    assert (found.state, found.node, found.end, found.exit_code) == (StepState.ENDED, "node1", "exited", 3)
    assert (found.reason, found.place) == ("see a-1.log", None), "a path of the server is told"
    assert found.ended is not None


@pytest.mark.parametrize(
    ("state", "end"),
    [(JobState.DISMISSED, "killed"), (JobState.FAILED, "exited")],
    ids=["dismissed", "failed"],
)
def test_steps_end_with_their_job(directory: JobDirectory, submissions: Submissions, state: JobState, end: str) -> None:
    Sightings().note(directory.path, {"a-1": RUNNING})
    look(directory, RUNNING)
    found = read(directory, state)
    assert (found.state, found.end) == (StepState.ENDED, end)


def test_the_steps_of_this_machine_are_those_that_toil_has_issued(directory: JobDirectory) -> None:
    directory.bus.write_text(
        "toil.bus.JobIssuedMessage\tmain.0._:dbdae0a3-9f81-4d4f-b3dc-90200ccdba60\tkind-CWLJob/instance-a\t1\n"
        "toil.bus.JobIssuedMessage\tmain.1.b.cwl\tkind-CWLJob/instance-b\t2\n"
        "toil.bus.JobCompletedMessage\tmain.1.b.cwl\tkind-CWLJob/instance-b\t0\n"
    )
    first, second = StepReader(directory.root.parent).read(job(), directory)
    assert (first.name, first.scheduler, first.state, first.end) == ("0", "local", StepState.RUNNING, None)
    assert (second.name, second.state, second.end, second.exit_code) == ("1.b", StepState.ENDED, "exited", 0)


def test_a_sighting_is_written_when_it_tells_something_new(directory: JobDirectory, submissions: Submissions) -> None:
    sightings, file = Sightings(), submissions.file("a-1", "seen")
    sightings.note(directory.path, {"a-1": PENDING})
    before = file.stat().st_ino
    sightings.note(directory.path, {"a-1": PENDING})
    Sightings().note(directory.path, {"a-1": PENDING})
    assert file.stat().st_ino == before
    sightings.note(directory.path, {"a-1": RUNNING})
    assert file.stat().st_ino != before
