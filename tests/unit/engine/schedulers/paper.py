"""A batch scheduler of paper: its commands are real programs of this machine, and its queue is a file that a test
writes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wps_cwl.engine.schedulers.base import (
    Answer,
    Ask,
    End,
    EndReason,
    Full,
    NoAnswer,
    Offer,
    Profile,
    QueuedJob,
    QueueState,
    Refused,
)


@dataclass(frozen=True)
class Paper:
    """Lines of `queue` are `id name state reason`; `submit` is a script that gives the id; `records` is the accounting:
    an exit code, and who has deleted the job.

    A file that is not there is a scheduler that does not answer.
    """

    folder: Path
    name: str = "paper"
    programs: Sequence[str] = ("sh", "cat")
    variables: Sequence[str] = ("PAPER",)
    single: Sequence[str] = ("PAPER",)

    def submission(self, ask: Ask, profile: Profile) -> list[str]:
        return ["sh", str(self.folder / "submit"), ask.name, str(ask.script)]

    def read_submission(self, answer: Answer) -> str:
        if answer.code == 0:
            return answer.out.strip()
        raise {1: Refused, 3: Full}.get(answer.code, NoAnswer)(answer.text)

    def listing(self, user: str) -> list[str]:
        return ["sh", "-c", 'echo asked >>"$0/asked"; cat "$0/queue"', str(self.folder)]

    def read_listing(self, answer: Answer) -> list[QueuedJob]:
        if answer.code != 0:
            raise NoAnswer(answer.text)
        rows = [line.split() for line in answer.out.splitlines()]
        return [_job(*row) for row in rows]

    def deletion(self, jobs: Sequence[str]) -> list[str]:
        return ["sh", "-c", 'echo "$@" >>"$0/deleted"; : >"$0/queue"', str(self.folder), *jobs]

    def accounting(self, job: str) -> list[str]:
        return ["cat", str(self.folder / "records")]

    def read_accounting(self, answer: Answer, name: str) -> End | None:
        if answer.code != 0:
            raise NoAnswer(answer.text)
        code, *by = answer.out.split() or [""]
        if not code:
            return None
        return End(EndReason.KILLED, int(code), "deleted", by[0]) if by else End(EndReason.EXITED, int(code))

    def closures(self) -> list[str] | None:
        return ["sh", "-c", 'echo asked >>"$0/asked-closed"; cat "$0/closed"', str(self.folder)]

    def read_closures(self, answer: Answer) -> Mapping[str, str]:
        if answer.code != 0:
            raise NoAnswer(answer.text)
        return dict(line.split(" ", 1) for line in answer.out.splitlines())

    def explanation(self, job: str) -> list[str] | None:
        return ["echo", f"the paper of {job} is torn"]

    def read_explanation(self, answer: Answer) -> str:
        return answer.out.strip()

    def inspection(self, profile: Profile, user: str) -> dict[str, list[str]]:
        return {"queue": ["cat", str(self.folder / "queue")]}

    def read_inspection(self, answers: Mapping[str, Answer], profile: Profile) -> Offer:
        return Offer("paper", answers["queue"].code == 0, "thin")


def _job(id: str, name: str, state: str, *words: str) -> QueuedJob:
    if QueueState(state) is QueueState.ENDED and words:
        code = int(words[1]) if words[1:] else None
        return QueuedJob(id, name, QueueState.ENDED, words[0], code, EndReason(words[0]))
    queue = words[0].removeprefix("queue=") if words and words[0].startswith("queue=") else None
    return QueuedJob(id, name, QueueState(state), "" if queue else " ".join(words), queue=queue)
