"""Formats of images and maps: which ones an output is offered in beside its own, and what has to be converted.

A conversion changes no value, nor what it means and where it lies: what a format cannot hold is refused. Only pictures
(PNG, JPEG) are less by nature: they have no place and no nodata value, and JPEG loses something, as it always does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any  # CWL output objects are JSON of any shape

from wps_cwl import errors
from wps_cwl.model import ComplexData, CwlKind, Format, OutputRequest, Parameter, Process
from wps_cwl.translator import geo_facts, media_types
from wps_cwl.translator.description import ZIP
from wps_cwl.translator.geo_facts import GCPS, MASK, NODATA, ROTATION, RPC, SCALE, RasterFacts, VectorFacts

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
    """What an image of this format can hold: GDAL's data types, numbers of bands; None: all.

    What it `lacks` is refused; a format without CRS is a picture, which nobody asks for places or meanings.
    """

    pixels: tuple[str, ...] | None = None
    bands: tuple[int, ...] | None = None
    palette: bool = True
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True)
class VectorFormat(GeoFormat):
    """What a map of this format can hold: several layers, any CRS; `lacks` are types of fields, as GDAL calls them.

    `magnitudes` are the least and the greatest number that it keeps, beside 0, in a fixed count of digits.
    `harmless` finds what GDAL may warn of while it writes: all else that it says then is failure.
    """

    layers: bool = True
    wgs84: bool = False
    lacks: tuple[str, ...] = ()
    magnitudes: tuple[float, float] | None = None
    harmless: re.Pattern[str] | None = None


_REAL = ("Byte", "Int8", "UInt16", "Int16", "UInt32", "Int32", "Float32", "Float64")
_LAYOUT = ("-co", "COMPRESS=DEFLATE", "-co", "TILED=YES", "-co", "BIGTIFF=IF_SAFER")
_LOSSLESS = ("-co", "QUALITY=100", "-co", "REVERSIBLE=YES", "-co", "YCBCR420=NO")
_SCHEMA = ("-dsco", "FORMAT=GML3.2")
# Numbers stand in 24 characters, 15 of them decimals. GDAL warns of those from 1e8 on, whose last decimals it leaves
# out: a double has no more than 17 digits. Without a limit of its own, it would hold back what it warns of.
_WIDE = ("-unsetFieldWidth", "--config", "CPL_MAX_ERROR_REPORTS", "1000000")
_HARMLESS = re.compile(
    r"Warning 6: Normalized/laundered field name: '.*' to '.*'"
    r"|Warning 1: Value \S+ of field .* of feature \d+ not successfully written\. .* with respect to field width"
    r"|Warning 1: This version of GeoPackage .* may only be partially supported"
)
_SHAPEFILE = VectorFormat(
    "application/x-esri-shape",
    ".shp",
    ("ESRI Shapefile",),
    ("-lco", "ENCODING=UTF-8", *_WIDE),
    beside=(".shx", ".dbf", ".prj", ".cpg"),
    offered=False,
    layers=False,
    lacks=("DateTime", "Time"),
    magnitudes=(1e-6, 1e22),
    harmless=_HARMLESS,
)

# PNG, JPEG and KML are for the eye: what has been made one is no source of measurements (and KML adds heights and
# fields of its own). NetCDF may hold many images.
FORMATS: tuple[RasterFormat | VectorFormat, ...] = (
    RasterFormat("image/tiff; subtype=geotiff", ".tif", ("GTiff",), _LAYOUT),
    RasterFormat("image/tiff", ".tif", ("GTiff",), _LAYOUT),
    RasterFormat(
        "image/jp2",
        ".jp2",
        ("JP2OpenJPEG",),
        _LOSSLESS,
        pixels=("Byte", "UInt16", "Int16"),
        lacks=(NODATA, SCALE, MASK),
    ),
    RasterFormat(
        "image/png",
        ".png",
        ("PNG",),
        pixels=("Byte", "UInt16"),
        bands=(1, 2, 3, 4),
        source=False,
        has_crs=False,
        lacks=(MASK,),
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
        lacks=(MASK,),
    ),
    RasterFormat(
        "application/x-netcdf",
        ".nc",
        ("netCDF",),
        ("-co", "FORMAT=NC4", "-co", "COMPRESS=DEFLATE"),
        pixels=_REAL,
        palette=False,
        source=False,
        lacks=(MASK, ROTATION, GCPS, RPC),
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


def raster_misfit(facts: RasterFacts, target: RasterFormat) -> str | None:
    """Return why an image cannot stand in a format; None when it can."""
    strange = [name for name in dict.fromkeys(facts.pixels) if target.pixels and name not in target.pixels]
    if strange:
        return f"its pixels are {' and '.join(strange)}, and that format holds {_or(target.pixels or ())} only"
    if target.bands and len(facts.pixels) not in target.bands:
        return f"it has {len(facts.pixels)} bands, and that format holds {_or(target.bands)}"
    if facts.palette and not target.palette:
        return "its pixels are numbers of colours in a palette, and that format holds none"
    if unheld := geo_facts.unheld(facts, target.lacks):
        return f"it has {' and '.join(unheld)}, and that format holds none"
    return None


def raster_loss(before: RasterFacts, after: RasterFacts, target: RasterFormat) -> str | None:
    """Return what an image has lost on the way into a format; None when it is still what it was."""
    if (after.width, after.height, len(after.pixels)) != (before.width, before.height, len(before.pixels)):
        return "what GDAL wrote is not the whole image"
    if not target.has_crs:
        return None
    return geo_facts.moved(before, after) or geo_facts.meaning_lost(before, after)


def vector_misfit(facts: VectorFacts, target: VectorFormat) -> str | None:
    """Return why a map cannot stand in a format; None when it can."""
    if facts.layers == 0:
        return "it has no layer"
    if facts.layers > 1 and not target.layers:
        return f"it has {facts.layers} layers, and that format holds one"
    if target.wgs84 and not facts.crs:
        return "it does not say in which CRS it is, and that format is in WGS 84"
    for name, kind in facts.fields.items():
        if kind in target.lacks:
            return f"its field {name} is a {kind}, and that format holds none"
    return None


def beyond(facts: VectorFacts, target: VectorFormat) -> str | None:
    """Return a question in OGR SQL for the number of features with numbers that a format does not keep, if it may."""
    real = [_quoted(name) for name, kind in facts.fields.items() if kind == "Real"]
    if not real or target.magnitudes is None:
        return None
    least, most = target.magnitudes
    kept = "({0} IS NULL OR {0} = 0 OR ({0} >= {1} AND {0} < {2}) OR ({0} <= -{1} AND {0} > -{2}))"
    every = " AND ".join(kept.format(name, f"{least:f}", f"{most:.1f}") for name in real)
    return f"SELECT COUNT(*) AS beyond FROM {_quoted(facts.name)} WHERE NOT ({every})"  # noqa: S608 - OGR SQL only reads


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '\\"') + '"'


def _or(values: Iterable[object]) -> str:
    *others, last = map(str, values)
    return f"{', '.join(others)} or {last}" if others else last
