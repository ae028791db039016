"""What the steps of a job have used: the scheduler's accounting, what was seen of them, and what Toil has measured."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from wps_cwl.engine import steps, worker_stats
from wps_cwl.engine.ledgers.base import Entry
from wps_cwl.engine.progress import read_bus
from wps_cwl.engine.schedulers.base import EndReason
from wps_cwl.engine.schedulers.submissions import StepAsk, Submissions
from wps_cwl.engine.steps import moment
from wps_cwl.engine.worker_stats import WorkerStats
from wps_cwl.job_directory import JobDirectory
from wps_cwl.model import Job, Price, Step, StepUsage, billed

LISTINGS = {"slurm": "squeue"}  # what has listed a step; elsewhere qstat


def of(job: Job, directory: JobDirectory, entries: Mapping[str, Entry]) -> tuple[StepUsage, ...]:
    """Return what each step has used; `entries` are the accounting's, by the identifiers of jobs there."""
    stats = worker_stats.read(directory)
    submissions = Submissions(directory.path)
    if not submissions.stems():
        return billed(_local(job, directory, stats), job.price)
    stems = submissions.stems()
    names = [ask.step if (ask := submissions.ask(stem)) else "" for stem in stems]
    found = []
    for stem, measured in zip(stems, worker_stats.pair(names, stats), strict=True):
        step = steps.stored(submissions, stem, process=job.process)
        usage = _seen(step, job)
        if (entry := entries.get(step.id or "")) is not None:
            usage = _accounted(usage, entry)
        usage = _with_ask(usage, submissions.ask(stem))
        usage = replace(usage, end=usage.end or steps.presumed_end(job, usage.exit_code))
        found.append(_with_stats(usage, measured))
    return billed(found, job.price)


def completed(rows: Iterable[StepUsage], entries: Mapping[str, Entry], price: Price | None) -> tuple[StepUsage, ...]:
    """Return what was written of a job that is gone, with what the accounting has told since then."""
    return billed([_completed(row, entries.get(row.id or "")) for row in rows], price)


def _completed(row: StepUsage, entry: Entry | None) -> StepUsage:
    if entry is None:
        return row
    told = _accounted(row, entry)  # which has nothing where Toil's number stands for one of the scheduler's
    kept = {name: getattr(row, name) for name in ("cores", "wall", "cpu", "memory") if getattr(told, name) is None}
    return replace(told, **kept)


def _seen(step: Step, job: Job) -> StepUsage:
    """Return what is known without any accounting: how the scheduler has listed the step."""
    wall = _between(step.started, step.ended)
    return StepUsage(
        step=step.name,
        scheduler=step.scheduler,
        id=step.id,
        profile=job.profile,
        queue=step.queue,
        node=step.node,
        submitted=step.submitted,
        started=step.started,
        ended=step.ended,
        queue_wait=_between(step.submitted, step.started),
        wall=wall,
        exit_code=step.exit_code,
        end=step.end,
        source=LISTINGS.get(step.scheduler, "qstat") if step.started else None,
    )


def _accounted(usage: StepUsage, entry: Entry) -> StepUsage:
    """Let the accounting have the last word, except about an end that the leader knows better."""
    submitted = moment(entry.submitted) or usage.submitted
    started, ended = moment(entry.started), moment(entry.ended) or usage.ended
    code = usage.exit_code if usage.exit_code is not None else entry.end.code if entry.end else None
    known = usage.end if usage.end not in {None, EndReason.ABANDONED.value} else None
    return replace(
        usage,
        queue=entry.queue or usage.queue,
        node=entry.node,
        cores=entry.cores if started else None,
        submitted=submitted,
        started=started,
        ended=ended,
        queue_wait=_between(submitted, started),
        wall=entry.wall,
        cpu=entry.cpu,
        memory=entry.memory,
        exit_code=code,
        end=known or (entry.end.reason.value if entry.end else usage.end),
        source=entry.source,
        raw=dict(entry.raw),
    )


def _with_ask(usage: StepUsage, ask: StepAsk | None) -> StepUsage:
    """Fill with what was asked for what nobody has told of a step that has run: GPUs, and cores where there is no
    accounting.
    """
    if ask is None or usage.started is None:
        return usage
    return replace(usage, cores=ask.cores if usage.cores is None else usage.cores, gpus=ask.gpus)


def _with_stats(usage: StepUsage, measured: WorkerStats | None) -> StepUsage:
    """Fill with Toil's numbers what the scheduler has none of."""
    if measured is None:
        return usage
    told = {"wall": measured.wall, "cpu": measured.cpu, "memory": measured.memory}
    return replace(
        usage,
        wall=measured.wall if usage.wall is None else usage.wall,
        cpu=measured.cpu if usage.cpu is None else usage.cpu,
        memory=measured.memory if usage.memory is None else usage.memory,
        by_toil=tuple(name for name in told if getattr(usage, name) is None),
        toil={"started": measured.started, **told, "cores": measured.cores},
    )


def _local(job: Job, directory: JobDirectory, stats: list[WorkerStats]) -> tuple[StepUsage, ...]:
    """Return the steps that ran on this machine, and those that were ended before Toil could tell of them."""
    found = [_of_worker(one, job) for one in stats]
    bus = read_bus(sorted(directory.bus.parent.glob(directory.bus.name + "*")))
    known = [one.name.removeprefix("main.").removesuffix(".cwl") for one in stats]
    for name in bus.issued.values():
        if name in known:
            known.remove(name)
        else:
            plain = steps.readable(name, job.process)
            found.append(StepUsage(plain, "local", profile=job.profile, node=platform.node()))
    return tuple(found)


def _of_worker(measured: WorkerStats, job: Job) -> StepUsage:
    return StepUsage(
        step=steps.readable(measured.name, job.process),
        scheduler="local",
        profile=job.profile,
        node=platform.node(),
        cores=_number(measured.cores) or None,
        gpus=0,
        started=moment(measured.started),
        ended=moment(measured.started + measured.wall),
        wall=measured.wall,
        cpu=measured.cpu,
        memory=measured.memory,
        end="exited",
        exit_code=0 if measured.succeeded else None,
        source="toil",
        toil={"started": measured.started, "wall": measured.wall, "cpu": measured.cpu, "memory": measured.memory},
    )


def _number(cores: float) -> float:
    """Return a number as people write it: 2, not 2.0."""
    return int(cores) if cores.is_integer() else cores


def _between(begin: datetime | None, end: datetime | None) -> float | None:
    return None if begin is None or end is None else max(0.0, (end - begin).total_seconds())
