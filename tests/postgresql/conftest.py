"""A PostgreSQL that a test may stop and kill, and a service that keeps its jobs in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import postgresql as support
from tests.support.postgresql import PostgreSQL
from tests.support.service import Service, running


@pytest.fixture
def own_postgresql() -> Iterator[PostgreSQL]:
    with support.running() as server:
        yield server


@pytest.fixture
def service(own_postgresql: PostgreSQL, tmp_path: Path) -> Iterator[Service]:
    yield from running(tmp_path / "service", DATABASE__URL=own_postgresql.database(), JOBS__RUNNING=4)
