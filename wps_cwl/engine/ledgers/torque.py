"""Torque, OpenPBS and Slurm's wrappers: qstat, as long as it remembers what has ended."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wps_cwl.engine.ledgers.base import Entry, Steps, clock, number, size
from wps_cwl.engine.schedulers.base import Answer, NoAnswer, QueuedJob, QueueState, matches
from wps_cwl.engine.schedulers.torque import Torque
from wps_cwl.engine.schedulers.torque_facts import node, times

_JOB = re.compile(r"^Job Id:\s*(\S+)", re.M)
_BROKEN_LINE = re.compile(r"\n\t(?!\S+ = )")
_VALUE = re.compile(r"^\s+(\S+) = (.*)$", re.M)
_XML_JOB = re.compile(r"<Job>(.*?)</Job>", re.S)
_XML_VALUE = re.compile(r"<([\w.]+)>([^<>]*)</\1>")
_XML_GROUP = re.compile(r"<(resources_used|Resource_List)>(.*?)</\1>", re.S)
_AWAY = ("cannot connect", "connection refused", "communication", "timed out", "pbs_iff", "unable to contact")
_CORES = re.compile(r"ppn=(\d+)|ncpus=(\d+)")


@dataclass(frozen=True)
class TorqueLedger:
    """OpenPBS needs `-x` for what has ended; Torque answers that in XML; Slurm's wrappers do not know it."""

    program: str = "qstat"
    at_once: int = 20

    def commands(self, jobs: Sequence[Steps], fields: Sequence[str]) -> Sequence[list[str]]:
        """Ask with and without `-x`."""
        del fields
        ids = [id for job in jobs for id in job.ids]
        return [["qstat", "-x", "-f", *ids], ["qstat", "-f", *ids]]

    def read(self, answer: Answer) -> list[Entry]:
        """Read either form. Jobs that are forgotten make qstat fail, and tell of the others all the same."""
        if answer.code != 0 and matches(answer.err, _AWAY):
            raise NoAnswer(answer.text)
        found = [_entry(id, values) for id, values in _records(answer.out)]
        return [entry for entry in found if entry is not None]

    def probe(self, fields: Sequence[str]) -> list[str]:
        """Ask for the queues: what has ended is there, or not, only when something has."""
        del fields
        return ["qstat", "-Q"]

    def read_probe(self, answer: Answer) -> None:
        """Read that it answers."""
        if answer.code != 0:
            raise NoAnswer(answer.text)


def _records(text: str) -> list[tuple[str, dict[str, str]]]:
    if "<Job>" in text:
        return [_from_xml(job) for job in _XML_JOB.findall(text)]
    parts = _JOB.split(_BROKEN_LINE.sub("", text))[1:]
    return [(id, dict(_VALUE.findall(values))) for id, values in zip(parts[::2], parts[1::2], strict=True)]


def _from_xml(text: str) -> tuple[str, dict[str, str]]:
    values: dict[str, str] = {}
    for group, inner in _XML_GROUP.findall(text):
        values |= {f"{group}.{name}": value for name, value in _XML_VALUE.findall(inner)}
    values |= dict(_XML_VALUE.findall(_XML_GROUP.sub("", text)))
    return values.get("Job_Id", ""), values


def _entry(id: str, values: Mapping[str, str]) -> Entry | None:
    """Return what is said of a job that has ended; of any other, that would change."""
    [listed] = Torque().read_listing(Answer(0, _as_listed(id, values), "")) or [QueuedJob(id, "", QueueState.PENDING)]
    if listed.state is not QueueState.ENDED:
        return None
    end = Torque().read_accounting(Answer(0, _as_listed(id, values), ""))
    submitted, started, ended = times(values)
    status = values.get("exit_status", values.get("Exit_status"))
    return Entry(
        id=id,
        source="qstat",
        whole=True,
        queue=values.get("queue") or None,
        node=node(values),
        cores=_cores(values),
        submitted=submitted,
        started=started,
        ended=ended,
        wall=_wall(values, started, ended),
        cpu=clock(values.get("resources_used.cput")),
        memory=size(values.get("resources_used.mem")),
        end=end if status else None,  # without one, it was deleted while it waited; or these are Slurm's wrappers
        raw=dict(values),
    )


def _wall(values: Mapping[str, str], started: float | None, ended: float | None) -> float | None:
    used = clock(values.get("resources_used.walltime"))
    if used is not None:
        return used
    return ended - started if started is not None and ended is not None else None


def _cores(values: Mapping[str, str]) -> int | None:
    for name in ("resources_used.ncpus", "Resource_List.ncpus"):
        if (found := number(values.get(name))) is not None:
            return int(found)
    given = _CORES.search(values.get("Resource_List.nodes", ""))
    return int(given[1] or given[2]) if given else None


def _as_listed(id: str, values: Mapping[str, str]) -> str:
    return f"Job Id: {id}\n" + "".join(f"    {name} = {value}\n" for name, value in values.items())
