"""Measure a band of an image within each of some polygons."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any  # outputs are JSON

import numpy as np
import pyogrio
import raster
import shapely
from command import BadInput, file, output_path, run
from progress import report, track
from rasterio.crs import CRS
from rasterio.errors import WindowError
from rasterio.features import geometry_mask, geometry_window
from rasterio.io import DatasetReader
from rasterio.windows import Window
from summary import Summary, rounded
from vector import Layer, read_polygons, reprojected

WGS84 = CRS.from_epsg(4326)
STATISTICS: dict[str, Callable[[Summary, np.ndarray], float]] = {
    "count": lambda summary, _: summary.count,
    "min": lambda summary, _: summary.minimum,
    "max": lambda summary, _: summary.maximum,
    "mean": lambda summary, _: summary.mean,
    "std": lambda summary, _: summary.deviation,
    "sum": lambda summary, _: summary.total,
    "median": lambda _, values: float(np.median(values)),
}


def main(arguments: Sequence[str]) -> dict[str, Any]:
    """Return the outputs of the process."""
    given = _parse(arguments)
    with raster.open_image(given.image, "image") as image:
        image.check_band("band", given.band)
        layer = read_polygons(given.zones, "zones")
        if layer.crs is not None:
            image.check_crs()
        zones = layer.to(image.source.crs) if layer.crs else layer.polygons
        each = track(zones, "measuring the zones", 0, 90)
        found = [measure(image, given.band, zone, given.statistics) for zone in each]
        crs = layer.crs or image.source.crs
    if all(row is None for row in found):
        raise BadInput("zones", "none of the zones overlaps the image")
    report(90, "writing the tables")
    nothing = dict.fromkeys(given.statistics, np.nan) | {"count": 0}
    measured = {name: np.array([(row or nothing)[name] for row in found]) for name in given.statistics}
    return write(layer, measured, crs, output_path(given.zones, "_statistics.geojson"))


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--image", required=True)
    parser.add_argument("--zones", required=True)
    parser.add_argument("--band", type=int, default=1)
    parser.add_argument("--statistics", default="count,min,max,mean,std")
    given = parser.parse_args(arguments)
    given.statistics = list(dict.fromkeys(name for name in given.statistics.split(",") if name))
    unknown = [name for name in given.statistics if name not in STATISTICS]
    if unknown or not given.statistics:
        raise BadInput("statistics", f"choose from {', '.join(STATISTICS)}")
    return given


def measure(image: raster.Image, band: int, zone: shapely.Geometry, names: Sequence[str]) -> dict[str, float] | None:
    """Return the statistics of the pixels whose centre lies in the zone; None where it lies off the image."""
    window = _window(image.source, zone)
    if window is None:
        return None
    summary, kept = Summary(), []
    for part in raster.windows(window.width, window.height, window.col_off, window.row_off):
        values = image.read_numbers(band, part)
        inside = geometry_mask([zone], values.shape, image.source.window_transform(part), invert=True)
        values = values[inside & np.isfinite(values)]
        summary.add(values)
        if "median" in names:  # the one statistic that needs all values at once
            kept.append(values)
    if not summary.count:
        return dict.fromkeys(names, np.nan) | {"count": 0}
    values = np.concatenate(kept) if kept else np.empty(0)
    return {name: rounded(STATISTICS[name](summary, values)) for name in names} | {"count": summary.count}


def _window(source: DatasetReader, zone: shapely.Geometry) -> Window | None:
    try:
        return geometry_window(source, [zone])
    except WindowError:
        return None


def write(layer: Layer, measured: dict[str, np.ndarray], crs: CRS | None, path: Path) -> dict[str, Any]:
    """Write the zones with their properties and statistics as GeoJSON (in WGS 84, RFC 7946) and as CSV.

    A statistic takes the place of a property of the same name.
    """
    table = {name: values for name, values in layer.properties.items() if name.lower() not in measured} | measured
    shapes = reprojected(layer.polygons, crs, WGS84) if crs else layer.polygons
    columns = {
        "field_data": list(table.values()),
        "fields": list(table),
        "field_mask": [_missing(values) for values in table.values()],
    }
    place = {"crs": "EPSG:4326", "geometry_type": "Unknown"}
    tables = path.with_suffix(".csv")
    pyogrio.raw.write(path, shapely.to_wkb(shapes), driver="GeoJSON", layer="zones", RFC7946="YES", **columns, **place)
    pyogrio.raw.write(tables, None, driver="CSV", **columns)
    return {"result": file(path), "table": file(tables)}


def _missing(values: np.ndarray) -> np.ndarray:
    if values.dtype.kind == "M":
        return np.isnat(values)
    return np.array([value is None or value != value for value in values], dtype=bool)  # NaN differs from itself


if __name__ == "__main__":
    run(main)
