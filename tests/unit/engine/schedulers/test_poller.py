"""The poller asks for all, and only while somebody wants to know; the engine's view of a cluster rests on it."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from tests.support.service import wait_for
from tests.unit.engine.schedulers.paper import Paper
from wps_cwl import errors
from wps_cwl.engine.schedulers import poller as module
from wps_cwl.engine.schedulers import snapshot
from wps_cwl.engine.schedulers.base import Profile, Standing
from wps_cwl.engine.schedulers.batch import BatchScheduler
from wps_cwl.engine.schedulers.connection import Connection
from wps_cwl.engine.schedulers.poller import Poller
from wps_cwl.engine.schedulers.submissions import Submissions


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
    assert scheduler.standing(directory) == Standing(0, 2, "pending (paper 7)"), "it was submitted just now"
    (tmp_path / "queue").write_text("7 wps-job-1-a-1 pending Resources\n")
    scheduler.poller.after(time.time(), 5)
    assert scheduler.standing(directory) == Standing(0, 2, "pending: Resources (paper 7)")
    (tmp_path / "queue").write_text("7 wps-job-1-a-1 running\n")
    scheduler.poller.after(time.time(), 5)
    assert scheduler.standing(directory) == Standing(1, 1, "pending (paper 7)")
    Submissions(directory).write("a-1", "exit", b"0")
    Submissions(directory).write("a-2", "end", b"{}")
    assert scheduler.standing(directory) is None


def test_a_job_whose_number_nobody_noted_survives_by_its_name(
    scheduler: BatchScheduler, directory: Path, tmp_path: Path
) -> None:
    submit(directory, "a-1", None)
    (tmp_path / "queue").write_text("7 wps-job-1-a-1 pending\n8 wps-job-12-a-1 running\n")
    assert scheduler.survivors(directory) == ["paper 7"]
    scheduler.cancel(directory)
    assert (tmp_path / "deleted").read_text().split()[0] == "7"
    assert scheduler.survivors(directory) == []


def test_a_scheduler_that_does_not_answer_counts_as_a_survivor(
    scheduler: BatchScheduler, directory: Path, tmp_path: Path
) -> None:
    submit(directory, "a-1", "7")
    (tmp_path / "queue").unlink()
    assert scheduler.survivors(directory) == ["paper does not answer"]


def test_what_is_wrong_is_told_with_a_remedy(scheduler: BatchScheduler, tmp_path: Path) -> None:
    (tmp_path / "queue").write_text("7 wps-job-1-a-1 running\n")
    assert [check.ok for check in scheduler.checks()] == [True, True, True, True]
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
    begun = time.monotonic()
    for _ in range(100):
        assert scheduler.standing(directory) is not None
    assert time.monotonic() - begun < 1
