"""What sacct of Slurm 22.05 has written, and what is read in it."""

from __future__ import annotations

from datetime import datetime

import pytest

from wps_cwl.engine.ledgers.base import NoAccounting, Steps
from wps_cwl.engine.ledgers.slurm import NEEDED, SlurmLedger
from wps_cwl.engine.schedulers.base import Answer, End, EndReason, NoAnswer, Refused

LEDGER = SlurmLedger()
HEAD = "|".join((*NEEDED, "JobName"))
ENDED = """\
1|COMPLETED|0:0|short|vm|2|2026-11-21T10:28:01|2026-11-21T10:28:05|2026-11-21T10:28:14|9|00:03.044||wps-x-1
1.batch|COMPLETED|0:0||vm|2|2026-11-21T10:28:05|2026-11-21T10:28:05|2026-11-21T10:28:14|9|00:03.044|88227840|batch
1.0|COMPLETED|0:0||vm|2|2026-11-21T10:28:05|2026-11-21T10:28:05|2026-11-21T10:28:14|9|00:00.044|1024|srun
"""
HALF_KNOWN = """\
2|FAILED|3:0||vm|1|2026-11-21T10:28:01|2026-11-21T10:28:05|2026-11-21T10:28:14|9|00:03.044||allocation
2.batch|FAILED|3:0||vm|1|2026-11-21T10:28:05|2026-11-21T10:28:05|2026-11-21T10:28:14|9|00:03.044|88227840|batch
"""
ENDING = """\
3|COMPLETED|0:0|short|vm|1|2026-11-21T10:28:01|2026-11-21T10:28:05|2026-11-21T10:28:14|9|00:03.044||wps-x-3
3.batch|RUNNING|0:0||vm|1|2026-11-21T10:28:05|2026-11-21T10:28:05|Unknown|9|00:00:00||batch
"""
TOO_SHORT = """\
4|FAILED|3:0|short|vm|1|2026-11-21T10:28:01|2026-11-21T10:28:05|2026-11-21T10:28:05|0|00:00.004||wps-x-4
4.batch|FAILED|3:0||vm|1|2026-11-21T10:28:05|2026-11-21T10:28:05|2026-11-21T10:28:05|0|00:00.004||batch
"""
NEVER_RAN = """\
6|CANCELLED by 0|0:0|short|None assigned|1|2026-11-21T10:28:01|None|2026-11-21T10:29:33|0|00:00:00||wps-x-6
"""
RUNNING = """\
7|RUNNING|0:0|short|vm|1|2026-11-21T10:28:01|2026-11-21T10:28:05|Unknown|9|00:00:00||wps-x-7
"""


def at(text: str) -> float:
    return datetime.fromisoformat(f"2026-11-21T{text}").timestamp()


def test_all_steps_of_many_jobs_are_asked_for_at_once_and_each_field_once() -> None:
    jobs = [Steps("wps-a-", ("1", "2")), Steps("wps-b-", ("3",))]
    [command] = LEDGER.commands(jobs, ["JobID", "jobname%30", "MaxRSS", "WorkDir"])
    assert command[:4] == ["sacct", "--parsable2", "--noconvert", "--jobs=1,2,3"]
    assert command[4] == f"--format={','.join(NEEDED)},jobname,WorkDir"


def test_times_are_the_jobs_and_memory_is_the_most_of_its_steps() -> None:
    [entry] = LEDGER.read(Answer(0, f"{HEAD}\n{ENDED}", ""))
    assert (entry.id, entry.whole, entry.source) == ("1", True, "sacct")
    assert (entry.queue, entry.node, entry.cores) == ("short", "vm", 2)
    assert (entry.submitted, entry.started, entry.ended) == (at("10:28:01"), at("10:28:05"), at("10:28:14"))
    assert (entry.wall, entry.cpu, entry.memory) == (9.0, 3.044, 88227840)
    assert entry.end == End(EndReason.EXITED, 0, "COMPLETED")
    assert (entry.raw["JobName"], entry.raw["MaxRSS"]) == ("wps-x-1", "88227840")


@pytest.mark.parametrize(
    ("rows", "whole"),
    [(HALF_KNOWN, False), (ENDING, False), (TOO_SHORT, True), (NEVER_RAN, True), (RUNNING, False)],
    ids=["only steps have arrived", "the step goes on", "too short for a memory", "never ran", "runs"],
)
def test_what_more_is_to_be_expected_of(rows: str, whole: bool) -> None:
    [entry] = LEDGER.read(Answer(0, f"{HEAD}\n{rows}", ""))
    assert entry.whole is whole


def test_a_job_that_never_ran_has_used_nothing_and_nothing_is_made_up() -> None:
    [entry] = LEDGER.read(Answer(0, f"{HEAD}\n{NEVER_RAN}", ""))
    assert (entry.node, entry.started, entry.wall, entry.cpu, entry.memory) == (None, None, None, None, None)
    assert entry.end == End(EndReason.KILLED, 0, "CANCELLED by 0", "0")


def test_the_last_record_of_a_number_counts() -> None:
    [entry] = LEDGER.read(Answer(0, f"{HEAD}\n{ENDED}{ENDED.replace('|9|', '|77|')}", ""))
    assert entry.wall == 77.0


def test_who_knows_nothing_yet_is_asked_again() -> None:
    assert LEDGER.read(Answer(0, f"{HEAD}\n", "")) == []


DOWN = """\
sacct: error: slurm_persist_conn_open_without_init: failed to open persistent connection to host:localhost:6819: \
Connection refused
sacct: error: Sending PersistInit msg: Connection refused
sacct: error: Problem talking to the database: Connection refused
"""


@pytest.mark.parametrize(
    ("said", "raised"),
    [
        ("Slurm accounting storage is disabled\n", NoAccounting),
        ('sacct: error: Invalid field requested: "Nope"\n', Refused),
        (DOWN, NoAnswer),
    ],
    ids=["a site that wants none", "a field", "slurmdbd is away"],
)
def test_what_is_no_answer(said: str, raised: type[Exception]) -> None:
    with pytest.raises(raised):
        LEDGER.read(Answer(1, "", said))
