"""What another process does with the job store; the tests run it as `python other_process.py ACT URL [WORD]`."""

from __future__ import annotations

import itertools
import sys
import time
from datetime import UTC, datetime

from wps_cwl.jobs import JobStore, upgrade
from wps_cwl.model import ExecuteRequest, Job, JobState


def say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


def wait_for_start() -> None:
    """Say that we are here, and wait until the test says that all are."""
    say("ready")
    sys.stdin.readline()


def claim(url: str, engine: str) -> None:
    """Claim jobs until there are none, and say their ids."""
    store = JobStore(url)
    store.count()
    wait_for_start()
    while (job := store.claim(engine=engine)) is not None:
        say(job.id)


def write(url: str, prefix: str) -> None:
    """Add jobs for ever, and say the id of each that was accepted."""
    store = JobStore(url)
    wait_for_start()
    for number in itertools.count():
        now = datetime.now(UTC)
        job = Job(f"{prefix}{number}", "p", JobState.ACCEPTED, now, now, ExecuteRequest("p"))
        store.add(job, waiting_limit=10**9)
        say(job.id)


def busy(url: str, job_id: str) -> None:
    """Report progress for a second and a half, then say how often."""
    store = JobStore(url)
    wait_for_start()
    end, count = time.monotonic() + 1.5, 0
    while time.monotonic() < end:
        store.report(job_id, message=f"step {count}", percent=count % 100)
        count += 1
    say(str(count))


def read(url: str, job_id: str) -> None:
    """Ask for a job for a second and a half, then say how often, and whether its percentage ever went back."""
    store = JobStore(url)
    wait_for_start()
    end, seen = time.monotonic() + 1.5, []
    while time.monotonic() < end:
        seen.append(store.get(job_id).percent or 0)
    say(str(len(seen)))
    say("back" if seen != sorted(seen) else "onwards")


def make(url: str, _: str) -> None:
    """Make the database."""
    wait_for_start()
    upgrade(url)
    say("done")


if __name__ == "__main__":
    {act.__name__: act for act in (claim, write, busy, read, make)}[sys.argv[1]](sys.argv[2], sys.argv[3])
