"""Describe an image: its size, place, bands and their statistics."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any  # outputs are JSON

import raster
from command import json_file, output_path, run
from progress import track
from rasterio.errors import RasterioError
from rasterio.io import DatasetReader
from rasterio.warp import transform_bounds
from summary import Summary, rounded

WGS84 = "OGC:CRS84"
WGS84_URN = "urn:ogc:def:crs:OGC:1.3:CRS84"  # longitude first, whatever the image's own order


def main(arguments: Sequence[str]) -> dict[str, Any]:
    """Return the outputs of the process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--image", required=True)
    path = parser.parse_args(arguments).image
    with raster.open_image(path, "image") as image:
        source = image.source
        facts = {
            "width": source.width,
            "height": source.height,
            "bands": source.count,
            "driver": source.driver,
            "crs": crs_name(source),
            "bounding_box": bounding_box(source),
        }
        info = {"image": Path(path).name} | facts | geometry(source) | {"bands": describe_bands(image)}
    return facts | {"info": json_file(output_path(path, "_info.json"), info)}


def crs_name(source: DatasetReader) -> str | None:
    """Return authority and code of the CRS, its WKT where it has none, None where there is no CRS."""
    return source.crs.to_string() if source.crs else None


def bounding_box(source: DatasetReader) -> dict[str, Any] | None:
    """Return the box around the image in longitude and latitude, None where its place is not known."""
    if source.crs is None:
        return None
    try:
        box = transform_bounds(source.crs, WGS84, *source.bounds)
    except RasterioError:  # a local CRS, or bounds that lie outside of what its projection can do
        return None
    return {"bbox": [rounded(edge) for edge in box], "crs": WGS84_URN}


def geometry(source: DatasetReader) -> dict[str, Any]:
    """Return the place of the pixels in the image's own CRS."""
    return {
        "transform": list(source.transform)[:6],
        "bounds": list(source.bounds),
        "resolution": list(source.res),
        "block_shapes": [list(shape) for shape in source.block_shapes],
        "compression": source.compression.value if source.compression else None,
        "interleaving": source.interleaving.value if source.interleaving else None,
        "tags": source.tags(),
    }


def describe_bands(image: raster.Image) -> list[dict[str, Any]]:
    """Return what is known and what is measured of each band."""
    source = image.source
    summaries = {band: Summary() for band in source.indexes}
    for window in track(raster.windows(source.width, source.height), "measuring the bands"):
        for band, summary in summaries.items():
            summary.add(image.read_numbers(band, window))
    return [
        {
            "number": band,
            "description": source.descriptions[band - 1],
            "data_type": source.dtypes[band - 1],
            "colour_interpretation": source.colorinterp[band - 1].name,
            "no_data": _number(source.nodatavals[band - 1]),
            "scale": source.scales[band - 1],
            "offset": source.offsets[band - 1],
            "unit": source.units[band - 1],
            "overviews": source.overviews(band),
            "statistics": summaries[band].as_json(),
        }
        for band in source.indexes
    ]


def _number(value: float | None) -> float | str | None:
    return value if value is None or value == value else "NaN"  # JSON has no NaN


if __name__ == "__main__":
    run(main)
