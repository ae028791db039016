"""A leader without Toil: a tracker that speaks to a scheduler of paper."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.service import wait_for
from tests.unit.engine.schedulers.paper import Paper
from wps_cwl.engine.schedulers.base import End, Profile
from wps_cwl.engine.schedulers.brief import Brief
from wps_cwl.engine.schedulers.connection import Connection
from wps_cwl.engine.schedulers.submissions import Submissions
from wps_cwl.engine.schedulers.tracker import Tracker
from wps_cwl.engine.schedulers.work import Work


@dataclass
class Leader:
    """What Toil would be told, and the files of the job."""

    folder: Path
    directory: Path
    tracker: Tracker = field(init=False)
    submitted: dict[int, str] = field(default_factory=dict)
    ended: dict[int, End] = field(default_factory=dict)

    def begin(self, **profile: int) -> None:
        brief = Brief(self.directory, self.folder / "snapshot.json", Profile("paper", **profile))  # type: ignore[arg-type]  # numbers
        connection = Connection(Paper(self.folder), {"PATH": os.environ["PATH"]})
        self.tracker = Tracker(
            brief,
            connection,
            submitted=self.submitted.__setitem__,
            ended=lambda number, end, seconds: self.ended.__setitem__(number, end),
        )

    def add(self, number: int = 1, **asked: int) -> None:
        values = {"cores": 1, "memory": 1 << 28} | asked
        self.tracker.add(Work(number=number, step="main.first", command=["true"], environment={}, **values))

    @property
    def files(self) -> Submissions:
        return Submissions(self.directory)

    def stem(self, number: int = 1, turn: int = 1) -> str:
        pattern = f"*-{number}.sh" if turn == 1 else f"*-{number}-{turn}.sh"
        [script] = self.files.folder.glob(pattern)
        return script.stem

    def queue(self, state: str, reason: str = "", id: str = "7", *, turn: int = 1) -> None:
        line = f"{id} {self.files.prefix}{self.stem(turn=turn)} {state} {reason}\n"
        (self.folder / "queue").write_text(line if state else "")

    def end_of(self, number: int = 1, seconds: float = 10) -> End:
        wait_for(lambda: number in self.ended, seconds, "the step does not end")
        return self.ended[number]
