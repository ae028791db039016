"""Compute a vegetation index of an image."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any  # outputs are JSON

import numpy as np
import picture
import raster
from bands import find_bands
from command import BadInput, check_range, file, json_file, output_path, run
from indices import INDICES, Index
from progress import report, track
from summary import Summary, rounded

COLOURS = ("red", "green", "blue", "nir")
PREVIEW = 1024  # pixels along the longer side


def main(arguments: Sequence[str]) -> dict[str, Any]:
    """Return the outputs of the process."""
    given = _parse(arguments)
    with raster.open_image(given.image, "image") as image:
        bands = find_bands(image, {colour: getattr(given, colour) for colour in COLOURS})
        name = choose(given.index, bands)
        index = INDICES[name]
        scaling = reflectance_scaling(image, given.scale)
        result = output_path(given.image, f"_{name.lower()}.tif")
        summary = compute(image, index, bands, scaling, result, name)
    if not summary.count:
        raise BadInput("image", f"no pixel has a value in all the bands of {name}")
    statistics = {
        "image": Path(given.image).name,
        "index": name,
        "bands": {colour: bands[colour] for colour in index.bands},
    } | summary.as_json()
    return {
        "result": file(result),
        "preview": file(draw(result, index)),
        "statistics": json_file(result.with_suffix(".json"), statistics),
        "index_used": name,
        "mean": rounded(summary.mean),
    }


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--image", required=True)
    parser.add_argument("--index", default="auto", choices=["auto", *INDICES])
    parser.add_argument("--scale", type=float)
    for colour in COLOURS:
        parser.add_argument(f"--{colour}", type=int)
    given = parser.parse_args(arguments)
    if given.scale is not None:
        check_range("scale", given.scale, 1e-9)
    return given


def choose(asked: str, bands: Mapping[str, int]) -> str:
    """Return the name of the index; `auto` is NDVI where there is a near-infrared band, else VARI."""
    name = asked
    if asked == "auto":
        name = "NDVI" if {"nir", "red"} <= set(bands) else "VARI"
    missing = [colour for colour in INDICES[name].bands if colour not in bands]
    if missing:
        reason = f"{name} needs this band, and the image does not say which one it is: give its number"
        raise BadInput(missing[0], reason)
    return name


def reflectance_scaling(image: raster.Image, scale: float | None) -> dict[int, tuple[float, float]]:
    """Return (factor, offset) of each band: as given, as the image says, else what is usual for its data type.

    Whole numbers are usually reflectances times 255 in bytes, times 10000 in more (as in Sentinel-2 products).
    """
    source = image.source
    usual = {"f": 1.0, "b": 1 / 255}
    found = {}
    for band, factor, offset, name in zip(source.indexes, source.scales, source.offsets, source.dtypes, strict=True):
        kind = "b" if np.dtype(name).itemsize == 1 else np.dtype(name).kind
        said = (factor, offset) if (factor, offset) != (1.0, 0.0) else (usual.get(kind, 1e-4), 0.0)
        found[band] = (scale, 0.0) if scale is not None else said
    return found


def compute(
    image: raster.Image,
    index: Index,
    bands: Mapping[str, int],
    scaling: Mapping[int, tuple[float, float]],
    result: Path,
    name: str,
) -> Summary:
    """Write the index of the image as a GeoTIFF of one float32 band, and return its statistics."""
    summary = Summary()
    source = image.source
    with raster.create_like(result, source, count=1, dtype="float32", nodata=float("nan")) as made:
        made.set_band_description(1, name)
        for window in track(raster.windows(source.width, source.height), f"computing {name}", 5, 90):
            reflectances = {}
            for colour in index.bands:
                factor, offset = scaling[bands[colour]]
                reflectances[colour] = image.read_numbers(bands[colour], window) * factor + offset
            values = index.of(reflectances).astype("float32")
            summary.add(values)
            made.write(values, 1, window=window)
    return summary


def draw(result: Path, index: Index) -> Path:
    """Write the coloured picture of an index beside it."""
    report(90, "drawing the preview")
    preview = result.with_suffix(".png")
    with raster.open_image(str(result), "image") as image:
        values = image.read_small([1], PREVIEW)[0].filled(np.nan)
    picture.write_png(preview, picture.coloured(values, index.low, index.high))
    return preview


if __name__ == "__main__":
    run(main)
