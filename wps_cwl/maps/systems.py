"""Coordinate reference systems, as MapServer wants to be told of them."""

from __future__ import annotations

from typing import Any  # what rasterio takes

from rasterio.crs import CRS
from rasterio.errors import CRSError

from wps_cwl.maps.facts import System


def read_system(said: Any) -> System | None:
    """Return the system; None where there is none, or PROJ has no words for it."""
    if not said:
        return None
    try:
        crs = CRS.from_user_input(said)
        epsg, proj = crs.to_epsg(), crs.to_proj4()
    except CRSError:
        return None
    return System(epsg, proj, crs.is_geographic) if proj else None
