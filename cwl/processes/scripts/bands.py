"""Which band of an image is red, green, blue or near infrared."""

from __future__ import annotations

import re
from collections.abc import Mapping

from raster import Image
from rasterio.enums import ColorInterp

# What a band's description says, in whole words; the Bnn are Sentinel-2's names.
_WORDS = {
    "red": re.compile(r"\b(red|b0?4)\b(?! ?edge)", re.IGNORECASE),
    "green": re.compile(r"\b(green|b0?3)\b", re.IGNORECASE),
    "blue": re.compile(r"\b(blue|b0?2)\b", re.IGNORECASE),
    "nir": re.compile(r"\b(nir|near[ -]?infra[ -]?red|b0?8)\b", re.IGNORECASE),
}
_PLACES = {"red": 1, "green": 2, "blue": 3}  # in an image of three bands or more that says nothing


def find_bands(image: Image, given: Mapping[str, int | None]) -> dict[str, int]:
    """Return the band numbers of the colours that are known: given ones, described ones, then the usual places.

    Raises BadInput where a given band is not there.
    """
    for colour, band in given.items():
        if band is not None:
            image.check_band(colour, band)
    chosen = {colour: band for colour, band in given.items() if band is not None}
    return _usual(image) | _interpreted(image) | _described(image) | chosen


def _described(image: Image) -> dict[str, int]:
    found: dict[str, int] = {}
    for band, description in enumerate(image.source.descriptions, start=1):
        for colour, words in _WORDS.items():
            if words.search((description or "").replace("_", " ")):
                found.setdefault(colour, band)
    return found


def _interpreted(image: Image) -> dict[str, int]:
    if any(image.source.descriptions):  # TIFF calls the first three bands red, green, blue, whatever they are
        return {}
    names = {ColorInterp.red: "red", ColorInterp.green: "green", ColorInterp.blue: "blue", ColorInterp.nir: "nir"}
    found: dict[str, int] = {}
    for band, meaning in enumerate(image.source.colorinterp, start=1):
        if meaning in names:
            found.setdefault(names[meaning], band)
    return found


def _usual(image: Image) -> dict[str, int]:
    if image.source.count < len(_PLACES) or any(image.source.descriptions):
        return {}
    return dict(_PLACES)
