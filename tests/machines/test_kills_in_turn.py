"""The database, a web server and an engine are killed in turn, again and again, under twenty clients.

No accepted job is lost, none runs twice at once, no client sees half a document, and nothing is left in the end.
`KILLS_SECONDS` says for how long; `make soak` takes five minutes. Where there can be no machines (network name spaces),
everything runs on addresses of this one, as `TEST_MACHINES=loopback` has it everywhere.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text

from tests.support import loopback, machines, stamps
from tests.support.crowd import Crowd
from tests.support.service import wait_for
from tests.support.site_of_machines import LEASE, Site, running
from wps_cwl.jobs.database import parse_url
from wps_cwl.jobs.tables import engines, jobs
from wps_cwl.model import JobState

SECONDS = float(os.environ.get("KILLS_SECONDS", "90"))
EACH = 15.0  # seconds between two kills
CLIENTS = 20
CALM = 600.0  # seconds, at most, in which everything that was accepted ends, on the slowest machine
SOON = 1.0  # seconds until what was killed is started again
MACHINES = ("one", "two")
PARTS = ("database", "web", "engine")


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[Site]:
    """The site: on machines where there can be some."""
    apart = os.environ.get("TEST_MACHINES") != "loopback" and machines.possible()
    with running(tmp_path / "site", places=machines.network if apart else loopback.addresses, patience=620) as site:
        yield site


class Killer:
    """Kills one after the other, and starts again what was killed, or has ended: as systemd does."""

    def __init__(self, site: Site) -> None:
        self.kills = Counter[str]()
        self.by_itself = Counter[str]()
        self._site = site
        self._back: dict[tuple[str, str], float] = {}  # when a part is started again
        self._started: dict[tuple[str, str], float] = {}  # when it was, until it is at work

    def work(self, seconds: float) -> None:
        """Kill something whenever it is time, and what was killed before is at work again: machines may be slow."""
        begun = time.monotonic()
        while time.monotonic() - begun < seconds or len(self.kills) < len(PARTS):
            self._tend(EACH)
            self._kill(self.kills.total())
        self._tend(EACH)

    def _kill(self, number: int) -> None:
        part, turn = PARTS[number % len(PARTS)], number // len(PARTS)
        machine = MACHINES[turn % 2]
        if part == "database":
            self._site.database.kill()
            self._back[part, part] = time.monotonic() + 3 * SOON
        else:
            self._site.kill(machine, part)
            # every other engine stays away until its lease is over, and the other one has its jobs
            pause = LEASE + 1 if part == "engine" and turn % 2 else SOON
            self._back[machine, part] = time.monotonic() + pause
        self.kills[part] += 1

    def _tend(self, seconds: float) -> None:
        """Look after the parts for some seconds, and until all of them are at work."""
        begun = time.monotonic()
        while time.monotonic() - begun < seconds or self._back or self._started:
            assert time.monotonic() - begun < CALM, f"{[*self._back, *self._started]} do not come back"
            for key, started in list(self._site.started.items()):
                if not started.runs:
                    self.by_itself[key[1]] += 1
                    del self._site.started[key]
                    self._back[key] = time.monotonic() + SOON
            for key, moment in list(self._back.items()):
                if time.monotonic() >= moment:
                    del self._back[key]
                    self._start(*key)
            self._started = {key: since for key, since in self._started.items() if not self._is_at_work(*key, since)}
            time.sleep(0.1)

    def _start(self, machine: str, part: str) -> None:
        if part == "database":
            self._site.database.start()
            return
        self._started[machine, part] = time.time()
        self._site.run(machine, part)

    def _is_at_work(self, machine: str, part: str, since: float) -> bool:
        if part == "web":
            return self._site.web_answers(machine)
        lease = self._site.state / "engines" / machine / "lease"
        return lease.stat().st_mtime > since


def test_no_job_is_lost_while_everything_is_killed_in_turn(busy: Site, measured: Callable[[str], None]) -> None:
    folder = busy.folder / "stamps"
    folder.mkdir()
    crowd, killer = Crowd(busy.url, folder, CLIENTS), Killer(busy)
    with crowd.at_work(CALM):
        killer.work(SECONDS)
    calm = time.monotonic()
    store = busy.store()
    wait_for(
        lambda: not store.going([job.id for job in everything(busy)]) and not store.unreleased(),
        CALM,
        f"not all jobs end; see {busy.folder}",
    )
    calm = time.monotonic() - calm
    for told in crowd.told:
        crowd.look(told)
        assert crowd.check(told)
    seen = ", ".join(f"{count} x {word}" for word, count in sorted(crowd.asker.seen.items()))
    ends = Counter(job.state.value for job in everything(busy))
    again = assert_no_step_ran_twice_at_once(busy, folder)
    taken = sum((busy.folder / f"{name}-engine.log").read_text().count("taken over") for name in MACHINES)
    measured(
        f"{SECONDS:.0f} s, killed {dict(killer.kills)}, ended by themselves {dict(killer.by_itself)}, "
        f"{CLIENTS} clients: {len(crowd.told)} jobs told, {crowd.answered} synchronous answers, ends {dict(ends)}, "
        f"{taken} jobs taken over, runs of steps {dict(again)}; {seen}; calm after {calm:.1f} s"
    )
    assert crowd.asker.wrong == []
    assert set(killer.kills) == set(PARTS)
    assert len(crowd.told) >= CLIENTS // 2
    assert_nothing_is_left(busy, [told.id for told in crowd.told])


def everything(site: Site) -> tuple[object, ...]:
    return site.store().list(limit=100_000)


def assert_no_step_ran_twice_at_once(site: Site, folder: Path) -> Counter[str]:
    """Return how many runs there were of steps that had run before, for the leader of the first had gone."""
    again = Counter[str]()
    for file in folder.iterdir():
        stamps.assert_never_at_once(file)
        leaders = len(list(site.directory(file.name).path.glob("bus*")))
        steps = stamps.read(file)
        for step, runs in steps.items():
            assert len(runs) <= leaders, f"{step} of {file.name} ran {len(runs)} times, for {leaders} leader(s)"
            again["cut off"] += len([run for run in runs if not run.whole])
            again["once more"] += len([run for run in runs if run.whole]) - any(run.whole for run in runs)
        if site.job(file.name).state is JobState.SUCCESSFUL:
            assert all(runs[-1].whole for runs in steps.values()), file.name
    return again


def assert_nothing_is_left(site: Site, told: list[str]) -> None:
    assert site.processes_of_jobs() == []
    connection = create_engine(parse_url(site.environment["WPS_CWL_DATABASE__URL"])).connect()
    with connection:
        rows = {row.id: row for row in connection.execute(select(jobs))}
        assert set(told) <= set(rows)
        for row in rows.values():
            assert row.state in {JobState.SUCCESSFUL, JobState.DISMISSED}, row
            assert row.released, row
            assert row.finished is not None, row
            assert bool(row.results) == (row.state is JobState.SUCCESSFUL), row
        directories = {path.name for path in (site.state / "jobs").iterdir()}
        assert set(rows) <= directories
        for name in directories:  # of one that has no job, a web server or the database was killed as it was accepted
            assert not (site.state / "jobs" / name / "toil").exists()
            assert not (site.state / "jobs" / name / "leader.lock").exists()
        assert sorted(connection.scalars(select(engines.c.name))) == ["one", "two"]
        idle = "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
        assert connection.scalar(text(idle)) == 0
