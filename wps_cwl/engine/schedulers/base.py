"""What the engine asks of a scheduler, beyond what Toil asks of it; and what all batch schedulers have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Standing:
    """How the steps of a job stand with the scheduler: how many run, how many wait, and why and as what these do.

    `where` says of those that run where and since when; "" when that is not known.
    """

    running: int
    pending: int
    reason: str
    where: str = ""
    note: str = ""  # what is to be told whether they run or wait: that one was submitted again


@dataclass(frozen=True)
class Check:
    """Something about a scheduler that was looked at: whether it is right, what was seen, and how to mend it."""

    name: str
    ok: bool
    seen: str
    remedy: str = ""


class Scheduler(Protocol):
    """One kind of scheduler; it is asked about the work of one job by its job directory."""

    @property
    def name(self) -> str:
        """What operators call it."""

    def toil_options(self) -> list[str]:
        """Return the options that make Toil use this scheduler."""

    def leader_environment(self, directory: Path, environ: Mapping[str, str]) -> dict[str, str]:
        """Return what a leader needs in its environment for this scheduler, out of the service's."""

    def standing(self, directory: Path) -> Standing | None:
        """Return how the steps of a job stand; None where nothing waits in a queue, or nothing is known."""

    def survivors(self, directory: Path) -> list[str]:
        """Return what still runs or waits for a job whose leader is gone, as readable names."""

    def cancel(self, directory: Path) -> None:
        """End all that still runs or waits for a job; return when nothing is left."""

    def checks(self) -> Iterable[Check]:
        """Look whether the scheduler can be used at all."""


# --- batch schedulers: Slurm, Grid Engine, Torque ----------------------------------------------------

WORKER_MEMORY = 160 << 20  # bytes that Toil's worker needs beside the tool


@dataclass(frozen=True)
class Profile:
    """What the operator says of a batch scheduler; `memory` in bytes, `walltime` in seconds, of one step.

    `vmem_extra` (bytes) is what Grid Engine's limit of the address space is larger than the memory; `gpu_request` has
    `{count}` in it. `header`, `modules`, `before` and `footer` are lines of the job scripts; `retries` is how often a
    step is submitted again that the cluster has failed.
    """

    scheduler: str
    queue: str | None = None
    account: str | None = None
    qos: str | None = None
    walltime: int | None = None
    cores: int | None = None
    memory: int | None = None
    parallel_environment: str = "smp"
    vmem_extra: int = 0
    gpus: int = 0
    gpu_request: str | None = None
    features: Sequence[str] = ()
    header: Sequence[str] = ()
    modules: Sequence[str] = ()
    before: Sequence[str] = ()
    footer: Sequence[str] = ()
    arguments: Sequence[str] = ()
    retries: int = 2

    def admit(self, ask: Ask) -> None:
        """Raise Refused for a step that asks for more than there is."""
        if self.cores is not None and ask.cores > self.cores:
            raise Refused(f"it asks for {ask.cores} cores, and this profile has {self.cores} at most")
        if self.memory is not None and ask.memory > self.memory:
            megabytes = f"{ask.memory / (1 << 20):.0f} MiB"
            raise Refused(f"it asks for {megabytes}, and this profile has {self.memory >> 20} MiB at most")
        if ask.gpus > self.gpus:
            most = f"{self.gpus} at most" if self.gpus else "none"
            raise Refused(f"it asks for {ask.gpus} GPU(s), and this profile has {most}")

    def gpu_words(self, ask: Ask, otherwise: str) -> list[str]:
        """Return how the GPUs of a step are asked for, if any, where the operator says nothing `otherwise`."""
        return [(self.gpu_request or otherwise).replace("{count}", str(ask.gpus))] if ask.gpus else []


@dataclass(frozen=True)
class Ask:
    """What is asked of a batch scheduler for one step; `memory` (the tool's) in bytes, `walltime` in seconds.

    `name` is the job's name there; `script` runs the step, and `log` takes what the scheduler itself has to say.
    """

    name: str
    script: Path
    log: Path
    cores: int
    memory: int
    walltime: int | None = None
    gpus: int = 0

    @property
    def whole_memory(self) -> int:
        """What tool and worker need together."""
        return self.memory + WORKER_MEMORY


class QueueState(Enum):
    """Where a job is in a batch scheduler's queue."""

    PENDING = "pending"
    RUNNING = "running"
    BROKEN = "broken"  # it waits, and will never run
    ENDED = "ended"  # the scheduler still remembers it


class EndReason(Enum):
    """Why a job has ended, as far as the scheduler knows."""

    EXITED = "exited"  # by itself: its exit code says the rest
    REFUSED = "refused"  # it was never accepted
    KILLED = "killed"  # it was deleted
    TIME = "time"  # it ran longer than its limit
    DEADLINE = "deadline"  # it cannot end before the moment that was set for it
    MEMORY = "memory"  # it took more than its limit
    NODE = "node"  # its node, or what runs jobs there, has failed
    PREEMPTED = "preempted"  # it had to make room for a more important one
    ERROR = "error"  # the scheduler could not run it
    LOST = "lost"  # nobody knows
    ABANDONED = "abandoned"  # its leader was killed, and the job is over by now


AGAIN = frozenset({EndReason.NODE, EndReason.PREEMPTED})  # the step is not to blame: another try may help


@dataclass(frozen=True)
class QueuedJob:
    """A job as a scheduler lists it; `reason` is the scheduler's word for why it waits, or for how it has ended.

    Times are seconds since 1970. `place` is that among the `waiting` ones of its queue which the listing shows, from 1.
    `queue` is that in which it is, or for which it waits.
    """

    id: str
    name: str
    state: QueueState
    reason: str = ""
    code: int | None = None
    end: EndReason | None = None
    queue: str | None = None
    node: str | None = None
    submitted: float | None = None
    started: float | None = None
    ended: float | None = None
    place: int | None = None
    waiting: int | None = None


@dataclass(frozen=True)
class End:
    """How a job has ended: `code` as a shell has it (128 + the signal), None when nobody knows; `text` for people.

    `by` is who has deleted it, as the scheduler says: a name, or the number of a user.
    """

    reason: EndReason
    code: int | None = None
    text: str = ""
    by: str = ""


@dataclass(frozen=True)
class Node:
    """A machine of a cluster, `memory` in bytes; None is what the scheduler does not say."""

    cores: int
    memory: int | None = None
    features: frozenset[str] | None = None
    gpus: int | None = None


@dataclass(frozen=True)
class Offer:
    """What is said of a queue: `walltime` in seconds and `memory` in bytes, the most of one step; None: no limit.

    `others` is what only one kind of scheduler has.
    """

    queue: str
    open: bool
    state: str
    walltime: int | None = None
    cores: int | None = None
    memory: int | None = None
    nodes: Sequence[Node] = ()
    others: Sequence[Check] = ()


@dataclass(frozen=True)
class Answer:
    """What a scheduler's command has answered."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """All that was said, the errors first."""
        return "\n".join(part.strip() for part in (self.err, self.out) if part.strip())


class Refused(Exception):
    """The scheduler does not take the job; asking again does not help."""


class NoAnswer(Exception):
    """The scheduler cannot be asked now, or has no room for the job now."""


class Full(NoAnswer):
    """The scheduler has answered: it takes no more jobs of ours until some have ended."""


class Dialect(Protocol):
    """How one batch scheduler is spoken to: its commands, and how to read what they answer.

    Pure: nothing here runs a command. `read_` methods raise NoAnswer when the answer says that nobody has answered.
    """

    @property
    def name(self) -> str:
        """What operators call it."""

    @property
    def programs(self) -> Sequence[str]:
        """The commands that must be found."""

    @property
    def variables(self) -> Sequence[str]:
        """The variables of the service's environment that the commands need."""

    @property
    def single(self) -> Sequence[str]:
        """Those of them that may name one cluster only: the numbers of several could not be told apart."""

    def submission(self, ask: Ask, profile: Profile) -> list[str]:
        """Return the command that submits a job. Raises Refused for what this scheduler cannot give."""

    def read_submission(self, answer: Answer) -> str:
        """Return the identifier of the new job. Raises Refused with the scheduler's own words, Full or NoAnswer."""

    def listing(self, user: str) -> list[str]:
        """Return the command that lists all jobs of a user; those of others too, by which its place is known."""

    def read_listing(self, answer: Answer) -> list[QueuedJob]:
        """Return the jobs of a listing."""

    def deletion(self, jobs: Sequence[str]) -> list[str]:
        """Return the command that deletes jobs; what it answers is of no interest."""

    def accounting(self, job: str) -> list[str]:
        """Return the command that tells how a job has ended that is in the queue no more."""

    def read_accounting(self, answer: Answer, name: str | None = None) -> End | None:
        """Return how the job of that name (None: any) has ended; None when nobody knows. Numbers are used again."""

    def closures(self) -> list[str] | None:
        """Return the command that tells which queues take no jobs, if the listing does not say why a job waits."""

    def read_closures(self, answer: Answer) -> Mapping[str, str]:
        """Return the queues of which no part takes jobs now, with the reason."""

    def explanation(self, job: str) -> list[str] | None:
        """Return the command that tells why a job is broken, if the listing does not."""

    def read_explanation(self, answer: Answer) -> str:
        """Return why a job is broken."""

    def inspection(self, profile: Profile, user: str) -> Mapping[str, Sequence[str]]:
        """Return the commands, each with a name, that tell what there is for a profile."""

    def read_inspection(self, answers: Mapping[str, Answer], profile: Profile) -> Offer:
        """Return what there is, out of an answer to each command."""


def matches(text: str, signs: Iterable[str]) -> bool:
    """Whether a scheduler's message has one of these in it."""
    lowered = text.lower()
    return any(sign in lowered for sign in signs)


def shell_code(code: int, signal: int) -> int:
    """Return the exit code that a shell would report."""
    return 128 + signal if signal else code
