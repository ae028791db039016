"""The tracker: what it believes of a step, and what it does when the scheduler says nothing, or nonsense."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.support.service import wait_for
from tests.unit.engine.schedulers.leader import Leader
from wps_cwl.engine.schedulers import judge, queue_view
from wps_cwl.engine.schedulers.base import End, EndReason, QueuedJob, QueueState
from wps_cwl.engine.schedulers.snapshot import Snapshot


def test_an_exit_code_ends_a_step_at_once(submitted: Leader) -> None:
    submitted.files.write(submitted.stem(), "exit", b"0\n")
    assert submitted.end_of(seconds=2) == End(EndReason.EXITED, 0)
    assert submitted.files.unfinished() == {}


def test_a_step_that_waits_or_runs_has_not_ended(submitted: Leader) -> None:
    submitted.queue("pending", "Resources")
    time.sleep(1)
    assert submitted.tracker.running() == {}
    submitted.queue("running")
    wait_for(lambda: 1 in submitted.tracker.running(), 3, "it is not seen to run")
    assert submitted.ended == {}


def test_a_step_that_nobody_knows_any_more_is_lost_after_a_grace(submitted: Leader) -> None:
    begun = time.monotonic()
    submitted.queue("")
    end = submitted.end_of()
    assert (end.reason, end.code) == (EndReason.LOST, None)
    assert "paper knows nothing of the job 7" in end.text
    assert time.monotonic() - begun > judge.GRACE


def test_the_accounting_is_asked_for_what_has_left_the_queue(submitted: Leader) -> None:
    (submitted.folder / "records").write_text("4")
    submitted.queue("")
    assert submitted.end_of() == End(EndReason.EXITED, 4)


def test_an_exit_code_that_comes_late_is_waited_for(submitted: Leader) -> None:
    submitted.queue("ended")
    time.sleep(0.3)
    submitted.files.write(submitted.stem(), "exit", b"0\n")
    assert submitted.end_of() == End(EndReason.EXITED, 0)


def test_a_step_that_cannot_run_is_deleted_and_says_why(submitted: Leader) -> None:
    submitted.queue("broken")
    assert submitted.end_of() == End(EndReason.ERROR, text="the paper of 7 is torn")
    assert (submitted.folder / "deleted").read_text().split() == ["7"]


def test_nothing_ends_while_the_scheduler_does_not_answer(submitted: Leader) -> None:
    time.sleep(judge.GRACE * 2)
    assert submitted.ended == {}


def test_a_step_that_toil_kills_is_deleted_and_not_told_of(submitted: Leader) -> None:
    submitted.queue("running")
    submitted.tracker.kill([1])
    assert (submitted.folder / "deleted").read_text().split() == ["7"]
    assert submitted.ended == {}
    [end] = submitted.files.ends()
    assert (end.end.reason, end.end.text) == (EndReason.KILLED, "")


def test_a_leader_that_ends_deletes_what_is_left(submitted: Leader) -> None:
    submitted.tracker.stop()
    assert (submitted.folder / "deleted").read_text().split() == ["7"]
    assert list(submitted.files.unfinished().values()) == ["7"], "the engine must look whether it is gone"


def test_a_refusal_ends_the_step_with_the_words_of_the_scheduler(leader: Leader) -> None:
    (leader.folder / "submit").write_text("echo there is no such queue >&2; exit 1\n")
    leader.add()
    assert leader.end_of() == End(EndReason.REFUSED, text="there is no such queue")


@pytest.mark.parametrize(
    ("bounds", "asked", "words"),
    [
        ({"cores": 2}, {"cores": 4}, "it asks for 4 cores, and this profile has 2 at most"),
        ({"memory": 1 << 29}, {"memory": 1 << 30}, "it asks for 1024 MiB, and this profile has 512 MiB at most"),
    ],
    ids=["cores", "memory"],
)
def test_a_step_that_is_too_large_is_not_submitted(
    leader: Leader, bounds: dict[str, int], asked: dict[str, int], words: str
) -> None:
    leader.begin(**bounds)
    leader.add(**asked)
    assert leader.end_of().text == words
    assert leader.submitted == {}


def test_a_submission_is_tried_again_while_the_scheduler_is_away(leader: Leader) -> None:
    (leader.folder / "submit").write_text("echo nobody there >&2; exit 2\n")
    leader.add()
    time.sleep(0.5)
    (leader.folder / "submit").write_text("echo 7\n")
    wait_for(lambda: leader.submitted == {1: "7"}, 10, "the step is not submitted again")


def test_a_submission_whose_answer_was_lost_is_found_by_its_name(leader: Leader) -> None:
    (leader.folder / "submit").write_text(
        'echo "9 $1 pending" >"${0%submit}queue"; echo >>"${0%submit}times"; exit 2\n'
    )
    leader.add()
    wait_for(lambda: leader.submitted == {1: "9"}, 10, "the step is not found")
    assert len((leader.folder / "times").read_text().splitlines()) == 1, "it was submitted twice"


def test_a_snapshot_of_the_engine_spares_the_scheduler_a_question(
    leader: Leader, monkeypatch: pytest.MonkeyPatch, write_snapshot: Callable[[Leader], None]
) -> None:
    monkeypatch.setattr(queue_view, "STALE", 2.0)
    leader.add()
    wait_for(lambda: leader.submitted == {1: "7"}, 5, "the step is not submitted")
    write_snapshot(leader)
    wait_for(lambda: 1 in leader.tracker.running(), 3, "it is not seen to run")
    assert not (leader.folder / "asked").exists()
    wait_for((leader.folder / "asked").exists, 5, "nobody is asked although the snapshot is old")


@pytest.fixture
def write_snapshot() -> Callable[[Leader], None]:
    def write(leader: Leader) -> None:
        jobs = (QueuedJob("7", f"{leader.files.prefix}{leader.stem()}", QueueState.RUNNING),)
        Snapshot(time.time(), jobs).write(leader.folder / "snapshot.json")

    return write


def test_a_step_that_is_killed_while_it_is_submitted_is_deleted_all_the_same(leader: Leader) -> None:
    (leader.folder / "submit").write_text('sleep 0.5; echo "7 $1 pending" >"${0%submit}queue"; echo 7\n')
    leader.add()
    time.sleep(0.2)
    leader.tracker.kill([1])
    assert (leader.folder / "deleted").read_text().split() == ["7"]
    assert leader.ended == {}


def test_a_step_that_has_ended_is_seen_although_many_are_still_submitted(leader: Leader) -> None:
    (leader.folder / "submit").write_text("sleep 0.1; echo $$\n")
    for number in range(1, 41):
        leader.add(number)
    wait_for(lambda: 1 in leader.submitted, 5, "the first step is not submitted")
    [first] = leader.files.folder.glob("*-1.sh")
    leader.files.write(first.stem, "exit", b"0\n")
    leader.end_of(1, 3)
    assert len(leader.submitted) < 40


def test_a_submission_that_ended_before_its_answer_came_is_not_made_again(leader: Leader) -> None:
    (leader.folder / "submit").write_text('echo 0 >"${2%.sh}.exit"; echo >>"${0%submit}times"; exit 2\n')
    leader.add()
    assert leader.end_of() == End(EndReason.EXITED, 0)
    assert len((leader.folder / "times").read_text().splitlines()) == 1


def test_another_submission_of_a_like_name_is_not_mistaken_for_ones_own(leader: Leader) -> None:
    (leader.folder / "submit").write_text('echo "9 ${1}0 pending" >"${0%submit}queue"; exit 2\n')
    leader.add()
    time.sleep(1.5)
    (leader.folder / "submit").write_text("echo 7\n")
    wait_for(lambda: leader.submitted == {1: "7"}, 10, f"it was taken for {leader.submitted}")
