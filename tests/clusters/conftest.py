"""Real batch schedulers, each started once for all tests and when the first test wants it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path
from typing import Any  # xdist has no types here

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.support.clusters import CLUSTERS, Cluster, Unavailable
from tests.support.clusters.packages import obstacle

HERE = Path(__file__).parent


class _ByScheduler(LoadScopeScheduling):
    """Has all tests of one scheduler run after each other, in one worker, which starts it once."""

    def _split_scope(self, nodeid: str) -> str:
        found = re.search(rf"[\[-]({'|'.join(CLUSTERS)})[\]-]", nodeid)
        return found[1] if found else "none"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return _ByScheduler(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    reason = obstacle()
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("cluster")
            if reason:  # here, since pytest tells it once for a file
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def running_cluster() -> Iterator[Callable[[str], Cluster]]:
    """Return a cluster that runs, by its name; it runs until the tests end."""
    with ExitStack() as stack:

        @cache
        def running(name: str) -> Cluster:
            try:
                return stack.enter_context(CLUSTERS[name]())
            except Unavailable as reason:
                pytest.skip(f"{name}: {reason}")

        yield running


@pytest.fixture(scope="session", params=CLUSTERS)
def cluster(request: pytest.FixtureRequest, running_cluster: Callable[[str], Cluster]) -> Cluster:
    """One scheduler after the other."""
    return running_cluster(request.param)


@pytest.fixture(autouse=True)
def _no_job_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test finds an empty queue, even after one that failed."""
    yield
    if "cluster" in request.fixturenames:
        cluster = request.getfixturevalue("cluster")
        for job in cluster.queue():
            with suppress(AssertionError):  # it has ended by itself meanwhile
                cluster.cancel(job)
        cluster.wait_idle()
