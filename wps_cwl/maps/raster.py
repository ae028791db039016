"""A raster: what MapServer must know of it, and its quick-look."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any  # numpy and rasterio have types of their own

import numpy as np
import rasterio
from rasterio.enums import ColorInterp, Resampling
from rasterio.io import DatasetReader

from wps_cwl.maps import drivers
from wps_cwl.maps.facts import Extent, RasterFacts
from wps_cwl.maps.systems import read_system

LONGEST = 512  # pixels of a quick-look's longer side
PERCENTILES = (2, 98)
_COLOURS = (ColorInterp.red, ColorInterp.green, ColorInterp.blue)


def survey(file: Path, quicklook: Path) -> RasterFacts:
    """Return what is known of a raster, and write its quick-look.

    Only as many pixels are read as the quick-look has; overviews are used where there are some.
    """
    # not rasterio.open, which takes no list of drivers
    with rasterio.Env(), DatasetReader(file, driver=list(drivers.RASTER)) as source:
        shown = _shown(source)
        bands, valid = _read(source, shown)
        palette = source.colorinterp[shown[0] - 1] is ColorInterp.palette
        stretch = tuple(_stretch(band, valid) for band in bands)
        _write(quicklook, _colours(source, bands[0]) if palette else _scaled(bands, stretch), valid)
        system = read_system(source.crs)
        return RasterFacts(
            width=source.width,
            height=source.height,
            datatypes=tuple(source.dtypes),
            names=tuple(name or f"band {number}" for number, name in enumerate(source.descriptions, start=1)),
            nodata=None if source.nodata is None or not math.isfinite(source.nodata) else float(source.nodata),
            shown=shown,
            stretch=stretch,
            palette=palette,
            system=system,
            extent=_extent(source),
            reason=_reason(source, system is not None),
        )


def _shown(source: Any) -> tuple[int, ...]:
    """Return the bands of a picture: those called red, green and blue; else the first three, or the first."""
    found = [source.colorinterp.index(colour) + 1 for colour in _COLOURS if colour in source.colorinterp]
    if len(found) == len(_COLOURS):
        return tuple(found)
    alpha = [number for number, what in enumerate(source.colorinterp, start=1) if what is ColorInterp.alpha]
    plain = [number for number in source.indexes if number not in alpha]
    return tuple(plain[:3]) if len(plain) >= 3 else tuple(plain[:1] or source.indexes[:1])


def _read(source: Any, shown: tuple[int, ...]) -> tuple[Any, Any]:
    scale = min(1.0, LONGEST / max(source.width, source.height))
    size = (max(1, round(source.height * scale)), max(1, round(source.width * scale)))
    bands = source.read(shown, out_shape=(len(shown), *size), resampling=Resampling.nearest)
    valid = source.dataset_mask(out_shape=size, resampling=Resampling.nearest) > 0
    if np.iscomplexobj(bands):
        bands = np.abs(bands)
    return bands, valid & np.isfinite(bands).all(axis=0)


def _stretch(band: Any, valid: Any) -> tuple[float, float]:
    values = band[valid]
    if values.size == 0:
        return 0.0, 1.0
    low, high = (float(value) for value in np.percentile(values, PERCENTILES))
    if low == high:
        low, high = float(values.min()), float(values.max())
    return (low, high) if low < high else (low - 1, high + 1)  # one value everywhere is grey, and not black


def _scaled(bands: Any, stretch: tuple[tuple[float, float], ...]) -> Any:
    """Return the bands as bytes, three of them."""
    scaled = [
        np.nan_to_num((band.astype("float64") - low) / (high - low) * 255, nan=0, posinf=255, neginf=0)
        for band, (low, high) in zip(bands, stretch, strict=True)
    ]
    picture = np.clip(np.stack(scaled), 0, 255).astype("uint8")
    return np.repeat(picture, 3, axis=0) if len(picture) == 1 else picture


def _colours(source: Any, band: Any) -> Any:
    table = np.zeros((256, 3), "uint8")
    for value, colour in source.colormap(source.colorinterp.index(ColorInterp.palette) + 1).items():
        if 0 <= value < len(table):
            table[value] = colour[:3]
    return np.moveaxis(table[np.clip(band, 0, 255).astype("uint8")], -1, 0)


def _write(file: Path, picture: Any, valid: Any) -> None:
    _, height, width = picture.shape
    with rasterio.open(file, "w", driver="PNG", width=width, height=height, count=4, dtype="uint8") as target:
        target.write(np.concatenate([picture, np.where(valid, 255, 0).astype("uint8")[np.newaxis]]))


def _extent(source: Any) -> Extent:
    west, south, east, north = (float(edge) for edge in source.bounds)
    return west, south, east, north


def _reason(source: Any, has_system: bool) -> str | None:
    transform = source.transform
    if not has_system:
        return "it has no coordinate reference system"
    if transform.is_identity:
        return "it does not say where it lies"
    if transform.b or transform.d or transform.a <= 0 or transform.e >= 0:
        return "its rows do not run from west to east, and from north to south"
    if not all(map(math.isfinite, source.bounds)):
        return "its extent is not finite"
    return None
