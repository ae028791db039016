"""Put numbered pictures on one sheet, and their statistics into one summary."""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any  # outputs are JSON

import numpy as np
import picture
import raster
from command import file, json_file, run
from progress import track

TILE, GAP = 256, 12  # pixels
PAPER, INK = 250, 40  # grey
# The digits as 3 x 5 dots, a number of three bits for each row.
DIGITS = ("75557", "26227", "71747", "71717", "55711", "74717", "74757", "71122", "75757", "75717")
DOT = 3  # pixels


def main(arguments: Sequence[str]) -> dict[str, Any]:
    """Return the outputs of the process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--preview", action="append", default=[])
    parser.add_argument("--statistics", action="append", default=[])
    given = parser.parse_args(arguments)
    columns = max(1, math.ceil(math.sqrt(len(given.preview))))
    tiles = [read_tile(path) for path in track(given.preview, "drawing the contact sheet")]
    picture.write_png(Path("contact_sheet.png"), sheet(tiles, columns))
    images = [
        {"number": place + 1, "row": place // columns + 1, "column": place % columns + 1}
        | json.loads(Path(path).read_text(encoding="utf-8"))
        for place, path in enumerate(given.statistics)
    ]
    summary = {"count": len(images), "images": images}
    return {"contact_sheet": file(Path("contact_sheet.png")), "summary": json_file(Path("summary.json"), summary)}


def read_tile(path: str) -> np.ndarray:
    """Return a picture as RGB that fits on a tile, on paper where it is transparent."""
    with raster.open_image(path, "previews") as image:
        pixels = image.read_small([1, 2, 3, 4], TILE).data.astype("float64")
    seen = pixels[3] / 255
    tile = (pixels[:3] * seen + PAPER * (1 - seen)).round().astype("uint8")
    enlarged = TILE // max(tile.shape[1:])
    return tile.repeat(enlarged, axis=1).repeat(enlarged, axis=2)


def sheet(tiles: Sequence[np.ndarray], columns: int) -> np.ndarray:
    """Return the sheet as RGB: the tiles row by row, each with its number above it."""
    head = 5 * DOT + GAP // 2
    rows = math.ceil(len(tiles) / columns)
    paper = np.full((3, rows * (TILE + head + GAP) + GAP, columns * (TILE + GAP) + GAP), PAPER, dtype="uint8")
    for place, tile in enumerate(tiles):
        top, left = GAP + place // columns * (TILE + head + GAP), GAP + place % columns * (TILE + GAP)
        digits = number(place + 1)
        paper[:, top : top + digits.shape[0], left : left + digits.shape[1]] = digits
        height, width = tile.shape[1:]
        top, left = top + head + (TILE - height) // 2, left + (TILE - width) // 2
        paper[:, top : top + height, left : left + width] = tile
    return paper


def number(value: int) -> np.ndarray:
    """Return a number as a grey image."""
    rows = [[DIGITS[int(digit)][row] for digit in str(value)] for row in range(5)]
    dots = np.array([[int(bit) for bits in row for bit in f"{int(bits):03b}0"] for row in rows])
    return np.where(np.kron(dots, np.ones((DOT, DOT))) > 0, INK, PAPER).astype("uint8")


if __name__ == "__main__":
    run(main)
