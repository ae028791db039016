"""Vectors: their layers, in a GeoPackage that is the map's own.

So MapServer meets one format, which has an index, and was written by us.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any  # what pyogrio says of a layer
from zipfile import is_zipfile

import pyogrio

from wps_cwl.maps.facts import Layer, VectorFacts
from wps_cwl.maps.systems import read_system

MOST = 20  # layers


def survey(file: Path, copy: Path) -> VectorFacts:
    """Return the layers that can be drawn, and write them into a copy."""
    place = f"/vsizip/{{{file.absolute()}}}" if is_zipfile(file) else str(file)  # in braces: it may have any name
    reasons: list[str] = []
    layers = tuple(_layers(place, copy, reasons))
    return VectorFacts(layers, None if layers else "; ".join(dict.fromkeys(reasons)) or "it has no layers")


def _layers(place: str, copy: Path, reasons: list[str]) -> Iterator[Layer]:
    taken: set[str] = set()
    for name, geometry in pyogrio.list_layers(place)[:MOST]:
        if geometry is None:
            reasons.append(f'the layer "{name}" has no geometry')
            continue
        called = _called(str(name), taken)
        with pyogrio.open_arrow(place, layer=name, use_pyarrow=False, return_fids=True) as (about, stream):
            system = read_system(about["crs"])
            if system is None:
                reasons.append(f'the layer "{name}" has no coordinate reference system')
                continue
            _copy(stream, copy, called, about)
        found = pyogrio.read_info(copy, layer=called, force_feature_count=True, force_total_bounds=True)
        bounds = [float(edge) for edge in found["total_bounds"] or ()]
        if not found["features"] or not bounds or not all(map(math.isfinite, bounds)):
            reasons.append(f'the layer "{name}" has no features')
            continue
        number = about["fid_column"] or "OGC_FID"
        identified = number if number in list(found["fields"]) else None
        yield Layer(called, str(geometry), identified, (bounds[0], bounds[1], bounds[2], bounds[3]), system)


def _copy(stream: Any, copy: Path, called: str, about: dict[str, Any]) -> None:
    pyogrio.write_arrow(
        stream,
        copy,
        layer=called,
        driver="GPKG",
        crs=about["crs"],
        geometry_type=about["geometry_type"],
        geometry_name=about["geometry_name"] or "wkb_geometry",
        append=copy.exists(),
        layer_options={"FID": "row_of_the_copy"},  # a name that no field has, so that the numbers of the features stay
    )


def _called(name: str, taken: set[str]) -> str:
    """Return a name that can stand in XML, in SQL and in an address, once."""
    plain = re.sub(r"[^A-Za-z0-9_]", "_", name)[:60]
    plain = plain if plain[:1].isalpha() else f"layer_{plain}"
    wished = [plain, *(f"{plain}_{number}" for number in range(2, MOST + 2))]
    called = next(one for one in wished if one not in taken)
    taken.add(called)
    return called
