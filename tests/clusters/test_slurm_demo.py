"""The demonstration of PyWPS on Slurm, by the one command that users have: it starts what `compose.yaml` says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.support.service import ROOT

SECONDS = 900  # on a machine that is slow, or that installs the packages first


@pytest.fixture(scope="module")
def told() -> str:
    """What `make demo-slurm` says; without colours, as nobody looks."""
    command = [sys.executable, "-m", "examples.slurm"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=SECONDS)
    if "this machine cannot run it" in done.stderr:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def part(told: str, number: int) -> str:
    """Return what was said below a heading."""
    return told.split(f"\n{number}. ")[1].split(f"\n{number + 1}. ")[0]


def test_hello_greets_and_slurm_knows_of_it(told: str) -> None:
    assert "ProcessSucceeded: Hello Friday" in part(told, 2)
    assert len(re.findall(r"^ +\d+ +wps-\S+ +worker\d +\d+ +COMPLETED", told, re.MULTILINE)) == 4  # two are birdy's


def test_sleep_is_accepted_then_started_then_succeeds_while_it_is_in_the_queue(told: str) -> None:
    lines = [line.split() for line in part(told, 3).splitlines() if line.startswith("  Process")]
    assert lines[0][0] == "ProcessAccepted,"
    assert " ".join(lines[-1]) == "ProcessSucceeded: Slept 10 seconds"
    percents = [int(words[1]) for words in lines[1:-1]]
    assert {words[0] for words in lines[1:-1]} == {"ProcessStarted"}
    assert percents == sorted(percents)
    assert len(set(percents)) > 3
    job = lines[0][1].split("/")[-2]
    assert re.search(rf"wps-{job}\S* +R ", part(told, 3)), "squeue did not show it"


def test_birdy_does_what_the_demonstration_says(told: str) -> None:
    commands = re.findall(r"^  \$ (birdy .*)$", part(told, 4), re.MULTILINE)
    assert commands == ["birdy -h", "birdy hello -h", "birdy hello --name Birdy", "birdy sleep --delay 5"]
    assert "output=['Hello Birdy']" in part(told, 4)
    assert "sleep_output=['Slept 5 seconds']" in part(told, 4)


def test_a_third_job_waits_for_one_of_two_workers_and_says_so(told: str) -> None:
    assert sorted(re.findall(r"^ +\d+ +demo +wps-\S+ +(\w+)", part(told, 5), re.MULTILINE)) == ["PD", "R", "R"]
    assert re.search(r"ProcessStarted: pending: (Resources|Priority)", part(told, 5))


def test_a_killed_worker_is_a_failure_with_its_reason(told: str) -> None:
    assert re.search(r"ProcessFailed\n.*signal 9, SIGKILL", part(told, 6))
    assert re.search(r"wps-\S+ +worker\d +\d+ +FAILED", part(told, 8))


def test_dismissed_jobs_leave_the_queue_and_the_accounts_agree(told: str) -> None:
    assert len(re.findall(r"^  \S+ Dismissed$", part(told, 7), re.MULTILINE)) == 2
    assert "demo wps-" not in part(told, 7)
    assert len(re.findall("CANCELLED", part(told, 8))) == 2
    sums = re.search(r"core-seconds: ([\d.]+) by Slurm, ([\d.]+) by wps-cwl", part(told, 8))
    assert sums is not None
    assert float(sums[1]) == float(sums[2]) > 15


def test_nothing_is_left_of_it(told: str) -> None:
    [folder] = set(re.findall(r"\S*/wps-cwl-demo-\w+", told))
    assert not Path(folder).exists()
    running = psutil.process_iter(["cmdline", "environ"])
    assert not [one for one in running if folder in f"{one.info['cmdline']} {one.info['environ']}"]
