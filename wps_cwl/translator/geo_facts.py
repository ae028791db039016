"""What GDAL says of images and maps: what they are, what their values mean, and what a conversion has lost of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Numbers = tuple[float, ...]

# what not every format of images holds
NODATA, SCALE, MASK = "a nodata value", "a scale or an offset", "a mask"
ROTATION, GCPS, RPC = "a rotation", "ground control points", "rational polynomial coefficients"

_SHIFT = 1e-3  # of a pixel: what is written as text and read again may move as far
_SINGLE = ("Float32", "CFloat32")


@dataclass(frozen=True)
class Meaning:
    """What the values of one band mean; `mask` is one that is no band itself, nor made of a nodata value."""

    nodata: float | None = None
    scale: float = 1.0
    offset: float = 0.0
    mask: bool = False


@dataclass(frozen=True)
class RasterFacts:
    """What GDAL says of an image; `crs` is that of its ground control points too."""

    width: int
    height: int
    pixels: tuple[str, ...]  # the data type of each band
    palette: bool
    crs: bool
    transform: Numbers | None = None  # the geotransform, as GDAL orders it
    gcps: tuple[Numbers, ...] = ()
    rpc: bool = False
    bands: tuple[Meaning, ...] = ()


@dataclass(frozen=True)
class VectorFacts:
    """What GDAL says of a map: of all its layers, the features, and whether each that has geometries has a CRS."""

    layers: int
    features: int
    crs: bool
    name: str = ""  # of the first layer
    fields: Mapping[str, str] = field(default_factory=dict)  # and GDAL's types of fields, of all layers


_TRAITS: Mapping[str, Callable[[RasterFacts], bool]] = {
    NODATA: lambda facts: any(band.nodata is not None for band in facts.bands),
    SCALE: lambda facts: any((band.scale, band.offset) != (1.0, 0.0) for band in facts.bands),
    MASK: lambda facts: any(band.mask for band in facts.bands),
    ROTATION: lambda facts: facts.transform is not None and (facts.transform[2], facts.transform[4]) != (0.0, 0.0),
    GCPS: lambda facts: bool(facts.gcps),
    RPC: lambda facts: facts.rpc,
}


def unheld(facts: RasterFacts, lacks: Iterable[str]) -> list[str]:
    """Return what an image has of that which a format lacks."""
    return [trait for trait in lacks if _TRAITS[trait](facts)]


def joined(parts: Sequence[RasterFacts]) -> RasterFacts:
    """Return what several images are together, each of which holds some bands of one."""
    first = parts[0]
    return RasterFacts(
        first.width,
        first.height,
        pixels=tuple(name for part in parts for name in part.pixels),
        palette=any(part.palette for part in parts),
        crs=all(part.crs for part in parts),
        transform=first.transform,
        gcps=first.gcps,
        rpc=first.rpc,
        bands=tuple(band for part in parts for band in part.bands),
    )


def moved(before: RasterFacts, after: RasterFacts) -> str | None:
    """Return how an image has come to lie elsewhere; None when it has not."""
    if before.crs and not after.crs:
        return "its CRS is one that GDAL cannot write there"
    if not _same_place(before, after):
        return f"its geotransform {before.transform} would become {after.transform}"
    if len(before.gcps) != len(after.gcps) or not all(
        math.isclose(*pair, rel_tol=1e-9, abs_tol=1e-9)
        for one, other in zip(before.gcps, after.gcps, strict=True)
        for pair in zip(one, other, strict=True)
    ):
        return "GDAL cannot write its ground control points there"
    if before.rpc and not after.rpc:
        return "GDAL cannot write its rational polynomial coefficients there"
    return None


def _same_place(before: RasterFacts, after: RasterFacts) -> bool:
    if before.transform is None or after.transform is None:
        return before.transform is after.transform
    corners = [(column, row) for column in (0, before.width) for row in (0, before.height)]
    size = min(
        math.hypot(before.transform[1], before.transform[4]), math.hypot(before.transform[2], before.transform[5])
    )
    pairs = ((_at(before.transform, *corner), _at(after.transform, *corner)) for corner in corners)
    return all(math.dist(*pair) <= _SHIFT * size for pair in pairs)


def _at(transform: Numbers, column: float, row: float) -> tuple[float, float]:
    x, across, x_down, y, y_across, down = transform
    return x + column * across + row * x_down, y + column * y_across + row * down


def meaning_lost(before: RasterFacts, after: RasterFacts) -> str | None:
    """Return what the values of an image do no longer mean; None when they mean the same, or some have become nodata.

    Some formats always have a value for nodata: see `new_nodata`.
    """
    for number, (pixels, old, new) in enumerate(zip(before.pixels, before.bands, after.bands, strict=True), start=1):
        of_band = f"of band {number}"
        if old.nodata is not None and (new.nodata is None or not _same(old.nodata, new.nodata, pixels)):
            return f"the nodata value {old.nodata:g} {of_band} would become {new.nodata}"
        if not (_same(old.scale, new.scale) and _same(old.offset, new.offset)):
            told = f"scale and offset {old.scale:g}, {old.offset:g} {of_band}"
            return f"{told} would become {new.scale:g}, {new.offset:g}"
        if old.mask and not new.mask:
            return f"GDAL cannot write the mask {of_band} there"
    return None


def new_nodata(before: RasterFacts, after: RasterFacts) -> dict[int, float]:
    """Return the value that has become nodata, by the place of the band, where none was before."""
    pairs = enumerate(zip(before.bands, after.bands, strict=True))
    return {place: new.nodata for place, (old, new) in pairs if old.nodata is None and new.nodata is not None}


def _same(one: float, other: float, pixels: str = "Float64") -> bool:
    if math.isnan(one) or math.isnan(other):
        return math.isnan(one) and math.isnan(other)
    return math.isclose(one, other, rel_tol=1e-6 if pixels in _SINGLE else 1e-12)
