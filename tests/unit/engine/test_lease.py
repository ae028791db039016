"""The end of an engine that has lost its lease: what it may still do, and who pays for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.service import wait_for
from wps_cwl import errors
from wps_cwl.engine import lease, watchdog
from wps_cwl.engine.schedulers import processes

SECONDS = 5

# An engine that has one job at work. What the database answers to each question stands in a file.
ENGINE = """
import errno, sys, time
from pathlib import Path
from wps_cwl import errors
from wps_cwl.engine import lease, watchdog
folder, seconds = Path(sys.argv[1]), int(sys.argv[2])
write = watchdog.write

class Database:
    def take(self, *_):
        return 1

    def renew(self, *_):
        answer = (folder / "answer").read_text()
        if answer == "lost":
            raise errors.LeaseLost
        if answer == "away":
            raise errors.StoreUnavailable(reason="away")
        return True

def sometimes(file, until):
    if (folder / "full").exists():
        (folder / "full").unlink()
        raise OSError(errno.ENOSPC, "no space")
    write(file, until)

watchdog.write = sometimes
mine = lease.Lease(Database(), name="one", seconds=seconds, file=folder / "lease")
mine.at_work = lambda: [folder / "job"]
with mine:
    print("begun", flush=True)
    time.sleep(60)
"""

# A leader of that job.
LEADER = """
import fcntl, os, sys, time
from pathlib import Path
from wps_cwl.engine import watchdog
from wps_cwl.engine.schedulers import processes
directory = Path(sys.argv[1])
lock = os.open(directory / "leader.lock", os.O_RDWR | os.O_CREAT)
fcntl.flock(lock, fcntl.LOCK_EX)
os.write(lock, b"1234")
watchdog.guard(directory, lock, processes.kill)
print("begun", flush=True)
time.sleep(60)
"""

# The leader of another engine, which has the job now.
OTHERS = 'import time; print("begun", flush=True); time.sleep(60)'

Run = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "job" / "work").mkdir(parents=True)
    (tmp_path / "answer").write_text("yes")
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Iterator[Run]:
    started: list[subprocess.Popen[str]] = []

    def start(script: str, *arguments: object, home: Path | None = None) -> subprocess.Popen[str]:
        environment = {"PATH": os.environ["PATH"], "HOME": str(home or "/")}
        command = [sys.executable, "-c", script, *map(str, arguments)]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True)
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        return process

    yield start
    for process in started:
        process.kill()
    processes.kill(folder / "job")
    for process in started:
        process.communicate()


def test_one_that_slept_past_it_touches_no_process_of_the_engine_that_has_its_job_now(run: Run, folder: Path) -> None:
    engine = run(ENGINE, folder, SECONDS)
    engine.send_signal(signal.SIGSTOP)
    time.sleep(SECONDS + 1)
    (folder / "answer").write_text("away")  # so that it finds out by the time that has passed
    others = run(OTHERS, home=folder / "job" / "work")
    engine.send_signal(signal.SIGCONT)
    assert engine.wait(60) == lease.LOST
    time.sleep(1)
    assert others.poll() is None


def test_one_whose_row_is_gone_ends_at_once_and_kills_nobody_but_lets_its_leaders_know(run: Run, folder: Path) -> None:
    engine = run(ENGINE, folder, 30)
    others = run(OTHERS, home=folder / "job" / "work")
    (folder / "answer").write_text("lost")
    assert engine.wait(60) == lease.LOST
    assert others.poll() is None
    with (folder / "lease").open("rb") as file:
        assert watchdog.read(file.fileno()) == 0


def test_one_without_the_database_ends_with_its_leaders_and_the_job_is_not_to_blame(run: Run, folder: Path) -> None:
    engine = run(ENGINE, folder, SECONDS)
    watchdog.sign(folder / "job", "this machine", folder / "lease")
    leader = run(LEADER, folder / "job", home=folder / "job" / "work")
    (folder / "answer").write_text("away")
    assert engine.wait(60) == lease.LOST
    leader.wait(60)
    lock = folder / "job" / "leader.lock"
    wait_for(lambda: not lock.read_bytes(), 10, "it looks as if the job had interrupted itself")


def test_one_file_that_cannot_be_written_once_ends_nothing(run: Run, folder: Path) -> None:
    engine = run(ENGINE, folder, SECONDS)
    (folder / "full").touch()
    wait_for(lambda: not (folder / "full").exists(), 10, "it is not renewed")
    time.sleep(2 * SECONDS)
    assert engine.poll() is None


# --- the name ---------------------------------------------------------------------------------------------


class Taken:
    """A database in which another engine has the name for a number of questions."""

    def __init__(self, times: float) -> None:
        self.times = times

    def take(self, name: str, machine: str, seconds: float) -> int:
        self.times -= 1
        if self.times >= 0:
            raise errors.EngineElsewhere(name=name, machine="this one, before it was started again")
        return 7

    def renew(self, token: int, seconds: float) -> bool:
        return True


def test_a_machine_that_was_started_again_waits_until_its_own_lease_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "PAUSE", 0.01)
    with lease.Lease(Taken(3), name="one", seconds=60, file=tmp_path / "lease") as mine:  # type: ignore[arg-type]
        assert mine.token == 7


def test_a_name_that_another_machine_keeps_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "PAUSE", 0.01)
    mine = lease.Lease(Taken(float("inf")), name="one", seconds=0.2, file=tmp_path / "lease")  # type: ignore[arg-type]
    with pytest.raises(errors.EngineElsewhere, match="before it was started again"), mine:
        pass
