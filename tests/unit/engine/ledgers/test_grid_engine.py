"""What qacct of Son of Grid Engine 8.1.9 has written, and what is read in it."""

from __future__ import annotations

from datetime import datetime

import pytest

from wps_cwl.engine.ledgers.base import Steps
from wps_cwl.engine.ledgers.grid_engine import GridEngineLedger
from wps_cwl.engine.schedulers.base import Answer, EndReason, NoAnswer

LEDGER = GridEngineLedger()
RECORD = """\
==============================================================
qname        short.q
hostname     vm
jobname      wps-x-1
jobnumber    1
qsub_time    Sat Nov 21 10:28:01 2026
start_time   Sat Nov 21 10:28:08 2026
end_time     Sat Nov 21 10:28:11 2026
granted_pe   smp
slots        2
failed       0
exit_status  3
ru_wallclock 3s
ru_maxrss    87.914KB
cpu          3.020s
maxvmem      89.789MB
category     -l h_vmem=500M,virtual_free=200M
"""
UNSTARTED = (
    RECORD.replace("jobnumber    1", "jobnumber    2")
    .replace("start_time   Sat Nov 21 10:28:08 2026", "start_time   -/-")
    .replace("failed       0", "failed       26 : opening input/output file")
)


def at(text: str) -> float:
    return datetime.fromisoformat(f"2026-11-21T{text}").timestamp()


def test_the_steps_of_a_job_are_found_by_their_names() -> None:
    assert LEDGER.commands([Steps("wps-a-", ("1", "2"))], ["MaxRSS"]) == [["qacct", "-j", "wps-a-*"]]


def test_a_record_is_read() -> None:
    [entry] = LEDGER.read(Answer(0, RECORD, ""))
    assert (entry.id, entry.queue, entry.node, entry.cores) == ("1", "short.q", "vm", 2)
    assert (entry.submitted, entry.started, entry.ended) == (at("10:28:01"), at("10:28:08"), at("10:28:11"))
    assert (entry.wall, entry.cpu, entry.memory) == (3.0, 3.02, round(89.789 * (1 << 20)))
    assert entry.end is not None
    assert (entry.end.reason, entry.end.code) == (EndReason.EXITED, 3)
    assert entry.raw["ru_maxrss"] == "87.914KB"


def test_a_job_that_was_never_started_has_used_nothing() -> None:
    entries = {entry.id: entry for entry in LEDGER.read(Answer(0, RECORD + UNSTARTED, ""))}
    assert sorted(entries) == ["1", "2"]
    assert (entries["2"].started, entries["2"].wall, entries["2"].memory) == (None, None, None)
    assert entries["2"].end is not None
    assert entries["2"].end.reason is EndReason.ERROR


def test_a_job_that_was_too_short_to_be_looked_at_has_no_memory() -> None:
    [entry] = LEDGER.read(Answer(0, RECORD.replace("89.789MB", "0.000B"), ""))
    assert (entry.wall, entry.memory) == (3.0, None)


def test_jobs_that_are_not_accounted_yet_are_asked_for_again() -> None:
    assert LEDGER.read(Answer(1, "", "error: job name wps-a-* not found\n")) == []


def test_an_accounting_that_cannot_be_read_is_no_answer() -> None:
    with pytest.raises(NoAnswer):
        LEDGER.read(Answer(1, "", 'error: SGE_ROOT directory "/nope" doesn\'t exist\n'))
