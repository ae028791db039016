"""What a job costs on Slurm: its time, and the commands by which waiting leaders burden the scheduler."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.arena import Arena
from benchmarks.contestants.slurm import TOIL, CountedCommands, SlurmSite
from benchmarks.measure import Measure, Target
from tests.support.service import wait_for

LEADERS = 20
SETTLING, WINDOW = 10.0, 60.0  # seconds before commands are counted, and in which they are


def _hello(arena: Arena) -> float:
    service = arena.slurm.service
    begun = time.monotonic()
    service.succeed("hello")
    seconds = time.monotonic() - begun
    service.rest()
    return seconds


def _sbatch(arena: Arena) -> float:
    site = arena.slurm
    begun = time.monotonic()
    site.cluster.run("sbatch", "--wait", f"--output={site.new_folder('sbatch')}/hello.txt", "--wrap", "echo hello")
    return time.monotonic() - begun


def _our_commands(arena: Arena) -> float:
    site, commands = arena.slurm, arena.slurm.counted()
    with site.new_service(commands.environment, JOBS__RUNNING=LEADERS) as service, _full(site):
        before = commands.names().count("sbatch")
        for _ in range(LEADERS):
            service.submit("hello")
        return _per_minute(commands, before + LEADERS)


def _stock_commands(arena: Arena) -> float:
    site, commands = arena.slurm, arena.slurm.counted()
    with _full(site):
        started = site.new_stock(commands.environment).start_toil("hello", *TOIL)
        try:
            return _per_minute(commands, 1)
        finally:
            started.end()


@contextmanager
def _full(site: SlurmSite) -> Iterator[None]:
    """Have a job take the whole node, so that all others wait; in the end none is left."""
    folder = site.new_folder("blocker")
    script = folder / "block.sh"
    script.write_text("#!/bin/sh\nsleep 3600\n")
    try:
        job = site.cluster.submit(script, "--exclusive", f"--output={folder}/output.txt")
        state = ("squeue", "--noheader", f"--jobs={job}", "--format=%T")
        wait_for(lambda: "RUNNING" in site.cluster.run(*state).stdout, 60, "the blocking job does not start")
        yield
    finally:
        site.empty(site.cluster)


def _per_minute(commands: CountedCommands, submitted: int) -> float:
    """Return how many commands are run in a minute while that many jobs wait."""
    wait_for(lambda: commands.names().count("sbatch") >= submitted, 300, "not all steps were submitted")
    time.sleep(SETTLING)
    before = len(commands.names())
    time.sleep(WINDOW)
    return (len(commands.names()) - before) / WINDOW * 60


MEASURES = (
    Measure(
        "slurm-hello",
        "`hello` on Slurm, synchronous Execute over HTTP until ProcessSucceeded",
        "s",
        _hello,
        lambda arena: arena.slurm.stock.toil("hello", *TOIL).seconds,
        "toil-cwl-runner",
        Target(0.40),
    ),
    Measure(
        "slurm-hello-sbatch",
        "the same against `sbatch --wait` of the bare command",
        "s",
        _hello,
        _sbatch,
        "sbatch",
    ),
    Measure(
        "slurm-commands",
        f"commands of Slurm, while {LEADERS} leaders wait for a pending step; the peer is a single leader",
        "per minute",
        _our_commands,
        _stock_commands,
        "toil-cwl-runner",
        Target(1.5),
        rounds=2,
    ),
)
