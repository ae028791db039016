"""Grid Engine: qacct, which reads the whole accounting file of the cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from wps_cwl.engine.ledgers.base import Entry, Steps, latest, number, size
from wps_cwl.engine.schedulers.base import Answer, NoAnswer, matches
from wps_cwl.engine.schedulers.grid_engine import GridEngine
from wps_cwl.engine.schedulers.times import CLOCK, local

_RECORD = re.compile(r"^=+$", re.M)
_FORMS = (CLOCK, "%m/%d/%Y %H:%M:%S.%f", "%m/%d/%Y %H:%M:%S")
_NOTHING = ("not found", "no jobs running since startup")  # that is said of jobs which nothing is known of (yet)


@dataclass(frozen=True)
class GridEngineLedger:
    """All steps of a job are found by the pattern of their names: qacct takes no list of numbers."""

    program: str = "qacct"
    at_once: int = 1

    def commands(self, jobs: Sequence[Steps], fields: Sequence[str]) -> Sequence[list[str]]:
        """Ask for all that there is: there is no choice of fields."""
        del fields
        return [["qacct", "-j", f"{job.prefix}*"] for job in jobs]

    def read(self, answer: Answer) -> list[Entry]:
        """Read records between lines of `=`."""
        if answer.code != 0:
            if matches(answer.text, _NOTHING):
                return []
            raise NoAnswer(answer.text)
        return list(latest(_entry(text) for text in _RECORD.split(answer.out) if "jobnumber" in text).values())

    def probe(self, fields: Sequence[str]) -> list[str]:
        """Ask for a name that no job has."""
        del fields
        return ["qacct", "-j", "wps-no-such-job"]

    def read_probe(self, answer: Answer) -> None:
        """Read that there is no such job."""
        self.read(answer)


def _entry(text: str) -> Entry:
    lines = (line.partition(" ") for line in text.splitlines())
    raw = {name: value.strip() for name, _, value in lines if name}
    started, ended = _moment(raw.get("start_time")), _moment(raw.get("end_time"))
    wall = number(raw.get("ru_wallclock", "").removesuffix("s"))
    ran = bool(started)
    return Entry(
        id=raw["jobnumber"],
        source="qacct",
        whole=True,
        queue=raw.get("qname") or None,
        node=raw.get("hostname") or None,
        cores=int(number(raw.get("slots")) or 0) or None,
        submitted=_moment(raw.get("qsub_time")),
        started=started,
        ended=ended,
        wall=wall if ran else None,
        cpu=number(raw.get("cpu", "").removesuffix("s")) if ran else None,
        memory=(size(raw.get("maxvmem")) or None) if ran else None,  # 0: it was too short to be looked at
        end=GridEngine().read_accounting(Answer(0, text, "")),
        raw=raw,
    )


def _moment(text: str | None) -> float | None:
    """Read a time; a job that was never started has `-/-`, or the beginning of 1970."""
    found = next((time for form in _FORMS if (time := local(text or "", form)) is not None), None)
    return found if found and found > 86400 else None
