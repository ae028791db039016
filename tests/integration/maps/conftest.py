"""A service that offers maps, through a real MapServer."""

from __future__ import annotations

import pytest

from tests.support import mapserver
from tests.support.published import Published, settings_of
from tests.support.rasters import numbers, raster


@pytest.fixture(scope="session")
def there(tmp_path_factory: pytest.TempPathFactory) -> Published:
    mapserver.installed()
    return Published(settings_of(tmp_path_factory.mktemp("maps") / "state", seconds=60))


@pytest.fixture(scope="session")
def ramp(there: Published) -> str:
    """A job that gave a raster whose values rise, and has none in one corner."""
    return there.publish(raster(numbers()))
