"""Torque's words, as Torque 6.1.3, OpenPBS 23.06 and Slurm's commands of the same names have written them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wps_cwl.engine.schedulers.base import (
    WORKER_MEMORY,
    Answer,
    Ask,
    End,
    EndReason,
    NoAnswer,
    Profile,
    QueueState,
    Refused,
)
from wps_cwl.engine.schedulers.torque import Torque

TORQUE = Torque()


def test_what_is_asked_for(ask: Ask) -> None:
    words = TORQUE.submission(ask, Profile("torque", queue="batch", account="geo", arguments=("-p", "5")))
    kibibytes = (ask.memory + WORKER_MEMORY) // 1024
    assert words[words.index("-l") + 1] == f"nodes=1:ppn=2,mem={kibibytes}kb,walltime=01:01:05"
    assert words[words.index("-q") + 1] == "batch"
    assert words[words.index("-A") + 1] == "geo"
    assert words[-3:] == ["-p", "5", str(ask.script)]
    assert "-V" not in words


@pytest.mark.parametrize(
    ("request_", "asked"), [(None, "gpus=2"), ("gpus={count}:shared", "gpus=2:shared")], ids=["by default", "as said"]
)
def test_gpus_and_features_are_parts_of_the_node(ask: Ask, request_: str | None, asked: str) -> None:
    profile = Profile("torque", gpus=2, gpu_request=request_, features=("ib", "ssd"))
    words = TORQUE.submission(replace(ask, gpus=2), profile)
    assert words[words.index("-l") + 1].startswith(f"nodes=1:ppn=2:{asked}:ib:ssd,mem=")


def test_the_identifier_of_a_new_job_ends_without_a_newline() -> None:
    assert TORQUE.read_submission(Answer(0, "23.vm\n", "")) == "23.vm"
    assert TORQUE.read_submission(Answer(0, "0.vm\n", "")) == "0.vm"


REFUSALS = {
    "Torque": (1, "", "qsub: submit error (Unknown queue MSG=cannot locate queue)\n"),
    "OpenPBS": (170, "", "qsub: Unknown queue\n"),
    "Slurm": (
        1,
        "",
        "There was an error running the Slurm sbatch command.\nThe command was:\n"
        "'/usr/bin/sbatch -p nosuch s.sh 2>&1'\nand the output was:\n"
        "'sbatch: error: invalid partition specified: nosuch\n"
        " sbatch: error: Batch job submission failed: Invalid partition name specified\n'\n",
    ),
}


@pytest.mark.parametrize("said", REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_is_told_in_the_words_of_qsub(said: tuple[int, str, str]) -> None:
    with pytest.raises(Refused, match=r"Unknown queue|Invalid partition"):
        TORQUE.read_submission(Answer(*said))


@pytest.mark.parametrize(
    "said",
    [
        "qsub: cannot connect to server vm (errno=111) Connection refused\n",
        "Error communicating with vm(127.0.0.1)\nCommunication failure.\nqsub: cannot connect to server vm\n",
        "'sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect failure)\n'\n",
    ],
    ids=["Torque", "authentication", "Slurm"],
)
def test_an_outage_is_no_refusal(said: str) -> None:
    with pytest.raises(NoAnswer):
        TORQUE.read_submission(Answer(1, "", said))


def test_a_listing_that_failed_is_no_empty_queue() -> None:
    with pytest.raises(NoAnswer):
        TORQUE.read_listing(Answer(8, "Problem loading jobs.\n", ""))  # Slurm's qstat without a controller
    assert TORQUE.read_listing(Answer(0, "", "")) == []


OF_TORQUE = """\
Job Id: 23.vm
    Job_Name = wps-job-1-a1b2c3-1
    Job_Owner = wps@vm
    job_state = Q
    queue = batch
    Error_Path = vm:/dev/null
    Resource_List.mem = 204800kb
    Variable_List = PBS_O_QUEUE=batch,PBS_O_HOME=/home/wps,PBS_O_LOGNAME=wps,
\tPBS_O_PATH=/usr/local/bin:/usr/bin:/bin,PBS_O_SHELL=/bin/bash
    comment = Not Running: Not enough of the right type of nodes are available

Job Id: 24.vm
    Job_Name = wps-job-1-a1b2c3-2
    job_state = R
    resources_used.walltime = 00:00:03

Job Id: 25.vm
    Job_Name = wps-job-1-a1b2c3-3
    job_state = C
    exit_status = 3

Job Id: 26.vm
    Job_Name = wps-job-1-a1b2c3-4
    job_state = C
    exit_status = -11

Job Id: 27.vm
    Job_Name = wps-job-1-a1b2c3-5
    job_state = C
    exit_status = 271

Job Id: 28.vm
    Job_Name = wps-job-1-a1b2c3-6
    job_state = C

Job Id: 29.vm
    Job_Name = wps-job-1-a1b2c3-7
    job_state = H
"""


def test_a_listing_of_torque_is_read() -> None:
    found = TORQUE.read_listing(Answer(0, OF_TORQUE, ""))
    assert [job.id for job in found] == [f"{number}.vm" for number in range(23, 30)]
    assert [job.name for job in found] == [f"wps-job-1-a1b2c3-{number}" for number in range(1, 8)]
    assert [(job.state, job.code, job.end) for job in found] == [
        (QueueState.PENDING, None, None),
        (QueueState.RUNNING, None, None),
        (QueueState.ENDED, 3, EndReason.EXITED),
        (QueueState.ENDED, None, EndReason.TIME),
        (QueueState.ENDED, 143, EndReason.KILLED),
        (QueueState.ENDED, None, EndReason.KILLED),
        (QueueState.PENDING, None, None),
    ]
    assert found[0].reason == "Not Running: Not enough of the right type of nodes are available"
    assert found[6].reason == "held"


OF_SLURM = """\
Job Id:\t13
\tJob_Name = wps-abc-1
\tJob_Owner = root@localhost
\tjob_state = R
\tqueue = short
\tqtime = Sat Nov 21 07:45:32 2026
\texec_host = vm/2
\tResource_List.walltime = 00:02:00

Job Id:\t14
\tJob_Name = wps-abc-2
\tJob_Owner = root@localhost
\tjob_state = Q
\tqueue = short

"""


def test_a_listing_of_slurms_qstat_is_read() -> None:
    found = TORQUE.read_listing(Answer(0, OF_SLURM, ""))
    assert [(job.id, job.name, job.state) for job in found] == [
        ("13", "wps-abc-1", QueueState.RUNNING),
        ("14", "wps-abc-2", QueueState.PENDING),
    ]


OF_OPENPBS = """\
Job Id: 5.vm
    Job_Name = wps-job-1-a1b2c3-1
    Job_Owner = wps@vm
    job_state = F
    queue = workq
    comment = Job run at Sat Nov 21 at 07:00 on (vm:ncpus=1) and failed
    Exit_status = 143
"""
OF_TORQUE_IN_XML = (
    "<Data><Job><Job_Id>25.vm</Job_Id><Job_Name>wps-job-1-a1b2c3-1</Job_Name><job_state>C</job_state>"
    "<exit_status>3</exit_status></Job></Data>\n"
)


@pytest.mark.parametrize(
    ("answer", "end"),
    [
        (Answer(0, OF_OPENPBS, ""), End(EndReason.EXITED, 143)),
        (Answer(0, OF_TORQUE_IN_XML, ""), End(EndReason.EXITED, 3)),
        (Answer(153, "", "qstat: Unknown Job Id Error 25.vm\n"), None),
        (Answer(35, "", "qstat: 5.vm Job has finished, use -x or -H to obtain historical job information\n"), None),
        (Answer(2, "Unknown option: x\nUsage:\n    qstat [-f] [-a|-i|-r]\n", ""), None),
    ],
    ids=["OpenPBS", "Torque", "forgotten", "history", "Slurm"],
)
def test_the_accounting_is_read(answer: Answer, end: End | None) -> None:
    assert TORQUE.read_accounting(answer, "wps-job-1-a1b2c3-1") == end


def test_what_is_told_of_another_job_that_had_the_number_is_not_taken() -> None:
    assert TORQUE.read_accounting(Answer(0, OF_TORQUE_IN_XML, ""), "wps-job-2-a1b2c3-1") is None


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (-4, EndReason.NODE),
        (-20, EndReason.NODE),
        (-27, EndReason.MEMORY),
        (-11, EndReason.TIME),
        (-3, EndReason.ERROR),
    ],
)
def test_a_negative_exit_status_says_what_the_daemon_of_the_node_did(status: int, reason: EndReason) -> None:
    said = f"Job Id: 5.vm\n    Job_Name = wps-a-1\n    job_state = C\n    exit_status = {status}\n"
    assert [job.end for job in TORQUE.read_listing(Answer(0, said, ""))] == [reason]


def test_an_empty_queue_of_slurms_is_an_answer() -> None:
    assert TORQUE.read_listing(Answer(153, "", "")) == []
    with pytest.raises(NoAnswer, match="Problem loading jobs"):
        TORQUE.read_listing(Answer(8, "Problem loading jobs.", ""))
