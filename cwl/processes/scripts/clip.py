"""Cut polygons out of an image."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any  # outputs are JSON

import numpy as np
import raster
from command import BadInput, file, output_path, run
from progress import track
from rasterio.errors import WindowError
from rasterio.features import geometry_mask, geometry_window
from rasterio.windows import Window
from vector import read_polygons


def main(arguments: Sequence[str]) -> dict[str, Any]:
    """Return the outputs of the process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--image", required=True)
    parser.add_argument("--polygons", required=True)
    given = parser.parse_args(arguments)
    with raster.open_image(given.image, "image") as image:
        layer = read_polygons(given.polygons, "polygons")
        if layer.crs is not None:
            image.check_crs()
        polygons = layer.to(image.source.crs) if layer.crs else layer.polygons
        result = output_path(given.image, "_clipped.tif")
        clip(image, polygons, result)
    return {"result": file(result)}


def clip(image: raster.Image, polygons: np.ndarray, result: Path) -> None:
    """Write the pixels whose centre lies in a polygon; the result is as large as the polygons need."""
    source = image.source
    try:
        area = geometry_window(source, polygons)
    except WindowError as error:
        raise BadInput("polygons", "none of the polygons overlaps the image") from error
    place = {"width": area.width, "height": area.height, "transform": source.window_transform(area)}
    fill, kept = raster.fill_value(source), 0
    with raster.create_copy(result, source, **place) as made:
        for window in track(raster.windows(area.width, area.height), "clipping"):
            shape = (window.height, window.width)
            outside = geometry_mask(polygons, shape, made.window_transform(window))
            there = Window(area.col_off + window.col_off, area.row_off + window.row_off, *shape[::-1])
            pixels = image.read(source.indexes, there)
            pixels[:, outside] = np.ma.masked
            kept += int((~outside).sum())
            made.write(pixels.filled(fill), window=window)
    if not kept:
        raise BadInput("polygons", "the polygons are so small that no pixel has its centre in them")


if __name__ == "__main__":
    run(main)
