"""Light a terrain model from one side."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # outputs are JSON

import numpy as np
import raster
from command import BadInput, check_range, file, output_path, run
from progress import track
from rasterio.io import DatasetReader
from rasterio.windows import Window

NO_DATA = 0  # the shades are 1 to 255


@dataclass(frozen=True)
class Light:
    """Where the light comes from, in degrees (azimuth clockwise from north), and how much heights are exaggerated."""

    azimuth: float
    altitude: float
    z_factor: float


def main(arguments: Sequence[str]) -> dict[str, Any]:
    """Return the outputs of the process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dem", required=True)
    parser.add_argument("--azimuth", type=float, default=315.0)
    parser.add_argument("--altitude", type=float, default=45.0)
    parser.add_argument("--z_factor", type=float, default=1.0)
    given = parser.parse_args(arguments)
    check_range("azimuth", given.azimuth, 0, 360)
    check_range("altitude", given.altitude, 0, 90)
    check_range("z_factor", given.z_factor, 1e-9, 1e9)
    with raster.open_image(given.dem, "dem") as dem:
        if dem.source.transform.b or dem.source.transform.d:
            raise BadInput("dem", "the terrain model is rotated; reproject it first")
        result = output_path(given.dem, "_hillshade.tif")
        write(dem, Light(given.azimuth, given.altitude, given.z_factor), result)
    return {"result": file(result)}


def write(dem: raster.Image, light: Light, result: Path) -> None:
    """Write the shades of band 1 as a GeoTIFF of bytes."""
    source = dem.source
    width, height = pixel_sizes(source)
    with raster.create_like(result, source, count=1, dtype="uint8", nodata=NO_DATA) as made:
        for window in track(raster.windows(source.width, source.height), "lighting the terrain"):
            rows = slice(window.row_off, window.row_off + window.height)
            shades = shade(_with_border(dem, window), width[rows, None], height[rows, None], light)
            made.write(shades, 1, window=window)


def pixel_sizes(source: DatasetReader) -> tuple[np.ndarray, np.ndarray]:
    """Return width and height of the pixels of each row in metres; heights are negative in an image with south up."""
    grid = source.transform
    if source.crs is None or not source.crs.is_geographic:
        unit = source.crs.linear_units_factor[1] if source.crs else 1.0
        return np.full(source.height, grid.a * unit), np.full(source.height, -grid.e * unit)
    latitude = np.radians(grid.f + grid.e * (np.arange(source.height) + 0.5))
    # metres per degree on the ellipsoid of WGS 84, as series in the latitude
    east = 111412.84 * np.cos(latitude) - 93.5 * np.cos(3 * latitude) + 0.118 * np.cos(5 * latitude)
    north = 111132.92 - 559.82 * np.cos(2 * latitude) + 1.175 * np.cos(4 * latitude)
    return grid.a * east, -grid.e * north


def shade(heights: np.ndarray, width: np.ndarray, height: np.ndarray, light: Light) -> np.ndarray:
    """Return the shades, 1 (dark) to 255, of heights that have a border of one pixel; slopes as Horn (1981)."""
    up, middle, down = heights[:-2], heights[1:-1], heights[2:]
    left, centre, right = (slice(0, -2), slice(1, -1), slice(2, None))

    def column(part: slice) -> np.ndarray:
        return up[:, part] + 2 * middle[:, part] + down[:, part]

    def row(part: np.ndarray) -> np.ndarray:
        return part[:, left] + 2 * part[:, centre] + part[:, right]

    east = light.z_factor * (column(right) - column(left)) / (8 * width)
    north = light.z_factor * (row(up) - row(down)) / (8 * height)
    azimuth, altitude = np.radians(light.azimuth), np.radians(light.altitude)
    # the light's direction times the normal of the ground, (-east, -north, 1)
    lit = np.sin(altitude) - np.cos(altitude) * (east * np.sin(azimuth) + north * np.cos(azimuth))
    lit = lit / np.sqrt(1 + east**2 + north**2)
    shades = np.round(1 + 254 * np.clip(lit, 0, 1))
    # the slope of a pixel is that of its neighbours, so its own height has to be asked for
    known = np.isfinite(shades) & np.isfinite(heights[1:-1, 1:-1])
    return np.where(known, shades, NO_DATA).astype("uint8")


def _with_border(dem: raster.Image, window: Window) -> np.ndarray:
    """Return the heights of the window and of one pixel around it; over the image's edge the slope goes on."""
    source = dem.source
    top, left = max(0, window.row_off - 1), max(0, window.col_off - 1)
    bottom = min(source.height, window.row_off + window.height + 1)
    right = min(source.width, window.col_off + window.width + 1)
    heights = dem.read_numbers(1, Window(left, top, right - left, bottom - top))
    missing = (
        (top - (window.row_off - 1), window.row_off + window.height + 1 - bottom),
        (left - (window.col_off - 1), window.col_off + window.width + 1 - right),
    )
    return np.pad(heights, missing, mode="reflect", reflect_type="odd")


if __name__ == "__main__":
    run(main)
