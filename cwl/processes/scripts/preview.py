"""Draw a small picture of an image."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any  # outputs are JSON

import numpy as np
import picture
import raster
from bands import find_bands
from command import BadInput, check_range, file, output_path, run
from progress import report
from rasterio.enums import ColorInterp

COLOURS = ("red", "green", "blue")


def main(arguments: Sequence[str]) -> dict[str, Any]:
    """Return the outputs of the process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--image", required=True)
    parser.add_argument("--size", type=int, default=512)
    parser.add_argument("--bands", type=lambda text: [int(number) for number in text.split(",") if number], default=[])
    given = parser.parse_args(arguments)
    check_range("size", given.size, 16, 4096)
    if len(given.bands) not in (0, 1, 3):
        raise BadInput("bands", "give one band, or three for red, green and blue")
    report(0, "reading the image")
    with raster.open_image(given.image, "image") as image:
        for band in given.bands:
            image.check_band("bands", band)
        pixels = draw(image, given.bands, given.size)
    preview = output_path(given.image, "_preview.png")
    picture.write_png(preview, pixels)
    return {"preview": file(preview)}


def draw(image: raster.Image, bands: Sequence[int], size: int) -> np.ndarray:
    """Return the picture as RGBA: in the bands' own colours, their palette's, or in grey."""
    source = image.source
    if not bands and source.colorinterp[0] is ColorInterp.palette:
        return _painted(image.read_small([1], size)[0], source.colormap(1))
    if not bands:
        found = find_bands(image, {})
        bands = [found[colour] for colour in COLOURS] if set(COLOURS) <= set(found) else [1]
    return picture.stretched(image.read_small(bands, size))


def _painted(numbers: np.ma.MaskedArray, palette: dict[int, tuple[int, int, int, int]]) -> np.ndarray:
    table = np.zeros((1 << 16, 4), dtype="uint8")
    for number, colour in palette.items():
        table[number] = colour
    colours = np.moveaxis(table[numbers.filled(0)], -1, 0)
    colours[3][np.ma.getmaskarray(numbers)] = 0
    return colours


if __name__ == "__main__":
    run(main)
