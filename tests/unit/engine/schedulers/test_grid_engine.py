"""Grid Engine's words, as Son of Grid Engine 8.1.9 has written them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wps_cwl.engine.schedulers.base import (
    WORKER_MEMORY,
    Answer,
    Ask,
    End,
    EndReason,
    Full,
    NoAnswer,
    Profile,
    QueueState,
    Refused,
)
from wps_cwl.engine.schedulers.grid_engine import GridEngine

ENGINE = GridEngine()
NAME = "wps-job-1-a1b2c3-2"


def options(words: list[str]) -> dict[str, str]:
    return {word: words[at + 1] for at, word in enumerate(words[:-1]) if word.startswith("-")}


def test_memory_is_asked_for_per_slot_and_the_address_space_is_larger(ask: Ask) -> None:
    words = ENGINE.submission(ask, Profile("grid_engine", vmem_extra=1 << 30))
    per_slot = (ask.memory + WORKER_MEMORY) // 2 // 1024
    limits = dict(limit.split("=") for limit in options(words)["-l"].split(","))
    assert limits == {"virtual_free": f"{per_slot}K", "h_vmem": f"{per_slot + (1 << 19)}K", "h_rt": "3665"}
    assert (options(words)["-pe"], words[words.index("-pe") + 2]) == ("smp", "2")


def test_memory_that_cannot_be_divided_is_rounded_up(ask: Ask) -> None:
    words = ENGINE.submission(replace(ask, cores=3, memory=(1 << 20) + 1), Profile("grid_engine"))
    kibibytes = int(options(words)["-l"].split(",")[0].removeprefix("virtual_free=").removesuffix("K"))
    missing = kibibytes * 1024 * 3 - (1 << 20) - 1 - WORKER_MEMORY
    assert 0 <= missing < 3 * 1024


def test_one_core_needs_no_parallel_environment(ask: Ask) -> None:
    assert "-pe" not in ENGINE.submission(replace(ask, cores=1), Profile("grid_engine"))


def test_a_path_with_a_colon_is_no_host(ask: Ask) -> None:
    assert options(ENGINE.submission(ask, Profile("grid_engine")))["-o"] == f":{ask.log}"


def test_queue_project_and_arguments_are_the_profiles(ask: Ask) -> None:
    profile = Profile("grid_engine", queue="long.q", account="geo", parallel_environment="mpi", arguments=("-w", "e"))
    words = ENGINE.submission(ask, profile)
    assert (options(words)["-q"], options(words)["-P"], options(words)["-pe"]) == ("long.q", "geo", "mpi")
    assert words[-3:] == ["-w", "e", str(ask.script)]


@pytest.mark.parametrize(
    ("request_", "asked"), [(None, "gpu=2"), ("a100={count}", "a100=2")], ids=["by default", "as the site does"]
)
def test_gpus_and_features_are_resources(ask: Ask, request_: str | None, asked: str) -> None:
    profile = Profile("grid_engine", gpus=2, gpu_request=request_, features=("ib", "disk=ssd"))
    words = ENGINE.submission(replace(ask, gpus=2), profile)
    assert words[words.index("-l") + 1].endswith(f",h_rt=3665,{asked},ib,disk=ssd")


def test_the_identifier_of_a_new_job() -> None:
    assert ENGINE.read_submission(Answer(0, "12\n", "")) == "12"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            'Unable to run job: Job was rejected because job requests unknown queue "nosuch"\nExiting.\n',
            'Job was rejected because job requests unknown queue "nosuch"',
        ),
        (
            'Unable to run job: job rejected: the requested parallel environment "nope" does not exist\nExiting.\n',
            'job rejected: the requested parallel environment "nope" does not exist',
        ),
        ("Unable to run job: error: no suitable queues\nExiting.\n", "error: no suitable queues"),
    ],
    ids=["queue", "parallel environment", "too large"],
)
def test_a_refusal_is_told_in_the_words_of_qsub(said: str, told: str) -> None:
    with pytest.raises(Refused) as refusal:
        ENGINE.read_submission(Answer(1, "", said))
    assert str(refusal.value) == told


OUTAGE = """\
error: commlib error: got select error (Connection refused)
Unable to run job: unable to send message to qmaster using port 9999 on host "vm": got send error
Exiting.
"""


def test_an_outage_is_no_refusal_and_no_empty_queue() -> None:
    with pytest.raises(NoAnswer):
        ENGINE.read_submission(Answer(1, "", OUTAGE))
    with pytest.raises(NoAnswer):
        ENGINE.read_listing(Answer(1, "", OUTAGE))


JOB = """\
    <job_list state="{kind}">
      <JB_job_number>{number}</JB_job_number>
      <JAT_prio>0.25000</JAT_prio>
      <JB_name>wps-job-1-a1b2c3-{number}</JB_name>
      <JB_owner>root</JB_owner>
      <state>{state}</state>
      <queue_name></queue_name>
      <slots>1</slots>
    </job_list>
"""


def listing(*states: str) -> str:
    jobs = "".join(JOB.format(kind="pending", number=number, state=state) for number, state in enumerate(states, 1))
    head = "<?xml version='1.0'?>\n<job_info>\n  <queue_info>\n"
    return f"{head}{jobs}  </queue_info>\n  <job_info>\n  </job_info>\n</job_info>\n"


def test_a_listing_is_read() -> None:
    states = ("qw", "hqw", "r", "t", "dr", "Eqw", "s", "Rr")
    found = ENGINE.read_listing(Answer(0, listing(*states), ""))
    assert [job.name for job in found] == [f"wps-job-1-a1b2c3-{number}" for number in range(1, 9)]
    pending, running = QueueState.PENDING, QueueState.RUNNING
    assert [(job.state, job.reason) for job in found] == [
        (pending, ""),
        (pending, "held"),
        (running, ""),
        (running, ""),
        (running, ""),
        (QueueState.BROKEN, "Eqw"),
        (running, ""),
        (running, ""),
    ]


def test_an_empty_listing_is_an_empty_queue() -> None:
    assert ENGINE.read_listing(Answer(0, listing(), "")) == []


def test_a_name_that_spoils_the_xml_hides_no_job_of_ours() -> None:
    spoilt = listing("r", "qw").replace("<JB_owner>root", "<JB_owner>a & b <c", 1)
    assert "2" in [job.id for job in ENGINE.read_listing(Answer(0, spoilt, ""))]


def test_the_reason_of_a_broken_job_is_read() -> None:
    said = (
        "script_file:                t/s.sh\nbinding:                    NONE\n"
        "error reason          1:      11/21/2026 07:43:45 [0:20979]: error: can't chdir to /nonexist: "
        "No such file or directory\nscheduling info:            Job is in error state\n"
    )
    assert ENGINE.read_explanation(Answer(0, said, "")) == (
        "11/21/2026 07:43:45 [0:20979]: error: can't chdir to /nonexist: No such file or directory"
    )


RECORD = """\
==============================================================
qname        short.q
jobname      {name}
jobnumber    2
granted_pe   NONE
slots        1
failed       {failed}
exit_status  {status}
ru_wallclock {seconds}s
maxvmem      3.473MB
category     -l h_rt=20,h_vmem=204800K,virtual_free=204800K
"""


@pytest.mark.parametrize(
    ("failed", "status", "seconds", "end"),
    [
        ("0", "3", 2, End(EndReason.EXITED, 3)),
        ("100 : assumedly after job", "137                  (Killed)", 2, "killed"),
        ("37  : qmaster enforced h_rt, h_cpu, or h_vmem limit", "137                  (Killed)", 21, "time"),
        ("37  : qmaster enforced h_rt, h_cpu, or h_vmem limit", "137                  (Killed)", 2, "memory"),
        ("28  : changing into working directory", "0", 0, "error"),
        ("26  : opening input/output file", "0", 0, "error"),
        ("21  : in recognizing job", "0", 0, "node"),
        ("22  : execd lost running job", "0", 0, "node"),
    ],
    ids=["exited", "deleted", "over its time", "over its memory", "no folder", "no log", "unknown there", "lost"],
)
def test_the_accounting_is_read(failed: str, status: str, seconds: int, end: End | str) -> None:
    said = RECORD.format(name=NAME, failed=failed, status=status, seconds=seconds)
    found = ENGINE.read_accounting(Answer(0, said, ""), NAME)
    assert found is not None
    if isinstance(end, End):
        assert found == end
    else:
        assert (found.reason.value, found.code) == (end, int(status.split()[0]))
        assert found.text.startswith(f"failed {failed.split()[0]}")


def test_the_last_record_of_a_number_counts() -> None:
    said = RECORD.format(name=NAME, failed="0", status="1", seconds=1) + RECORD.format(
        name=NAME, failed="0", status="0", seconds=1
    )
    assert ENGINE.read_accounting(Answer(0, said, ""), NAME) == End(EndReason.EXITED, 0)


def test_a_record_of_another_job_that_had_the_number_is_not_taken() -> None:
    ours = RECORD.format(name=NAME, failed="0", status="3", seconds=1)
    others = RECORD.format(name="nightly", failed="0", status="0", seconds=1)
    assert ENGINE.read_accounting(Answer(0, ours + others, ""), NAME) == End(EndReason.EXITED, 3)
    assert ENGINE.read_accounting(Answer(0, others, ""), NAME) is None


def test_who_has_deleted_a_job_is_read_where_it_is_written_down() -> None:
    said = RECORD.format(name=NAME, failed="100 : assumedly after job", status="137", seconds=1)
    found = ENGINE.read_accounting(Answer(0, f"{said}deleted_by   root@vm\n", ""), NAME)
    assert found is not None
    assert (found.reason, found.by) == (EndReason.KILLED, "root@vm")


@pytest.mark.parametrize(
    "said",
    [
        "job rejected: Only 5 jobs are allowed per user (current job count: 5)",
        "Unable to run job: job rejected: you have reached the maximum number of active jobs",
    ],
    ids=["user", "cluster"],
)
def test_a_limit_on_jobs_is_no_refusal(said: str) -> None:
    with pytest.raises(Full):
        ENGINE.read_submission(Answer(25, "", f"Unable to run job: {said}.\nExiting.\n"))


QUEUES = """\
<?xml version='1.0'?>
<job_info>
  <queue_info>
    <Queue-List><name>short.q@a</name><slots_total>2</slots_total><state>d</state></Queue-List>
    <Queue-List><name>short.q@b</name><slots_total>2</slots_total><state>au</state></Queue-List>
    <Queue-List><name>long.q@a</name><slots_total>2</slots_total><state>d</state></Queue-List>
    <Queue-List><name>long.q@b</name><slots_total>2</slots_total><state>a</state></Queue-List>
    <Queue-List><name>all.q@b</name><slots_total>2</slots_total></Queue-List>
  </queue_info>
</job_info>
"""


def test_a_queue_none_of_whose_instances_takes_jobs_is_closed() -> None:
    assert ENGINE.read_closures(Answer(0, QUEUES, "")) == {"short.q": "the queue short.q is disabled"}


def test_the_queue_that_a_job_waits_for_is_read() -> None:
    asked = listing("qw").replace("<slots>", "<hard_req_queue>short.q@@allhosts</hard_req_queue><slots>")
    assert [job.queue for job in ENGINE.read_listing(Answer(0, asked, ""))] == ["short.q"]


def test_a_job_that_was_deleted_while_it_waited_has_no_record() -> None:
    assert ENGINE.read_accounting(Answer(1, "", "error: job id 999 not found\n"), NAME) is None
