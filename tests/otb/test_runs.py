"""Applications of each kind give the same through WPS as when they are called directly, on real images."""

from __future__ import annotations

import pytest

from tests.otb import comparison, runs, tables
from tests.otb.runs import Outcome
from tests.support.service import Service
from tests.support.site import Site

TABLE = tables.read("kinds")


@pytest.fixture(scope="module")
def outcomes(service: Service, site: Site, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    return runs.both_ways(TABLE, service, site, tmp_path_factory.mktemp("kinds"))


@pytest.mark.parametrize("name", TABLE)
def test_a_run_gives_the_same_through_wps_and_directly(name: str, outcomes: dict[str, Outcome]) -> None:
    comparison.compare(TABLE[name], outcomes[name])
