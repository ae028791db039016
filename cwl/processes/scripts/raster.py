"""Images that are read and written window by window, so that memory does not grow with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # a GDAL profile

import numpy as np
import rasterio
from command import BadInput
from rasterio.dtypes import in_dtype_range
from rasterio.enums import ColorInterp, Resampling
from rasterio.errors import RasterioIOError
from rasterio.io import DatasetReader, DatasetWriter
from rasterio.windows import Window

# The first bytes choose the driver, not GDAL: some of its drivers follow files and addresses that the data name.
DRIVERS = {
    b"II*\0": "GTiff",
    b"MM\0*": "GTiff",
    b"II+\0": "GTiff",
    b"MM\0+": "GTiff",
    b"\x89PNG\r\n": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"\0\0\0\x0cjP  ": "JP2OpenJPEG",
    b"\xffO\xffQ": "JP2OpenJPEG",
}
WINDOW = 1024  # pixels


@dataclass(frozen=True)
class Image:
    """An open image and the parameter that brought it, which is named when it cannot be read."""

    source: DatasetReader
    parameter: str

    def read(self, bands: int | Sequence[int], window: Window | None = None, **options: Any) -> np.ma.MaskedArray:
        """Return the pixels; masked are those without data, and those that are not a number."""
        try:
            pixels = self.source.read(bands, window=window, masked=True, **options)
        except RasterioIOError as error:
            raise BadInput(self.parameter, "the image is damaged or cut off: its pixels cannot be read") from error
        if pixels.dtype.kind == "f":
            pixels = np.ma.masked_invalid(pixels, copy=False)
        return pixels

    def read_numbers(self, band: int, window: Window | None = None) -> np.ndarray:
        """Return one band as doubles, NaN where there is no data."""
        return self.read(band, window).astype("float64").filled(np.nan)

    def read_small(self, bands: Sequence[int], size: int) -> np.ma.MaskedArray:
        """Return the bands, shrunk where they are larger than `size` pixels along one side."""
        shape = fitting(self.source.height, self.source.width, size)
        palette = ColorInterp.palette in self.source.colorinterp
        how = Resampling.nearest if palette else Resampling.average
        return self.read(bands, out_shape=(len(bands), *shape), resampling=how)

    def check_band(self, parameter: str, band: int) -> None:
        """Raise BadInput where the image has no such band."""
        if not 1 <= band <= self.source.count:
            raise BadInput(parameter, f"there is no band {band}; the image has the bands 1 to {self.source.count}")

    def check_crs(self) -> None:
        """Raise BadInput where nobody knows where on Earth the image lies."""
        if self.source.crs is None:
            raise BadInput(self.parameter, "the image has no coordinate reference system")


@contextmanager
def open_image(path: str, parameter: str) -> Iterator[Image]:
    """Open an image; BadInput where it is none."""
    with rasterio.Env(GDAL_PAM_ENABLED="NO"):  # no side files beside inputs and outputs
        try:
            source = rasterio.open(path, driver=_driver(Path(path), parameter))
        except RasterioIOError as error:
            raise BadInput(parameter, "the image is damaged or cut off: its header cannot be read") from error
        with source:
            if any(name.startswith("complex") for name in source.dtypes):
                raise BadInput(parameter, "images of complex numbers are not supported")
            yield Image(source, parameter)


def _driver(path: Path, parameter: str) -> str:
    with path.open("rb") as file:
        start = file.read(8)
    for signature, driver in DRIVERS.items():
        if start.startswith(signature):
            return driver
    raise BadInput(parameter, "not an image in one of the formats GeoTIFF, PNG, JPEG or JPEG 2000")


@contextmanager
def create_like(path: Path, source: DatasetReader, **changes: Any) -> Iterator[DatasetWriter]:
    """Create a GeoTIFF that lies where `source` lies; `changes` replace entries of its profile."""
    profile = {name: source.profile[name] for name in ("width", "height", "count", "dtype", "crs", "transform")}
    profile |= changes
    predictor = 3 if np.dtype(profile["dtype"]).kind == "f" else 2
    layout = {"tiled": True, "blockxsize": 256, "blockysize": 256, "bigtiff": "if_safer"}
    with rasterio.open(path, "w", driver="GTiff", compress="deflate", predictor=predictor, **layout, **profile) as made:
        yield made


@contextmanager
def create_copy(path: Path, source: DatasetReader, **place: Any) -> Iterator[DatasetWriter]:
    """Create a GeoTIFF of the same bands in another place, with their descriptions, colours and palette."""
    with create_like(path, source, nodata=no_data(source), **place) as made:
        made.descriptions = source.descriptions
        made.colorinterp = source.colorinterp
        if source.colorinterp[0] is ColorInterp.palette:
            made.write_colormap(1, source.colormap(1))
        yield made


def windows(width: int, height: int, left: int = 0, top: int = 0) -> list[Window]:
    """Cut an area into windows that memory can hold."""
    return [
        Window(left + x, top + y, min(WINDOW, width - x), min(WINDOW, height - y))
        for y in range(0, height, WINDOW)
        for x in range(0, width, WINDOW)
    ]


def fill_value(source: DatasetReader) -> float:
    """Return what a pixel without data holds: the image's own value if its type can hold it, else NaN or 0."""
    if source.nodata is not None and in_dtype_range(source.nodata, source.dtypes[0]):
        return float(source.nodata)
    return float("nan") if np.dtype(source.dtypes[0]).kind == "f" else 0.0


def no_data(source: DatasetReader) -> float | None:
    """Return the value that an image made of this one states for "no data"; an alpha band says it by itself."""
    return None if ColorInterp.alpha in source.colorinterp else fill_value(source)


def fitting(height: int, width: int, size: int) -> tuple[int, int]:
    """Return height and width, shrunk in proportion until the longer side is at most `size`."""
    factor = min(1.0, size / max(height, width))
    return max(1, round(height * factor)), max(1, round(width * factor))
