"""Media types: how they are compared, which file names carry them, and which IRIs CWL documents use for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePosixPath

from wps_cwl.translator.edam import MEDIA_TYPES as EDAM

UNKNOWN = "application/octet-stream"


class Kind(Enum):
    """What the bytes of a media type are."""

    XML = "xml"
    JSON = "json"
    TEXT = "text"
    BINARY = "binary"


@dataclass(frozen=True)
class MediaType:
    """A media type and the file name extensions that carry it; new files get the first one."""

    name: str
    extensions: tuple[str, ...]
    kind: Kind = Kind.BINARY


# An extension belongs to the first line that names it.
MEDIA_TYPES = (
    # earth observation and maps
    MediaType("image/tiff; subtype=geotiff", (".tif", ".tiff", ".gtiff")),
    MediaType("image/tiff", (".tif", ".tiff")),
    MediaType("image/jp2", (".jp2", ".j2k")),
    MediaType("application/geo+json", (".geojson",), Kind.JSON),
    MediaType("application/vnd.geo+json", (".geojson",), Kind.JSON),
    MediaType("application/geo+json-seq", (".geojsonl", ".geojsons"), Kind.TEXT),
    MediaType("application/gml+xml", (".gml",), Kind.XML),
    MediaType("application/gpx+xml", (".gpx",), Kind.XML),
    MediaType("application/vnd.google-earth.kml+xml", (".kml",), Kind.XML),
    MediaType("application/vnd.google-earth.kmz", (".kmz",)),
    MediaType("application/geopackage+sqlite3", (".gpkg",)),
    MediaType("application/x-esri-shape", (".shp",)),
    MediaType("application/x-dbf", (".dbf",)),
    MediaType("application/flatgeobuf", (".fgb",)),
    MediaType("application/vnd.apache.parquet", (".parquet", ".geoparquet")),
    MediaType("application/x-netcdf", (".nc", ".nc4", ".cdf")),
    MediaType("application/netcdf", (".nc",)),
    MediaType("application/x-hdf5", (".h5", ".hdf5", ".he5")),
    MediaType("application/x-hdf", (".hdf", ".h4")),
    MediaType("application/x-grib", (".grib", ".grb")),
    MediaType("application/x-grib2", (".grib2", ".grb2")),
    MediaType("application/ncml+xml", (".ncml",), Kind.XML),
    MediaType("application/x-ogc-dods", (".nc",)),
    MediaType("application/vnd.las", (".las",)),
    MediaType("application/vnd.laszip", (".laz",)),
    MediaType("application/las+json", (".lasjson",), Kind.JSON),
    MediaType("application/las+xml", (".lasxml",), Kind.XML),
    MediaType("image/vnd.gdal-vrt+xml", (".vrt",), Kind.XML),
    MediaType("application/vnd.ogc.sld+xml", (".sld",), Kind.XML),
    MediaType("text/x-wkt", (".wkt",), Kind.TEXT),
    MediaType("application/wkt", (".wkt",), Kind.TEXT),
    MediaType("text/x-esri-ascii-grid", (".asc",), Kind.TEXT),
    MediaType("image/x-envi", (".bsq", ".bil", ".bip")),
    # packages and lists of files
    MediaType("application/zip", (".zip",)),
    MediaType("application/x-zipped-shp", (".zip",)),
    MediaType("application/gzip", (".gz", ".tgz", ".tar.gz")),
    MediaType("application/x-tar", (".tar",)),
    MediaType("application/x-bzip2", (".bz2",)),
    MediaType("application/x-xz", (".xz",)),
    MediaType("application/x-7z-compressed", (".7z",)),
    MediaType("application/zstd", (".zst",)),
    MediaType("application/metalink4+xml", (".meta4",), Kind.XML),
    MediaType("application/metalink+xml; version=4.0", (".meta4",), Kind.XML),
    MediaType("application/metalink+xml", (".metalink",), Kind.XML),
    # pictures, pages and documents
    MediaType("image/png", (".png",)),
    MediaType("image/jpeg", (".jpg", ".jpeg")),
    MediaType("image/gif", (".gif",)),
    MediaType("image/webp", (".webp",)),
    MediaType("image/svg+xml", (".svg",), Kind.XML),
    MediaType("video/mp4", (".mp4",)),
    MediaType("application/pdf", (".pdf",)),
    MediaType("application/postscript", (".ps", ".eps")),
    MediaType("text/html", (".html", ".htm"), Kind.TEXT),
    MediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",)),
    MediaType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",)),
    # structured and plain text
    MediaType("application/json", (".json",), Kind.JSON),
    MediaType("application/ld+json", (".jsonld",), Kind.JSON),
    MediaType("application/x-ndjson", (".ndjson", ".jsonl"), Kind.TEXT),
    MediaType("application/xml", (".xml",), Kind.XML),
    MediaType("text/xml", (".xml",), Kind.XML),
    MediaType("application/x-ogc-wms", (".xml",), Kind.XML),
    MediaType("application/x-ogc-wfs", (".xml",), Kind.XML),
    MediaType("application/x-ogc-wcs", (".xml",), Kind.XML),
    MediaType("application/yaml", (".yaml", ".yml"), Kind.TEXT),
    MediaType("application/cwl", (".cwl",), Kind.TEXT),
    MediaType("application/x-sh", (".sh",), Kind.TEXT),
    MediaType("text/csv", (".csv",), Kind.TEXT),
    MediaType("text/tab-separated-values", (".tsv", ".tab"), Kind.TEXT),
    MediaType("text/markdown", (".md",), Kind.TEXT),
    MediaType("text/turtle", (".ttl",), Kind.TEXT),
    MediaType("text/x-python", (".py",), Kind.TEXT),
    MediaType("text/x-r", (".r",), Kind.TEXT),
    MediaType("text/plain", (".txt", ".text", ".log", ".dat"), Kind.TEXT),
    # life sciences
    MediaType("application/x-bam", (".bam",)),
    MediaType("application/x-bai", (".bai",)),
    MediaType("application/x-cram", (".cram",)),
    MediaType("text/x-sam", (".sam",), Kind.TEXT),
    MediaType("text/x-vcf", (".vcf",), Kind.TEXT),
    MediaType("application/x-bcf", (".bcf",)),
    MediaType("application/x-tabix", (".tbi",)),
    MediaType("text/x-fasta", (".fasta", ".fa", ".fna", ".faa"), Kind.TEXT),
    MediaType("text/x-fastq", (".fastq", ".fq"), Kind.TEXT),
    MediaType("text/x-bed", (".bed",), Kind.TEXT),
    MediaType("text/x-gff3", (".gff3", ".gff"), Kind.TEXT),
    MediaType("text/x-gtf", (".gtf",), Kind.TEXT),
    MediaType("application/dicom", (".dcm",)),
    MediaType("application/x-nifti", (".nii", ".nii.gz")),
    # data of programs
    MediaType("application/vnd.sqlite3", (".sqlite", ".db")),
    MediaType("application/x-numpy", (".npy", ".npz")),
    MediaType(UNKNOWN, (".bin",)),
)

# Two names of one thing: the second is the one that is compared
SYNONYMS = {
    "text/xml": "application/xml",
    "application/netcdf": "application/x-netcdf",
    "application/vnd.geo+json": "application/geo+json",
    "application/x-zip-compressed": "application/zip",
    "application/x-zip": "application/zip",
    "application/x-zipped-shp": "application/zip",  # a shapefile, zipped
    "application/x-gzip": "application/gzip",
    "application/metalink4+xml": "application/metalink+xml",
    "application/hdf5": "application/x-hdf5",
    "application/geotiff": "image/tiff",
    "image/geotiff": "image/tiff",
    "image/geo+tiff": "image/tiff",
    "image/jpg": "image/jpeg",
    "image/jpeg2000": "image/jp2",
    "application/x-yaml": "application/yaml",
    "text/json": "application/json",
}

OGC_NAMES = {
    "geotiff": "image/tiff; subtype=geotiff",
    "netcdf": "application/x-netcdf",
    "gml": "application/gml+xml",
    "kml": "application/vnd.google-earth.kml+xml",
    "geojson": "application/geo+json",
    "geopackage": "application/geopackage+sqlite3",
    "gpkg": "application/geopackage+sqlite3",
    "metalink": "application/metalink+xml",
}

_IANA = re.compile(r"https?://(?:www\.)?iana\.org/assignments/media-types/([\w.+-]+/[\w.+-]+(?:\s*;.*)?)")
_EDAM = re.compile(r"(?:https?://(?:www\.)?edamontology\.org/|edam:)(format_\d{4})")
_OGC = re.compile(r"https?://www\.opengis\.net/def/media-type/ogc/1\.0/([\w.+-]+)")
_LONGEST = 255  # characters of a media type
_PARAMETER = re.compile(r'\s*([\w.+-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))')


def extension(media_type: str) -> str:
    """Return the file name extension for new files of a media type, with its dot."""
    base, parameters = parse(media_type)
    known = [row for row in MEDIA_TYPES if parse(row.name)[0] == base]
    for row in known:
        if parse(row.name)[1].items() <= parameters.items():
            return row.extensions[0]
    if known:
        return known[0].extensions[0]
    return {Kind.XML: ".xml", Kind.JSON: ".json", Kind.TEXT: ".txt", Kind.BINARY: ".bin"}[_kind(media_type)]


def guess(name: str) -> str:
    """Return the media type that the name of a file speaks of; application/octet-stream when it says nothing."""
    suffixes = PurePosixPath(name.lower()).suffixes
    for start in range(len(suffixes)):  # the longest extension first: .nii.gz before .gz
        ending = "".join(suffixes[start:])
        for row in MEDIA_TYPES:
            if ending in row.extensions:
                return row.name
    return UNKNOWN


def matches(asked: str, offered: str) -> bool:
    """Return whether what is offered is what was asked for: parameters that only one side has do not count.

    The charset never counts, and `*/*` or `image/*` may be asked for.
    """
    (wanted, conditions), (base, parameters) = parse(asked), parse(offered)
    if not wanted or not base:
        return False
    if not _base_matches(SYNONYMS.get(wanted, wanted), SYNONYMS.get(base, base)):
        return False
    common = (conditions.keys() & parameters.keys()) - {"charset", "q"}
    return all(conditions[name] == parameters[name] for name in common)


def parse(media_type: str) -> tuple[str, dict[str, str]]:
    """Return type/subtype and the parameters, all in lower case; the type is empty when the text is no media type."""
    if len(media_type) > _LONGEST:
        return "", {}  # the expression for parameters takes quadratic time
    base, _, rest = media_type.partition(";")
    base = base.strip().lower()
    if not re.fullmatch(r"[\w.!#$&^*+-]+/[\w.!#$&^*+-]+", base):
        return "", {}
    return base, dict(_parameters(rest))


def is_xml(media_type: str) -> bool:
    """Return whether the bytes are an XML document."""
    return _kind(media_type) is Kind.XML


def is_json(media_type: str) -> bool:
    """Return whether the bytes are a JSON document."""
    return _kind(media_type) is Kind.JSON


def is_text(media_type: str) -> bool:
    """Return whether the bytes are characters; XML and JSON are text too."""
    return _kind(media_type) is not Kind.BINARY


def is_binary(media_type: str) -> bool:
    """Return whether the bytes are not characters, and must be encoded to stand in a document."""
    return _kind(media_type) is Kind.BINARY


def from_cwl(iri: str) -> str | None:
    """Return the media type that an IRI of a CWL `format` stands for, or None."""
    if match := _IANA.fullmatch(iri):
        return match[1]
    if match := _EDAM.fullmatch(iri):
        return EDAM.get(match[1])
    if match := _OGC.fullmatch(iri):
        return OGC_NAMES.get(match[1].lower())
    return None


def _parameters(text: str) -> Iterator[tuple[str, str]]:
    for name, quoted, plain in _PARAMETER.findall(text):
        yield name.lower(), (re.sub(r"\\(.)", r"\1", quoted) or plain.strip()).lower()


def _base_matches(asked: str, offered: str) -> bool:
    return asked in ("*/*", offered) or (asked.endswith("/*") and offered.startswith(asked[:-1]))


def _kind(media_type: str) -> Kind:
    base = parse(media_type)[0]
    for row in MEDIA_TYPES:
        if row.name.partition(";")[0] == base:
            return row.kind
    for ending, kind in (("xml", Kind.XML), ("json", Kind.JSON)):
        if base.endswith((f"/{ending}", f"+{ending}")):
            return kind
    return Kind.TEXT if base.startswith("text/") else Kind.BINARY
