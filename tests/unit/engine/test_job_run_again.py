"""A job that the engine takes up again, as its scheduler or the job store was away, is the job that it was."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from tests.unit.engine.test_job_run import NothingLeft, fails, prepare
from wps_cwl import errors
from wps_cwl.engine.interruption import Interruption
from wps_cwl.engine.job_run import JobRun
from wps_cwl.engine.profiles import Profiles, RunProfile
from wps_cwl.engine.routing import Router
from wps_cwl.jobs import JobStore, upgrade
from wps_cwl.model import JobState
from wps_cwl.preflight import Preflight
from wps_cwl.rules import Rules


@dataclass(frozen=True)
class OftenAway(NothingLeft):
    """A scheduler that can cancel nothing at first."""

    asked: list[Path] = field(default_factory=list)

    def cancel(self, directory: Path) -> None:
        self.asked.append(directory)
        if len(self.asked) == 1:
            raise errors.SchedulerUnavailable(scheduler=self.name)


def test_it_stays_on_its_profile(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'jobs.sqlite'}"
    upgrade(url)
    store = JobStore(url)
    first, own = OftenAway("first"), OftenAway("own")
    claimed, _ = prepare(store, tmp_path / "jobs", fails)
    profiles = Profiles({one.name: RunProfile(one.name, one, 60) for one in (first, own)})
    router = Router(profiles, store, Preflight({}, Rules("own", ["first", "own"])), {})
    shop = replace(claimed._shop, profiles=profiles, router=router)

    def turn() -> None:
        JobRun(claimed._job, claimed._directory, shop, Interruption()).run()

    with pytest.raises(errors.SchedulerUnavailable):
        turn()
    assert [job.id for job in store.unreleased()] == ["job-1"]
    turn()
    assert store.get("job-1").state is JobState.FAILED
    assert store.unreleased() == ()
    assert (first.asked, len(own.asked)) == ([], 2)
