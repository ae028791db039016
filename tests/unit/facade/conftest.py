"""A client of the application over fake operations."""

import pytest

from tests.unit.facade import samples
from tests.unit.facade.fakes import FakeOperations
from wps_cwl.facade.app import create_app
from wps_cwl.model import Limits


@pytest.fixture
def operations():
    return FakeOperations(samples.ECHO, samples.KINDS, samples.SLOW)


@pytest.fixture
def client(operations):
    return create_app(operations, limits=Limits(request_bytes=2_000_000, inline_bytes=1000)).test_client()
