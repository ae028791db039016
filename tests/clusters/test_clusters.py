"""The schedulers themselves: what the other tests of this folder rely on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.support.clusters import CLUSTERS, Cluster, packages
from tests.support.clusters.daemon import Daemon, NotReady
from tests.support.service import ROOT, wait_for

# How each scheduler is told what a test needs: where the output goes, memory in MiB, hold, and time in seconds.
OPTIONS: dict[str, dict[str, Callable[[object], list[str]]]] = {
    "slurm": {
        "output": lambda path: [f"--output={path}"],
        "memory": lambda mib: [f"--mem={mib}M"],
        "hold": lambda _: ["--hold"],
    },
}
RELEASE = {"slurm": ["scontrol", "release"]}

EATS_MEMORY = "x = bytearray(400 * 2**20); x[::4096] = b'x' * len(x[::4096]); import time; time.sleep(60)"


@pytest.fixture
def submit(cluster: Cluster, tmp_path: Path) -> Callable[..., str]:
    """Submit a script in the test's folder."""

    def submitted(text: str, **wishes: object) -> str:
        script = tmp_path / "job.sh"
        script.write_text(f"#!/bin/sh\n{text}\n")
        options = {"output": tmp_path / "output.txt", **wishes}
        table = OPTIONS[cluster.name]
        return cluster.submit(script, *(word for name, value in options.items() for word in table[name](value)))

    return submitted


def test_a_job_runs_and_the_accounting_has_its_exit_code(
    cluster: Cluster, submit: Callable[..., str], tmp_path: Path
) -> None:
    job = submit(f"echo written > {tmp_path}/result.txt; exit 3")
    assert cluster.wait_ending(job).exit_code == 3
    cluster.wait_idle()
    assert (tmp_path / "result.txt").read_text() == "written\n"


def test_a_cancelled_job_leaves_the_queue_and_its_processes_end(cluster: Cluster, submit: Callable[..., str]) -> None:
    before = cluster.processes()
    job = submit("sleep 300")
    wait_for(lambda: len(cluster.processes()) > len(before), 30, "the job does not start")
    assert job in cluster.queue()
    cluster.cancel(job)
    cluster.wait_idle()
    wait_for(lambda: set(cluster.processes()) <= set(before), 20, "processes of the job are left")


def test_a_pending_job_outlives_the_controller(cluster: Cluster, submit: Callable[..., str], tmp_path: Path) -> None:
    job = submit(f"echo written > {tmp_path}/result.txt", hold=True)
    cluster.stop_controller()
    with pytest.raises(AssertionError):
        cluster.queue()
    cluster.start_controller()
    assert cluster.queue() == [job]
    cluster.run(*RELEASE[cluster.name], job)
    assert cluster.wait_ending(job).exit_code == 0
    assert (tmp_path / "result.txt").read_text() == "written\n"


def test_a_job_over_its_memory_is_killed(cluster: Cluster, submit: Callable[..., str], tmp_path: Path) -> None:
    job = submit(f'{sys.executable} -c "{EATS_MEMORY}" && echo survived > {tmp_path}/result.txt', memory=100)
    assert cluster.wait_ending(job, 40).exit_code != 0
    assert not (tmp_path / "result.txt").exists()


@pytest.mark.parametrize("name", CLUSTERS)
def test_nothing_is_left_of_a_cluster_that_is_stopped(name: str, tmp_path: Path) -> None:
    script = tmp_path / "job.sh"
    script.write_text("#!/bin/sh\nsleep 300\n")
    try:
        with CLUSTERS[name]() as cluster:
            before = len(cluster.processes())
            cluster.submit(script, *OPTIONS[name]["output"](tmp_path / "output.txt"))
            wait_for(lambda: len(cluster.processes()) > before, 30, "the job does not start")
    except packages.Unavailable as reason:
        pytest.skip(f"{name}: {reason}")
    assert not cluster.processes()
    assert not cluster.folder.exists()


def test_two_clusters_of_one_kind_run_beside_each_other(cluster: Cluster, tmp_path: Path) -> None:
    script = tmp_path / "job.sh"
    script.write_text("#!/bin/sh\nexit 5\n")
    with type(cluster)() as other:
        job = other.submit(script, *OPTIONS[cluster.name]["output"](tmp_path / "output.txt"))
        assert other.wait_ending(job).exit_code == 5
        assert cluster.queue() == []


def test_a_daemon_that_does_not_start_shows_the_end_of_its_log(tmp_path: Path) -> None:
    words = ["sh", "-c", "echo the key is missing; exit 1"]
    daemon = Daemon(words, tmp_path, environment={"PATH": os.environ["PATH"]}, ready=lambda: False)
    daemon.start()
    with pytest.raises(NotReady, match=r"sh has ended\n--- sh.log\nthe key is missing"):
        daemon.wait(20)


def test_a_daemon_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    source = """
import os, pathlib, sys
from tests.support.clusters.daemon import Daemon
daemon = Daemon(["sleep", "300"], pathlib.Path(sys.argv[1]), environment=dict(os.environ), ready=lambda: True)
daemon.start()
daemon.wait()
print(daemon.pid, flush=True)
os.kill(os.getpid(), 9)
"""
    answer = subprocess.run(
        [sys.executable, "-c", source, tmp_path], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert answer.returncode == -9, answer.stderr
    wait_for(lambda: not psutil.pid_exists(int(answer.stdout)), 20, "the daemon lives on")
