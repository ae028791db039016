"""The CPU seconds of a tree of processes are all of them."""

from __future__ import annotations

import subprocess
import sys

import psutil

from benchmarks import cpu

BURN = 0.4  # seconds that each of three generations uses
TICKS = 0.1  # the kernel tells whole hundredths, of user and of system time, for each process
# A process that burns, has a child do the same and waits for it, and then waits for the end of its stdin.
FAMILY = """
import subprocess, sys, time
generations = int(sys.argv[1])
while time.process_time() < {burn}: pass
if generations > 1:
    subprocess.run([sys.executable, "-c", {source}, str(generations - 1)], stdin=subprocess.DEVNULL, check=True)
print("done", flush=True)
sys.stdin.read()
"""


def test_ended_children_and_their_children_are_counted() -> None:
    inner = FAMILY.format(burn=BURN, source="None")
    middle = FAMILY.format(burn=BURN, source=repr(inner))
    outer = FAMILY.format(burn=BURN, source=repr(middle))
    with subprocess.Popen(
        [sys.executable, "-c", outer, "3"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        while process.stdout.readline() != "done\n" or psutil.Process(process.pid).children():
            continue
        counted = cpu.seconds(psutil.Process(process.pid))
    assert 3 * BURN - TICKS <= counted <= 3 * BURN + 0.6


def test_living_children_are_counted() -> None:
    source = f"import time\nwhile time.process_time() < {BURN}: pass\nprint(flush=True)\ntime.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        counted = cpu.seconds(psutil.Process())
        process.kill()
    assert counted - cpu.seconds(psutil.Process()) < BURN  # after its end, it is found among our ended children
    assert counted >= BURN - TICKS
