"""What qstat of Torque, OpenPBS and Slurm's wrappers says of jobs that have ended, and what is read in it."""

from __future__ import annotations

from datetime import datetime

import pytest

from wps_cwl.engine.ledgers.base import Steps
from wps_cwl.engine.ledgers.torque import TorqueLedger
from wps_cwl.engine.schedulers.base import Answer, EndReason, NoAnswer

LEDGER = TorqueLedger()
OPENPBS = """\
Job Id: 23.vm
    Job_Name = wps-x-1
    resources_used.cpupercent = 98
    resources_used.cput = 00:01:05
    resources_used.mem = 20480kb
    resources_used.ncpus = 2
    resources_used.vmem = 40960kb
    resources_used.walltime = 00:01:10
    job_state = F
    queue = workq
    ctime = Sat Nov 21 10:31:40 2026
    exec_host = node1/0*2
    qtime = Sat Nov 21 10:31:40 2026
    Resource_List.ncpus = 2
    stime = Sat Nov 21 10:31:47 2026
    Exit_status = 3
"""
TORQUE_XML = (
    "<Data><Job><Job_Id>23.vm</Job_Id><Job_Name>wps-x-1</Job_Name><resources_used><cput>65</cput><mem>20480kb</mem>"
    "<walltime>00:01:10</walltime></resources_used><job_state>C</job_state><queue>batch</queue>"
    "<exec_host>node1/0+node1/1</exec_host><qtime>1795257100</qtime><start_time>1795257107</start_time>"
    "<comp_time>1795257177</comp_time><exit_status>3</exit_status><Resource_List><nodes>1:ppn=2</nodes>"
    "</Resource_List></Job></Data>"
)
WRAPPERS = """\
Job Id:\t7
\tJob_Name = wps-x-1
\tjob_state = C
\tqueue = short
\tqtime = Sat Nov 21 10:31:40 2026
\tmtime = Sat Nov 21 10:31:47 2026
\tctime = Sat Nov 21 10:32:57 2026
\texec_host = vm/2
\teuser = root(0)
\tResource_List.ncpus = 2

"""


def at(text: str) -> float:
    return datetime.fromisoformat(f"2026-11-21T{text}").timestamp()


def test_it_is_asked_as_openpbs_wants_it_first() -> None:
    commands = LEDGER.commands([Steps("wps-a-", ("1.vm", "2.vm"))], ())
    assert commands == [["qstat", "-x", "-f", "1.vm", "2.vm"], ["qstat", "-f", "1.vm", "2.vm"]]


def test_openpbs_measures_and_forgets_when_a_job_ended() -> None:
    [entry] = LEDGER.read(Answer(0, OPENPBS, ""))
    assert (entry.id, entry.queue, entry.node, entry.cores) == ("23.vm", "workq", "node1", 2)
    assert (entry.submitted, entry.started, entry.ended) == (at("10:31:40"), at("10:31:47"), None)
    assert (entry.wall, entry.cpu, entry.memory) == (70.0, 65.0, 20480 << 10)
    assert entry.end is not None
    assert (entry.end.reason, entry.end.code) == (EndReason.EXITED, 3)


def test_torque_answers_in_xml() -> None:
    [entry] = LEDGER.read(Answer(0, TORQUE_XML, ""))
    assert (entry.id, entry.queue, entry.node, entry.cores) == ("23.vm", "batch", "node1", 2)
    assert (entry.submitted, entry.started, entry.ended) == (1795257100.0, 1795257107.0, 1795257177.0)
    assert (entry.wall, entry.cpu, entry.memory) == (70.0, 65.0, 20480 << 10)


def test_the_wrappers_know_times_only() -> None:
    [entry] = LEDGER.read(Answer(153, WRAPPERS, "qstat: Unknown Job Id Error 8\n"))
    assert (entry.started, entry.ended, entry.wall, entry.cores) == (at("10:31:47"), at("10:32:57"), 70.0, 2)
    assert (entry.cpu, entry.memory, entry.end) == (None, None, None)


def test_a_job_that_runs_is_not_accounted() -> None:
    assert LEDGER.read(Answer(0, OPENPBS.replace("job_state = F", "job_state = R"), "")) == []


def test_an_option_that_is_not_known_says_nothing() -> None:
    assert LEDGER.read(Answer(2, "", "Unknown option: x\nUsage:\n    qstat [-f] [-a|-i|-r]\n")) == []


def test_a_server_that_is_away_is_no_answer() -> None:
    with pytest.raises(NoAnswer):
        LEDGER.read(Answer(111, "", "qstat: cannot connect to server vm (errno=111) Connection refused\n"))
