"""One service for all acceptance tests that leave it alive."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.service import Service, running


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    yield from running(tmp_path_factory.mktemp("service"))
