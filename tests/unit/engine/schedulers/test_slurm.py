"""Slurm's words, as Slurm 22.05 has written them."""

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
    QueuedJob,
    QueueState,
    Refused,
)
from wps_cwl.engine.schedulers.slurm import Slurm

SLURM = Slurm()
NAME = "wps-a-1-1"


def test_what_is_asked_for(ask: Ask) -> None:
    words = SLURM.submission(ask, Profile("slurm", queue="short", account="geo", qos="fast", arguments=("--nice=5",)))
    megabytes = 512 + (WORKER_MEMORY >> 20)
    assert words[0] == "sbatch"
    assert {
        "--job-name=wps-job-1-a1b2c3-1",
        "--cpus-per-task=2",
        f"--mem={megabytes}M",
        "--time=0:3665",
        "--partition=short",
        "--account=geo",
        "--qos=fast",
        "--no-requeue",
    } <= set(words)
    assert words[-2:] == ["--nice=5", str(ask.script)], "the operator has the last word"
    assert not any(word.startswith("--gres") for word in words)


def test_what_nobody_has_set_is_left_to_slurm(ask: Ask) -> None:
    words = SLURM.submission(replace(ask, walltime=None), Profile("slurm"))
    assert not any(word.startswith(("--time", "--partition", "--account", "--qos")) for word in words)


@pytest.mark.parametrize(
    ("request_", "asked"),
    [(None, "--gres=gpu:2"), ("--gpus=a100:{count}", "--gpus=a100:2")],
    ids=["by default", "as said"],
)
def test_gpus_and_features_are_asked_for(ask: Ask, request_: str | None, asked: str) -> None:
    profile = Profile("slurm", gpus=2, gpu_request=request_, features=("ib", "ssd"))
    assert {asked, "--constraint=ib&ssd"} <= set(SLURM.submission(replace(ask, gpus=2), profile))


def test_a_profile_refuses_more_gpus_than_it_has(ask: Ask) -> None:
    with pytest.raises(Refused, match=r"it asks for 1 GPU\(s\), and this profile has none"):
        Profile("slurm").admit(replace(ask, gpus=1))
    with pytest.raises(Refused, match=r"it asks for 3 GPU\(s\), and this profile has 2 at most"):
        Profile("slurm", gpus=2).admit(replace(ask, gpus=3))
    Profile("slurm", gpus=2).admit(replace(ask, gpus=2))


@pytest.mark.parametrize(("out", "id"), [("12\n", "12"), ("12;lab\n", "12")], ids=["alone", "with its cluster"])
def test_the_identifier_of_a_new_job(out: str, id: str) -> None:
    assert SLURM.read_submission(Answer(0, out, "sbatch: a word of the site's plug-in\n")) == id


REFUSALS = {
    "partition": (
        "sbatch: error: invalid partition specified: nosuch\n"
        "sbatch: error: Batch job submission failed: Invalid partition name specified\n",
        "invalid partition specified: nosuch; Invalid partition name specified",
    ),
    "memory": (
        "sbatch: error: Memory specification can not be satisfied\n"
        "sbatch: error: Batch job submission failed: Requested node configuration is not available\n",
        "Memory specification can not be satisfied; Requested node configuration is not available",
    ),
    "gpu": (
        "sbatch: error: Invalid generic resource (gres) specification\n",
        "Invalid generic resource (gres) specification",
    ),
}


@pytest.mark.parametrize(("said", "told"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_is_told_without_the_names_of_commands(said: str, told: str) -> None:
    with pytest.raises(Refused) as refusal:
        SLURM.read_submission(Answer(1, "", said))
    assert str(refusal.value) == told


@pytest.mark.parametrize(
    "said",
    [
        "sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect failure)",
        "sbatch: error: Batch job submission failed: Socket timed out on send/recv operation",
        "sbatch: error: Batch job submission failed: Zero Bytes were transmitted or received",
        "sbatch: error: If munged is up, restart with --num-threads=10\nsbatch: error: Munge encode failed: "
        "Failed to access",
    ],
    ids=["controller", "timeout", "zero bytes", "munge"],
)
def test_an_outage_is_no_refusal(said: str) -> None:
    with pytest.raises(NoAnswer):
        SLURM.read_submission(Answer(1, "", said))


@pytest.mark.parametrize(
    "said",
    [
        "Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)",
        "AssocMaxSubmitJobLimit",
        "QOSMaxSubmitJobPerUserLimit",
        "Slurm temporarily unable to accept job, sleeping and retrying: maximum number of jobs",
    ],
)
def test_a_limit_on_jobs_is_waited_for(said: str) -> None:
    with pytest.raises(Full):
        SLURM.read_submission(Answer(1, "", f"sbatch: error: Batch job submission failed: {said}\n"))


def test_the_name_of_a_cluster_is_no_job() -> None:
    said = f"CLUSTER: lab\n31|RUNNING|0|None|{NAME}|\n"
    assert [job.id for job in SLURM.read_listing(Answer(0, said, ""))] == ["31"]


LISTING = """\
31|PENDING|0|Resources|wps-a-1-1|
32|PENDING|0|None|wps-a-1-2|
33|RUNNING|0|None|wps-a-1-3|
34|COMPLETING|0|None|wps-a-1-4|
35|PENDING|0|launch failed requeued held|wps-a-1-5|
36|COMPLETED|0|None|wps-a-1-6|
37|FAILED|768|NonZeroExitCode|wps-a-1-7|
38|CANCELLED|15|None|wps-a-1-8|
39|TIMEOUT|0|TimeLimit|wps-a-1-9|
40|OUT_OF_MEMORY|0:125|OutOfMemory|wps-a-1-10|
41|NODE_FAIL|1|NodeDown|wps-a-1-11|
42|PREEMPTED|36608|None|wps-a-1-12|
43|PENDING|0|JobHeldAdmin|wps-a-1-13|
"""


def test_a_listing_is_read() -> None:
    found = [(job.id, job.state, job.reason, job.code, job.end) for job in SLURM.read_listing(Answer(0, LISTING, ""))]
    assert found == [
        ("31", QueueState.PENDING, "Resources", None, None),
        ("32", QueueState.PENDING, "", None, None),
        ("33", QueueState.RUNNING, "", None, None),
        ("34", QueueState.RUNNING, "", None, None),
        ("35", QueueState.BROKEN, "launch failed requeued held", None, None),
        ("36", QueueState.ENDED, "COMPLETED", 0, EndReason.EXITED),
        ("37", QueueState.ENDED, "FAILED", 3, EndReason.EXITED),
        ("38", QueueState.ENDED, "CANCELLED", 143, EndReason.KILLED),
        ("39", QueueState.ENDED, "TIMEOUT", 0, EndReason.TIME),
        ("40", QueueState.ENDED, "OUT_OF_MEMORY", 253, EndReason.MEMORY),
        ("41", QueueState.ENDED, "NODE_FAIL", 129, EndReason.NODE),
        ("42", QueueState.ENDED, "PREEMPTED", 143, EndReason.PREEMPTED),
        ("43", QueueState.PENDING, "held by an administrator (JobHeldAdmin)", None, None),
    ]


def test_an_empty_queue_is_no_outage() -> None:
    assert SLURM.read_listing(Answer(0, "", "")) == []
    with pytest.raises(NoAnswer, match="Unable to contact"):
        SLURM.read_listing(
            Answer(1, "", "slurm_load_jobs error: Unable to contact slurm controller (connect failure)\n")
        )


def test_a_job_of_a_listing_has_its_name() -> None:
    [job] = SLURM.read_listing(Answer(0, "31|RUNNING|0|None|wps-a-1-1|\n", ""))
    assert job == QueuedJob("31", "wps-a-1-1", QueueState.RUNNING)


@pytest.mark.parametrize(
    ("said", "end"),
    [
        ("COMPLETED|0:0|wps-a-1-1\n", End(EndReason.EXITED, 0, "COMPLETED")),
        ("FAILED|3:0|wps-a-1-1\n", End(EndReason.EXITED, 3, "FAILED")),
        ("CANCELLED by 0|0:15|wps-a-1-1\n", End(EndReason.KILLED, 143, "CANCELLED by 0", "0")),
        ("TIMEOUT|0:0|wps-a-1-1\n", End(EndReason.TIME, 0, "TIMEOUT")),
        ("DEADLINE|0:0|wps-a-1-1\n", End(EndReason.DEADLINE, 0, "DEADLINE")),
        ("NODE_FAIL|0:0|wps-a-1-1\n", End(EndReason.NODE, 0, "NODE_FAIL")),
        ("BOOT_FAIL|0:0|wps-a-1-1\n", End(EndReason.NODE, 0, "BOOT_FAIL")),
        ("PREEMPTED|0:0|wps-a-1-1\n", End(EndReason.PREEMPTED, 0, "PREEMPTED")),
        ("FAILED|1:0|wps-a-1-1\nCOMPLETED|0:0|wps-a-1-1\n", End(EndReason.EXITED, 0, "COMPLETED")),
        ("FAILED|1:0|wps-a-1-1\nCOMPLETED|0:0|nightly\n", End(EndReason.EXITED, 1, "FAILED")),
        ("COMPLETED|0:0|nightly\n", None),
        ("RUNNING|0:0|wps-a-1-1\n", None),
        ("", None),
    ],
    ids=[
        "completed",
        "failed",
        "cancelled",
        "timeout",
        "deadline",
        "node",
        "boot",
        "preempted",
        "an identifier used again",
        "by another job",
        "by another job alone",
        "not ended",
        "unknown",
    ],
)
def test_the_accounting_is_read(said: str, end: End | None) -> None:
    assert SLURM.read_accounting(Answer(0, said, ""), NAME) == end


def test_a_site_without_accounting_knows_nothing() -> None:
    assert SLURM.read_accounting(Answer(1, "", "Slurm accounting storage is disabled\n"), NAME) is None
