"""Torque, OpenPBS, and the commands that Slurm has by the same names: qsub, qstat, qdel."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wps_cwl.engine.schedulers import torque_offer
from wps_cwl.engine.schedulers.base import (
    Answer,
    Ask,
    End,
    EndReason,
    Full,
    NoAnswer,
    Offer,
    Profile,
    QueuedJob,
    QueueState,
    Refused,
    matches,
)
from wps_cwl.engine.schedulers.places import placed
from wps_cwl.engine.schedulers.torque_facts import with_facts

_OUTAGES = (
    "cannot connect",
    "connection refused",
    "communication",
    "end of file",
    "pbs_iff",
    "timed out",
    "timeout",
    "munge",
    "unable to contact",
)
_FULL = ("maximum number of jobs", "would exceed")  # a limit on how many may wait
_WAITING = frozenset("QHWT")
_ENDED = frozenset("CFX")
_JOB = re.compile(r"^Job Id:\s*(\S+)", re.M)
_BROKEN_LINE = re.compile(r"\n\t(?!\S+ = )")
_VALUE = re.compile(r"^\s+(\S+) = (.*)$", re.M)
_TAG = re.compile(r"<(Job_Name|job_state|exit_status|comment)>([^<]*)<", re.I)
_NO_JOBS = 153  # what Slurm's qstat ends with, and without a word, when there is none at all
_SIGNAL = 256  # an exit status above is 256 and a signal
_LIMITS: Mapping[int, EndReason] = {  # of both; -10 and -11 are Torque's
    -4: EndReason.NODE,  # the daemon of the node was started anew, and so for -5 and -6
    -5: EndReason.NODE,
    -6: EndReason.NODE,
    -10: EndReason.MEMORY,
    -11: EndReason.TIME,
    -20: EndReason.NODE,  # a sister node was lost
    -26: EndReason.MEMORY,
    -27: EndReason.MEMORY,
    -29: EndReason.TIME,
}


@dataclass(frozen=True)
class Torque:
    """Torque 6 and OpenPBS. The job's output is redirected in its script: `-o` differs among them."""

    name: str = "torque"
    programs: Sequence[str] = ("qsub", "qstat", "qdel")
    variables: Sequence[str] = (
        "PBS_DEFAULT",
        "PBS_SERVER",
        "PBS_EXEC",
        "PBS_HOME",
        "PBS_CONF_FILE",
        "SLURM_CONF",
        "PERL5LIB",
    )
    single: Sequence[str] = ()

    def submission(self, ask: Ask, profile: Profile) -> list[str]:
        """Submit without the environment of the command."""
        node = [f"nodes=1:ppn={ask.cores}", *profile.gpu_words(ask, "gpus={count}"), *profile.features]
        limits = [":".join(node), f"mem={-(-ask.whole_memory // 1024)}kb"]
        limits += [f"walltime={_clock(ask.walltime)}"] if ask.walltime else []
        limits += [f"qos={profile.qos}"] if profile.qos else []
        return [
            *("qsub", "-N", ask.name, "-j", "oe", "-o", "/dev/null", "-r", "n", "-m", "n"),
            *("-l", ",".join(limits)),
            *(["-q", profile.queue] if profile.queue else []),
            *(["-A", profile.account] if profile.account else []),
            *profile.arguments,
            str(ask.script),
        ]

    def read_submission(self, answer: Answer) -> str:
        """Read `12.server`, without the newline that no other command takes."""
        if found := re.findall(r"^(\d+\S*)\s*$", answer.out, re.MULTILINE) if answer.code == 0 else None:
            return str(found[-1])
        if answer.code == 0:  # it is in the queue, and is found there by its name
            raise NoAnswer(f"qsub gave no identifier: {_plain(answer.text)}")
        if matches(answer.text, _FULL):
            raise Full(_plain(answer.text))
        raise (NoAnswer if matches(answer.text, _OUTAGES) else Refused)(_plain(answer.text))

    def listing(self, user: str) -> list[str]:
        """List in full: the table for people cuts names off. It cannot be restricted to a user at the same time."""
        del user
        return ["qstat", "-f"]

    def read_listing(self, answer: Answer) -> list[QueuedJob]:
        """Read the jobs of everybody; lines that were broken go on after a tab."""
        if answer.code == _NO_JOBS and not answer.text:
            return []
        if answer.code != 0 or matches(answer.err, _OUTAGES):
            raise NoAnswer(_plain(answer.text))
        parts = _JOB.split(_BROKEN_LINE.sub("", answer.out))[1:]
        found = [(id, dict(_VALUE.findall(text))) for id, text in zip(parts[::2], parts[1::2], strict=True)]
        jobs = [with_facts(_job(id, values), values) for id, values in found]
        lines: dict[str | None, list[str]] = {}
        for (_, values), job in zip(found, jobs, strict=True):
            if values.get("job_state") == "Q":
                lines.setdefault(job.queue, []).append(job.id)
        return placed(jobs, lines.values())

    def deletion(self, jobs: Sequence[str]) -> list[str]:
        """Delete jobs."""
        return ["qdel", *jobs]

    def accounting(self, job: str) -> list[str]:
        """Ask once more: with `-x`, OpenPBS knows what has ended, and Torque answers in XML."""
        return ["qstat", "-x", "-f", job]

    def read_accounting(self, answer: Answer, name: str | None = None) -> End | None:
        """Read either form; who knows no `-x` knows nothing here."""
        values = dict((*_VALUE.findall(answer.out), *_TAG.findall(answer.out)))
        job = _job("", values)
        if (
            answer.code != 0
            or job.state is not QueueState.ENDED
            or job.end is None
            or (name and job.name not in {name, ""})
        ):
            return None
        return End(job.end, job.code, job.reason)

    def closures(self) -> list[str] | None:
        """Nothing to ask: the listing says why a job waits."""
        return None

    def read_closures(self, answer: Answer) -> Mapping[str, str]:
        """Nothing to read."""
        del answer
        return {}

    def explanation(self, job: str) -> list[str] | None:
        """Nothing to ask: no job is broken here."""
        del job
        return None

    def read_explanation(self, answer: Answer) -> str:
        """Return the answer as it is."""
        return answer.text

    def inspection(self, profile: Profile, user: str) -> dict[str, list[str]]:
        """Ask for queues and nodes."""
        return torque_offer.commands(profile, user)

    def read_inspection(self, answers: Mapping[str, Answer], profile: Profile) -> Offer:
        """Read what was said of them."""
        return torque_offer.read(answers, profile)


def _job(id: str, values: Mapping[str, str]) -> QueuedJob:
    name, state, comment = values.get("Job_Name", ""), values.get("job_state", ""), values.get("comment", "").strip()
    if state in _WAITING:
        return QueuedJob(id, name, QueueState.PENDING, comment or ("held" if state == "H" else ""))
    if state in _ENDED:
        status = values.get("exit_status", values.get("Exit_status"))
        return _ended(id, name, int(status) if status else None)
    return QueuedJob(id, name, QueueState.RUNNING)


def _ended(id: str, name: str, status: int | None) -> QueuedJob:
    """Read an exit status; a job without one was deleted while it waited."""
    if status is None:
        return QueuedJob(id, name, QueueState.ENDED, "it has no exit status", None, EndReason.KILLED)
    if status >= _SIGNAL:
        return QueuedJob(id, name, QueueState.ENDED, f"Exit_status {status}", 128 + status - _SIGNAL, EndReason.KILLED)
    if status < 0:
        reason = _LIMITS.get(status, EndReason.ERROR)
        return QueuedJob(id, name, QueueState.ENDED, f"Exit_status {status}", None, reason)
    return QueuedJob(id, name, QueueState.ENDED, "", status, EndReason.EXITED)


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _plain(text: str) -> str:
    lines = [line.strip().removeprefix("qsub: ") for line in text.splitlines()]
    return "; ".join(line for line in lines if line) or "it gave no reason"
