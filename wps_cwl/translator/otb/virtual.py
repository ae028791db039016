"""Applications that read a virtual raster: one of their own tiles, which they write themselves.

GDAL's driver for virtual rasters is closed, for a client's file of that form would lead to other files. These
applications need it; so they get plain copies of their images, made while the driver is closed, and without the files
that lie beside these.
"""

from __future__ import annotations

from typing import Final

APPLICATIONS: Final = frozenset({"LargeScaleMeanShift", "LSMSSegmentation"})

# The words of the command line, images replaced: `IMAGE?OPTIONS` is an extended file name. Doubles hold every pixel.
# The folder's name cannot be that of an output, and what the copying prints is no progress of the application.
_SCRIPT: Final = r"""
set -eu
mkdir .images
count=0
for word; do
  shift
  if [ -f "${word%%\?*}" ]; then
    count=$((count + 1))
    otbcli_ExtractROI -in "$word" -out ".images/$count.tif?&gdal:co:BIGTIFF=IF_SAFER" double >&2
    word=.images/$count.tif
  fi
  set -- "$@" "$word"
done
GDAL_SKIP=${GDAL_SKIP#VRT } exec "$0" "$@"
""".strip()


def command(application: str) -> list[str]:
    """Return the base command of an application."""
    program = f"otbcli_{application}"
    return ["sh", "-c", _SCRIPT, program] if application in APPLICATIONS else [program]
