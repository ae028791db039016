"""A scheduler that is full, hangs, forgets or uses a number again; and a disk that is full."""

from __future__ import annotations

import errno
import time
from pathlib import Path

import pytest

from tests.support.service import wait_for
from tests.unit.engine.schedulers.leader import Leader
from tests.unit.engine.schedulers.paper import Paper
from wps_cwl import errors
from wps_cwl.engine.schedulers import connection, submitter
from wps_cwl.engine.schedulers.base import End, EndReason, QueuedJob, QueueState
from wps_cwl.engine.schedulers.slurm import Slurm
from wps_cwl.engine.schedulers.snapshot import Snapshot
from wps_cwl.engine.schedulers.submissions import Submissions

COUNTED = 'echo >>"${0%submit}times"; '


def times(leader: Leader) -> int:
    return len((leader.folder / "times").read_text().splitlines())


# --- a limit on the number of jobs ---------------------------------------------------------------------


def full(leader: Leader) -> None:
    (leader.folder / "submit").write_text(f"{COUNTED}echo the limit of jobs is reached >&2; exit 3\n")


def test_steps_that_wait_for_room_have_one_pause_together(leader: Leader) -> None:
    full(leader)
    for number in range(1, 31):
        leader.add(number)
    time.sleep(2)
    assert 2 <= times(leader) <= 7, "each asks by itself"
    (leader.folder / "submit").write_text("echo $$\n")
    wait_for(lambda: len(leader.submitted) == 30, 10, "they are not submitted when there is room")


def test_there_is_patience_as_long_as_something_of_ours_ends(leader: Leader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submitter, "PATIENCE", 1.0)
    (leader.folder / "queue").unlink()
    for number in (1, 2, 3):
        leader.add(number)
    wait_for(lambda: len(leader.submitted) == 3, 5, "the steps are not submitted")
    full(leader)
    leader.add(4)
    for number in (1, 2, 3):
        time.sleep(0.7)
        leader.files.write(leader.stem(number), "exit", b"0\n")
        leader.end_of(number)
    assert 4 not in leader.ended, "room was made again and again"
    assert leader.end_of(4) == End(EndReason.REFUSED, text="the limit of jobs is reached")


def test_there_is_patience_as_long_as_another_job_of_ours_runs(leader: Leader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submitter, "PATIENCE", 0.8)
    full(leader)
    leader.add()
    others = (QueuedJob("5", "wps-job-2-a-1", QueueState.RUNNING),)
    for _ in range(10):
        Snapshot(time.time(), others).after(None).write(leader.folder / "snapshot.json")
        time.sleep(0.2)
    assert leader.ended == {}, "the other job makes room when it ends"
    assert leader.end_of().reason is EndReason.REFUSED


# --- commands that hang --------------------------------------------------------------------------------


def test_one_command_that_hangs_holds_up_no_more_than_one_look(leader: Leader, monkeypatch: pytest.MonkeyPatch) -> None:
    (leader.folder / "submit").write_text("echo 7\n")
    leader.add(1)
    wait_for(lambda: 1 in leader.submitted, 5, "the first step is not submitted")
    monkeypatch.setattr(connection, "LONGEST", 1.0)
    (leader.folder / "submit").write_text(f"{COUNTED}exec sleep 20\n")
    for number in range(2, 12):
        leader.add(number)
    wait_for((leader.folder / "times").exists, 5, "none is tried")
    leader.files.write(leader.stem(1), "exit", b"0\n")
    leader.end_of(1, 2.5)
    begun = time.monotonic()
    leader.tracker.stop()
    assert time.monotonic() - begun < 3


def test_a_known_exit_code_ends_a_step_although_the_accounting_hangs(
    submitted: Leader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "LONGEST", 0.5)
    monkeypatch.setattr(Paper, "accounting", lambda self, job: ["sleep", "20"])
    submitted.queue("")
    submitted.files.write(submitted.stem(), "exit", b"4\n")
    assert submitted.end_of(seconds=5) == End(EndReason.EXITED, 4)


def test_a_job_is_not_lost_because_the_accounting_does_not_answer(submitted: Leader) -> None:
    (submitted.folder / "records").unlink()
    submitted.queue("")
    time.sleep(3)
    assert submitted.ended == {}
    (submitted.folder / "records").write_text("4")
    assert submitted.end_of() == End(EndReason.EXITED, 4)


# --- numbers and names ---------------------------------------------------------------------------------


def test_a_number_that_is_used_again_is_not_ours(submitted: Leader) -> None:
    (submitted.folder / "queue").write_text("7 wps-job-9-b-1 running\n")
    (submitted.folder / "records").write_text("4")
    assert submitted.end_of() == End(EndReason.EXITED, 4)


def test_a_number_that_is_used_again_is_not_deleted(submitted: Leader) -> None:
    (submitted.folder / "queue").write_text("7 wps-job-9-b-1 running\n")
    time.sleep(0.7)
    submitted.tracker.kill([1])
    submitted.tracker.stop()
    assert not (submitted.folder / "deleted").exists()


def test_of_a_submission_that_was_made_twice_the_one_that_runs_counts(leader: Leader) -> None:
    (leader.folder / "submit").write_text(f"{COUNTED}exit 2\n")  # nobody is told the number 7
    leader.add()
    wait_for(lambda: (leader.folder / "times").exists(), 5, "it is not tried")
    (leader.folder / "submit").write_text("echo 8\n")
    wait_for(lambda: leader.submitted == {1: "8"}, 5, "it is not tried again")
    name = f"{leader.files.prefix}{leader.stem()}"
    (leader.folder / "queue").write_text(f"8 {name} ended\n7 {name} running\n")
    wait_for(lambda: 1 in leader.tracker.running(), 5, "the one that runs is not seen")
    (leader.folder / "queue").write_text(f"8 {name} pending\n7 {name} running\n")
    time.sleep(0.5)
    leader.files.write(leader.stem(), "exit", b"0\n")
    assert leader.end_of() == End(EndReason.EXITED, 0)
    assert (leader.folder / "deleted").read_text().split() == ["8"], "the other one still waits"


def test_an_environment_that_names_several_clusters_is_refused() -> None:
    slurm = Slurm()
    assert connection.environment(slurm, {"SLURM_CLUSTERS": "lab"}, "/")["SLURM_CLUSTERS"] == "lab"
    for several in ("lab,farm", "all"):
        with pytest.raises(errors.SeveralClusters, match="it must name one"):
            connection.environment(slurm, {"SLURM_CLUSTERS": several}, "/")


# --- deleting, and a full disk -------------------------------------------------------------------------


def test_a_deletion_that_has_failed_is_asked_for_again(submitted: Leader, monkeypatch: pytest.MonkeyPatch) -> None:
    command = 'if mkdir "$0/once" 2>/dev/null; then kill -TERM $$; fi; echo "$@" >>"$0/deleted"; : >"$0/queue"'
    monkeypatch.setattr(Paper, "deletion", lambda self, jobs: ["sh", "-c", command, str(self.folder), *jobs])
    submitted.queue("running")
    submitted.tracker.kill([1])
    assert (submitted.folder / "deleted").read_text().split() == ["7"]
    assert not submitted.tracker.running()


def test_a_full_disk_submits_nothing_twice(leader: Leader, monkeypatch: pytest.MonkeyPatch) -> None:
    real, left = Submissions.write, [3]

    def write(self: Submissions, stem: str, kind: str, content: bytes) -> Path:
        if kind == "id" and left[0]:
            left[0] -= 1
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(self, stem, kind, content)

    monkeypatch.setattr(Submissions, "write", write)
    (leader.folder / "queue").unlink()
    (leader.folder / "submit").write_text(f"{COUNTED}echo 7\n")
    leader.add()
    wait_for(
        lambda: list(leader.files.unfinished().values()) == ["7"], 5, "its number is not written when there is room"
    )
    assert times(leader) == 1
    assert leader.submitted == {1: "7"}
