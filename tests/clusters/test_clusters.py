"""The schedulers themselves: what the other tests of this folder rely on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import psutil
import pytest

from tests.support.clusters import CLUSTERS, Cluster, Unavailable
from tests.support.clusters.daemon import Daemon, NotReady
from tests.support.service import ROOT, wait_for

# How each scheduler is told what a test needs: where the output goes, memory in MiB, run time in seconds, to hold it.
OPTIONS = {
    "slurm": {"output": "--output={}", "memory": "--mem={}M", "seconds": "--time=0:{}", "hold": "--hold"},
    "grid_engine": {"output": "-j y -o {}", "memory": "-l h_vmem={}M", "seconds": "-l h_rt={}", "hold": "-h"},
    "torque": {"output": "-j oe -o {}", "memory": "-l mem={}mb", "seconds": "-l walltime={}", "hold": "-h"},
}
RELEASE = {"slurm": "scontrol release {}", "grid_engine": "qrls {}", "torque": "qrls {}"}

# Slurm rounds up to minutes and looks every 30 s; so the administrator says that the time of a running job ends now.
END = {"slurm": "scontrol update JobId={} EndTime=now", "grid_engine": "qstat -j {}"}
OVER_TIME = {"slurm": "TIMEOUT", "grid_engine": "failed 37"}

EATS_MEMORY = "x = bytearray(400 * 2**20); x[::4096] = b'x' * len(x[::4096]); import time; time.sleep(60)"


class Submit(Protocol):
    """Submits a script in the test's folder, to the test's cluster or another one."""

    def __call__(self, text: str, *, to: Cluster | None = None, **wishes: object) -> str: ...


@pytest.fixture
def submit(request: pytest.FixtureRequest, tmp_path: Path) -> Submit:
    def submitted(text: str, *, to: Cluster | None = None, **wishes: object) -> str:
        cluster = to or request.getfixturevalue("cluster")
        script = tmp_path / "job.sh"
        script.write_text(f"#!/bin/sh\n{text}\n")
        told = {"output": tmp_path / "output.txt"} | wishes
        words = [word.format(value) for wish, value in told.items() for word in OPTIONS[cluster.name][wish].split()]
        return cluster.submit(script, *words)

    return submitted


@pytest.fixture
def another(cluster: Cluster) -> Iterator[Cluster]:
    """A second cluster of the same kind, while the first one runs."""
    with type(cluster)() as another:
        yield another


def test_a_job_runs_and_the_accounting_has_its_exit_code(cluster: Cluster, submit: Submit, tmp_path: Path) -> None:
    job = submit(f"echo written > {tmp_path}/result.txt; exit 3")
    assert cluster.wait_ending(job).exit_code == 3
    cluster.wait_idle()
    assert (tmp_path / "result.txt").read_text() == "written\n"


def test_a_cancelled_job_leaves_the_queue_and_its_processes_end(cluster: Cluster, submit: Submit) -> None:
    before = set(cluster.processes())
    job = submit("sleep 300")
    wait_for(lambda: job_runs(cluster, before), 30, "the job does not start")
    assert cluster.queue() == [job]
    cluster.cancel(job)
    cluster.wait_idle()
    wait_for(lambda: set(cluster.processes()) <= before, 20, "processes of the job are left")


def test_a_pending_job_outlives_the_controller(cluster: Cluster, submit: Submit, tmp_path: Path) -> None:
    job = submit(f"echo written > {tmp_path}/result.txt", hold=True)
    assert cluster.controller_answers()
    cluster.stop_controller()
    assert not cluster.controller_answers()
    cluster.start_controller()
    assert cluster.queue() == [job]
    cluster.run(*RELEASE[cluster.name].format(job).split())
    assert cluster.wait_ending(job).exit_code == 0
    assert (tmp_path / "result.txt").read_text() == "written\n"


def test_a_job_over_its_memory_is_killed(cluster: Cluster, submit: Submit, tmp_path: Path) -> None:
    job = submit(f'{sys.executable} -c "{EATS_MEMORY}" && echo survived > {tmp_path}/result.txt', memory=100)
    assert cluster.wait_ending(job, 40).exit_code != 0
    assert not (tmp_path / "result.txt").exists()


def test_a_job_within_its_memory_is_not_killed(cluster: Cluster, submit: Submit) -> None:
    job = submit(f'{sys.executable} -c "x = bytearray(100 * 2**20); import time; time.sleep(4)"', memory=400)
    assert cluster.wait_ending(job, 40).exit_code == 0


@pytest.mark.parametrize("cluster", OVER_TIME, indirect=True)
def test_a_job_over_its_time_is_killed(cluster: Cluster, submit: Submit) -> None:
    before = set(cluster.processes())
    job = submit("sleep 300", seconds=3)
    wait_for(lambda: job_runs(cluster, before), 30, "the job does not start")
    cluster.run(*END[cluster.name].format(job).split())
    assert cluster.wait_ending(job, 90).reason.startswith(OVER_TIME[cluster.name])
    assert not job_runs(cluster, before)


@pytest.mark.parametrize("name", CLUSTERS)
def test_nothing_is_left_of_a_cluster_that_is_stopped(name: str, submit: Submit) -> None:
    try:
        with CLUSTERS[name]() as cluster:
            before = set(cluster.processes())
            submit("env -i sleep 300", to=cluster)
            wait_for(lambda: "sleep" in job_runs(cluster, before), 30, "the job does not start")
            during = cluster.processes()
    except Unavailable as reason:
        pytest.skip(f"{name}: {reason}")
    assert psutil.wait_procs(during, 5)[1] == []
    assert traces_of(cluster.folder) == []
    assert not cluster.folder.exists()


def test_two_clusters_of_one_kind_run_beside_each_other(cluster: Cluster, another: Cluster, submit: Submit) -> None:
    job = submit("exit 5", to=another)
    assert another.wait_ending(job).exit_code == 5
    assert cluster.queue() == []
    assert cluster.ending(job) != another.ending(job)


def test_a_developer_starts_one_and_ends_it_by_a_key(cluster: Cluster) -> None:
    command = [sys.executable, "-m", "tests.support.clusters", cluster.name]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = dict(
            process.stdout.readline().removeprefix("export ").strip().split("=", 1) for _ in cluster.environment
        )
        assert Path(told[cluster.home]).exists()
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    assert told.keys() == cluster.environment.keys()
    assert not Path(told[cluster.home]).exists()


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


def job_runs(cluster: Cluster, before: set[psutil.Process]) -> list[str]:
    """Return the names of the processes that were not there before."""
    names = []
    for process in set(cluster.processes()) - before:
        with suppress(psutil.NoSuchProcess):
            names.append(process.name())
    return names


def traces_of(folder: Path) -> list[str]:
    """Return the processes that run in a folder, or know it."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            words = [process.cwd(), *process.cmdline(), *process.environ().values()]
            if any(str(folder) in word for word in words):
                found.append(f"{process.pid} {process.name()}")
    return found
