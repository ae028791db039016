"""What the cluster has failed is submitted again, a few times; what anybody has ended is not."""

from __future__ import annotations

import time

import pytest

from tests.support.service import wait_for
from tests.unit.engine.schedulers.leader import Leader
from wps_cwl.engine.schedulers import node_log
from wps_cwl.engine.schedulers.base import End, EndReason


def again(leader: Leader, turn: int) -> None:
    wait_for(lambda: list(leader.files.folder.glob(f"*-1-{turn}.id")), 5, "the step is not submitted again")


@pytest.mark.parametrize("reason", ["node", "preempted"])
def test_a_step_that_the_cluster_has_failed_is_submitted_again(submitted: Leader, reason: str) -> None:
    (submitted.folder / "submit").write_text("echo 8\n")
    submitted.queue("ended", reason)
    again(submitted, 2)
    repeated = submitted.files.repeated(submitted.stem(turn=2))
    assert repeated is not None
    assert (repeated.end.reason, repeated.turn) == (EndReason(reason), 2)
    assert list(submitted.files.unfinished()) == [submitted.stem(turn=2)]
    assert submitted.ended == {}, "Toil need not know"
    submitted.files.write(submitted.stem(turn=2), "exit", b"0\n")
    assert submitted.end_of() == End(EndReason.EXITED, 0)


def test_after_the_last_try_the_end_says_how_many_there_were(submitted: Leader) -> None:
    for turn in (1, 2, 3):
        (submitted.folder / "submit").write_text(f"echo {turn + 7}\n")
        submitted.queue("ended", "node", str(turn + 6), turn=turn)
        if turn < 3:
            again(submitted, turn + 1)
    assert submitted.end_of().reason is EndReason.NODE
    assert [(end.turn, end.again) for end in submitted.files.ends()] == [(1, True), (2, True), (3, False)]


def test_nothing_is_tried_again_when_the_operator_does_not_want_it(leader: Leader) -> None:
    leader.begin(retries=0)
    leader.add()
    wait_for(lambda: leader.submitted == {1: "7"}, 5, "the step is not submitted")
    leader.queue("ended", "node")
    assert leader.end_of().reason is EndReason.NODE
    assert len(list(leader.files.folder.glob("*.sh"))) == 1


@pytest.mark.parametrize("reason", ["killed", "time", "deadline", "memory", "error"])
def test_what_another_try_would_not_help_is_not_tried_again(submitted: Leader, reason: str) -> None:
    submitted.queue("ended", f"{reason} 143")
    assert submitted.end_of().reason is EndReason(reason)
    assert len(list(submitted.files.folder.glob("*.sh"))) == 1


def test_the_log_of_a_node_tells_what_the_queue_does_not(submitted: Leader) -> None:
    said = "slurmstepd-vm: error: *** JOB 7 ON vm CANCELLED AT 2026-11-21T10:37:23 DUE TO NODE FAILURE, SEE LOG ***\n"
    submitted.files.write(submitted.stem(), "log", f"{said}Terminated\n".encode())
    submitted.files.write(submitted.stem(), "exit", b"143\n")
    submitted.queue("ended")
    again(submitted, 2)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("slurmstepd: error: *** JOB 4 ON vm CANCELLED AT 2026-11-21T10:37:23 DUE TO TIME LIMIT ***", EndReason.TIME),
        ("slurmstepd: error: *** JOB 4 ON vm CANCELLED AT 2026-11-21T10:37:23 DUE TO PREEMPTION ***", "preempted"),
        ("slurmstepd: error: Job 4 exceeded memory limit (655 > 224), being killed", EndReason.MEMORY),
        ("slurmstepd: error: Detected 1 oom-kill event(s) in StepId=4.batch.", EndReason.MEMORY),
        ("=>> PBS: job killed: walltime 21 exceeded limit 20", EndReason.TIME),
        ("slurmstepd: error: *** JOB 4 ON vm CANCELLED AT 2026-11-21T10:37:23 ***", None),
        ("Terminated", None),
    ],
)
def test_lines_of_daemons_are_known(line: str, reason: EndReason | str | None) -> None:
    found = node_log.reason(f"a tool has said something\n{line}\nTerminated\n")
    assert (found and found[0]) == (EndReason(reason) if reason else None)


def test_the_accounting_tells_who_has_deleted_a_job(submitted: Leader) -> None:
    (submitted.folder / "records").write_text("143 root")
    submitted.queue("ended", "killed 143")
    assert submitted.end_of() == End(EndReason.KILLED, 143, "deleted", "root")


def test_who_has_deleted_a_job_is_not_waited_for_long(submitted: Leader) -> None:
    begun = time.monotonic()
    (submitted.folder / "records").unlink()  # the accounting does not answer
    submitted.queue("ended", "killed 143")
    assert submitted.end_of() == End(EndReason.KILLED, 143, "killed")
    assert time.monotonic() - begun < 4


def test_a_job_that_the_scheduler_puts_back_into_its_queue_has_not_ended(submitted: Leader) -> None:
    submitted.queue("running")
    submitted.files.write(submitted.stem(), "exit", b"143\n")
    time.sleep(0.05)
    submitted.queue("pending")
    time.sleep(1.5)
    assert submitted.ended == {}
    submitted.queue("running")
    submitted.files.write(submitted.stem(), "exit", b"0\n")
    assert submitted.end_of() == End(EndReason.EXITED, 0)
