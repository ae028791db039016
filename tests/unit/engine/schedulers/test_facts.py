"""Queue, node, times and place of a job, as each scheduler has written them; and what a client is told of it."""

from __future__ import annotations

from datetime import datetime

import pytest

from wps_cwl.engine.schedulers import describe
from wps_cwl.engine.schedulers.base import Answer, Dialect, QueuedJob, QueueState
from wps_cwl.engine.schedulers.grid_engine import GridEngine
from wps_cwl.engine.schedulers.slurm import Slurm
from wps_cwl.engine.schedulers.torque import Torque


def at(text: str) -> float:
    """A time of this machine, as the schedulers write it."""
    return datetime.fromisoformat(f"2026-11-21T{text}").timestamp()


def read(dialect: Dialect, text: str) -> dict[str, QueuedJob]:
    return {job.id: job for job in dialect.read_listing(Answer(0, text, ""))}


def places(jobs: dict[str, QueuedJob]) -> dict[str, tuple[int | None, int | None]]:
    return {id: (job.place, job.waiting) for id, job in jobs.items()}


SQUEUE = """\
3|PENDING|0|Resources|wps-x-3|long||2026-11-21T10:28:01|2026-11-21T11:28:01|N/A|4294901757|
4|PENDING|0|Priority|wps-x-4|short||2026-11-21T10:28:01|N/A|N/A|4294901740|
5|PENDING|0|Priority|of another|short||2026-11-21T10:28:02|N/A|N/A|4294901755|
6|PENDING|0|JobHeldUser|held|short||2026-11-21T10:28:01|N/A|N/A|0|
7|PENDING|0|Dependency|b|short||2026-11-21T10:28:01|N/A|N/A|4294901790|
8|PENDING|0|Priority|wps-x-8|long,short||2026-11-21T10:28:01|N/A|N/A|4294901750|
1|RUNNING|0|None|wps-x-1|short|node1|2026-11-21T10:28:01|2026-11-21T10:28:05|2026-11-21T11:28:05|4294901759|
2|COMPLETED|0|None|wps-x-2|short|vm|2026-11-21T10:28:01|2026-11-21T10:28:01|2026-11-21T10:28:04|4294901758|
9|PENDING|0|Priority|a | b|short||2026-11-21T10:28:01|N/A|N/A|4294901758|
"""


def test_slurm_tells_queue_node_and_times() -> None:
    jobs = read(Slurm(), SQUEUE)
    facts = [(job.queue, job.node, job.submitted, job.started, job.ended) for job in jobs.values()]
    assert facts[0] == ("long", None, at("10:28:01"), None, None), "a start that Slurm only guesses is none"
    assert facts[6] == ("short", "node1", at("10:28:01"), at("10:28:05"), None), "an end that is a limit is none"
    assert facts[7] == ("short", "vm", at("10:28:01"), at("10:28:01"), at("10:28:04"))


def test_slurms_places_are_by_priority_in_each_partition_without_what_is_held() -> None:
    found = places(read(Slurm(), SQUEUE))
    assert [found[id] for id in ("3", "4", "5", "8")] == [(1, 2), (3, 3), (1, 3), (2, 2)]
    assert [found[id] for id in ("1", "2", "6", "7")] == [(None, None)] * 4


QSTAT_XML = """\
<?xml version='1.0'?>
<job_info>
  <queue_info>
    <job_list state="running">
      <JB_job_number>1</JB_job_number><JB_name>wps-x-1</JB_name><JB_owner>root</JB_owner><state>r</state>
      <JAT_start_time>2026-11-21T10:28:08</JAT_start_time><queue_name>short.q@vm</queue_name><slots>1</slots>
    </job_list>
  </queue_info>
  <job_info>
    <job_list state="pending">
      <JB_job_number>3</JB_job_number><JB_name>of another</JB_name><JB_owner>ada</JB_owner><state>qw</state>
      <JB_submission_time>2026-11-21T10:28:09</JB_submission_time><queue_name></queue_name><slots>2</slots>
    </job_list>
    <job_list state="pending">
      <JB_job_number>6</JB_job_number><JB_name>held</JB_name><JB_owner>root</JB_owner><state>hqw</state>
      <JB_submission_time>2026-11-21T10:28:08</JB_submission_time><queue_name></queue_name><slots>1</slots>
    </job_list>
    <job_list state="pending">
      <JB_job_number>4</JB_job_number><JB_name>wps-x-4</JB_name><JB_owner>root</JB_owner><state>qw</state>
      <JB_submission_time>2026-11-21T10:28:08</JB_submission_time><queue_name></queue_name><slots>2</slots>
    </job_list>
  </job_info>
</job_info>
"""


def test_grid_engine_lists_who_waits_in_the_order_of_their_turn() -> None:
    jobs = read(GridEngine(), QSTAT_XML)
    assert places(jobs) == {"1": (None, None), "3": (1, 2), "6": (None, None), "4": (2, 2)}
    assert (jobs["1"].queue, jobs["1"].node, jobs["1"].started) == ("short.q", "vm", at("10:28:08"))
    assert (jobs["4"].queue, jobs["4"].node, jobs["4"].submitted) == (None, None, at("10:28:08"))


def test_everybodys_jobs_are_asked_for_since_they_have_places_too() -> None:
    assert GridEngine().listing("wps") == ["qstat", "-u", "*", "-r", "-xml"]
    assert not any(word.startswith("--user") for word in Slurm().listing("wps"))


WRAPPERS = """\
Job Id:\t7
\tJob_Name = wps-t-1
\tjob_state = R
\tqueue = short
\tqtime = Sat Nov 21 10:31:40 2026
\tmtime = Sat Nov 21 10:31:48 2026
\tctime = Sat Nov 21 11:31:48 2026
\texec_host = vm/2
\teuser = root(0)

Job Id:\t8
\tJob_Name = wps-t-2
\tjob_state = Q
\tqueue = short
\tqtime = Sat Nov 21 10:31:48 2026
\tmtime = Sat Nov 21 11:31:48 2026
\tctime = Sat Nov 21 12:31:48 2026
\teuser = root(0)

Job Id:\t9
\tJob_Name = wps-t-3
\tjob_state = C
\tqueue = short
\tqtime = Sat Nov 21 10:31:40 2026
\tmtime = Sat Nov 21 10:31:41 2026
\tctime = Sat Nov 21 10:31:50 2026
\texec_host = vm/2
\teuser = root(0)
"""
TORQUE = """\
Job Id: 23.vm
    Job_Name = wps-t-1
    job_state = R
    queue = batch
    exec_host = node1/0+node1/1+node2/0
    ctime = Sat Nov 21 10:31:40 2026
    mtime = Sat Nov 21 10:31:48 2026
    qtime = Sat Nov 21 10:31:40 2026
    start_time = Sat Nov 21 10:31:47 2026
    euser = wps
"""
OPENPBS = """\
Job Id: 23.vm
    Job_Name = wps-t-1
    job_state = R
    queue = workq
    exec_host = node1/0*2
    ctime = Sat Nov 21 10:31:40 2026
    mtime = Sat Nov 21 10:31:48 2026
    qtime = Sat Nov 21 10:31:40 2026
    stime = Sat Nov 21 10:31:47 2026
"""


def test_the_wrappers_call_start_and_end_by_other_names() -> None:
    jobs = read(Torque(), WRAPPERS)
    facts = [(job.queue, job.node, job.submitted, job.started, job.ended) for job in jobs.values()]
    assert facts == [
        ("short", "vm", at("10:31:40"), at("10:31:48"), None),
        ("short", None, at("10:31:48"), None, None),
        ("short", "vm", at("10:31:40"), at("10:31:41"), at("10:31:50")),
    ]
    assert places(jobs)["8"] == (1, 1)


@pytest.mark.parametrize(("text", "node"), [(TORQUE, "node1,node2"), (OPENPBS, "node1")], ids=["Torque", "OpenPBS"])
def test_torque_and_openpbs_tell_where_and_since_when(text: str, node: str) -> None:
    [job] = read(Torque(), text).values()
    assert (job.node, job.submitted, job.started) == (node, at("10:31:40"), at("10:31:47"))


@pytest.mark.parametrize(
    ("jobs", "ids", "told"),
    [
        ([("12", "Resources", 3, 7)], ["12"], "pending: Resources (slurm 12, place 3 of 7)"),
        ([("12", "", None, None)], ["12"], "pending (slurm 12)"),
        ([], [], "pending"),
        (
            [("1", "Priority", 4, 9), ("2", "Priority", 2, 9)],
            ["1", "2", "3", "4"],
            "pending: Priority (slurm 1, 2, 3 ..., place 2 of 9)",
        ),
    ],
    ids=["one", "no reason and no place", "on its way", "many"],
)
def test_what_is_told_of_steps_that_wait(
    jobs: list[tuple[str, str, int | None, int | None]], ids: list[str], told: str
) -> None:
    waiting = [
        QueuedJob(id, "wps-x", QueueState.PENDING, reason, place=place, waiting=of) for id, reason, place, of in jobs
    ]
    assert describe.pending("slurm", waiting, ids) == told


def test_what_is_told_of_steps_that_run() -> None:
    running = QueuedJob("12", "wps-x", QueueState.RUNNING, node="node1", started=1795256115.0)
    assert describe.running("slurm", [running]) == "running on node1 since 10:15 UTC (slurm 12)"
    assert describe.running("slurm", [QueuedJob("12", "wps-x", QueueState.RUNNING)]) == "running (slurm 12)"
    assert describe.running("slurm", []) == ""
