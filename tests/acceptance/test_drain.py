"""An engine that is told to stop, where its end would be the end of its jobs."""

from __future__ import annotations

import time

import psutil
import pytest

from tests.support.service import Service, wait_for
from wps_cwl.model import JobState


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory):
    found = Service(tmp_path_factory.mktemp("drain"), ENGINE__DRAIN=120)
    try:
        found.start(240)
        yield found
    finally:
        found.stop()


def test_an_engine_that_is_drained_ends_after_its_jobs_and_takes_no_new_ones(service: Service):
    job = service.submit("sleep", "delay=10")
    wait_for(lambda: service.job(job).state is JobState.RUNNING, 300, f"it does not run: {service.job(job)}")
    [engine] = service.parts("engine")
    engine.terminate()
    later = service.submit("hello", "name=Later")
    while engine.is_running():
        state = service.job(job).state, service.job(later).state
        if state[0] is not JobState.SUCCESSFUL:
            assert state[1] is JobState.ACCEPTED, "it takes a new job"
        time.sleep(0.2)
    assert service.job(job).state is JobState.SUCCESSFUL
    service.wait(later, 300)  # by the next engine
    assert service.job(later).state is JobState.SUCCESSFUL


def test_it_stops_at_once_when_it_is_told_again(service: Service):
    job = service.submit("sleep", "delay=20")
    wait_for(lambda: service.job(job).state is JobState.RUNNING, 300, f"it does not run: {service.job(job)}")
    [engine] = service.parts("engine")
    wait_for(lambda: tell(engine), 60, "the engine does not end")
    assert service.job(job).state is JobState.RUNNING
    service.wait(job, 300)
    assert service.job(job).state is JobState.SUCCESSFUL


def tell(engine: psutil.Process) -> bool:
    """Tell an engine to stop, once more; return whether it has ended."""
    try:
        engine.terminate()
    except psutil.NoSuchProcess:
        return True
    time.sleep(0.3)
    return not engine.is_running()
