"""Many jobs while things go wrong: none is lost, none is doubled, and nothing of them is left.

`SOAK_JOBS` says how many; `make soak` takes a thousand.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

import psutil
import pytest

from tests.support.service import Service, running, text_of, wait_for
from wps_cwl.model import JobState

COUNT = int(os.environ.get("SOAK_JOBS", "120"))
CLIENTS = 8
KILL_EVERY = 10.0  # seconds
PERMANENT = {
    "jobs",
    "jobs.sqlite",
    "jobs.sqlite-wal",
    "jobs.sqlite-shm",
    "jobs.sqlite.lock",
    "catalogue.json",
    "database",
    "leaders.json",
    "reserve",
    "storage",
    "engine.lock",
}
SHARED = (Path("/tmp"), Path("/run/lock"), Path("/var/lock"), Path("/dev/shm"))


@pytest.fixture
def busy(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """A service that may hold all jobs, with a folder of its own for temporary files."""
    folder = tmp_path_factory.mktemp("soak")
    (folder / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(folder / "tmp"))
    yield from running(folder, JOBS__WAITING=COUNT)


@contextmanager
def again_and_again(act: Callable[[], object], seconds: float) -> Iterator[None]:
    """Do something every so many seconds, in a thread."""
    over = Event()

    def work() -> None:
        while not over.wait(seconds):
            act()

    thread = Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def submit_all(service: Service) -> list[str]:
    with ThreadPoolExecutor(CLIENTS) as clients:
        return list(clients.map(lambda _: service.submit("sleep", "delay=0"), range(COUNT)))


def test_no_job_is_lost_while_the_engine_is_killed_again_and_again(
    busy: Service, measured: Callable[[str], None]
) -> None:
    kills = Counter[str]()

    def kill() -> None:
        if any("fork_server" in word for engine in busy.parts("engine") for word in words_of_children(engine)):
            kills["engine"] += 1  # one that has begun to work: on a loaded machine another would never come to it
            busy.kill("engine")

    begun = time.monotonic()
    with again_and_again(kill, KILL_EVERY):
        jobs = submit_all(busy)
        store = busy.store()
        wait_for(lambda: not store.going(jobs), COUNT * 3 + 120, "not all jobs end")
    assert len(set(jobs)) == COUNT
    assert kills["engine"]
    ends = Counter(store.get(job).state for job in jobs)
    assert ends == {JobState.SUCCESSFUL: COUNT}, [store.get(job).error for job in jobs if store.get(job).error]
    for job in jobs:
        assert text_of(busy.status(job), "LiteralData") == "Slept 0 seconds"
    measured(f"{COUNT} jobs, {kills['engine']} kills of the engine: {time.monotonic() - begun:.0f} s")


def test_nothing_is_left_of_jobs_half_of_which_are_dismissed(busy: Service) -> None:
    chance = random.Random(20)
    before = {folder: names(folder) for folder in SHARED}
    descriptors = {part: open_files(busy, part) for part in ("web", "engine")}
    store = busy.store()

    def one(number: int) -> str:
        job = busy.submit("sleep", "delay=0")
        if number % 2:
            time.sleep(chance.expovariate(0.5))
            busy.kvp(version="2.0.0", request="Dismiss", jobId=job)
        return job

    with ThreadPoolExecutor(CLIENTS) as clients:
        jobs = list(clients.map(one, range(COUNT)))
    wait_for(lambda: not store.going(jobs) and not store.unreleased(), COUNT * 3 + 120, "not all jobs end")

    ends = Counter(store.get(job).state for job in jobs)
    assert set(ends) <= {JobState.SUCCESSFUL, JobState.DISMISSED}, ends
    assert ends[JobState.SUCCESSFUL] >= COUNT // 2
    assert ends[JobState.DISMISSED] > 0
    assert busy.processes_of_jobs() == []
    for job in jobs:
        directory = busy.directory(job)
        left = {path.name for path in directory.path.iterdir()}
        assert not left & {"toil", "leader.lock"}, left
        assert not directory.work.exists() or list(directory.work.iterdir()) == []  # of a job that never began
        assert not [name for name in left if name.startswith(".") or name.endswith(".part")]
    assert list((busy.folder / "tmp").iterdir()) == []
    for folder, known in before.items():
        assert not [name for name in names(folder) - known if "toil" in name or any(job in name for job in jobs)]
    for part, known in descriptors.items():
        assert open_files(busy, part) < known + 60, f"{part} does not close what it opens"

    wait_for(lambda: not list((busy.state / "accounting").iterdir()), 120, "not all jobs are accounted")
    assert busy.cli("jobs", "purge", *jobs).returncode == 0
    busy.stop()
    assert {path.name for path in busy.state.iterdir() if not (path.is_dir() and not list(path.iterdir()))} <= PERMANENT
    assert list((busy.state / "jobs").iterdir()) == []


def words_of_children(process: psutil.Process) -> list[str]:
    with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
        return [word for child in process.children() for word in child.cmdline()]
    return []


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def open_files(service: Service, part: str) -> int:
    [process] = service.parts(part)
    return sum(each.num_fds() for each in [process, *process.children(recursive=True)])
