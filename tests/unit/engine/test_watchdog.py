"""A leader ends itself, with all of its job, when the lease of its engine is over, and not before."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.support.service import wait_for
from wps_cwl.engine import leader_process, watchdog
from wps_cwl.engine.schedulers import processes

# A leader: holds the lock, and starts what works in its directory, again and again.
LEADER = """
import os, subprocess, sys, time
from pathlib import Path
from wps_cwl.engine import watchdog
from wps_cwl.engine.schedulers import processes
directory = Path(sys.argv[1])
lock = os.open(directory / "leader.lock", os.O_RDWR)
os.write(lock, b"1234")
print(watchdog.guard(directory, lock, processes.kill), flush=True)
while True:
    subprocess.Popen(["sleep", "600"], cwd=directory / "work", start_new_session=True)
    time.sleep(0.2)
"""

Lead = Callable[[], subprocess.Popen[str]]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    found = tmp_path / "job"
    (found / "work").mkdir(parents=True)
    (found / "leader.lock").touch()
    return found


@pytest.fixture
def lease(tmp_path: Path, directory: Path) -> Path:
    file = tmp_path / "lease"
    watchdog.sign(directory, "this machine", file)
    return file


@pytest.fixture
def lead(directory: Path) -> Iterator[Lead]:
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        environment = {"HOME": str(directory / "work"), "PATH": "/usr/bin:/bin"}
        command = [sys.executable, "-c", LEADER, str(directory)]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment))
        return started[-1]

    yield start
    for process in started:
        process.kill()
    processes.kill(directory)  # what still has the pipe
    for process in started:
        process.communicate()


def test_a_leader_and_all_that_it_started_end_with_the_lease(lease: Path, directory: Path, lead: Lead) -> None:
    watchdog.write(lease, watchdog.now() + 10)
    leader = lead()
    assert leader.stdout is not None
    assert leader.stdout.readline() == "True\n"
    wait_for(lambda: len(processes.names_of(directory)) > 2, 10, "it starts nothing")
    leader.wait(30)
    wait_for(lambda: not processes.names_of(directory), 10, "something runs on")
    wait_for(lambda: not (directory / "leader.lock").read_bytes(), 10, "it looks as if the job had interrupted itself")


def test_a_lease_that_is_extended_keeps_its_leaders_alive(lease: Path, directory: Path, lead: Lead) -> None:
    watchdog.write(lease, watchdog.now() + 10)
    leader = lead()
    assert leader.stdout is not None
    assert leader.stdout.readline() == "True\n"
    for _ in range(14):
        watchdog.write(lease, watchdog.now() + 10)
        time.sleep(1)
    assert leader.poll() is None
    assert psutil.pid_exists(leader.pid)


def test_a_leader_that_comes_too_late_does_nothing(lease: Path, directory: Path, lead: Lead) -> None:
    watchdog.write(lease, watchdog.now() - 1)
    leader = lead()
    assert leader.stdout is not None
    assert leader.stdout.readline() == "False\n"


def test_a_leader_process_that_comes_too_late_leaves_no_exit_code(lease: Path, directory: Path) -> None:
    watchdog.write(lease, watchdog.now() - 1)
    command = [sys.executable, "-P", "-m", "wps_cwl.engine.leader_process", "1", str(directory), "--version"]
    assert subprocess.run(command, check=False, timeout=60).returncode == leader_process.LEASE_OVER
    assert not (directory / "exit.json").exists()


@pytest.mark.parametrize("text", [b"", b"garbage", b"0000000000000001", b"[1]"])
def test_a_file_that_does_not_say_until_when_is_a_lease_that_is_over(
    lease: Path, directory: Path, lead: Lead, text: bytes
) -> None:
    lease.write_bytes(text)
    leader = lead()
    assert leader.stdout is not None
    assert leader.stdout.readline() == "False\n"


def test_without_leases_nobody_watches(directory: Path, lead: Lead) -> None:
    leader = lead()
    assert leader.stdout is not None
    assert leader.stdout.readline() == "True\n"
    assert psutil.Process(leader.pid).num_threads() == 1


@pytest.mark.parametrize("variable", ["SLURM_JOB_ID", "JOB_ID", "PBS_JOBID"])
def test_steps_of_a_cluster_whose_node_is_this_machine_are_left_to_their_scheduler(
    directory: Path, variable: str
) -> None:
    """A script has the variable of its scheduler; the tool that it starts has not."""
    environment = {"HOME": str(directory / "work"), "PATH": "/usr/bin:/bin"}
    tool = "env -i sleep 600 & echo $!; wait"
    script = subprocess.Popen(
        ["/bin/sh", "-c", tool],
        cwd=directory / "work",
        env=environment | {variable: "17"},
        stdout=subprocess.PIPE,
        text=True,
    )
    ours = subprocess.Popen(["sleep", "600"], cwd=directory / "work", env=environment)
    try:
        assert script.stdout is not None
        number = int(script.stdout.readline())
        wait_for(lambda: len(processes.names_of(directory)) == 3, 20, "they are not found")
        processes.kill(directory)
        ours.wait(20)
        assert script.poll() is None
        assert psutil.Process(number).status() != psutil.STATUS_ZOMBIE
        processes.end(directory)  # which is for jobs that are over
        script.wait(20)
        assert not psutil.pid_exists(number) or psutil.Process(number).status() == psutil.STATUS_ZOMBIE
    finally:
        for process in (script, ours):
            process.kill()
            process.wait()
        script.stdout.close()


def test_nothing_is_written_through_a_link_of_who_may_write_into_the_job_directory(
    directory: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "credentials"
    secret.write_text("secret")
    secret.chmod(0o600)
    for name in ("engine.json", "engine.json.part"):
        (directory / name).symlink_to(secret)
    watchdog.sign(directory, "this machine", tmp_path / "lease")
    assert (secret.read_text(), secret.stat().st_mode & 0o777) == ("secret", 0o600)
    assert watchdog.signed(directory) == watchdog.Signature("this machine", str(tmp_path / "lease"))
    assert not (directory / "engine.json").is_symlink()
