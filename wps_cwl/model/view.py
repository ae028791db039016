"""The other ways to see a geographic result."""

from __future__ import annotations

from enum import Enum


class View(Enum):
    """A way to see a geographic result, beside its file."""

    DOWNLOAD = "download"  # the file itself
    QUICKLOOK = "quicklook"  # a small picture
    WMS = "wms"
    WCS = "wcs"
    WFS = "wfs"
