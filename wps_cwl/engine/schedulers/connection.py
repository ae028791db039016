"""A batch scheduler that can be asked: runs the commands of a dialect, one at a time, never for ever."""

from __future__ import annotations

import os
import pwd
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from wps_cwl import errors
from wps_cwl.engine import time_limit
from wps_cwl.engine.schedulers.base import Answer, Ask, Dialect, End, NoAnswer, Offer, Profile
from wps_cwl.engine.schedulers.snapshot import Snapshot

PREFIX = "wps-"  # of the names of our jobs
LONGEST = 60.0  # seconds that a command may take; a scheduler that is away makes some of them hang


@dataclass(frozen=True)
class Connection:
    """Asks a scheduler; `environ` is the whole environment of its commands, and what a job inherits.

    `wrapped` makes the command that runs another one as `user`, where that is not who we are.
    """

    dialect: Dialect
    environ: Mapping[str, str]
    user: str | None = None
    wrapped: Callable[[Sequence[str], Mapping[str, str]], Sequence[str]] | None = None

    def submit(self, ask: Ask, profile: Profile) -> str:
        """Submit a job, and return its identifier. Raises Refused; and NoAnswer, when the job may be there or not."""
        return self.dialect.read_submission(self._run(self.dialect.submission(ask, profile)))

    def listing(self) -> Snapshot:
        """Return all jobs of ours, with the time from before they were asked for. Raises NoAnswer.

        Everybody sees the names in a queue, and may give them to jobs of his: the owner tells which are ours.
        """
        begun, user = time.time(), _known(self.user) if self.user else _user()
        listed = self.dialect.read_listing(self._run(self.dialect.listing(user)))
        jobs = [job for job in listed if job.name.startswith(PREFIX) and job.owner in {None, user}]
        return Snapshot(begun, tuple(jobs))

    def closures(self) -> Mapping[str, str]:
        """Return the queues that take no jobs now, with the reason, if the listing does not say it. Raises NoAnswer."""
        command = self.dialect.closures()
        return self.dialect.read_closures(self._run(command)) if command else {}

    def delete(self, jobs: Sequence[str]) -> None:
        """Delete jobs; that some are gone already is no error. Raises NoAnswer."""
        if jobs:
            self._run(self.dialect.deletion(jobs))

    def accounting(self, job: str, name: str) -> End | None:
        """Return how the job of that number and name has ended, if the accounting knows. Raises NoAnswer."""
        return self.dialect.read_accounting(self._run(self.dialect.accounting(job)), name)

    def explain(self, job: str) -> str:
        """Return why a job is broken, if there is more to say than the listing does. Raises NoAnswer."""
        command = self.dialect.explanation(job)
        return self.dialect.read_explanation(self._run(command)) if command else ""

    def inspect(self, profile: Profile) -> Offer:
        """Return what there is for a profile; a command that is not there tells nothing."""
        answers = {}
        for name, command in self.dialect.inspection(profile, self.user or _user()).items():
            try:
                answers[name] = self._run(command)
            except NoAnswer as error:
                answers[name] = Answer(-1, "", str(error))
        return self.dialect.read_inspection(answers, profile)

    def ask(self, command: Sequence[str]) -> Answer:
        """Run a command of the scheduler that is no part of its dialect. Raises NoAnswer."""
        return self._run(command)

    def identify(self) -> str:
        """Return the name and the version of the scheduler. Raises NoAnswer."""
        return self.dialect.read_identification(self._run(self.dialect.identification()))

    def _run(self, command: Sequence[str]) -> Answer:
        environ = {**self.environ, "LC_ALL": "C"}
        late = f"{command[0]} did not answer within {LONGEST:.0f} seconds"
        seconds = LONGEST
        if self.wrapped is not None:
            command = self.wrapped(time_limit.within(command, LONGEST), environ)
            seconds += time_limit.MARGIN
        try:
            done = time_limit.run(command, seconds=seconds, environ=environ)
        except subprocess.TimeoutExpired as error:
            raise NoAnswer(late) from error
        except OSError as error:  # it is not installed, or lies on a file system that is away
            raise NoAnswer(f"{command[0]}: {error}") from error
        if self.wrapped is not None and time_limit.is_over(done.returncode):
            raise NoAnswer(late)
        if done.returncode < 0:  # it may have done its work: a dismissal ends all processes of a leader
            raise NoAnswer(f"{command[0]} was ended by signal {-done.returncode}")
        return Answer(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))


def environment(dialect: Dialect, environ: Mapping[str, str], home: str) -> dict[str, str]:
    """Return all that the commands of a scheduler see of an environment; by HOME, the engine finds them.

    Raises errors.SeveralClusters.
    """
    for name in dialect.single:
        if "," in (value := environ.get(name, "")) or value == "all":
            raise errors.SeveralClusters(variable=name, value=value)
    kept = {name: environ[name] for name in (*dialect.variables, "PATH", "LD_LIBRARY_PATH", "TZ") if name in environ}
    return {"PATH": os.defpath, **kept, "HOME": home}


def _known(user: str) -> str:
    """Return a user whose name can be looked up: while it cannot, our jobs are listed as those of a number."""
    try:
        return pwd.getpwnam(user).pw_name
    except KeyError as error:
        raise NoAnswer(f"the user {user} cannot be looked up") from error


def _user() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError as error:
        raise NoAnswer(f"the name of our user, {os.geteuid()}, cannot be looked up") from error
