"""Formats of images and maps: which ones an output is offered in beside its own, and what has to be converted.

A conversion changes no value: what a format cannot hold is refused. Only JPEG loses something, as it always does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any  # CWL output objects are JSON of any shape

from wps_cwl import errors
from wps_cwl.model import ComplexData, CwlKind, Format, OutputRequest, Parameter, Process
from wps_cwl.translator import media_types
from wps_cwl.translator.description import ZIP

Json = Any


@dataclass(frozen=True)
class GeoFormat:
    """A format as GDAL knows it: a driver, the first that is there, and the options with which it writes.

    `source` says that it may be converted to others, `offered` that others are offered in it.
    """

    media_type: str
    extension: str
    drivers: tuple[str, ...]
    options: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()  # extensions of the files that belong to it
    source: bool = True
    offered: bool = True
    has_crs: bool = True


@dataclass(frozen=True)
class RasterFormat(GeoFormat):
    """What an image of this format can hold: GDAL's data types, numbers of bands; None: all."""

    pixels: tuple[str, ...] | None = None
    bands: tuple[int, ...] | None = None
    palette: bool = True


@dataclass(frozen=True)
class VectorFormat(GeoFormat):
    """What a map of this format can hold: several layers, any CRS."""

    layers: bool = True
    wgs84: bool = False


_REAL = ("Byte", "Int8", "UInt16", "Int16", "UInt32", "Int32", "Float32", "Float64")
_LAYOUT = ("-co", "COMPRESS=DEFLATE", "-co", "TILED=YES", "-co", "BIGTIFF=IF_SAFER")
_LOSSLESS = ("-co", "QUALITY=100", "-co", "REVERSIBLE=YES", "-co", "YCBCR420=NO")
_SCHEMA = ("-dsco", "FORMAT=GML3.2")
_SHAPEFILE = VectorFormat(
    "application/x-esri-shape",
    ".shp",
    ("ESRI Shapefile",),
    ("-lco", "ENCODING=UTF-8"),
    beside=(".shx", ".dbf", ".prj", ".cpg"),
    offered=False,
    layers=False,
)

# PNG, JPEG and KML are for the eye: what has been made one is no source of measurements (and KML adds heights and
# fields of its own). NetCDF may hold many images.
FORMATS: tuple[RasterFormat | VectorFormat, ...] = (
    RasterFormat("image/tiff; subtype=geotiff", ".tif", ("GTiff",), _LAYOUT),
    RasterFormat("image/tiff", ".tif", ("GTiff",), _LAYOUT),
    RasterFormat("image/jp2", ".jp2", ("JP2OpenJPEG",), _LOSSLESS, pixels=("Byte", "UInt16", "Int16")),
    RasterFormat(
        "image/png",
        ".png",
        ("PNG",),
        pixels=("Byte", "UInt16"),
        bands=(1, 2, 3, 4),
        source=False,
        has_crs=False,
    ),
    RasterFormat(
        "image/jpeg",
        ".jpg",
        ("JPEG",),
        ("-co", "QUALITY=95"),
        pixels=("Byte",),
        bands=(1, 3),
        palette=False,
        source=False,
        has_crs=False,
    ),
    RasterFormat(
        "application/x-netcdf",
        ".nc",
        ("netCDF",),
        ("-co", "FORMAT=NC4", "-co", "COMPRESS=DEFLATE"),
        pixels=_REAL,
        palette=False,
        source=False,
    ),
    VectorFormat("application/geo+json", ".geojson", ("GeoJSON",), ("-lco", "RFC7946=YES"), layers=False, wgs84=True),
    VectorFormat("application/gml+xml", ".gml", ("GML",), _SCHEMA, beside=(".xsd",)),
    VectorFormat("application/geopackage+sqlite3", ".gpkg", ("GPKG",)),
    VectorFormat("application/vnd.google-earth.kml+xml", ".kml", ("LIBKML", "KML"), source=False, wgs84=True),
    replace(_SHAPEFILE, media_type=ZIP.media_type, source=False, offered=True),
    _SHAPEFILE,
)


# --- what is offered --------------------------------------------------------------------------------


def offered(process: Process, drivers: Collection[str]) -> Process:
    """Return the process with the formats that its outputs can be converted to by these drivers of GDAL's."""
    return replace(process, outputs=tuple(_offered(output, drivers) for output in process.outputs))


def _offered(output: Parameter, drivers: Collection[str]) -> Parameter:
    data = output.data
    if not isinstance(data, ComplexData) or not _is_convertible(output):
        return output
    own = _source(data.formats[0].media_type)
    if own is None or driver(own, drivers) is None:
        return output
    taken = [form.media_type for form in data.formats]
    more = tuple(
        _described(form)
        for form in FORMATS
        if type(form) is type(own) and form.offered and driver(form, drivers)
        if not any(media_types.matches(form.media_type, other) for other in taken)
    )
    return replace(output, data=replace(data, formats=(*data.formats, *more), converted=more))


def _described(form: GeoFormat) -> Format:
    return Format(form.media_type, encoding="base64" if media_types.is_binary(form.media_type) else None)


def _is_convertible(output: Parameter) -> bool:
    return output.convertible and output.cwl.kind is CwlKind.FILE


def _source(media_type: str) -> RasterFormat | VectorFormat | None:
    return next((form for form in FORMATS if form.source and media_types.matches(media_type, form.media_type)), None)


def driver(form: GeoFormat, drivers: Collection[str]) -> str | None:
    """Return the driver for a format, of those that there are."""
    return next((name for name in form.drivers if name in drivers), None)


# --- what is converted ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Conversion:
    """The file of an output, as CWL has it, and the formats from which and to which it is converted."""

    output: str
    value: Json
    source: RasterFormat | VectorFormat
    target: RasterFormat | VectorFormat


def read(process: Process, produced: Mapping[str, Json], asked: Iterable[OutputRequest]) -> list[Conversion]:
    """Return what has to be converted before outputs are what was asked for. Raises errors.NotConverted."""
    found = (_conversion(process.output(one.id), produced.get(one.id), one.format) for one in asked)
    return [conversion for conversion in found if conversion is not None]


def _conversion(output: Parameter | None, value: Json, asked: Format | None) -> Conversion | None:
    if output is None or asked is None or not isinstance(output.data, ComplexData) or not _is_convertible(output):
        return None
    if not isinstance(value, dict) or value.get("class") != "File":
        return None
    itself = _itself(value, output.data)
    if media_types.matches(asked.media_type, itself):
        return None
    source = _source(itself)
    if source is None:
        if any(media_types.matches(asked.media_type, form.media_type) for form in output.data.converted):
            reason = "files of that format are not converted"
            raise errors.NotConverted(
                identifier=output.id, source=itself, target=asked.media_type, reason=reason, locator=output.id
            )
        return None
    targets = (form for form in FORMATS if media_types.matches(asked.media_type, form.media_type))
    target = next((form for form in targets if type(form) is type(source)), None)
    if target is None or (target.media_type == ZIP.media_type and _is_archived(output.data, source, value)):
        return None
    return Conversion(output.id, value, source, target)


def _itself(value: Json, data: ComplexData) -> str:
    """Return the format of a file: what CWL or its name says, where that is one we know, else what its tool writes."""
    said = media_types.from_cwl(value.get("format") or "") or media_types.guess(str(value.get("basename")))
    known = (*FORMATS, *data.formats)
    return said if any(media_types.matches(said, form.media_type) for form in known) else data.formats[0].media_type


def _is_archived(data: ComplexData, source: GeoFormat, value: Json) -> bool:
    """Whether an archive of the file and what lies beside it is what was asked for, rather than a shapefile."""
    return source.extension == ".shp" or (ZIP not in data.converted and bool(value.get("secondaryFiles")))


# --- what does not fit ------------------------------------------------------------------------------


@dataclass(frozen=True)
class RasterFacts:
    """What GDAL says of an image."""

    width: int
    height: int
    pixels: tuple[str, ...]  # the data type of each band
    palette: bool
    crs: bool


@dataclass(frozen=True)
class VectorFacts:
    """What GDAL says of a map: of all its layers, the features, and whether each that has geometries has a CRS."""

    layers: int
    features: int
    crs: bool


def raster_misfit(facts: RasterFacts, target: RasterFormat) -> str | None:
    """Return why an image cannot stand in a format; None when it can."""
    strange = [name for name in dict.fromkeys(facts.pixels) if target.pixels and name not in target.pixels]
    if strange:
        return f"its pixels are {' and '.join(strange)}, and that format holds {_or(target.pixels or ())} only"
    if target.bands and len(facts.pixels) not in target.bands:
        return f"it has {len(facts.pixels)} bands, and that format holds {_or(target.bands)}"
    if facts.palette and not target.palette:
        return "its pixels are numbers of colours in a palette, and that format holds none"
    return None


def vector_misfit(facts: VectorFacts, target: VectorFormat) -> str | None:
    """Return why a map cannot stand in a format; None when it can."""
    if facts.layers == 0:
        return "it has no layer"
    if facts.layers > 1 and not target.layers:
        return f"it has {facts.layers} layers, and that format holds one"
    if target.wgs84 and not facts.crs:
        return "it does not say in which CRS it is, and that format is in WGS 84"
    return None


def _or(values: Iterable[object]) -> str:
    *others, last = map(str, values)
    return f"{', '.join(others)} or {last}" if others else last
