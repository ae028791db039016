"""The table: what an argument of each kind is in CWL, and how it stands on the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any  # CWL documents are JSON of any shape

from wps_cwl.translator.otb.model import Argument, Kind

Json = Any

# No NetCDF: HDF5, which it is inside, may store its numbers in other files
RASTERS = (
    "image/tiff; subtype=geotiff",
    "image/tiff",
    "image/jp2",
    "image/png",
    "image/jpeg",
)
VECTORS = (
    "application/geo+json",
    "application/gml+xml",
    "application/geopackage+sqlite3",
    "application/vnd.google-earth.kml+xml",
    "application/x-esri-shape",
    "application/vnd.sqlite3",
)
# GeoJSON is not known there, and KML gets its axes swapped
WRITTEN_LAYERS = (
    "application/geopackage+sqlite3",
    "application/gml+xml",
    "application/x-esri-shape",
    "application/vnd.sqlite3",
)
WRITTEN_VECTORS = ("application/geopackage+sqlite3", *(form for form in VECTORS if "geopackage" not in form))
UNKNOWN = ("application/octet-stream",)

BESIDE_RASTER = (".aux.xml?", ".ovr?", "^.geom?", "^.hdr?", "^.prj?", "^.tfw?")
BESIDE_VECTOR = ("^.shx?", "^.dbf?", "^.prj?", "^.cpg?")

PIXELS = (
    "uint8",
    "uint16",
    "int16",
    "uint32",
    "int32",
    "float",
    "double",
    "cint16",
    "cint32",
    "cfloat",
    "cdouble",
)

# A text that looks like a key would be one: OTB reads `-exp -inxml` as two arguments, and `-exp " -inxml"` too, as it
# takes blanks off. An empty one is refused by OTB.
TEXT = r"(?!\s*-+[A-Za-z])[\s\S]*\S[\s\S]*"
# otb-printed.txt is what the application prints, and cwl.output.json would say to CWL what the outputs are
FILE_NAME = r"(?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*"
EXTENDED = r"(&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+"  # no slash: GDAL's options must not lead to files
# An image may name, in its metadata, the file that its overviews are in: any file; so no overview is read
EXTENDED_IN = r"(&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+"

# OTB itself reads images of these names before GDAL is asked: headers that name other files (.rad), or go with some.
# Another name is no file, so OTB says that it cannot open it; an error of JavaScript would be said worse.
OWN_READERS = ("rad", "hd", "lum", "ent")
IMAGE_FUNCTION = r"""
function image(file) {
  return file.path + (/[.](EXTENSIONS)$/i.test(file.path) ? ".no-image-may-be-called-so" : "");
}
""".strip().replace("EXTENSIONS", "|".join(OWN_READERS))

BOOLEAN = '$(self ? "true" : "false")'


@dataclass(frozen=True)
class Row:
    """A CWL type and its binding; `text` says that its values are texts of a client's."""

    type: Json
    value_from: str | None = None
    text: bool = False
    media_types: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


def _enum(argument: Argument) -> Json:
    return {"type": "enum", "symbols": [choice.key for choice in argument.choices]}


INPUTS: dict[Kind, Row | Callable[[Argument], Row]] = {
    Kind.INTEGER: Row("int"),
    Kind.FLOAT: Row("float"),
    Kind.DOUBLE: Row("double"),
    Kind.BOOLEAN: Row("boolean", value_from=BOOLEAN),  # OTB wants a value behind the key
    Kind.STRING: Row("string", text=True),
    Kind.STRINGS: Row("string[]", text=True),
    Kind.CHOICE: lambda argument: Row(_enum(argument)),
    # not an array of an enum: cwltool registers the name of such an enum twice; and names may hold colons
    Kind.NAMES: Row("string[]"),
    Kind.FIELD: Row("string", text=True),
    Kind.FIELDS: Row("string[]", text=True),
    Kind.BANDS: Row("string[]", text=True),
    Kind.IMAGE: Row("File", media_types=RASTERS, beside=BESIDE_RASTER),
    Kind.IMAGES: Row("File[]", value_from="$(self.map(image))", media_types=RASTERS, beside=BESIDE_RASTER),
    Kind.VECTOR: Row("File", media_types=VECTORS, beside=BESIDE_VECTOR),
    Kind.VECTORS: Row("File[]", media_types=VECTORS, beside=BESIDE_VECTOR),
    Kind.FILE: Row("File", media_types=UNKNOWN),
    Kind.FILES: Row("File[]", media_types=UNKNOWN),
    Kind.DIRECTORY: Row("Directory"),
}


@dataclass(frozen=True)
class Written:
    """A file that an application writes; a new one is called `<key><extension>`."""

    media_types: tuple[str, ...]
    extension: str
    beside: tuple[str, ...] = ()


OUTPUTS: dict[Kind, Written] = {
    Kind.OUTPUT_IMAGE: Written(RASTERS, ".tif", (".aux.xml?", "^.geom?")),
    Kind.OUTPUT_VECTOR: Written(WRITTEN_VECTORS, ".gpkg", BESIDE_VECTOR),
    Kind.OUTPUT_LAYER: Written(WRITTEN_LAYERS, ".gpkg", BESIDE_VECTOR),
    Kind.OUTPUT_FILE: Written(UNKNOWN, ".dat"),
}


def row_of(argument: Argument) -> Row:
    """Return the row of an argument that is an input."""
    row = INPUTS[argument.kind]
    return row if isinstance(row, Row) else row(argument)
