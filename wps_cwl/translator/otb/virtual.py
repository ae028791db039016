"""Applications that read a virtual raster, which they write themselves: of their own tiles, or of the elevations.

GDAL's driver for virtual rasters is closed, for a client's file of that form would lead to other files. These
applications need it; so they get plain copies of their images, made while the driver is closed, and without the files
that lie beside these. Those that only know elevations do so when they get a folder of them: without the driver they
would end well, and place everything wrongly.
"""

from __future__ import annotations

from typing import Final

from wps_cwl.translator.otb.model import Application, Kind

TILED: Final = frozenset({"LargeScaleMeanShift", "LSMSSegmentation"})

# The words of the command line, images replaced: `IMAGE?OPTIONS` is an extended file name. Doubles hold every pixel.
# The folder's name cannot be that of an output, and what the copying prints is no progress of the application.
# What cannot be copied is an error of an image; in a folder of elevations it is no elevation.
_SCRIPT: Final = r"""
set -eu
images=" {images} "
needed={needed}
for word; do
  if [ -d "$word" ]; then needed=yes; fi
done
if [ $needed = no ]; then exec "$0" "$@"; fi
copy() {{
  case ${{1%%\?*}} in *.[rR][aA][dD]) return 1 ;; esac  # OTB's own format, which names other files
  otbcli_ExtractROI -in "$1" -out "$2?&gdal:co:BIGTIFF=IF_SAFER" double >&2
}}
mkdir .images
count=0
key=
for word; do
  shift
  case $word in -[a-z]* | -[0-9]*[a-z]*) key=$word ;; esac
  case $images in *" $key "*)
    if [ -f "${{word%%\?*}}" ]; then
      count=$((count + 1))
      copy "$word" .images/$count.tif
      word=.images/$count.tif
    elif [ -d "$word" ]; then
      count=$((count + 1))
      mkdir .images/$count
      part=0
      for file in "$word"/*; do
        part=$((part + 1))
        copy "$file" .images/$count/$part.tif || echo "$file is no image" >&2
      done
      word=.images/$count
    fi ;;
  esac
  set -- "$@" "$word"
done
GDAL_SKIP=${{GDAL_SKIP#VRT }} exec "$0" "$@"
""".strip()


def command(application: Application) -> list[str]:
    """Return the base command of an application."""
    program, tiled = f"otbcli_{application.name}", application.name in TILED
    if not tiled and not any(_of_elevations(argument.key) for argument in application.arguments):
        return [program]
    images = (
        f"-{argument.key}"
        for argument in application.arguments
        if argument.kind in {Kind.IMAGE, Kind.IMAGES} or _of_elevations(argument.key)
    )
    return ["sh", "-c", _SCRIPT.format(images=" ".join(images), needed="yes" if tiled else "no"), program]


def _of_elevations(key: str) -> bool:
    """Whether behind a key stands a folder of elevations, or the file of the geoid."""
    return key.endswith(("elev.dem", "elevation.dem", "elev.geoid", "elevation.geoid"))
