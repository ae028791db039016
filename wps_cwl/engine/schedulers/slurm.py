"""Slurm: sbatch, squeue, scancel, sacct."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from wps_cwl.engine.schedulers import slurm_offer
from wps_cwl.engine.schedulers.answers import ListingTellsAll, submitted
from wps_cwl.engine.schedulers.base import (
    Answer,
    Ask,
    End,
    EndReason,
    NoAnswer,
    Offer,
    Profile,
    QueuedJob,
    QueueState,
    matches,
    shell_code,
)
from wps_cwl.engine.schedulers.places import placed
from wps_cwl.engine.schedulers.times import local

_COLUMNS = (
    "JobID:|,State:|,exit_code:|,Reason:|,Name:|,Partition:|,NodeList:|,SubmitTime:|,StartTime:|,EndTime:|,"
    "PriorityLong:|,UserName:|"
)
_MIB = 1 << 20

# What says that nobody has decided: the controller is away, or has no room at the moment.
_OUTAGES = (
    "unable to contact",
    "timed out",
    "connection refused",
    "communication",
    "zero bytes were transmitted",
    "resource temporarily unavailable",
    "temporarily unable",
    "standby",
    "munge",
    "authentication",
    "could not establish a configuration source",
    "transport endpoint",
    "slurmdbd",
)
_FULL = ("job submit limit", "maxsubmitjob", "too many jobs", "maximum number of jobs", "maxjobcount")
_WAITING = frozenset(
    {"PENDING", "CONFIGURING", "REQUEUED", "REQUEUE_FED", "REQUEUE_HOLD", "RESV_DEL_HOLD", "SPECIAL_EXIT"}
)
_ENDS: Mapping[str, EndReason] = {
    "COMPLETED": EndReason.EXITED,
    "FAILED": EndReason.EXITED,
    "CANCELLED": EndReason.KILLED,
    "REVOKED": EndReason.KILLED,
    "TIMEOUT": EndReason.TIME,
    "DEADLINE": EndReason.DEADLINE,
    "OUT_OF_MEMORY": EndReason.MEMORY,
    "NODE_FAIL": EndReason.NODE,
    "BOOT_FAIL": EndReason.NODE,
    "PREEMPTED": EndReason.PREEMPTED,
}
_NEVER = ("launch failed requeued held", "launch_failed_requeued_held", "jobholdmaxrequeue", "dependencyneversatisfied")
_WORDS: Mapping[str, str] = {
    "None": "",
    "(null)": "",
    "JobHeldAdmin": "held by an administrator (JobHeldAdmin)",
    "JobHeldUser": "held (JobHeldUser)",
}

_KEPT_BACK = ("jobheld", "dependency", "begintime")  # of what waits for something else than its turn


@dataclass(frozen=True)
class Slurm(ListingTellsAll):
    """Slurm 20.02 and newer."""

    name: str = "slurm"
    programs: Sequence[str] = ("sbatch", "squeue", "scancel", "sinfo")
    variables: Sequence[str] = ("SLURM_CONF", "SLURM_CLUSTERS")
    single: Sequence[str] = ("SLURM_CLUSTERS",)

    def submission(self, ask: Ask, profile: Profile) -> list[str]:
        """Submit with the environment of the command: anything else has Slurm run the user's login shell first."""
        options: dict[str, object] = {
            "job-name": ask.name,
            "export": "ALL",
            "output": ask.log,
            "nodes": 1,
            "ntasks": 1,
            "cpus-per-task": ask.cores,
            "mem": f"{-(-ask.whole_memory // _MIB)}M",
            "time": f"0:{ask.walltime}" if ask.walltime else None,
            "partition": profile.queue,
            "account": profile.account,
            "qos": profile.qos,
            "constraint": "&".join(profile.features) or None,
        }
        given = [f"--{option}={value}" for option, value in options.items() if value is not None]
        given += profile.gpu_words(ask, "--gres=gpu:{count}")
        # a job that is started again beside what is left of it would run twice at once
        return ["sbatch", "--parsable", "--no-requeue", *given, *profile.arguments, str(ask.script)]

    def read_submission(self, answer: Answer) -> str:
        """Read `12` or `12;cluster`."""
        said = _plain(answer.text)
        return submitted(answer, r"^(\d+)(?:;\S*)?\s*$", said, program="sbatch", full=_FULL, outages=_OUTAGES)

    def listing(self, user: str) -> list[str]:
        """List also what has ended within the last minutes (MinJobAge), and who else waits."""
        del user
        return ["squeue", "--noheader", "--all", "--states=all", f"--Format={_COLUMNS}"]

    def read_listing(self, answer: Answer) -> list[QueuedJob]:
        """Read the columns of `listing`."""
        if answer.code != 0:
            raise NoAnswer(_plain(answer.text))
        rows = [line.split("|") for line in answer.out.splitlines()]
        cells = [[cell.strip() for cell in row] for row in rows if len(row) > 4]
        jobs = [replace(_with_facts(_job(*row[:5]), *row[5:10]), owner=_owner(row)) for row in cells]
        return placed(jobs, _lines(jobs, [row[10] if len(row) > 10 else "" for row in cells]))

    def deletion(self, jobs: Sequence[str]) -> list[str]:
        """Cancel also what has begun to end."""
        return ["scancel", *jobs]

    def accounting(self, job: str) -> list[str]:
        """Ask for the job itself, without its steps."""
        columns = "--format=State,ExitCode,JobName"
        return ["sacct", "--noheader", "--parsable2", "--allocations", f"--jobs={job}", columns]

    def read_accounting(self, answer: Answer, name: str | None = None) -> End | None:
        """Read the last record of that name: identifiers are used again."""
        rows = [line.split("|") for line in answer.out.splitlines() if "|" in line]
        rows = [row for row in rows if name is None or row[2:] == [name]]
        if answer.code != 0 or not rows:
            return None  # many sites have no accounting
        state, codes = rows[-1][:2]
        reason = _ENDS.get(_word(state))
        code, _, signal = codes.partition(":")
        by = found[1] if (found := re.fullmatch(r"CANCELLED by (\S+)", state)) else ""
        return reason and End(reason, shell_code(int(code), int(signal or 0)), state, by)

    def inspection(self, profile: Profile, user: str) -> dict[str, list[str]]:
        """Ask for partitions and nodes."""
        return slurm_offer.commands(profile, user)

    def read_inspection(self, answers: Mapping[str, Answer], profile: Profile) -> Offer:
        """Read what was said of them."""
        return slurm_offer.read(answers, profile)

    def identification(self) -> list[str]:
        """Ask for the version."""
        return ["sinfo", "--version"]

    def read_identification(self, answer: Answer) -> str:
        """Return `slurm` with its version."""
        return answer.out.strip()


def _job(id: str, state: str, code: str, reason: str, name: str) -> QueuedJob:
    word = _word(state)
    if word in _ENDS:
        return QueuedJob(id, name, QueueState.ENDED, state, _exit_code(code), _ENDS[word])
    if word not in _WAITING:
        return QueuedJob(id, name, QueueState.RUNNING)
    if matches(reason, _NEVER):
        return QueuedJob(id, name, QueueState.BROKEN, reason)
    return QueuedJob(id, name, QueueState.PENDING, _WORDS.get(reason, reason))


def _with_facts(
    job: QueuedJob, queue: str = "", node: str = "", submitted: str = "", started: str = "", ended: str = ""
) -> QueuedJob:
    """Add the other columns; of a job that waits, Slurm only guesses when it will start."""
    pending = job.state not in {QueueState.RUNNING, QueueState.ENDED}
    return replace(
        job,
        queue=queue or None,
        node=node or None,
        submitted=local(submitted),
        started=None if pending else local(started),
        ended=local(ended) if job.state is QueueState.ENDED else None,
    )


def _owner(row: Sequence[str]) -> str:
    """Return whose job it is; nobody's where the columns are not as asked: a foreign name may hold the separator."""
    return row[-2] if len(row) == _COLUMNS.count(",") + 2 else ""


def _lines(jobs: Sequence[QueuedJob], priorities: Sequence[str]) -> list[list[str]]:
    """Return who waits in each partition, the first first; a job may wait in several, or be kept back from all."""
    lines: dict[str, list[tuple[int, int, str]]] = {}
    for number, (job, priority) in enumerate(zip(jobs, priorities, strict=True)):
        kept_back = not priority.isdigit() or int(priority) == 0 or matches(job.reason, _KEPT_BACK)
        if job.state is QueueState.PENDING and not kept_back:
            for queue in (job.queue or "").split(","):
                lines.setdefault(queue, []).append((-int(priority), number, job.id))
    return [[id for _, _, id in sorted(line)] for line in lines.values()]


def _word(state: str) -> str:
    """`CANCELLED by 0` -> `CANCELLED`; `COMPLETED+` -> `COMPLETED`."""
    return state.split(" ")[0].rstrip("+")


def _exit_code(text: str) -> int | None:
    """Read a raw wait status (256 is exit 1, 9 is a signal), or `1:0`."""
    if ":" in text:
        code, _, signal = text.partition(":")
        return shell_code(int(code), int(signal))
    return shell_code(int(text) >> 8, int(text) & 0x7F) if text.isdigit() else None


def _plain(text: str) -> str:
    """Return a message without the name of the command and the word `error` in each line."""
    lines = [line.split("error: ", 1)[-1].removeprefix("Batch job submission failed: ") for line in text.splitlines()]
    return "; ".join(dict.fromkeys(line.strip() for line in lines if line.strip())) or "it gave no reason"
