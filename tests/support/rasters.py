"""Rasters for tests: made, and read back."""

from __future__ import annotations

import io
import warnings
from typing import Any

import numpy as np
import rasterio
from rasterio.errors import NotGeoreferencedWarning
from rasterio.transform import from_origin

NODATA = 9999


def numbers(datatype: str = "float32") -> np.ndarray:
    """Return values that rise from one corner to the other, and are none in the first."""
    values = np.add.outer(np.arange(64), np.arange(64)).astype(datatype)
    values[:16, :16] = NODATA
    return values[np.newaxis]


def raster(values: np.ndarray, *, crs: str | None = "EPSG:32613") -> bytes:
    """Return a GeoTIFF of some bands, in pixels of ten metres."""
    count, height, width = values.shape
    profile: dict[str, Any] = {"count": count, "height": height, "width": width, "dtype": values.dtype}
    if values.dtype != np.uint8:
        profile["nodata"] = NODATA
    if crs:
        profile |= {"crs": crs, "transform": from_origin(500000, 4400640, 10, 10)}
    with warnings.catch_warnings(), rasterio.MemoryFile() as memory:
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with memory.open(driver="GTiff", **profile) as target:
            target.write(values)
        return bytes(memory.read())


def pixels(content: bytes) -> np.ndarray:
    """Return the bands of an image."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with rasterio.open(io.BytesIO(content)) as image:
            return np.asarray(image.read())
