"""OTB is there, and a service offers its applications."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import otb
from tests.support.service import ROOT, Service, running
from tests.support.site import Site, open_site


@pytest.fixture(scope="session", autouse=True)
def otb_is_installed() -> None:
    otb.installed()


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = ROOT / "cwl" / "processes" / "otb"
    yield from running(tmp_path_factory.mktemp("service"), processes=folder)


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with open_site() as site:
        yield site
