"""Two engines on this machine over one PostgreSQL: leaders that are new interpreters, and who keeps the house."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

from tests.support import parts, stamps
from tests.support.crowd import digest
from tests.support.service import ROOT, Service, text_of, wait_for
from tests.support.site_of_machines import LEASE
from wps_cwl.model import JobState

PROCESSES = f"{ROOT / 'tests/machines/processes'},{ROOT / 'cwl/processes'}"
AT_WORK = 30  # seconds that a tool runs
KEPT = 5  # seconds
MOMENT = 20  # seconds in which is done what is done every second, on a slow machine


def service_of(folder: Path, url: str, **settings: object) -> Service:
    return Service(folder, processes=PROCESSES, DATABASE__URL=url, JOBS__RUNNING=2, **parts.SETTINGS, **settings)


def test_stock_leaders_end_with_the_lease_of_their_engine_too(postgresql_url: str, tmp_path: Path) -> None:
    service = service_of(tmp_path / "service", postgresql_url, JOBS__LEADERS="stock")
    folder = tmp_path / "stamps"
    folder.mkdir()
    with parts.running(service, "web", "one", "two") as running:
        data = f"folder={folder};seconds={AT_WORK};word="
        words = {service.submit("stamped", f"{data}w{number}"): f"w{number}" for number in range(4)}
        wait_for(
            lambda: {"one", "two"} <= {running.holder(file.name) for file in folder.iterdir()}, 120, "not both work"
        )
        held = {file.name: running.holder(file.name) for file in folder.iterdir() if ends_late(file)}
        running.kill("one")
        assert "one" in held.values()
        for job, word in words.items():
            assert text_of(service.wait(job, 300), "LiteralData") == digest(word)
            stamps.assert_never_at_once(folder / job)
            [found] = stamps.read(folder / job).values()
            assert found[-1].whole
            if job in held:
                assert [run.whole for run in found] == ([False, True] if held[job] == "one" else [True])
        wait_for(lambda: not service.store().unreleased(), MOMENT, "a job is not released")
        assert service.processes_of_jobs() == []


def ends_late(file: Path) -> bool:
    """Whether the one run of a job that has left stamps goes on for longer than a lease."""
    [[run]] = stamps.read(file).values()
    return time.clock_gettime(time.CLOCK_BOOTTIME) - run.begin < AT_WORK - LEASE


def test_jobs_are_removed_by_the_oldest_engine_whoever_ran_them(postgresql_url: str, tmp_path: Path) -> None:
    service = service_of(tmp_path / "service", postgresql_url, RETENTION__DAYS=KEPT / 86400)
    store, directories = service.store(), service.state / "jobs"
    with parts.running(service, "web", "one", "two") as running:
        jobs = [service.submit("sleep", "delay=2") for _ in range(4)]
        for job in jobs:
            service.wait(job)
        assert {running.engine_of(job) for job in jobs} == {"one", "two"}
        assert store.count(JobState.SUCCESSFUL) == len(jobs), "an engine sweeps at its start, and minutes later"
        mark = service.state / "engines" / "one" / "accounting" / jobs[0]
        mark.touch()  # as of a job whose engine was killed before it was settled
        running.kill("one")  # the oldest, so the other one sweeps when the lease is over
        wait_for(lambda: not store.count(), LEASE + MOMENT, "nobody sweeps")
        wait_for(lambda: not list(directories.iterdir()), MOMENT, "a directory is left")
        wait_for(lambda: not mark.exists(), MOMENT, "nobody settles what the engine has left")

        late = service.submit("hello", "name=late")
        service.wait(late)
        wait_for(lambda: store.expired(datetime.now(UTC)), KEPT + MOMENT, "it does not expire")
        running.run("one")  # the youngest now
        time.sleep(LEASE / 2)
        assert store.count() == 1, "it sweeps beside the other engine"
        running.kill("two")
        wait_for(lambda: not store.count(), LEASE + MOMENT, "nobody sweeps any more")
        wait_for(lambda: not list(directories.iterdir()), MOMENT, "a directory is left")
