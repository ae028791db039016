"""The probe: one small job on a cluster, by the way that all steps go, that looks whether a worker would work there."""

from __future__ import annotations

import importlib.metadata
import json
import os
import secrets
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any  # what a node has found is JSON

from wps_cwl import clean_environment
from wps_cwl.engine.containers import CONTAINERS
from wps_cwl.engine.schedulers import script
from wps_cwl.engine.schedulers.base import Ask, Check, NoAnswer, Profile, QueuedJob, QueueState, Refused
from wps_cwl.engine.schedulers.connection import PREFIX, Connection
from wps_cwl.engine.visit import FOUND, TOKEN, WORKER

LOOK, ASK = 0.2, 2.0  # seconds between two looks for the exit code, and between two questions to the scheduler
SETTLING = 10.0  # seconds for a file to arrive over a slow file system
MEMORY = 256 << 20  # bytes
LONGEST = 600  # seconds that it may run
CLOCKS = 5.0  # seconds that two clocks may differ
LAST_LINES = 5
# without a package that Toil brings along, parts of which are no Python 3
COMPILING = f"{sys.executable} -m compileall -q -x packages/contrib {sys.prefix}/lib"


@dataclass(frozen=True)
class Probe:
    """A job that is about to be submitted; `home` is a folder of the state directory, `tell` hears how it stands."""

    connection: Connection
    profile: Profile
    containers: str
    home: Path
    environ: Mapping[str, str]
    tell: Callable[[str], None]
    token: str = field(default_factory=lambda: secrets.token_hex(8))

    @property
    def _folder(self) -> Path:
        return self.home / f"probe-{self.token}"

    def run(self, seconds: float) -> Iterator[Check]:
        """Submit it, wait for its end, and tell what it has found; nothing of it is left."""
        self._folder.mkdir(mode=0o700, parents=True)
        (self._folder / TOKEN).write_text(self.token)
        job = None
        try:
            ask = self._ask()
            self.profile.admit(ask)
            submitted = time.time()
            job = self.connection.submit(ask, self.profile)
            yield Check("submission", True, f"is job {job}")
            yield from self._follow(job, submitted, seconds)
        except Refused as refusal:
            yield Check("submission", False, f"refused: {refusal}", "see `arguments`, `header` and the other keys")
        except NoAnswer as error:
            yield Check("submission", False, f"no answer: {error}", "try again when the scheduler answers")
        finally:
            self._clear(job)

    def _ask(self) -> Ask:
        file = self._folder / "step.sh"
        log, runtime = file.with_suffix(".log"), CONTAINERS[self.containers].command
        clean = {**clean_environment.clean(self.environ), "HOME": str(self._folder), "TMPDIR": str(self._folder)}
        text = script.render(
            name="a probe of wps-cwl doctor",
            command=[sys.executable, "-P", "-m", "wps_cwl.engine.visit", str(self._folder), *runtime],
            environment=clean,
            folder=self._folder,
            log=log,
            exit=file.with_suffix(".exit"),
            profile=self.profile,
        )
        file.write_text(text)
        return Ask(
            name=self._name,
            script=file,
            log=log,
            cores=1,
            memory=min(MEMORY, self.profile.memory or MEMORY),
            walltime=self.profile.walltime and min(self.profile.walltime, LONGEST),
        )

    def _follow(self, job: str, submitted: float, seconds: float) -> Iterator[Check]:
        """Wait for the exit code; who runs may go on beyond the time that it had for waiting."""
        deadline, next_question, told, gone = submitted + seconds, 0.0, "", None
        exit = self._folder / "step.exit"
        while not exit.exists():
            if time.time() >= next_question:
                listed = self._listed()
                next_question = time.time() + ASK
                state = _state(listed)
                if state != told:
                    self.tell(f"the probe {job} {state}")
                    told = state
                if listed is not None and listed.state is QueueState.BROKEN:
                    reason = self.connection.explain(job) or listed.reason
                    yield Check("start", False, f"it cannot be started: {reason}", _SAME_FOLDER)
                    return
                ended = listed is None or listed.state is QueueState.ENDED
                gone = (gone or time.time()) if ended else None
            if gone and time.time() - gone > SETTLING:
                yield self._vanished(listed)
                return
            if time.time() > deadline and not gone:
                remedy = "see with the scheduler's own commands why, or wait longer (--probe-seconds)"
                yield Check("start", False, f"after {seconds:.0f} s it still {told}", remedy)
                return
            time.sleep(LOOK)
        yield from self._report(exit, submitted)

    @property
    def _name(self) -> str:
        return f"{PREFIX}probe-{self.token}"

    def _listed(self) -> QueuedJob | None:
        return self.connection.listing().find(self._name)

    def _vanished(self, listed: QueuedJob | None) -> Check:
        reason = f" ({self.profile.scheduler} says: {listed.reason})" if listed is not None and listed.reason else ""
        return Check(
            "state directory", False, f"the probe ended, and left nothing in {self.home}{reason}", _SAME_FOLDER
        )

    def _report(self, exit: Path, submitted: float) -> Iterator[Check]:
        seen, code = time.time(), exit.read_text().strip()
        try:
            found: Mapping[str, Any] = json.loads((self._folder / FOUND).read_text())
        except (FileNotFoundError, ValueError):
            log = (self._folder / "step.log").read_text(errors="replace").strip().splitlines()
            said = "; ".join(log[-LAST_LINES:]) or "nothing"
            remedy = f"{sys.prefix} must be the same on all nodes; see also `modules` and `before`"
            yield Check("worker", False, f"the script ended with {code}, and said: {said}", remedy)
            return
        yield from _compare(found, token=self.token, submitted=submitted, seen=seen)
        yield from _container(found, self.containers)

    def _clear(self, job: str | None) -> None:
        try:
            if (left := self._listed()) is not None:  # also of a submission that nobody has answered
                self.connection.delete([left.id])
        except NoAnswer as error:
            self.tell(f"the probe {job} could not be deleted: {error}")
        shutil.rmtree(self._folder, ignore_errors=True)


_SAME_FOLDER = "the state directory must be on a file system that all nodes have under the same path (`state`)"


def _state(listed: QueuedJob | None) -> str:
    if listed is None or listed.state is QueueState.ENDED:
        return "has ended"
    if listed.state is QueueState.RUNNING:
        return "runs"
    return f"waits in the queue{f': {listed.reason}' if listed.reason else ''}"


def _compare(found: Mapping[str, Any], *, token: str, submitted: float, seen: float) -> Iterator[Check]:
    """Compare a node with this machine; `seen` is when its files were seen here."""
    host, mend = found["host"], f"{sys.prefix} must be the same on all nodes"
    yield Check("state directory", found["token"] == token, f"is the same on {host}", _SAME_FOLDER)
    same_user = found["user"] == os.geteuid()
    yield Check("user", same_user, f"{found['user']}", f"jobs must run as the user {os.geteuid()}")
    python = ".".join(map(str, sys.version_info[:3]))
    yield Check("python", found["python"] == python, found["python"], f"{mend}: here, Python is {python}")
    toil = importlib.metadata.version("toil")
    yield Check("toil", found["toil"] == toil, str(found["toil"]), f"{mend}: here, Toil is {toil}")
    took = found["worker"]
    seen_worker = "it does not start" if took is None else f"starts in {took:.1f} s"
    yield Check("worker", took is not None, seen_worker, f"{mend}; run {sys.executable} {' '.join(WORKER)} on {host}")
    compiled = "compiled" if found["compiled"] else "missing: every worker compiles it"
    yield Check("byte code", found["compiled"], compiled, COMPILING)
    node = found["node"] or "not found; CWL's JavaScript expressions need it"
    yield Check("node.js", found["expression"] == "42", node, "install node.js there, or set PATH in `before`")
    difference = max(0.0, submitted - found["time"], found["time"] - seen)
    remedy = f"have the clocks of this machine and of {host} set by NTP"
    yield Check("clock", difference < CLOCKS, f"differs by {difference:.1f} s", remedy)


def _container(found: Mapping[str, Any], containers: str) -> Iterator[Check]:
    command: Sequence[str] = CONTAINERS[containers].command
    if command:
        works = "works" if found["container"] else f"does not work: `{' '.join(command)}` fails there"
        remedy = f"install {containers} on the nodes, or set `containers` of the profile to what is there, or none"
        yield Check("containers", bool(found["container"]), f"{containers} {works}", remedy)
