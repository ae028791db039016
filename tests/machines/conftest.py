"""One site of several machines for each test: each leaves it in another state."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.site_of_machines import LEASE, Site, running


@pytest.fixture
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """The parameter is how long leases are."""
    with running(tmp_path / "site", lease=getattr(request, "param", LEASE)) as found:
        yield found
