"""Grid Engine (Son of Grid Engine 8.1 and its relatives): qsub, qstat, qdel, qacct, qconf."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from wps_cwl.engine.schedulers import grid_engine_offer
from wps_cwl.engine.schedulers.answers import submitted
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
)
from wps_cwl.engine.schedulers.places import placed
from wps_cwl.engine.schedulers.times import local

_OUTAGES = ("commlib", "unable to contact", "unable to send message", "got send error", "failed receiving", "timeout")
_FULL = ("job_limit", "per user limit", "jobs are allowed per", "maximum number of active jobs", "jobs in queue")
_RECORD = re.compile(r"^=+$", re.M)
_LIMIT = 37  # what accounting says of a job that went over a limit of time or memory
_OUTSIDE = 100  # and of one that a signal ended
# and when execd or its shepherd failed: not started, no configuration, no pid, lost, ended, unknown, no group
_NODE = frozenset({1, 2, 3, 4, 6, 16, 17, 18, 19, 21, 22, 38})


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
    single: Sequence[str] = ()

    def submission(self, ask: Ask, profile: Profile) -> list[str]:
        """Submit without the environment of the command; a colon before a path says that it has no host."""
        memory = _per_slot(ask.whole_memory, ask.cores)
        address_space = _per_slot(ask.whole_memory + profile.vmem_extra, ask.cores)
        limits = [f"virtual_free={memory}", f"h_vmem={address_space}"]
        limits += [f"h_rt={ask.walltime}"] if ask.walltime else []
        limits += [*profile.gpu_words(ask, "gpu={count}"), *profile.features]
        return [
            *("qsub", "-terse", "-N", ask.name, "-S", "/bin/sh", "-r", "n", "-m", "n"),
            *("-w", "e"),  # else what no host could ever run would wait for ever
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
        said = _plain(answer.text)
        return submitted(answer, r"^(\d+)\s*$", said, program="qsub", full=_FULL, outages=_OUTAGES)

    def listing(self, user: str) -> list[str]:
        """List what waits and runs, that of others too, with its queue: the table for people cuts names off."""
        del user
        return ["qstat", "-u", "*", "-r", "-xml"]

    def read_listing(self, answer: Answer) -> list[QueuedJob]:
        """Read qstat's XML, of which jobs of others with odd names may have spoilt a part."""
        jobs = [
            _with_facts(_job(*(job.findtext(name, "") for name in _FIELDS)), job)
            for job in _document(answer).iter("job_list")
        ]
        line = [job.id for job in jobs if job.state is QueueState.PENDING and job.reason != "held"]
        return placed(jobs, [line])  # qstat has them in the order in which they shall run, whatever their queues

    def deletion(self, jobs: Sequence[str]) -> list[str]:
        """Delete jobs."""
        return ["qdel", *jobs]

    def accounting(self, job: str) -> list[str]:
        """Ask for all records of a number; a job that was deleted while it waited has none."""
        return ["qacct", "-j", job]

    def read_accounting(self, answer: Answer, name: str | None = None) -> End | None:
        """Read the last record of that name: numbers are used again."""
        if answer.code != 0:
            return None
        records = (
            {line.partition(" ")[0]: line.partition(" ")[2].strip() for line in record.splitlines()}
            for record in _RECORD.split(answer.out)
        )
        values: dict[str, str] = next(
            (one for one in reversed(list(records)) if name in {None, one.get("jobname")}), {}
        )
        failed, status = values.get("failed", ""), values.get("exit_status", "")
        if not failed or not status:
            return None
        number, code = int(failed.split()[0]), int(status.split()[0])
        by = values.get("deleted_by", "NONE")  # of the younger relatives
        text = "" if number == 0 else f"failed {' '.join(failed.split())}"
        return End(_reason(number, values), code, text, "" if by == "NONE" else by)

    def closures(self) -> list[str] | None:
        """Ask for the states of the queues on each host, without their jobs."""
        return ["qstat", "-f", "-u", "nobody", "-xml"]

    def read_closures(self, answer: Answer) -> Mapping[str, str]:
        """Read the queues none of whose instances takes jobs; the letters are the states that they have."""
        document = _document(answer)
        states: dict[str, list[str]] = {}
        for queue in document.iter("Queue-List"):
            states.setdefault(queue.findtext("name", "").partition("@")[0], []).append(queue.findtext("state", ""))
        return {
            name: f"the queue {name} is {_CLOSED[closed[0]]}"
            for name, found in states.items()
            if all(closed := [next((letter for letter in state if letter in _CLOSED), "") for state in found])
        }

    def explanation(self, job: str) -> list[str] | None:
        """Ask why a job is in an error state: the listing does not say."""
        return ["qstat", "-j", job]

    def read_explanation(self, answer: Answer) -> str:
        """Read the reasons out of all that is known of a job."""
        lines = (line for line in answer.out.splitlines() if line.startswith("error reason"))
        return "; ".join(line.partition(":")[2].strip() for line in lines)

    def inspection(self, profile: Profile, user: str) -> dict[str, list[str]]:
        """Ask for queues and hosts."""
        return grid_engine_offer.commands(profile, user)

    def read_inspection(self, answers: Mapping[str, Answer], profile: Profile) -> Offer:
        """Read what was said of them."""
        return grid_engine_offer.read(answers, profile)

    def identification(self) -> list[str]:
        """Ask for help: its first line is the name and the version."""
        return ["qstat", "-help"]

    def read_identification(self, answer: Answer) -> str:
        """Return `SGE`, `UGE` and the like with the version."""
        return next((line.strip() for line in answer.text.splitlines() if line.strip()), "")


_FIELDS = ("JB_job_number", "JB_name", "state", "hard_req_queue")
# of a queue's instance; small letters: a person did it, or a rule
_CLOSED = {
    "d": "disabled",
    "D": "disabled",
    "s": "suspended",
    "S": "suspended",
    "C": "suspended",
    "E": "in an error state",
    "u": "on hosts that do not answer",
}


def _document(answer: Answer) -> etree._Element:
    if answer.code != 0:
        raise NoAnswer(_plain(answer.text))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    document = etree.fromstring(answer.out.encode(), parser)
    if document is None:
        raise NoAnswer("qstat gave no XML")
    return document


def _job(id: str, name: str, state: str, queue: str) -> QueuedJob:
    if "E" in state:
        return QueuedJob(id, name, QueueState.BROKEN, state)
    if "w" in state and "d" not in state:
        held = "held" if "h" in state else ""
        return QueuedJob(id, name, QueueState.PENDING, held, queue=queue.partition("@")[0] or None)
    return QueuedJob(id, name, QueueState.RUNNING)


def _with_facts(job: QueuedJob, listed: etree._Element) -> QueuedJob:
    queue, _, node = listed.findtext("queue_name", "").partition("@")
    return replace(
        job,
        queue=queue or job.queue,
        node=node or None,
        owner=listed.findtext("JB_owner", "").strip(),
        submitted=local(listed.findtext("JB_submission_time", "")),  # only as long as it waits
        started=local(listed.findtext("JAT_start_time", "")),
    )


def _per_slot(total: int, slots: int) -> str:
    return f"{-(-total // (slots << 10))}K"


def _reason(failed: int, values: dict[str, str]) -> EndReason:
    if failed == 0:
        return EndReason.EXITED
    if failed == _OUTSIDE:
        return EndReason.KILLED
    if failed in _NODE:
        return EndReason.NODE
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
