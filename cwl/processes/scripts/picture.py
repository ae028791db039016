"""Pictures for people: colours, contrast, PNG."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import rasterio

# From water and bare ground to dense leaves: brown, sand, straw, green, dark green.
VEGETATION = ((0.0, 94, 64, 48), (0.25, 188, 150, 108), (0.45, 236, 222, 168), (0.7, 112, 168, 82), (1.0, 14, 84, 40))


def coloured(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """Return the numbers as RGBA bands on the vegetation ramp; transparent where they are NaN."""
    stops = np.array(VEGETATION)
    place = np.clip((values - low) / (high - low), 0, 1)
    colours = [np.interp(np.nan_to_num(place), stops[:, 0], stops[:, band]) for band in (1, 2, 3)]
    return np.stack([*colours, np.where(np.isnan(values), 0, 255)]).round().astype("uint8")


def stretched(bands: np.ma.MaskedArray) -> np.ndarray:
    """Return one or three bands as RGBA: bytes as they are, other numbers from their 2nd to their 98th percentile."""
    seen = ~np.ma.getmaskarray(bands).any(axis=0)
    plain = bands.dtype == "uint8"
    colours = [band.filled(0) if plain else _contrast(band) for band in bands]
    if len(colours) == 1:
        colours *= 3
    return np.stack([*colours, np.where(seen, 255, 0).astype("uint8")])


def _contrast(band: np.ma.MaskedArray) -> np.ndarray:
    numbers = band.compressed().astype("float64")
    low, high = np.percentile(numbers, (2, 98)) if numbers.size else (0.0, 1.0)
    if low == high:
        high = low + 1.0
    shade = np.clip((band.filled(0).astype("float64") - low) / (high - low), 0, 1)
    return (shade * 255).round().astype("uint8")


def write_png(path: Path, bands: np.ndarray) -> None:
    """Write RGB or RGBA bands."""
    count, height, width = bands.shape
    with rasterio.open(path, "w", driver="PNG", width=width, height=height, count=count, dtype="uint8") as made:
        made.write(bands)
