"""Two engines on this machine over one PostgreSQL: leaders that are new interpreters, and who keeps the house."""

from __future__ import annotations

import signal
from pathlib import Path

from tests.support import parts, stamps
from tests.support.crowd import digest
from tests.support.parts import LEASE, Parts
from tests.support.service import ROOT, Service, text_of, wait_for
from wps_cwl.model import JobState

PROCESSES = f"{ROOT / 'tests/machines/processes'},{ROOT / 'cwl/processes'}"
KEPT = 15  # seconds
MOMENT = 20  # seconds in which what is done every second is done, on a slow machine


def service_of(folder: Path, url: str, **settings: object) -> Service:
    return Service(folder, processes=PROCESSES, DATABASE__URL=url, JOBS__RUNNING=2, **parts.SETTINGS, **settings)


def test_stock_leaders_end_with_the_lease_of_their_engine_too(postgresql_url: str, tmp_path: Path) -> None:
    service = service_of(tmp_path / "service", postgresql_url, JOBS__LEADERS="stock")
    (tmp_path / "stamps").mkdir()
    with parts.running(service, "web", "one", "two") as running:
        data = f"folder={tmp_path / 'stamps'};seconds={{}};word=w{{}}"
        jobs = {service.submit("stamped", data.format(20, word)): word for word in range(4)}
        wait_for(lambda: len(list((tmp_path / "stamps").iterdir())) == len(jobs), 120, "not all run")
        killed = [job for job in jobs if running.holder(job) == "one"]
        assert 0 < len(killed) < len(jobs)
        before = {job: len(service.processes_of_jobs(job)) for job in jobs}
        running.kill("one")
        assert all(before.values())
        for job, word in jobs.items():
            assert text_of(service.wait(job, 240), "LiteralData") == digest(f"w{word}")
            stamps.assert_never_at_once(tmp_path / "stamps" / job)
            [found] = stamps.read(tmp_path / "stamps" / job).values()
            assert [run.whole for run in found] == ([False, True] if job in killed else [True])
        wait_for(lambda: not service.store().unreleased(), MOMENT, "a job is not released")
        assert service.processes_of_jobs() == []


def test_a_job_is_removed_by_the_oldest_engine_and_then_by_the_next(postgresql_url: str, tmp_path: Path) -> None:
    service = service_of(tmp_path / "service", postgresql_url, RETENTION__DAYS=KEPT / 86400)
    with parts.running(service, "web", "one", "two") as running:
        early = [service.submit("hello", f"name=n{number}") for number in range(4)]
        for job in early:
            service.wait(job)
        others = {job: running.engine_of(job) for job in early}
        kept = Service(tmp_path / "kept", DATABASE__URL=postgresql_url)
        assert kept.store().count(JobState.SUCCESSFUL) == len(early), "each engine sweeps once, as it begins"
        running.kill("one")  # the oldest: now the other one sweeps, and has what it has left
        wait_for(lambda: not service.store().count(), LEASE + KEPT + MOMENT, "nobody sweeps")
        wait_for(lambda: not list((service.state / "jobs").iterdir()), MOMENT, f"directories are left, of {others}")
        assert not list((service.state / "engines" / "one" / "accounting").iterdir())
        assert_one_sweeps_not(service, running)


def assert_one_sweeps_not(service: Service, running: Parts) -> None:
    """An engine that comes back is the youngest, and leaves the house to the other one."""
    running.run("one")
    job = service.submit("hello", "name=late")
    service.wait(job)
    running.started["two"].signal(signal.SIGSTOP)
