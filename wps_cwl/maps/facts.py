"""What was found out about a geographic file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Extent = tuple[float, float, float, float]  # west, south, east, north in the CRS of the data


@dataclass(frozen=True)
class System:
    """A coordinate reference system: its EPSG code, where it has one, and what PROJ calls it."""

    epsg: int | None
    proj: str
    geographic: bool


@dataclass(frozen=True)
class RasterFacts:
    """A raster. `shown` are the bands of a picture of it, and `stretch` the values from dark to bright in each.

    `reason` says why there can be no map of it.
    """

    width: int
    height: int
    datatypes: tuple[str, ...]
    names: tuple[str, ...]
    nodata: float | None
    shown: tuple[int, ...]
    stretch: tuple[tuple[float, float], ...]
    palette: bool
    system: System | None
    extent: Extent
    reason: str | None = None
    kind: Literal["raster"] = "raster"


@dataclass(frozen=True)
class Layer:
    """A layer of a vector file, under the name that it has in the map's own copy of it.

    `number` is the field that tells its features apart, which is the copy's own.
    """

    name: str
    geometry: str
    number: str | None
    extent: Extent
    system: System


@dataclass(frozen=True)
class VectorFacts:
    """The layers of a vector file that can be drawn; `reason` says why there are none."""

    layers: tuple[Layer, ...]
    reason: str | None = None
    kind: Literal["vector"] = "vector"


Facts = RasterFacts | VectorFacts
