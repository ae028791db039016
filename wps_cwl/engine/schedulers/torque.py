"""Torque, OpenPBS, and the commands that Slurm has by the same names: qsub, qstat, qdel."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wps_cwl.engine.schedulers import torque_offer
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
    "too busy",
)
_FULL = ("maximum number of jobs", "would exceed")  # a limit on how many may wait
_WAITING = frozenset("QHWT")
_ENDED = frozenset("CFX")
_JOB = re.compile(r"^Job Id:\s*(\S+)", re.M)
_OF_SLURM = re.compile(r"^Job Id:\t", re.M)  # which begins every line with a tab, and breaks none
_VALUE = re.compile(r"^\s+(\S+) = (.*)$", re.M)
_TAG = re.compile(r"<(Job_Name|job_state|exit_status|comment)>([^<]*)<")
_NO_JOBS = 153  # what Slurm's qstat ends with, and without a word, when there is none at all
_SIGNAL = 256  # an exit status above is 256 and a signal

_NODE_LOST = {-4: EndReason.NODE, -5: EndReason.NODE, -6: EndReason.NODE}  # its daemon was started anew

# What an exit status below zero means, by what it is called: that tells who speaks. Torque's -10 and -11 are, in
# OpenPBS, an unknown user and a job that runs again.
_LIMITS: Mapping[str, Mapping[int, EndReason]] = {
    "exit_status": {**_NODE_LOST, -10: EndReason.MEMORY, -11: EndReason.TIME, -12: EndReason.TIME},
    "Exit_status": {
        **_NODE_LOST,
        -14: EndReason.NODE,  # another node of the job was lost
        -20: EndReason.NODE,  # the server has lost the node
        -24: EndReason.TIME,  # processor time, as the next one
        -25: EndReason.TIME,
        -26: EndReason.MEMORY,
        -27: EndReason.MEMORY,
        -28: EndReason.TIME,
        -29: EndReason.TIME,
    },
}
# Words of OpenPBS, which says them also where the script has made an end itself, and the exit status is that of it.
_COMMENTS: Mapping[str, EndReason] = {
    "exceeded resource walltime": EndReason.TIME,
    "exceeded resource cput": EndReason.TIME,
    "exceeded resource mem": EndReason.MEMORY,
    "exceeded resource vmem": EndReason.MEMORY,
}
_VERSIONS: Mapping[str, re.Pattern[str]] = {
    "OpenPBS or PBS Pro": re.compile(r"pbs_version = (\S+)"),
    "Torque": re.compile(r"^Version: (\S+)", re.M),
}


@dataclass(frozen=True)
class Torque(ListingTellsAll):
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
        said = _plain(answer.text)
        return submitted(answer, r"^(\d+\S*)\s*$", said, program="qsub", full=_FULL, outages=_OUTAGES)

    def listing(self, user: str) -> list[str]:
        """List in full: the table for people cuts names off. It cannot be restricted to a user at the same time."""
        del user
        return ["qstat", "-f"]

    def read_listing(self, answer: Answer) -> list[QueuedJob]:
        """Read the jobs of everybody."""
        if answer.code == _NO_JOBS and not answer.text:
            return []
        if answer.code != 0 or matches(answer.err, _OUTAGES):
            raise NoAnswer(_plain(answer.text))
        parts = _JOB.split(unbroken(answer.out))[1:]
        # of a value that is there twice, the first is the server's: a job's environment comes late, and is its owner's
        found = [(id, dict(reversed(_VALUE.findall(text)))) for id, text in zip(parts[::2], parts[1::2], strict=True)]
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
        values = dict((*_VALUE.findall(unbroken(answer.out)), *_TAG.findall(answer.out)))
        job = _job("", values)
        if (
            answer.code != 0
            or job.state is not QueueState.ENDED
            or job.end is None
            or (name and job.name not in {name, ""})
        ):
            return None
        return End(job.end, job.code, job.reason)

    def inspection(self, profile: Profile, user: str) -> dict[str, list[str]]:
        """Ask for queues and nodes."""
        return torque_offer.commands(profile, user)

    def read_inspection(self, answers: Mapping[str, Answer], profile: Profile) -> Offer:
        """Read what was said of them."""
        return torque_offer.read(answers, profile)

    def identification(self) -> list[str]:
        """Ask who it is."""
        return ["qstat", "--version"]

    def read_identification(self, answer: Answer) -> str:
        """Tell the three apart; Slurm's knows no such option."""
        for kind, version in _VERSIONS.items():
            if found := version.search(answer.text):
                return f"{kind} {found[1]}"
        return "Slurm's commands of the same names"


def unbroken(text: str) -> str:
    """Join what was broken: a long line goes on after a tab; with OpenPBS, that is amid a word."""
    return text if _OF_SLURM.search(text) else text.replace("\n\t", "")


def _job(id: str, values: Mapping[str, str]) -> QueuedJob:
    name, state, comment = values.get("Job_Name", ""), values.get("job_state", ""), values.get("comment", "").strip()
    if state in _WAITING:
        return QueuedJob(id, name, QueueState.PENDING, comment or ("held" if state == "H" else ""))
    if state in _ENDED:
        return _ended(id, name, values)
    return QueuedJob(id, name, QueueState.RUNNING)


def _ended(id: str, name: str, values: Mapping[str, str]) -> QueuedJob:
    """Read how a job has ended; one without an exit status was deleted while it waited."""
    called = next((word for word in _LIMITS if values.get(word)), None)
    if called is None:
        return QueuedJob(id, name, QueueState.ENDED, "it has no exit status", None, EndReason.KILLED)
    status, text = int(values[called]), f"Exit_status {values[called]}"
    code = None if status < 0 else status if status < _SIGNAL else 128 + status - _SIGNAL
    comment = values.get("comment", "")
    limit = next((reason for words, reason in _COMMENTS.items() if words in comment), _LIMITS[called].get(status))
    if limit is not None:
        return QueuedJob(id, name, QueueState.ENDED, text, code, limit)
    if status < 0:
        return QueuedJob(id, name, QueueState.ENDED, text, None, EndReason.ERROR)
    if status >= _SIGNAL:
        return QueuedJob(id, name, QueueState.ENDED, text, code, EndReason.KILLED)
    return QueuedJob(id, name, QueueState.ENDED, "", code, EndReason.EXITED)


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _plain(text: str) -> str:
    lines = [line.strip().removeprefix("qsub: ") for line in text.splitlines()]
    return "; ".join(line for line in lines if line) or "it gave no reason"
