"""Polygons out of GeoJSON, GML, GeoPackage, KML and zipped shapefiles."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from command import BadInput
from pyogrio.errors import DataSourceError
from rasterio import warp
from rasterio.crs import CRS

_OFFERED = "GeoJSON, GML, GeoPackage, KML or a zipped shapefile"
_SHAPEFILE = bytes.fromhex("0000270a")
_POLYGONS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


@dataclass(frozen=True)
class Layer:
    """Polygons with their properties: one array for each name, as long as `polygons`. No CRS is that of the image."""

    polygons: np.ndarray
    crs: CRS | None
    properties: dict[str, np.ndarray]

    def to(self, crs: CRS) -> np.ndarray:
        """Return the polygons in another CRS."""
        return reprojected(self.polygons, self.crs or crs, crs)


def read_polygons(path: str, parameter: str) -> Layer:
    """Read the polygons of a file; other geometries are left out. BadInput where there are none."""
    source, options = _source(Path(path), parameter)
    try:
        layer, _, wkb, columns = pyogrio.raw.read(source, force_2d=True, **options)
        shapes = shapely.from_wkb(wkb)
    except (DataSourceError, shapely.errors.ShapelyError, ValueError, UnicodeError) as error:
        raise BadInput(parameter, f"cannot be read as {_OFFERED}") from error
    kept = np.isin(shapely.get_type_id(shapes), _POLYGONS) & ~shapely.is_empty(shapes)
    if not kept.any():
        raise BadInput(parameter, "the file holds no polygons")
    crs = CRS.from_user_input(layer["crs"]) if layer["crs"] else None
    fields = zip(layer["fields"], columns, strict=True)
    return Layer(shapely.make_valid(shapes[kept]), crs, {name: column[kept] for name, column in fields})


def reprojected(shapes: np.ndarray, source: CRS, target: CRS) -> np.ndarray:
    """Return geometries in another CRS."""
    if source == target:
        return shapes

    def moved(points: np.ndarray) -> np.ndarray:
        return np.column_stack(warp.transform(source, target, points[:, 0], points[:, 1]))

    return shapely.transform(shapes, moved)


def _source(path: Path, parameter: str) -> tuple[str, dict[str, str]]:
    """Return GDAL's name of a file and how to open it.

    The first bytes choose the driver, not GDAL: some of its drivers follow files and addresses that the data name.
    """
    with path.open("rb") as file:
        start = file.read(4096)
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.startswith(b"{"):
        return f"GeoJSON:{path}", {}
    if start.startswith(b"SQLite format 3\0"):
        return f"GPKG:{path}", {}
    if text.startswith(b"<") and b"opengis.net/gml" in start and b"<OGRVRT" not in start:
        return str(path), {"DOWNLOAD_SCHEMA": "NO", "WRITE_GFS": "NO"}
    if text.startswith(b"<") and b"<kml" in start and b"<OGRVRT" not in start:
        return str(path), {}
    if zipfile.is_zipfile(path):
        return f"/vsizip/{{{path}}}/{_shapefile(path, parameter)}", {}
    raise BadInput(parameter, f"not one of {_OFFERED}")


def _shapefile(path: Path, parameter: str) -> str:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.lower().endswith(".shp") and not name.startswith("__")]
        if len(names) != 1:
            raise BadInput(parameter, f"the archive holds {len(names)} shapefiles instead of one")
        with archive.open(names[0]) as member:
            if member.read(4) != _SHAPEFILE:
                raise BadInput(parameter, f"{names[0]} is not a shapefile")
    return names[0]
