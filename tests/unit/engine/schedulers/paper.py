"""A batch scheduler of paper: its commands are real programs of this machine, and its queue is a file that a test
writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

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
)


@dataclass(frozen=True)
class Paper:
    """Lines of `queue` are `id name state reason`; `submit` is a script that gives the id; `records` is the accounting.

    A file that is not there is a scheduler that does not answer.
    """

    folder: Path
    name: str = "paper"
    programs: Sequence[str] = ("sh", "cat")
    variables: Sequence[str] = ("PAPER",)

    def submission(self, ask: Ask, profile: Profile) -> list[str]:
        return ["sh", str(self.folder / "submit"), ask.name, str(ask.script)]

    def read_submission(self, answer: Answer) -> str:
        if answer.code == 0:
            return answer.out.strip()
        raise (Refused if answer.code == 1 else NoAnswer)(answer.text)

    def listing(self, user: str) -> list[str]:
        return ["sh", "-c", 'echo asked >>"$0/asked"; cat "$0/queue"', str(self.folder)]

    def read_listing(self, answer: Answer) -> list[QueuedJob]:
        if answer.code != 0:
            raise NoAnswer(answer.text)
        rows = [line.split() for line in answer.out.splitlines()]
        return [QueuedJob(id, name, QueueState(state), " ".join(reason)) for id, name, state, *reason in rows]

    def deletion(self, jobs: Sequence[str]) -> list[str]:
        return ["sh", "-c", 'echo "$@" >>"$0/deleted"; : >"$0/queue"', str(self.folder), *jobs]

    def accounting(self, job: str) -> list[str]:
        return ["cat", str(self.folder / "records")]

    def read_accounting(self, answer: Answer) -> End | None:
        return End(EndReason.EXITED, int(answer.out)) if answer.out.strip() else None

    def explanation(self, job: str) -> list[str] | None:
        return ["echo", f"the paper of {job} is torn"]

    def read_explanation(self, answer: Answer) -> str:
        return answer.out.strip()

    def identification(self) -> list[str]:
        return ["echo", "paper 1"]

    def read_identification(self, answer: Answer) -> str:
        return answer.out.strip()

    def inspection(self, queue: str | None) -> list[str]:
        return ["cat", str(self.folder / "queue")]
