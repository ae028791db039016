"""Bring an image into another coordinate reference system."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any  # outputs are JSON

import raster
from command import BadInput, check_range, file, output_path, run
from progress import track
from rasterio.crs import CRS
from rasterio.enums import Resampling
from rasterio.errors import CRSError, RasterioError
from rasterio.vrt import WarpedVRT
from rasterio.warp import calculate_default_transform

LIMIT = 40_000  # pixels along one side of the result
# Codes only: GDAL would also take file names and addresses.
_CODE = re.compile(
    r"(?:urn:(?:x-)?ogc:def:crs:|https?://www\.opengis\.net/(?:def/crs/|gml/srs/))?"
    r"(?P<authority>EPSG|ESRI|OGC|IAU_2015)[:/](?:[\w.]*[:/])?(?P<code>\w+)(?<!\s)",
    re.IGNORECASE,
)


def main(arguments: Sequence[str]) -> dict[str, Any]:
    """Return the outputs of the process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--image", required=True)
    parser.add_argument("--target_crs", default="EPSG:4326")
    parser.add_argument("--resolution", type=float)
    parser.add_argument("--resampling", default="nearest", choices=[method.name for method in Resampling])
    given = parser.parse_args(arguments)
    if given.resolution is not None:
        check_range("resolution", given.resolution, 1e-12)
    with raster.open_image(given.image, "image") as image:
        image.check_crs()
        grid = target_grid(image, read_crs(given.target_crs), given.resolution)
        result = output_path(given.image, "_reprojected.tif")
        reproject(image, grid, Resampling[given.resampling], result)
    return {"result": file(result), "crs": grid["crs"].to_string(), "width": grid["width"], "height": grid["height"]}


def read_crs(text: str) -> CRS:
    """Return the CRS of a code: `EPSG:4326`, `urn:ogc:def:crs:EPSG::4326`, `http://www.opengis.net/def/crs/EPSG/0/4326`."""
    found = _CODE.fullmatch(text.strip())
    if not found:
        raise BadInput("target_crs", f'"{text}" is not a code such as EPSG:4326')
    code = f"{found['authority'].upper()}:{found['code'].upper()}"
    try:
        return CRS.from_user_input(code)
    except CRSError as error:
        raise BadInput("target_crs", f"the coordinate reference system {code} is not known") from error


def target_grid(image: raster.Image, crs: CRS, resolution: float | None) -> dict[str, Any]:
    """Return crs, transform, width and height of the result; BadInput where it would be too large."""
    source = image.source
    try:
        transform, width, height = calculate_default_transform(
            source.crs, crs, source.width, source.height, *source.bounds, resolution=resolution
        )
    except RasterioError as error:
        raise BadInput("target_crs", f"the image does not lie where {crs.to_string()} can be used") from error
    if max(width, height) > LIMIT:
        reason = f"the result would have {width} x {height} pixels, and may have {LIMIT} along a side"
        raise BadInput("resolution", reason)
    return {"crs": crs, "transform": transform, "width": width, "height": height}


def reproject(image: raster.Image, grid: dict[str, Any], method: Resampling, result: Path) -> None:
    """Write the image on the grid of the result, window by window."""
    source = image.source
    fill = raster.fill_value(source)
    with (
        WarpedVRT(source, resampling=method, nodata=raster.no_data(source), **grid) as warped,
        raster.create_copy(result, source, **grid) as made,
    ):
        moved = raster.Image(warped, image.parameter)
        for window in track(raster.windows(grid["width"], grid["height"]), "reprojecting"):
            made.write(moved.read(source.indexes, window).filled(fill), window=window)


if __name__ == "__main__":
    run(main)
