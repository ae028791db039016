"""What threads that race for one job, and any order of calls, may not change."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from wps_cwl import errors
from wps_cwl.jobs import JobStore, moves, upgrade
from wps_cwl.model import FINAL_STATES, ExecuteRequest, Job, JobState, LiteralValue, Result

STATES = st.sampled_from(JobState)
ENDS = st.sampled_from(sorted(FINAL_STATES, key=lambda state: state.value))


@pytest.mark.parametrize("attempt", range(10))
def test_of_racing_ends_one_is_written_and_all_others_are_told(
    store: JobStore, add: Callable[[str], Job], attempt: int
) -> None:
    add("j1")
    store.claim(engine="e")
    ends = [JobState.SUCCESSFUL, JobState.FAILED, JobState.DISMISSED] * 3
    gate = Barrier(len(ends))

    def finish(number: int) -> bool:
        gate.wait()
        results = (Result("winner", LiteralValue(str(number))),)
        return store.finish("j1", ends[number], message=str(number), results=results)

    with ThreadPoolExecutor(len(ends)) as threads:
        won = list(threads.map(finish, range(len(ends))))
    assert won.count(True) == 1
    winner, job = won.index(True), store.get("j1")
    assert (job.state, job.message) == (ends[winner], str(winner))
    assert job.results == (Result("winner", LiteralValue(str(winner))),)


def test_a_queue_is_never_filled_beyond_its_limit(store: JobStore) -> None:
    now = datetime.now(UTC)
    gate = Barrier(12)

    def add(number: int) -> bool:
        gate.wait()
        try:
            store.add(Job(f"j{number}", "p", JobState.ACCEPTED, now, now, ExecuteRequest("p")), waiting_limit=5)
        except errors.QueueFull:
            return False
        return True

    with ThreadPoolExecutor(12) as threads:
        assert sum(threads.map(add, range(12))) == 5
    assert store.count(JobState.ACCEPTED) == 5


class JobLife(RuleBasedStateMachine):
    """Any calls in any order on one job, against a model of what they may do."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        url = f"sqlite:///{Path(self.folder.name)}/jobs.sqlite"
        upgrade(url)
        self.store = JobStore(url)
        self.state = JobState.ACCEPTED
        self.percent: int | None = None
        self.end: Job | None = None

    @initialize()
    def add(self) -> None:
        now = datetime.now(UTC)
        self.store.add(Job("j", "p", JobState.ACCEPTED, now, now, ExecuteRequest("p")), waiting_limit=1)

    @rule()
    def claim(self) -> None:
        claimed = self.store.claim(engine="e")
        assert (claimed is not None) == (self.state is JobState.ACCEPTED)
        if claimed is not None:
            self.state = JobState.STAGING

    @rule(origin=STATES, to=STATES, percent=st.none() | st.integers(-10, 200))
    def move(self, origin: JobState, to: JobState, percent: int | None) -> None:
        if to.final or to not in moves.MOVES[origin]:
            with pytest.raises(ValueError, match=to.value):
                self.store.move("j", origin, to, percent=percent)
            return
        assert self.store.move("j", origin, to, percent=percent) == (origin is self.state)
        if origin is self.state:
            self.state = to
            self._raise(percent)

    @precondition(lambda self: not self.state.final)
    @rule(data=st.data(), percent=st.none() | st.integers(-10, 200))
    def move_legally(self, data: st.DataObject, percent: int | None) -> None:
        onwards = sorted(moves.MOVES[self.state] - FINAL_STATES, key=lambda state: state.value)
        if onwards:
            self.move(self.state, data.draw(st.sampled_from(onwards)), percent)

    @rule(percent=st.none() | st.integers(-10, 200))
    def report(self, percent: int | None) -> None:
        self.store.report("j", percent=percent)
        if self.state in moves.IN_PROGRESS:
            self._raise(percent)

    @rule(to=ENDS)
    def finish(self, to: JobState) -> None:
        if not self.state.final and to not in moves.MOVES[self.state]:
            with pytest.raises(ValueError, match=to.value):
                self.store.finish("j", to)
            return
        assert self.store.finish("j", to) == (not self.state.final)
        if not self.state.final:
            self.state = to
            self.percent = 100 if to is JobState.SUCCESSFUL else self.percent
            self.end = self.store.get("j")

    @invariant()
    def the_store_agrees(self) -> None:
        if self.store.count() == 0:
            return  # before `add`
        job = self.store.get("j")
        assert (job.state, job.percent) == (self.state, self.percent)
        assert (job.percent == 100) == (job.state is JobState.SUCCESSFUL)
        assert self.end in (None, job)

    def _raise(self, percent: int | None) -> None:
        if percent is not None:
            self.percent = max(self.percent or 0, min(max(percent, 0), 99))

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()


TestJobLife = JobLife.TestCase
TestJobLife.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
