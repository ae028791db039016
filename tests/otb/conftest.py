"""OTB is there, and a service offers its applications."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import otb
from tests.support.service import ROOT, Service
from tests.support.site import Site, open_site


@pytest.fixture(scope="session", autouse=True)
def otb_is_installed() -> None:
    otb.installed()


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    service = Service(tmp_path_factory.mktemp("service"), processes=ROOT / "cwl" / "processes" / "otb")
    try:
        service.start(seconds=300)  # the first start reads 110 long files, beside whatever else the machine does
        yield service
    finally:
        service.stop()


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with open_site() as site:
        yield site
