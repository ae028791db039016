"""The rows of all tables give the same through WPS and directly; `make test-otb` runs them, `make test` does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.otb import comparison, runs, tables
from tests.otb.runs import Given, Outcome
from tests.support.service import Service
from tests.support.site import Site

TABLE = tables.read(*tables.RUNS)
pytestmark = pytest.mark.otb_table


@pytest.fixture(scope="module")
def outcomes(
    request: pytest.FixtureRequest, service: Service, site: Site, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Outcome]:
    chosen = (name for name in TABLE if any(item.name.endswith(f"[{name}]") for item in request.session.items))
    return runs.both_ways(tables.needed(TABLE, chosen), service, site, tmp_path_factory.mktemp("table"))


@pytest.mark.parametrize("name", TABLE)
def test_a_run_gives_the_same_through_wps_and_directly(
    name: str, outcomes: dict[str, Outcome], record_property: Callable[[str, object], None]
) -> None:
    given = outcomes[name]
    times = [way.seconds if isinstance(way, Given) else None for way in (given.directly, given.through_wps)]
    record_property("otb_row", (name, *times))
    comparison.compare(TABLE[name], given)
