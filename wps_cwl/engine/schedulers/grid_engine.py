"""Grid Engine (Son of Grid Engine 8.1 and its relatives): qsub, qstat, qdel, qacct, qconf."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from wps_cwl.engine.schedulers.base import (
    Answer,
    Ask,
    End,
    EndReason,
    NoAnswer,
    Profile,
    QueuedJob,
    QueueState,
    Refused,
    matches,
)

_OUTAGES = ("commlib", "unable to contact", "unable to send message", "got send error", "failed receiving", "timeout")
_FULL = ("job_limit", "per user limit", "maximum number of active jobs", "jobs in queue")
_RECORD = re.compile(r"^=+$", re.M)
_LIMIT = 37  # what accounting says of a job that went over a limit of time or memory
_OUTSIDE = 100  # and of one that a signal ended


@dataclass(frozen=True)
class GridEngine:
    """Memory is asked for per slot; `h_vmem` limits the address space, of which programs take more than memory."""

    name: str = "grid_engine"
    programs: Sequence[str] = ("qsub", "qstat", "qdel", "qacct", "qconf")
    variables: Sequence[str] = (
        "SGE_ROOT",
        "SGE_CELL",
        "SGE_ARCH",
        "SGE_CLUSTER_NAME",
        "SGE_QMASTER_PORT",
        "SGE_EXECD_PORT",
    )

    def submission(self, ask: Ask, profile: Profile) -> list[str]:
        """Submit without the environment of the command; a colon before a path says that it has no host."""
        if ask.gpus:
            raise Refused(f"it asks for {ask.gpus} GPU(s), which this service cannot ask of Grid Engine")
        memory = _per_slot(ask.whole_memory, ask.cores)
        address_space = _per_slot(ask.whole_memory + profile.vmem_extra, ask.cores)
        limits = [f"virtual_free={memory}", f"h_vmem={address_space}"]
        limits += [f"h_rt={ask.walltime}"] if ask.walltime else []
        return [
            *("qsub", "-terse", "-N", ask.name, "-S", "/bin/sh", "-r", "n", "-m", "n"),
            *("-wd", str(ask.script.parent), "-j", "y", "-o", f":{ask.log}"),
            *("-l", ",".join(limits)),
            *(["-pe", profile.parallel_environment, str(ask.cores)] if ask.cores > 1 else []),
            *(["-q", profile.queue] if profile.queue else []),
            *(["-P", profile.account] if profile.account else []),
            *profile.arguments,
            str(ask.script),
        ]

    def read_submission(self, answer: Answer) -> str:
        """Read the bare number that `-terse` has qsub print."""
        words = answer.out.split()
        if answer.code == 0 and words and words[-1].isdigit():
            return words[-1]
        if answer.code == 0:  # it is in the queue, and is found there by its name
            raise NoAnswer(f"qsub gave no number: {_plain(answer.text)}")
        raise (NoAnswer if matches(answer.text, (*_OUTAGES, *_FULL)) else Refused)(_plain(answer.text))

    def listing(self, user: str) -> list[str]:
        """List what waits and runs: the table for people cuts names off."""
        return ["qstat", "-u", user, "-xml"]

    def read_listing(self, answer: Answer) -> list[QueuedJob]:
        """Read qstat's XML, of which jobs of others with odd names may have spoilt a part."""
        if answer.code != 0:
            raise NoAnswer(_plain(answer.text))
        parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
        document = etree.fromstring(answer.out.encode(), parser)
        if document is None:
            raise NoAnswer("qstat gave no XML")
        return [_job(*(job.findtext(name, "") for name in _FIELDS)) for job in document.iter("job_list")]

    def deletion(self, jobs: Sequence[str]) -> list[str]:
        """Delete jobs."""
        return ["qdel", *jobs]

    def accounting(self, job: str) -> list[str]:
        """Ask for all records of a number; a job that was deleted while it waited has none."""
        return ["qacct", "-j", job]

    def read_accounting(self, answer: Answer) -> End | None:
        """Read the last record: numbers are used again."""
        if answer.code != 0:
            return None
        record = _RECORD.split(answer.out)[-1]
        values = {line.partition(" ")[0]: line.partition(" ")[2].strip() for line in record.splitlines()}
        failed, status = values.get("failed", ""), values.get("exit_status", "")
        if not failed or not status:
            return None
        number, code = int(failed.split()[0]), int(status.split()[0])
        return End(_reason(number, values), code, "" if number == 0 else f"failed {' '.join(failed.split())}")

    def explanation(self, job: str) -> list[str] | None:
        """Ask why a job is in an error state: the listing does not say."""
        return ["qstat", "-j", job]

    def read_explanation(self, answer: Answer) -> str:
        """Read the reasons out of all that is known of a job."""
        lines = (line for line in answer.out.splitlines() if line.startswith("error reason"))
        return "; ".join(line.partition(":")[2].strip() for line in lines)

    def inspection(self, queue: str | None) -> list[str]:
        """Show a queue, or the names of all."""
        return ["qconf", "-sq", queue.partition("@")[0]] if queue else ["qconf", "-sql"]

    def identification(self) -> list[str]:
        """Ask for help: its first line is the name and the version."""
        return ["qstat", "-help"]

    def read_identification(self, answer: Answer) -> str:
        """Return `SGE`, `UGE` and the like with the version."""
        return next((line.strip() for line in answer.text.splitlines() if line.strip()), "")


_FIELDS = ("JB_job_number", "JB_name", "state")


def _job(id: str, name: str, state: str) -> QueuedJob:
    if "E" in state:
        return QueuedJob(id, name, QueueState.BROKEN, state)
    if "w" in state and "d" not in state:
        return QueuedJob(id, name, QueueState.PENDING, "held" if "h" in state else "")
    return QueuedJob(id, name, QueueState.RUNNING)


def _per_slot(total: int, slots: int) -> str:
    return f"{-(-total // (slots << 10))}K"


def _reason(failed: int, values: dict[str, str]) -> EndReason:
    if failed == 0:
        return EndReason.EXITED
    if failed == _OUTSIDE:
        return EndReason.KILLED
    if failed != _LIMIT:
        return EndReason.ERROR  # whatever its exit status says: it was never run, or not to its end
    asked = re.search(r"\bh_rt=(\d+)", values.get("category", ""))
    return EndReason.TIME if asked and _seconds(values.get("ru_wallclock", "")) >= int(asked[1]) else EndReason.MEMORY


def _seconds(text: str) -> float:
    """`2s` or `2.500`."""
    return float(text.rstrip("s") or 0)


def _plain(text: str) -> str:
    lines = [line.strip().removeprefix("Unable to run job: ") for line in text.splitlines()]
    return "; ".join(line for line in lines if line and line != "Exiting.") or "it gave no reason"
