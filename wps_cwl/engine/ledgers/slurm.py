"""Slurm: sacct, which has an answer where slurmdbd keeps the accounting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wps_cwl.engine.ledgers.base import Entry, NoAccounting, Steps, clock, number, size
from wps_cwl.engine.schedulers.base import Answer, NoAnswer, Refused, matches
from wps_cwl.engine.schedulers.slurm import Slurm
from wps_cwl.engine.schedulers.times import local

NEEDED = (
    *("JobID", "State", "ExitCode", "Partition", "NodeList", "AllocCPUS", "Submit", "Start", "End"),
    *("ElapsedRaw", "TotalCPU", "MaxRSS"),
)
_DISABLED = ("accounting storage is disabled", "accounting_storage/none")
_UNKNOWN_FIELD = "invalid field requested"


@dataclass(frozen=True)
class SlurmLedger:
    """The record of a job has its times; the memory is that of its steps, of which `.batch` is ours."""

    program: str = "sacct"
    at_once: int = 50

    def commands(self, jobs: Sequence[Steps], fields: Sequence[str]) -> Sequence[list[str]]:
        """Ask for numbers, which are of no use to anybody but us, without units."""
        ids = ",".join(id for job in jobs for id in job.ids)
        return [["sacct", "--parsable2", "--noconvert", f"--jobs={ids}", f"--format={_columns(fields)}"]]

    def read(self, answer: Answer) -> list[Entry]:
        """Read the records of jobs and of their steps, below a line with the names of the fields."""
        if answer.code != 0:
            if matches(answer.text, _DISABLED):
                raise NoAccounting(_plain(answer.text))
            raise (Refused if matches(answer.text, (_UNKNOWN_FIELD,)) else NoAnswer)(_plain(answer.text))
        rows = [line.split("|") for line in answer.out.splitlines() if "|" in line]
        records = [dict(zip(rows[0], row, strict=False)) for row in rows[1:]]
        jobs: dict[str, dict[str, str]] = {}
        steps: dict[str, list[dict[str, str]]] = {}
        for record in records:
            id, _, step = record.get("JobID", "").partition(".")
            if step:
                steps.setdefault(id, []).append(record)
            else:
                jobs[id], steps[id] = record, []  # the last one counts: numbers are used again
        return [_entry(id, record, steps[id]) for id, record in jobs.items()]

    def probe(self, fields: Sequence[str]) -> list[str]:
        """Ask for what has ended within the last minute, which may be nothing."""
        return ["sacct", "--parsable2", "--starttime=now-1minute", f"--format={_columns(fields)}"]

    def read_probe(self, answer: Answer) -> None:
        """Read records."""
        self.read(answer)


def _columns(fields: Sequence[str]) -> str:
    """Return what is needed, then what is wanted, each once; a width as in `JobName%30` means nothing here."""
    names: dict[str, str] = {}
    for field in (*NEEDED, *fields):
        name = field.partition("%")[0].strip()
        names.setdefault(name.lower(), name)
    return ",".join(name for name in names.values() if name)


def _entry(id: str, record: Mapping[str, str], steps: Sequence[Mapping[str, str]]) -> Entry:
    started, ended = local(record["Start"]), local(record["End"])
    memories = [found for step in steps if (found := size(step["MaxRSS"])) is not None]
    end = Slurm().read_accounting(Answer(0, f"{record['State']}|{record['ExitCode']}\n", ""))
    of_batch = next((step for step in steps if step["JobID"].endswith(".batch")), None)
    ran = started is not None
    return Entry(
        id=id,
        source="sacct",
        # slurmdbd may have heard of a job's steps, and of its end, before it has heard of the job itself
        whole=bool(record["Partition"]) and ended is not None and (not ran or _is_over(of_batch)),
        queue=record["Partition"] or None,
        node=record["NodeList"] if ran else None,
        cores=int(number(record["AllocCPUS"]) or 0) or None,
        submitted=local(record["Submit"]),
        started=started,
        ended=ended,
        wall=number(record["ElapsedRaw"]) if ran and ended is not None else None,
        cpu=clock(record["TotalCPU"]) if ran and ended is not None else None,
        memory=max(memories, default=None),
        end=end,
        raw={name: value or (of_batch or {}).get(name, "") for name, value in record.items()},
    )


def _is_over(step: Mapping[str, str] | None) -> bool:
    """Whether a step has its last numbers; a short one never has a memory, as Slurm only looks now and then."""
    return step is not None and local(step["End"]) is not None


def _plain(text: str) -> str:
    return "; ".join(line.removeprefix("sacct: error: ").strip() for line in text.splitlines() if line.strip())
