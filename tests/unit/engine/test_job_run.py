"""The way of one job, with leaders that do as a test says: what is taken up again, and what is given up."""

from __future__ import annotations

import fcntl
import json
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from wps_cwl import codec, errors
from wps_cwl.engine import inspection, run_clock
from wps_cwl.engine.fetch import Fetcher, FetchRules
from wps_cwl.engine.housekeeping import Housekeeper
from wps_cwl.engine.identity import Identities, Identity, ServiceIdentity
from wps_cwl.engine.interruption import Interrupted, Interruption
from wps_cwl.engine.job_run import JobRun
from wps_cwl.engine.launchers import Command
from wps_cwl.engine.profiles import Profiles, RunProfile
from wps_cwl.engine.publishing import Publisher
from wps_cwl.engine.routing import Router
from wps_cwl.engine.schedulers.base import Check, Standing
from wps_cwl.engine.schedulers.submissions import Submissions
from wps_cwl.engine.seats import Seats
from wps_cwl.engine.staging import StagingLimits
from wps_cwl.engine.workshop import Workshop
from wps_cwl.job_directory import JobDirectory
from wps_cwl.jobs import JobStore, RetentionStore, upgrade
from wps_cwl.model import ExecuteRequest, Fault, Job, JobState, Process, StagingPlan, StoredFile
from wps_cwl.preflight import Preflight
from wps_cwl.rules import Rules
from wps_cwl.storage.filesystem import FilesystemStorage
from wps_cwl.translator.description import describe

OUTPUTS = [{"id": "#word", "type": "string"}]
PROCESS = describe({"class": "CommandLineTool", "inputs": [], "outputs": OUTPUTS}, identifier="p")


@dataclass
class ScriptedLauncher:
    """Starts no process: each launch does what the next entry of the script says, at once."""

    script: list[Callable[[Path], None]]
    commands: list[Command] = field(default_factory=list)

    def launch(self, command: Command, directory: Path, *, log: int, lock: int) -> int:
        self.commands.append(command)
        self.script.pop(0)(directory)
        return 2**22 + 1  # a pid that no process has

    def reap(self) -> None:
        pass

    def close(self) -> None:
        pass


@dataclass(frozen=True)
class NothingLeft:
    """A scheduler on which nothing survives its leader."""

    name: str = "none"

    def toil_options(self) -> list[str]:
        return []

    def leader_environment(self, directory: Path, environ: Mapping[str, str]) -> dict[str, str]:
        return {}

    def standing(self, directory: Path) -> Standing | None:
        return None

    def checks(self) -> Iterable[Check]:
        return ()

    def survivors(self, directory: Path) -> list[str]:
        return []

    def cancel(self, directory: Path) -> None:
        pass


@dataclass(frozen=True)
class SomethingLeft(NothingLeft):
    """A scheduler on which a step of a killed leader waits, or runs, until a moment."""

    running: int = 0
    until: float = 0.0

    def standing(self, directory: Path) -> Standing | None:
        return Standing(self.running, 1 - self.running, "pending")

    def survivors(self, directory: Path) -> list[str]:
        return ["slurm 7"] if time.monotonic() < self.until else []


def succeeds(directory: Path) -> None:
    (directory / "outputs.json").write_text('{"word": "yes"}')
    (directory / "exit.json").write_text('{"code": 0}')


def fails(directory: Path) -> None:
    (directory / "exit.json").write_text('{"code": 1}')


def dies_at_once(directory: Path) -> None:
    """Leave nothing, not even a message."""


def dies_at_work(directory: Path) -> None:
    (directory / "toil" / "jobs").mkdir(parents=True, exist_ok=True)
    with (directory / "bus").open("a") as bus:
        bus.write("toil.bus.JobIssuedMessage\tmain\tkind-CWLJob/instance-1\t1\n")


@pytest.fixture
def store(tmp_path: Path) -> JobStore:
    url = f"sqlite:///{tmp_path / 'jobs.sqlite'}"
    upgrade(url)
    return JobStore(url)


@dataclass
class Away:
    """The users of the system, who cannot be looked up before the job has been taken up so many times."""

    error: errors.WpsCwlError
    times: int = 1

    def __call__(self, launcher: ScriptedLauncher, profiles: Profiles) -> Identities:
        def identities(client: str) -> Identity:
            if self.times > 0:
                self.times -= 1
                raise self.error
            return ServiceIdentity(launcher, profiles)

        return identities


REFUSED = errors.UserRefused(user="ada", locator="user")
NO_LIST = errors.Unavailable(reason="setfacl")


def had_a_leader(folder: Path) -> JobDirectory:
    """Leave what a job has whose leader was started by an earlier engine."""
    directory = JobDirectory(folder, "job-1")
    directory.create()
    directory.leader_lock.write_text("4194305")
    return directory


def prepare(
    store: JobStore,
    folder: Path,
    *script: Callable[[Path], None],
    walltime: float = 60,
    scheduler: NothingLeft = NothingLeft(),
    identities: Callable[[ScriptedLauncher, Profiles], Identities] | None = None,
    storage: FilesystemStorage | None = None,
    process: Process = PROCESS,
) -> tuple[JobRun, ScriptedLauncher]:
    now = datetime.now(UTC)
    accepted = Job(
        id="job-1", process="p", state=JobState.ACCEPTED, created=now, updated=now, request=ExecuteRequest("p")
    )
    store.add(accepted, waiting_limit=10)
    directory = JobDirectory(folder, "job-1")
    directory.create()
    directory.write_bytes(directory.staging_plan, codec.dump(StagingPlan(order={}), StagingPlan))
    directory.write_bytes(directory.description, codec.dump(process, Process))
    directory.write_json(directory.process, {"class": "CommandLineTool"})
    launcher = ScriptedLauncher(list(script))
    profiles = Profiles({"local": RunProfile("local", scheduler, walltime)})
    shop = Workshop(
        jobs=store,
        profiles=profiles,
        router=Router(profiles, store, Preflight({}, Rules("local", ["local"])), {}),
        launcher=launcher,
        fetcher=Fetcher(FetchRules()),
        limits=StagingLimits(),
        publisher=Publisher(storage or FilesystemStorage(folder.parent / "published", folder), lambda job, file: ""),
        environ={},
        seats=Seats(1),
        hands=threading.Semaphore(4),
        restarts=2,
        identities=identities and identities(launcher, profiles),
    )
    job = store.claim(engine="test")
    assert job is not None
    return JobRun(job, directory, shop, Interruption()), launcher


def run(
    store: JobStore, folder: Path, *script: Callable[[Path], None], **more: Any
) -> tuple[Job, ScriptedLauncher]:  # Any: what `prepare` takes
    work, launcher = prepare(store, folder, *script, **more)
    work.run()
    return store.get("job-1"), launcher


def test_a_job_that_succeeds_has_its_results_and_leaves_no_work_behind(store: JobStore, tmp_path: Path) -> None:
    job, _ = run(store, tmp_path / "jobs", succeeds)
    assert (job.state, job.percent, [result.id for result in job.results]) == (JobState.SUCCESSFUL, 100, ["word"])
    assert not (tmp_path / "jobs" / "job-1" / "work").exists()
    assert store.unreleased() == ()


def test_a_job_that_fails_says_so_and_keeps_its_work(store: JobStore, tmp_path: Path) -> None:
    job, _ = run(store, tmp_path / "jobs", fails)
    assert job.state is JobState.FAILED
    assert job.error is not None
    assert job.error.fault is Fault.PROCESS
    assert (tmp_path / "jobs" / "job-1" / "work").exists()


@pytest.mark.parametrize("ends", [succeeds, fails], ids=["success", "failure"])
def test_a_run_on_a_full_disk_is_no_success_and_says_so(
    ends: Callable[[Path], None], store: JobStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspection, "room", lambda path: inspection.NO_ROOM - 1)
    job, _ = run(store, tmp_path / "jobs", ends)
    assert job.error is not None
    assert (job.state, job.error.code, job.results) == (JobState.FAILED, "NoRoom", ())
    assert "The disk on which jobs work is full" in job.message


def test_a_leader_that_dies_at_work_is_restarted_where_it_was(store: JobStore, tmp_path: Path) -> None:
    job, launcher = run(store, tmp_path / "jobs", dies_at_work, succeeds)
    assert job.state is JobState.SUCCESSFUL
    assert ["--restart" in command.arguments for command in launcher.commands] == [False, True]


def test_a_leader_that_dies_before_its_first_step_starts_afresh(store: JobStore, tmp_path: Path) -> None:
    job, launcher = run(store, tmp_path / "jobs", dies_at_once, succeeds)
    assert job.state is JobState.SUCCESSFUL
    assert ["--restart" in command.arguments for command in launcher.commands] == [False, False]


def test_what_a_killed_leader_has_left_in_the_queue_does_not_run(
    store: JobStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_clock, "_STEP", 0.2)
    waits = SomethingLeft(until=time.monotonic() + 2.5)
    job, _ = run(store, tmp_path / "jobs", dies_at_work, succeeds, walltime=1.5, scheduler=waits)
    assert job.state is JobState.SUCCESSFUL


def test_what_a_killed_leader_has_left_running_runs(store: JobStore, tmp_path: Path) -> None:
    runs = SomethingLeft(running=1, until=time.monotonic() + 5)
    job, _ = run(store, tmp_path / "jobs", dies_at_work, succeeds, walltime=1.5, scheduler=runs)
    assert job.error is not None
    assert job.error.code == "TimeLimitExceeded"


@pytest.mark.parametrize("dies", [dies_at_once, dies_at_work], ids=["at once", "at work"])
def test_a_job_whose_leader_always_dies_is_given_up(
    dies: Callable[[Path], None], store: JobStore, tmp_path: Path
) -> None:
    job, launcher = run(store, tmp_path / "jobs", *[dies] * 9)
    assert job.state is JobState.FAILED
    assert job.error is not None
    assert (job.error.code, job.error.fault) == ("LeaderLost", Fault.SERVICE)
    assert len(launcher.commands) == 3  # the first, and two restarts


def test_a_job_that_was_dismissed_stays_dismissed(store: JobStore, tmp_path: Path) -> None:
    def is_dismissed(directory: Path) -> None:
        store.dismiss("job-1")
        fails(directory)

    job, _ = run(store, tmp_path / "jobs", is_dismissed)
    assert job.state is JobState.DISMISSED


def test_an_engine_that_stops_leaves_the_job_as_it_is(store: JobStore, tmp_path: Path) -> None:
    def engine_stops(directory: Path) -> None:
        raise Interrupted

    with pytest.raises(Interrupted):
        run(store, tmp_path / "jobs", engine_stops)
    assert store.get("job-1").state is JobState.QUEUED
    assert [job.id for job in store.unreleased()] == ["job-1"]


@pytest.mark.parametrize("error", [REFUSED, NO_LIST], ids=["no user", "no list"])
def test_a_job_that_had_a_leader_outlasts_a_moment_without_its_user(
    error: errors.WpsCwlError, store: JobStore, tmp_path: Path
) -> None:
    had_a_leader(tmp_path / "jobs")
    with pytest.raises(errors.UserUnavailable):
        run(store, tmp_path / "jobs", identities=Away(error))
    assert store.get("job-1").state is JobState.QUEUED
    assert [job.id for job in store.unreleased()] == ["job-1"]


def test_a_job_of_an_unknown_user_that_never_ran_fails(store: JobStore, tmp_path: Path) -> None:
    job, launcher = run(store, tmp_path / "jobs", identities=Away(REFUSED, times=9))
    assert job.error is not None
    assert job.error.code == "UserRefused"
    assert launcher.commands == []
    assert store.unreleased() == ()


def test_a_dismissed_job_is_not_released_while_a_step_may_be_in_the_queue(store: JobStore, tmp_path: Path) -> None:
    submissions = Submissions(had_a_leader(tmp_path / "jobs").path)
    submissions.folder.mkdir(parents=True)
    submissions.write("a-1", "sh", b"")
    work, _ = prepare(store, tmp_path / "jobs", identities=Away(REFUSED))
    store.dismiss("job-1")
    with pytest.raises(errors.UserUnavailable):
        work.run()
    assert [job.id for job in store.unreleased()] == ["job-1"]
    work.run()
    assert store.unreleased() == (), "its user is there again, and its steps are ended"


def test_a_dismissed_job_is_not_released_while_its_leader_lives(store: JobStore, tmp_path: Path) -> None:
    directory = had_a_leader(tmp_path / "jobs")
    work, _ = prepare(store, tmp_path / "jobs", identities=Away(NO_LIST))
    store.dismiss("job-1")
    with directory.leader_lock.open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(errors.UserUnavailable):
            work.run()
    assert [job.id for job in store.unreleased()] == ["job-1"]


def test_a_dismissed_job_of_which_nothing_runs_needs_no_user_to_be_released(store: JobStore, tmp_path: Path) -> None:
    had_a_leader(tmp_path / "jobs")
    work, _ = prepare(store, tmp_path / "jobs", identities=Away(REFUSED, times=9))
    store.dismiss("job-1")
    work.run()
    assert store.unreleased() == ()


# --- what was published of a job that has no results ------------------------------------------------------

MAPS = describe({"class": "CommandLineTool", "inputs": [], "outputs": [{"id": "#map", "type": "File"}]}, identifier="p")


def makes_a_map(directory: Path) -> None:
    (directory / "outputs").mkdir(exist_ok=True)
    (directory / "outputs" / "map").write_bytes(b"data")
    file = {"class": "File", "location": (directory / "outputs" / "map").as_uri(), "basename": "map"}
    (directory / "outputs.json").write_text(json.dumps({"map": file}))
    (directory / "exit.json").write_text('{"code": 0}')


class EndsMeanwhile(FilesystemStorage):
    """Something ends the job when its file has just been stored, or fails then; `away` it deletes nothing."""

    away = False
    meanwhile: Callable[[], object] = staticmethod(lambda: None)

    def publish(self, source: Path, *, job: str, output: str, name: str, media_type: str) -> StoredFile:
        stored = super().publish(source, job=job, output=output, name=name, media_type=media_type)
        self.meanwhile()
        return stored

    def delete(self, job: str) -> None:
        if self.away:
            raise errors.StorageUnavailable(reason="it answered 500")
        super().delete(job)


def stored_by(folder: Path) -> list[str]:
    return [path.name for path in (folder / "published").rglob("*") if path.is_file()]


@pytest.mark.parametrize("ends", ["dismissed", "failed", "successful"])
def test_only_a_job_with_results_leaves_something_in_the_storage(store: JobStore, tmp_path: Path, ends: str) -> None:
    def fail() -> None:
        raise errors.UnsafeOutput(identifier="map", reason="a test")

    storage = EndsMeanwhile(tmp_path / "published", tmp_path / "jobs")
    storage.meanwhile = {"dismissed": lambda: store.dismiss("job-1"), "failed": fail}.get(ends, lambda: None)
    run(store, tmp_path / "jobs", makes_a_map, storage=storage, process=MAPS)
    assert store.get("job-1").state.value == ends
    assert stored_by(tmp_path) == (["map"] if ends == "successful" else [])
    assert store.unreleased() == ()


def test_what_a_storage_keeps_that_was_away_goes_with_its_job(store: JobStore, tmp_path: Path) -> None:
    storage = EndsMeanwhile(tmp_path / "published", tmp_path / "jobs")
    storage.meanwhile, storage.away = lambda: store.dismiss("job-1"), True
    run(store, tmp_path / "jobs", makes_a_map, storage=storage, process=MAPS)
    assert (stored_by(tmp_path), store.unreleased()) == (["map"], ())
    storage.away = False
    retention = RetentionStore(f"sqlite:///{tmp_path / 'jobs.sqlite'}")
    retention.give_up("job-1")
    Housekeeper(tmp_path, jobs=store, retention=retention, storage=storage).sweep(datetime.now(UTC))
    assert stored_by(tmp_path) == []
