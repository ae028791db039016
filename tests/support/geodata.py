"""Small images and maps of every kind that conversions must get through."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pyogrio
import rasterio
import shapely
from rasterio import warp
from rasterio.transform import from_origin

UTM = "EPSG:32613"
ORIGIN = (450000.0, 4480000.0)  # the upper left corner, in the Rocky Mountains
PIXEL = 30.0
NAMES = ("lake", "Höhe über Tal", "name, with 'quotes'")  # of the features; the second is not ASCII
AREAS = (1.5, -2.25, 1e6)


# Media types of images and of maps, with the extensions of their files
RASTERS = {
    "image/tiff": ".tif",
    "image/jp2": ".jp2",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "application/x-netcdf": ".nc",
}
VECTORS = {
    "application/geo+json": ".geojson",
    "application/gml+xml": ".gml",
    "application/geopackage+sqlite3": ".gpkg",
    "application/vnd.google-earth.kml+xml": ".kml",
    "application/zip": ".zip",
}


def image(path: Path, dtype: str, bands: int, *, crs: str | None = UTM, palette: bool = False) -> np.ndarray:
    """Write a GeoTIFF of 40 x 30 pixels, smooth within its type's range, and return its pixels."""
    rows, columns = np.mgrid[0:30, 0:40]
    planes = np.stack([(rows * (band + 1) + columns) * 1.25 for band in range(bands)])
    if palette:
        planes = planes % 4
    if np.dtype(dtype).kind in "if" and not palette:
        planes = planes - (20 if np.dtype(dtype).kind == "i" else 20.125)
    pixels = planes.astype(dtype)
    place = {} if crs is None else {"crs": crs, "transform": from_origin(*ORIGIN, PIXEL, PIXEL)}
    profile = {"driver": "GTiff", "width": 40, "height": 30, "count": bands, "dtype": dtype}
    with rasterio.open(path, "w", **profile, **place) as made:
        made.write(pixels)
        if palette:
            made.write_colormap(1, {0: (0, 0, 0), 1: (255, 0, 0), 2: (0, 255, 0), 3: (0, 0, 255)})
    return pixels


def shapes() -> np.ndarray:
    """Return three squares beside each other, in UTM."""
    left, top = ORIGIN
    return np.array([shapely.box(left + 100 * n, top - 90, left + 100 * n + 80, top) for n in range(3)])


def in_wgs84(geometries: np.ndarray) -> np.ndarray:
    """Return geometries of that UTM zone in longitudes and latitudes."""

    def moved(points: np.ndarray) -> np.ndarray:
        columns = warp.transform(UTM, "EPSG:4326", points[:, 0], points[:, 1])
        return np.column_stack(columns)

    moved_shapes: np.ndarray = shapely.transform(geometries, moved)
    return moved_shapes


def layer(
    path: Path,
    driver: str,
    *,
    name: str = "zones",
    geometries: np.ndarray | None = None,
    kind: str = "Polygon",
    crs: str | None = UTM,
    append: bool = False,
) -> None:
    """Write a layer of features with a text, a whole number, a number and an empty field."""
    geometries = shapes() if geometries is None else geometries
    count = len(geometries)
    columns = [
        np.array(NAMES[:count], dtype=object),
        np.arange(7, 7 + count, dtype="int32"),
        np.array(AREAS[:count]),
    ]
    pyogrio.raw.write(
        path,
        shapely.to_wkb(geometries),
        columns,
        ["label", "code", "area"],
        driver=driver,
        layer=name,
        geometry_type=kind,
        crs=crs,
        append=append,
    )


def zipped(path: Path, target: Path) -> bytes:
    """Pack a shapefile that lies at `path` into a zip archive, and return it."""
    with zipfile.ZipFile(target, "w") as archive:
        for beside in sorted(path.parent.glob(f"{path.stem}.*")):
            if beside.suffix in (".shp", ".shx", ".dbf", ".prj", ".cpg"):
                archive.write(beside, beside.name)
    return target.read_bytes()
