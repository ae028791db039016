"""The accountant: a thread of the engine that finds out, when a job has ended, what its steps have used.

A job never waits for it. Accounting may lag behind, so it asks again for a while; a mark in the state directory says
which jobs are not settled, so that the next engine goes on where this one was killed. A job may be removed meanwhile:
then the rows of what it has used stand as they were known, and what is found out later is added to them.
"""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wps_cwl import codec, errors
from wps_cwl.engine import usage
from wps_cwl.engine.ledgers.base import Entry, Ledger, NoAccounting, Steps
from wps_cwl.engine.schedulers.base import Answer, Check, NoAnswer, Refused
from wps_cwl.engine.schedulers.poller import Poller
from wps_cwl.engine.schedulers.sightings import Sightings
from wps_cwl.engine.schedulers.submissions import Submissions
from wps_cwl.engine.steps import PATH
from wps_cwl.engine.tracing import JobTracing, Tell
from wps_cwl.engine.unsettled import Unsettled
from wps_cwl.job_directory import JobDirectory
from wps_cwl.jobs import JobStore, UsageStore
from wps_cwl.model import Accounting, Job

logger = logging.getLogger(__name__)

EACH = 2.0  # seconds between two commands to the accounting of one scheduler
PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0)  # seconds between looks for one job; the last one is repeated
MOST_FAILURES = 100  # after which a case is given up that cannot be written down
SEEN_SECONDS = 5.0  # for which the queue is waited for, as the job has left it
REUSED = "it was answered by the results of an earlier job, and has used nothing"
NOTHING = "none of its steps was started"


@dataclass(frozen=True, eq=False)
class Office:
    """The accounting of one scheduler; `fields` are those that the operator wants beside what is needed."""

    ledger: Ledger
    poller: Poller
    fields: Sequence[str] = ()

    def checks(self) -> Iterator[Check]:
        """Look whether it answers. That there is none is a choice of the site; then jobs have what Toil measures."""
        program, connection = self.ledger.program, self.poller.connection
        if shutil.which(program, path=connection.environ["PATH"]) is None:
            yield Check("accounting", False, f"{program} is not found", "install it, or put it on the service's PATH")
            return
        try:
            self.ledger.read_probe(connection.ask(self.ledger.probe(self.fields)))
        except NoAccounting as reason:
            seen = f"none: {reason}; jobs run all the same, with what the queue has said and Toil measured"
            yield Check("accounting", True, seen)
        except Refused as reason:
            remedy = f"set accounting.fields to some that `{program} --helpformat` lists"
            yield Check("accounting", False, f"{program}: {reason}", remedy)
        except NoAnswer as reason:
            yield Check("accounting", False, f"{program} does not answer: {reason}", "see whether the accounting runs")
        else:
            yield Check("accounting", True, f"{program} answers")


@dataclass
class Case:
    """A job that is not settled."""

    job: Job
    directory: JobDirectory
    scheduler: str | None  # None: it ran on this machine
    steps: Steps
    until: float
    office: Office | None = None  # who is asked
    looks: int = 0
    failures: int = 0
    next_look: float = 0.0
    entries: dict[str, Entry] = field(default_factory=dict)
    idle: frozenset[str] = frozenset()  # what never began: some accounting has no record of such
    said: str = ""  # why there is nothing, or not all

    @property
    def whole(self) -> bool:
        """Whether the accounting has told all of all steps."""
        return all(id in self.idle or (id in self.entries and self.entries[id].whole) for id in self.steps.ids)


class Accountant:
    """`offices` are the accounting of schedulers by their names; `patience` is in seconds, for one job.

    `of_client` gives those that are asked as the user of a client, where jobs run as who sends them. `home` is the
    engine's own, where there are several.
    """

    def __init__(
        self,
        *,
        state: Path,
        jobs: JobStore,
        used: UsageStore,
        offices: Mapping[str, Office],
        patience: float,
        of_client: Callable[[str], Mapping[str, Office]] | None = None,
        home: Path | None = None,
        tell: Tell | None = None,
    ) -> None:
        self._state = state
        self._jobs = jobs
        self._used = used
        self._offices = offices
        self._of_client = of_client
        self._patience = patience
        self._tell = tell
        self._unsettled = Unsettled(state, home)
        self._cases: dict[str, Case] = {}
        self._asked: dict[str, float] = {}
        self._changed = threading.Condition()
        self._new: list[str] = []
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def expect(self, job_id: str) -> None:
        """Note that a job is at work: should the engine be killed at its end, the next one settles it."""
        self._unsettled.mark(job_id)

    def settle(self, job_id: str) -> None:
        """Find out soon what a job has used that has ended."""
        with self._changed:
            self._new.append(job_id)
            self._changed.notify_all()

    def inherit(self, home: Path) -> None:
        """Settle what an engine has left that is gone; of several that try, each job is one's."""
        for job_id in self._unsettled.inherit(home):
            self.settle(job_id)

    def start(self) -> None:
        """Begin, with what an earlier engine has left."""
        self._new += self._unsettled.mine()
        self._thread = threading.Thread(target=self._run, name="accountant", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End soon; what is not settled is left to the next engine."""
        self._stopping.set()
        with self._changed:
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(EACH)  # a command may hang, and nothing is lost by that

    # --- the thread -----------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._stopping.is_set():
            with self._changed:
                new, self._new = self._new, []
            try:
                self._work(new)
            except Exception:
                logger.exception("the accounting could not be done now, and goes on")
                self._stopping.wait(EACH)
            with self._changed:
                if not self._new and not self._stopping.is_set():
                    self._changed.wait(self._pause())

    def _pause(self) -> float | None:
        if not self._cases:
            return None
        return max(0.1, min(case.next_look for case in self._cases.values()) - time.time())

    def _work(self, new: Iterable[str]) -> None:
        for id in new:
            self._attempt_to_open(id)
        due = [case for case in self._cases.values() if case.next_look <= time.time()]
        for case in due:
            if case.scheduler is None:
                self._attempt_to_conclude(case)
        for scheduler, office in {(case.scheduler, case.office) for case in due}:
            if scheduler is not None and office is not None:
                self._look([case for case in due if case.office is office], scheduler, office)

    def _attempt_to_open(self, job_id: str) -> None:
        try:
            case = self._open(job_id)
        except Exception:  # the job store is away, for instance: none of those that are new is forgotten
            logger.exception("what a job has used is asked for later", extra={"job": job_id})
            self._stopping.wait(EACH)
            self.settle(job_id)
            return
        if case is not None:
            self._cases[job_id] = case

    def _attempt_to_conclude(self, case: Case) -> None:
        """Conclude; one case that cannot be is given up in time, and keeps no other one waiting.

        While the database is away none is: that is no fault of the case, and passes.
        """
        try:
            self._conclude(case)
        except Exception as error:
            logger.exception("what a job has used cannot be written down now", extra={"job": case.job.id})
            case.next_look = time.time() + PAUSES[min(case.looks, len(PAUSES) - 1)]
            case.looks += 1
            case.failures += not isinstance(error, errors.StoreUnavailable)
            if case.failures > MOST_FAILURES:
                self._unsettled.unmark(case.job.id)
                self._cases.pop(case.job.id, None)

    def _open(self, job_id: str) -> Case | None:
        """Return what has to be found out; None for a job that is at work (again), or has left nothing."""
        try:
            job, directory = self._jobs.get(job_id), JobDirectory(self._state / "jobs", job_id)
        except errors.NoSuchJob:
            return self._open_removed(job_id)
        if not job.state.final:
            return None
        submissions = Submissions(directory.path)
        stems = submissions.stems()
        ids = [id for stem in stems if (id := submissions.identifier(stem)) and id[0].isdigit()]
        idle = {submissions.identifier(stem) for stem in stems if submissions.time(stem, "begun") is None}
        asks = [ask for stem in stems if (ask := submissions.ask(stem)) is not None]
        case = self._case(job, directory, ids, [ask.scheduler for ask in asks])
        case.idle = frozenset(id for id in ids if id in idle)
        return case if directory.exists() else self._open_removed(job_id)  # while we read

    def _open_removed(self, job_id: str) -> Case | None:
        """Return what has yet to be found out of a job that was removed: it goes on from the rows that stand."""
        job = self._unsettled.left(job_id)
        rows = [row for row in self._used.of(job_id) if row.id and row.id[0].isdigit()] if job is not None else []
        if job is None or not rows:
            self._unsettled.unmark(job_id)
            return None
        directory = JobDirectory(self._state / "jobs", job_id)
        return self._case(job, directory, [str(row.id) for row in rows], [row.scheduler for row in rows])

    def _case(self, job: Job, directory: JobDirectory, ids: Sequence[str], schedulers: Sequence[str]) -> Case:
        offices = self._offices if self._of_client is None else self._of_client(job.user)
        scheduler = next((each for each in schedulers if each in offices), None) if ids else None
        return Case(
            job,
            directory,
            scheduler,
            Steps(Submissions(directory.path).prefix, tuple(ids)),
            time.time() + self._patience,
            offices[scheduler] if scheduler is not None else None,
        )

    def _look(self, cases: Sequence[Case], scheduler: str, office: Office) -> None:
        """Ask for jobs at one scheduler, as many at once as can be."""
        self._note_listed(office, [case for case in cases if not case.looks])
        for first in range(0, len(cases), office.ledger.at_once):
            if self._stopping.is_set():
                return
            some = cases[first : first + office.ledger.at_once]
            self._ask_for(some, scheduler, office)
            for case in some:
                self._attempt_to_conclude(case)

    def _ask_for(self, cases: Sequence[Case], scheduler: str, office: Office) -> None:
        program = office.ledger.program
        try:
            found = self._ask(scheduler, office, [case.steps for case in cases])
        except NoAccounting as reason:
            for case in cases:
                case.said, case.until = _shown(f"{program}: {reason}"), 0.0
        except NoAnswer as reason:
            for case in cases:
                case.said = _shown(f"{program} does not answer: {reason}")
        else:
            for case in cases:
                case.entries |= {id: found[id] for id in case.steps.ids if id in found}
                unknown = [id for id in case.steps.ids if id not in case.entries]
                case.said = f"{program} knows nothing of {', '.join(unknown)}" if unknown else ""

    def _note_listed(self, office: Office, cases: Sequence[Case]) -> None:
        """Keep how the steps stand in the queue now that they have ended: some accounting is no more than that."""
        seen = office.poller.after(time.time(), SEEN_SECONDS) if cases else None
        for case in cases if seen is not None else ():
            submissions = Submissions(case.directory.path)
            found = {stem: seen.find(f"{submissions.prefix}{stem}") for stem in submissions.stems() if seen is not None}
            Sightings().note(case.directory.path, {stem: job for stem, job in found.items() if job is not None})

    def _ask(self, scheduler: str, office: Office, jobs: Sequence[Steps]) -> dict[str, Entry]:
        for command in office.ledger.commands(jobs, office.fields):
            try:
                found = office.ledger.read(self._run_command(scheduler, office, command))
            except Refused as reason:
                logger.error("the fields of accounting.fields are not all known, and are left out: %s", reason)
                [plain] = office.ledger.commands(jobs, ())
                found = office.ledger.read(self._run_command(scheduler, office, plain))
            if found:
                return {entry.id: entry for entry in found}
        return {}

    def _run_command(self, scheduler: str, office: Office, command: Sequence[str]) -> Answer:
        self._stopping.wait(max(0.0, self._asked.get(scheduler, 0.0) + EACH - time.time()))
        self._asked[scheduler] = time.time()
        return office.poller.ask(command)

    def _conclude(self, case: Case) -> None:
        """Write down what is known; nothing more is asked when that is all, or time is up."""
        overdue = time.time() > case.until
        settled = case.scheduler is None or case.whole or overdue
        accounting = Accounting(
            job=case.job.id,
            settled=settled,
            steps=usage.of(case.job, case.directory, case.entries),
            profile=case.job.profile,
            rates=case.job.price,
            reused_from=case.job.reused_from,
            note=_note(case),
        )
        try:
            case.directory.write_bytes(case.directory.accounting, codec.dump(accounting, Accounting, indent=1))
        except FileNotFoundError:  # the job was removed, and what was known then stands
            found = usage.completed(self._used.of(case.job.id), case.entries, case.job.price)
        else:
            found = accounting.steps
        self._used.put(case.job, found)
        if settled:
            JobTracing(case.job, self._tell).steps(found)
            self._unsettled.unmark(case.job.id)
            del self._cases[case.job.id]
        else:
            case.next_look = time.time() + PAUSES[min(case.looks, len(PAUSES) - 1)]
            case.looks += 1


def _note(case: Case) -> str:
    if case.job.reused_from is not None:
        return REUSED
    if case.job.profile is None or (case.scheduler is None and not _began(case)):
        return NOTHING
    return case.said


def _began(case: Case) -> bool:
    return bool(Submissions(case.directory.path).stems()) or case.directory.bus.exists()


def _shown(text: str) -> str:
    """Return what a program has said as clients may see it: without the folders of the server."""
    return PATH.sub("", text)
