"""The poller asks for all, and only while somebody wants to know; the engine's view of a cluster rests on it."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from tests.support.service import wait_for
from tests.unit.engine.schedulers.paper import Paper
from wps_cwl import codec, errors
from wps_cwl.engine.schedulers import batch, snapshot
from wps_cwl.engine.schedulers import poller as module
from wps_cwl.engine.schedulers.base import End, EndReason, Profile, QueuedJob, QueueState, Standing
from wps_cwl.engine.schedulers.batch import BatchScheduler
from wps_cwl.engine.schedulers.connection import LONGEST, Connection
from wps_cwl.engine.schedulers.poller import Poller
from wps_cwl.engine.schedulers.snapshot import Snapshot
from wps_cwl.engine.schedulers.submissions import StepEnd, Submissions


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in {"EACH": 0.2, "LINGER": 0.5, "PAUSE_AFTER_FAILURE": 0.2}.items():
        monkeypatch.setattr(module, name, seconds)


@pytest.fixture
def connection(tmp_path: Path) -> Connection:
    (tmp_path / "queue").touch()
    return Connection(Paper(tmp_path), {"PATH": os.environ["PATH"]})


@pytest.fixture
def poller(connection: Connection, tmp_path: Path) -> Poller:
    return Poller(connection, tmp_path / "schedulers" / "paper.json")


def asked(folder: Path) -> int:
    return len((folder / "asked").read_text().splitlines()) if (folder / "asked").exists() else 0


def test_many_who_ask_cost_one_question_at_a_time(poller: Poller, tmp_path: Path) -> None:
    end = time.monotonic() + 2
    found: list[bool] = []

    def ask() -> None:
        while time.monotonic() < end:
            found.append(poller.after(time.time(), 5) is not None)

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(found)
    assert 3 <= asked(tmp_path) <= 14, f"{asked(tmp_path)} questions in two seconds, for {len(found)} answers"


def test_nothing_is_asked_when_nobody_wants_to_know(poller: Poller, tmp_path: Path) -> None:
    time.sleep(0.5)
    assert asked(tmp_path) == 0
    poller.latest()
    time.sleep(1.5)
    before = asked(tmp_path)
    time.sleep(0.7)
    assert asked(tmp_path) == before > 0


def test_the_snapshot_is_a_file_that_leaders_read(poller: Poller, tmp_path: Path) -> None:
    (tmp_path / "queue").write_text("7 wps-job-1-a-1 pending Resources\n8 another pending\n")
    seen = poller.after(time.time(), 5)
    read = snapshot.read(tmp_path / "schedulers" / "paper.json")
    assert seen is not None
    assert read is not None
    assert [job.id for job in read.jobs] == ["7"], "jobs of others are none of ours"
    assert read.time >= seen.time
    assert (tmp_path / "schedulers").stat().st_mode & 0o077 == 0


def test_an_answer_is_never_older_than_the_question(poller: Poller, tmp_path: Path) -> None:
    poller.after(time.time(), 5)
    (tmp_path / "queue").write_text("7 wps-job-1-a-1 running\n")
    seen = poller.after(time.time(), 5)
    assert seen is not None
    assert [job.id for job in seen.jobs] == ["7"]


def test_a_scheduler_that_is_away_gives_no_answer_and_is_asked_again(poller: Poller, tmp_path: Path) -> None:
    (tmp_path / "queue").unlink()
    assert poller.after(time.time(), 2) is None
    (tmp_path / "queue").touch()
    wait_for(lambda: poller.after(time.time(), 2) is not None, 5, "it is not asked again")


def test_a_slow_scheduler_is_asked_less_often(poller: Poller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        Paper, "listing", lambda self, user: ["sh", "-c", 'sleep 0.3; echo asked >>"$0/asked"', str(self.folder)]
    )
    end = time.monotonic() + 2.5
    while time.monotonic() < end:
        poller.latest()
        time.sleep(0.05)
    assert asked(tmp_path) == 1


def slow(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    command = f'sleep {seconds}; echo asked >>"$0/asked"; cat "$0/queue"'
    monkeypatch.setattr(Paper, "listing", lambda self, user: ["sh", "-c", command, str(self.folder)])


def test_who_waits_for_an_answer_ends_the_pause_of_a_slow_scheduler(
    poller: Poller, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow(monkeypatch, 0.7)  # so that it is asked every seven seconds
    assert poller.after(time.time(), 5) is not None
    time.sleep(0.1)
    begun = time.monotonic()
    assert poller.after(time.time(), 5) is not None
    assert time.monotonic() - begun < 3


def test_who_waits_again_and_again_takes_no_more_than_half_of_a_slow_scheduler(
    poller: Poller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow(monkeypatch, 0.5)
    end = time.monotonic() + 3
    while time.monotonic() < end:
        poller.after(time.time(), 1)
    assert asked(tmp_path) <= 4


def test_jobs_that_wait_for_a_closed_queue_say_so(poller: Poller, tmp_path: Path) -> None:
    (tmp_path / "queue").write_text("7 wps-job-1-a-1 pending queue=short\n8 wps-job-1-a-2 pending queue=long\n")
    (tmp_path / "closed").write_text("short the queue short is disabled\n")
    for _ in range(3):
        seen = poller.after(time.time(), 5)
    assert seen is not None
    assert [job.reason for job in seen.jobs] == ["the queue short is disabled", ""]
    assert len((tmp_path / "asked-closed").read_text().split()) == 1, "it is asked each time"


def test_a_leader_reads_only_its_own_jobs(tmp_path: Path) -> None:
    jobs = tuple(QueuedJob(str(number), f"wps-job-{number}-a-1", QueueState.PENDING) for number in range(20))
    file = tmp_path / "seen.json"
    Snapshot(5.0, jobs, moved=3.0).write(file)
    assert snapshot.read(file) == Snapshot(5.0, jobs, moved=3.0)
    assert snapshot.read(file, "wps-job-1-") == Snapshot(5.0, jobs[1:2], moved=3.0)
    spoilt = file.read_text().replace('"id":"7"', '"id":')
    file.write_text(spoilt)
    assert snapshot.read(file, "wps-job-1-") is not None, "it has parsed what is another job's"
    assert snapshot.read(file, "wps-job-7-") is None


# --- the engine's view -------------------------------------------------------------------------------


@pytest.fixture
def scheduler(connection: Connection, poller: Poller, tmp_path: Path) -> BatchScheduler:
    return BatchScheduler(Profile("paper"), poller)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    made = tmp_path / "job-1"
    Submissions(made).folder.mkdir(parents=True)
    return made


def submit(directory: Path, stem: str, id: str | None) -> None:
    files = Submissions(directory)
    files.write(stem, "sh", b"")
    if id is not None:
        files.write(stem, "id", id.encode())


def test_a_job_that_has_submitted_nothing_asks_nothing(
    scheduler: BatchScheduler, directory: Path, tmp_path: Path
) -> None:
    assert scheduler.standing(directory) is None
    assert scheduler.survivors(directory) == []
    scheduler.cancel(directory)
    assert asked(tmp_path) == 0


def test_steps_that_wait_are_told_with_reason_and_number(
    scheduler: BatchScheduler, directory: Path, tmp_path: Path
) -> None:
    submit(directory, "a-1", "7")
    submit(directory, "a-2", None)
    (tmp_path / "queue").write_text("7 wps-job-1-a-1 pending Resources\n")
    scheduler.poller.after(time.time(), 5)
    assert scheduler.standing(directory) == Standing(0, 2, "pending: Resources (paper 7)")
    (tmp_path / "queue").write_text("7 wps-job-1-a-1 running\n")
    scheduler.poller.after(time.time(), 5)
    assert scheduler.standing(directory) == Standing(1, 1, "pending", "running (paper 7)")
    Submissions(directory).write("a-1", "exit", b"0")
    Submissions(directory).write("a-2", "end", b"{}")
    assert scheduler.standing(directory) is None


def test_nothing_is_known_before_the_scheduler_was_seen(
    scheduler: BatchScheduler, directory: Path, tmp_path: Path
) -> None:
    (tmp_path / "queue").unlink()
    submit(directory, "a-1", "7")
    assert scheduler.standing(directory) is None


def test_an_earlier_engine_has_left_what_it_saw(connection: Connection, directory: Path, tmp_path: Path) -> None:
    submit(directory, "a-1", "7")
    job = QueuedJob("7", "wps-job-1-a-1", QueueState.RUNNING)
    Snapshot(time.time(), (job,)).write(tmp_path / "seen.json")
    (tmp_path / "queue").unlink()
    scheduler = BatchScheduler(Profile("paper"), Poller(connection, tmp_path / "seen.json"))
    assert scheduler.standing(directory) == Standing(1, 0, "pending", "running (paper 7)")


def test_a_step_that_has_left_the_queue_waits_no_more(
    scheduler: BatchScheduler, directory: Path, tmp_path: Path
) -> None:
    submit(directory, "a-1", "7")
    time.sleep(0.05)
    scheduler.poller.after(time.time(), 5)
    standing = scheduler.standing(directory)
    assert standing is not None
    assert (standing.running, standing.pending) == (1, 0), "its exit code is on its way"
    submit(directory, "a-2", "8")
    standing = scheduler.standing(directory)
    assert standing is not None
    assert (standing.running, standing.pending) == (1, 1), "it was submitted after the queue was seen"


def test_another_job_that_has_the_number_now_is_not_taken_for_ours(
    scheduler: BatchScheduler, directory: Path, tmp_path: Path
) -> None:
    submit(directory, "a-1", "7")
    (tmp_path / "queue").write_text("7 wps-job-9-b-1 pending\n")
    time.sleep(0.05)
    scheduler.poller.after(time.time(), 5)
    standing = scheduler.standing(directory)
    assert standing is not None
    assert standing.pending == 0


def test_a_step_that_was_submitted_again_says_why(scheduler: BatchScheduler, directory: Path, tmp_path: Path) -> None:
    submit(directory, "a-1-2", "8")
    end = StepEnd("a-1-2", "main", "paper", End(EndReason.NODE, None, "NODE_FAIL"), 2)
    Submissions(directory).write("a-1-2", "again", codec.dump(end, StepEnd))
    (tmp_path / "queue").write_text("8 wps-job-1-a-1-2 running\n")
    scheduler.poller.after(time.time(), 5)
    standing = scheduler.standing(directory)
    assert standing is not None
    assert standing.note == "submitted again (2 of 3): its node failed (NODE_FAIL)"


def test_a_job_whose_number_nobody_noted_survives_by_its_name(
    scheduler: BatchScheduler, directory: Path, tmp_path: Path
) -> None:
    submit(directory, "a-1", None)
    (tmp_path / "queue").write_text("7 wps-job-1-a-1 pending\n8 wps-job-12-a-1 running\n")
    assert scheduler.survivors(directory) == ["paper 7"]
    scheduler.cancel(directory)
    assert (tmp_path / "deleted").read_text().split()[0] == "7"
    assert scheduler.survivors(directory) == []


def test_a_listing_that_takes_long_is_waited_for_without_holding_up_anybody(
    scheduler: BatchScheduler, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow(monkeypatch, 2.5)
    submit(directory, "a-1", "7")
    longest, end, answer = 0.0, time.monotonic() + 10, ["?"]
    while answer and time.monotonic() < end:
        begun = time.monotonic()
        answer = scheduler.survivors(directory)
        longest = max(longest, time.monotonic() - begun)
    assert answer == []
    assert longest < 2, "nobody could dismiss the job meanwhile"
    scheduler.cancel(directory)


def test_an_answer_is_waited_for_longer_than_a_command_may_take() -> None:
    assert batch.ANSWER_SECONDS > LONGEST


def test_a_scheduler_that_does_not_answer_counts_as_a_survivor(
    scheduler: BatchScheduler, directory: Path, tmp_path: Path
) -> None:
    submit(directory, "a-1", "7")
    (tmp_path / "queue").unlink()
    assert scheduler.survivors(directory) == ["paper does not answer"]


def test_what_is_wrong_is_told_with_a_remedy(scheduler: BatchScheduler, tmp_path: Path) -> None:
    (tmp_path / "queue").write_text("7 wps-job-1-a-1 running\n")
    assert [check.ok for check in scheduler.checks()] == [True, True, True]
    (tmp_path / "queue").unlink()
    *_, last = scheduler.checks()
    assert (last.ok, last.remedy) == (False, "see whether paper runs, and its configuration")


def test_a_job_that_cannot_be_deleted_now_must_be_deleted_later(
    scheduler: BatchScheduler, directory: Path, tmp_path: Path
) -> None:
    submit(directory, "a-1", "7")
    (tmp_path / "queue").unlink()
    with pytest.raises(errors.SchedulerUnavailable, match="The scheduler paper does not answer"):
        scheduler.cancel(directory)


def test_a_thousand_steps_are_not_counted_ten_times_a_second(scheduler: BatchScheduler, directory: Path) -> None:
    for number in range(1000):
        submit(directory, f"a-{number}", str(number))
    assert scheduler.poller.after(time.time(), 5) is not None
    begun = time.monotonic()
    for _ in range(100):
        assert scheduler.standing(directory) is not None
    assert time.monotonic() - begun < 1
