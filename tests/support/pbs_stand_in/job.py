"""A job of the stand-in, and how `qstat -f` shows it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from tests.support.pbs_stand_in.words import Words

WIDTH = 78  # of a line of `qstat -f`


@dataclass
class Job:
    """What was submitted, and what became of it; `memory` in KiB, times since 1970, `walltime` in seconds."""

    number: int
    name: str
    owner: str
    queue: str
    script: str
    cores: int
    memory: int
    walltime: int | None
    output: str
    folder: str  # in which it was submitted
    held: bool = False
    begun: float | None = None
    ended: float | None = None
    status: int | None = None
    end: str = ""  # a key of `Words.end_comments`
    deleted: bool = False
    node: int | None = None  # the process that runs it

    @property
    def id(self) -> str:
        return f"{self.number}.stand-in"

    def state(self, words: Words) -> str:
        """Return the letter for how it stands."""
        if self.ended is not None:
            return words.ended
        if self.begun is not None:
            return "E" if self.deleted and words.name == "openpbs" else "R"
        return "H" if self.held else "Q"

    def attributes(self, words: Words) -> dict[str, Any]:
        """Return what `qstat -f` tells, in its order; a dictionary within is a group."""
        used = {} if self.begun is None else {"cput": "00:00:00", "walltime": clock(self._seconds())}
        limits = {"mem": f"{self.memory}kb", "nodes": f"1:ppn={self.cores}"}
        limits |= {} if self.walltime is None else {"walltime": clock(self.walltime)}
        told = {
            "Job_Name": self.name,
            "Job_Owner": f"{self.owner}@stand-in",
            **({"resources_used": used} if used else {}),
            "job_state": self.state(words),
            "queue": self.queue,
            "server": "stand-in",
            "Error_Path": f"stand-in:{self.output}",
            "Join_Path": "oe",
            "Output_Path": f"stand-in:{self.output}",
            "Resource_List": limits,
            "Variable_List": f"PBS_O_HOME=/home/{self.owner},PBS_O_LOGNAME={self.owner},PBS_O_PATH=/usr/local/sbin:"
            f"/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin,PBS_O_WORKDIR={self.folder},PBS_O_QUEUE={self.queue}",
        }
        comment = self._comment(words)
        told |= {"comment": comment} if comment else {}
        return told | ({} if self.status is None else {words.exit_status: str(self.status)})

    def text(self, words: Words) -> str:
        """Return this as `qstat -f` writes it."""
        lines = [f"Job Id: {self.id}"]
        for name, value in flat(self.attributes(words)):
            lines += folded(f"    {name} = {value}", anywhere=words.folds_words)
        return "\n".join(lines) + "\n\n"

    def xml(self, words: Words) -> str:
        """Return this as Torque's `qstat -x` writes it."""
        return f"<Job><Job_Id>{self.id}</Job_Id>{_elements(self.attributes(words))}</Job>"

    def _comment(self, words: Words) -> str:
        if self.begun is None:
            return words.waits if self.ended is None and not self.held else ""
        if words.end_comments:
            run = time.strftime("Job run at %a %b %d at %H:%M on (stand-in:ncpus=1)", time.gmtime(self.begun))
            return f"{run} {words.end_comments[self.end]}" if self.end else run.replace("run at", "started at")
        return ""

    def _seconds(self) -> float:
        return (self.ended or time.time()) - (self.begun or 0)


def clock(seconds: float) -> str:
    """Return HH:MM:SS."""
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def flat(attributes: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the attributes with those of groups as `group.name`."""
    found = []
    for name, value in attributes.items():
        found += (
            [(f"{name}.{part}", text) for part, text in value.items()] if isinstance(value, dict) else [(name, value)]
        )
    return found


def folded(line: str, *, anywhere: bool) -> list[str]:
    """Break a line as they do: Torque after commas only, OpenPBS wherever it is full; a part goes on after a tab."""
    parts = []
    while len(line) > WIDTH:
        comma = line.rfind(",", 1, WIDTH) + 1
        at = comma or (WIDTH if anywhere else line.find(",") + 1)
        if not at or at >= len(line):
            break
        parts.append(line[:at])
        line = f"\t{line[at:]}"
    return [*parts, line]


def _elements(attributes: dict[str, Any]) -> str:
    return "".join(
        f"<{name}>{_elements(value) if isinstance(value, dict) else escape(value)}</{name}>"
        for name, value in attributes.items()
    )
