"""What all tests share: modules of `tests` can be imported, `--rewrite-golden` renews the golden documents, and there
is one PostgreSQL for all.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.postgresql import PostgreSQL

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

pytest_plugins = ["tests.support.measured", "tests.support.s3_fixtures"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="write tests/golden anew; review the difference")


@pytest.fixture
def rewrite_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--rewrite-golden"))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """One server for all tests; each makes databases of its own. Who stops it has a server of his own."""
    from tests.support import postgresql as support  # only where it is needed: it imports the driver

    with support.running() as server:
        yield server


@pytest.fixture
def postgresql_url(postgresql: PostgreSQL) -> Iterator[str]:
    """An empty database."""
    url = postgresql.database()
    yield url
    postgresql.drop(url)
