"""What `qsub` asks of the stand-in's server: read, and refused where the real ones refuse it."""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from typing import Any, NoReturn

from tests.support.pbs_stand_in.job import Job
from tests.support.pbs_stand_in.words import OVER_LIMITS, UNKNOWN_QUEUE, UNKNOWN_RESOURCE, Words

UNITS = {"b": 1 / 1024, "kb": 1, "mb": 1 << 10, "gb": 1 << 20}


@dataclass(frozen=True)
class Answer:
    """What a command ends with."""

    code: int
    out: str = ""
    err: str = ""


class Refusal(Exception):
    """The text that a command ends with, and its code."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code


class _Options(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Refusal(2, f"qsub: {message}\nusage: qsub [-a date_time] [-A account_string] ...\n")


OPTIONS = _Options(prog="qsub", add_help=False)
for letter in "ANSWejmopqrv":
    OPTIONS.add_argument(f"-{letter}", dest=letter)
OPTIONS.add_argument("-l", dest="l", action="append", default=[])
OPTIONS.add_argument("-h", dest="h", action="store_true")
OPTIONS.add_argument("-V", dest="V", action="store_true")
OPTIONS.add_argument("script")


def read_submission(asked: dict[str, Any], *, number: int, words: Words, settings: Any) -> Job:
    """Return the job of a `qsub`. Raises Refusal."""
    told = OPTIONS.parse_args(asked["arguments"])
    limits = dict(item.partition("=")[::2] for text in told.l for item in text.split(","))
    unknown = [name for name in limits if name not in words.resources]
    if unknown:
        raise Refusal(UNKNOWN_RESOURCE, words.unknown_resource.format(it=unknown[0]))
    if {"select", "place"} & set(limits) and (wide := {"nodes", "mem", "ncpus"} & set(limits)):
        text = f'qsub: "-lresource=" cannot be used with "select" or "place", resource is: {sorted(wide)[0]}\n'
        raise Refusal(1, text)
    queue = told.q or settings.queues[0]
    if queue not in settings.queues:
        raise Refusal(UNKNOWN_QUEUE, words.unknown_queue)
    chunk = limits.get("select") or limits.get("nodes") or "1"
    cores = int(found[1]) if (found := re.search(r":(?:ppn|ncpus)=(\d+)", chunk)) else int(limits.get("ncpus", 1))
    within = re.search(r":mem=(\w+)", chunk)
    memory = _kibibytes(within[1] if within else limits.get("mem", "0kb"))
    if cores > settings.cores or memory > settings.memory:
        raise Refusal(OVER_LIMITS, words.over_limits)
    return Job(
        number=number,
        name=told.N or "STDIN",
        owner=asked["user"],
        queue=queue,
        script=asked["script"],
        cores=cores,
        memory=memory,
        walltime=_seconds(limits["walltime"]) if "walltime" in limits else None,
        output=told.o or f"{told.N or 'STDIN'}.o{number}",
        folder=asked["folder"],
        held=told.h,
    )


def _kibibytes(text: str) -> int:
    found = re.fullmatch(r"(\d+)(b|kb|mb|gb)", text.lower())
    if found is None:
        raise Refusal(1, "qsub: Illegal attribute or resource value Resource_List.mem\n")
    return int(int(found[1]) * UNITS[found[2]])


def _seconds(text: str) -> int:
    total = 0
    for part in text.split(":"):
        total = total * 60 + int(part)
    return total
