"""Media types: comparing them, and what they have to do with names and IRIs."""

from __future__ import annotations

import pytest

from wps_cwl.translator import media_types
from wps_cwl.translator.edam import MEDIA_TYPES as EDAM

GEOTIFF = "image/tiff; subtype=geotiff"


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("text/plain", "text/plain"),
        ("Text/PLAIN", "text/plain"),
        ("text/plain; charset=utf-8", "text/plain"),
        ("text/plain", "text/plain;charset=utf-8"),
        ("text/plain; charset=latin-1", "text/plain; charset=utf-8"),
        (GEOTIFF, GEOTIFF),
        ("image/tiff;subtype=GeoTIFF", GEOTIFF),
        ('image/tiff; subtype="geotiff"', GEOTIFF),
        (GEOTIFF, "image/tiff"),
        ("image/tiff", GEOTIFF),
        ("image/tiff; application=geotiff; profile=cloud-optimized", GEOTIFF),
        ("image/geotiff", GEOTIFF),
        ("text/xml", "application/xml"),
        ("application/xml; q=0.5", "text/xml"),
        ("text/xml; subtype=gml/3.1.1", "text/xml"),
        ("application/x-zip-compressed", "application/zip"),
        ("application/netcdf", "application/x-netcdf"),
        ("image/*", "image/png"),
        ("*/*", "application/json"),
    ],
)
def test_what_was_asked_for_is_what_is_offered(asked, offered):
    assert media_types.matches(asked, offered)


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("text/plain", "text/csv"),
        ("image/tiff; subtype=plain", GEOTIFF),
        ("application/metalink+xml; version=3.0", "application/metalink+xml; version=4.0"),
        ("image/*", "text/plain"),
        ("image/png", "image/*"),
        ("", "text/plain"),
        ("text/plain", ""),
        ("text", "text"),
        ("text/plain/x", "text/plain/x"),
        ("application/json", "application/geo+json"),
    ],
)
def test_other_things_are_other_things(asked, offered):
    assert not media_types.matches(asked, offered)


@pytest.mark.parametrize(
    ("media_type", "extension"),
    [
        (GEOTIFF, ".tif"),
        ("image/tiff", ".tif"),
        ("application/geo+json", ".geojson"),
        ("application/gml+xml; version=3.2", ".gml"),
        ("application/vnd.google-earth.kml+xml", ".kml"),
        ("application/vnd.google-earth.kmz", ".kmz"),
        ("application/gpx+xml", ".gpx"),
        ("application/geopackage+sqlite3", ".gpkg"),
        ("application/x-zipped-shp", ".zip"),
        ("application/zip", ".zip"),
        ("application/x-netcdf", ".nc"),
        ("application/netcdf", ".nc"),
        ("application/x-ogc-dods", ".nc"),
        ("application/ncML+xml", ".ncml"),
        ("application/x-ogc-wms; version=1.3.0", ".xml"),
        ("application/x-ogc-wfs", ".xml"),
        ("application/x-ogc-wcs; version=2.0", ".xml"),
        ("application/metalink+xml; version=3.0", ".metalink"),
        ("application/metalink+xml; version=4.0", ".meta4"),
        ("application/metalink4+xml", ".meta4"),
        ("text/plain; charset=utf-8", ".txt"),
        ("text/csv", ".csv"),
        ("text/xml; subtype=gml/3.1.1", ".xml"),
        ("application/x-bam", ".bam"),
        ("application/octet-stream", ".bin"),
        ("application/vnd.unheard+json", ".json"),
        ("application/vnd.unheard+xml", ".xml"),
        ("text/unheard", ".txt"),
        ("unheard/of", ".bin"),
        ("nonsense", ".bin"),
    ],
)
def test_a_new_file_gets_the_extension_of_its_type(media_type, extension):
    assert media_types.extension(media_type) == extension


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.tif", GEOTIFF),
        ("A.TIFF", GEOTIFF),
        ("a.zip", "application/zip"),
        ("a.nc", "application/x-netcdf"),
        ("a.xml", "application/xml"),
        ("scan.nii.gz", "application/x-nifti"),
        ("reads.fastq.gz", "application/gzip"),
        ("a.tar.gz", "application/gzip"),
        ("v1.2.csv", "text/csv"),
        ("*.png", "image/png"),
        ("/path.d/file", "application/octet-stream"),
        ("tif", "application/octet-stream"),
        ("", "application/octet-stream"),
    ],
)
def test_a_name_speaks_of_its_type(name, media_type):
    assert media_types.guess(name) == media_type


@pytest.mark.parametrize("row", media_types.MEDIA_TYPES, ids=lambda row: row.name)
def test_the_table_holds_together(row):
    assert media_types.matches(row.name, row.name)
    assert media_types.extension(row.name) == row.extensions[0]
    for extension in row.extensions:
        assert extension == extension.lower()
        guessed = media_types.guess("name" + extension)
        assert guessed != media_types.UNKNOWN or row.name == media_types.UNKNOWN
    assert row.name.partition(";")[0] == row.name.partition(";")[0].lower()


@pytest.mark.parametrize(
    ("media_type", "xml", "json", "text"),
    [
        ("text/xml; charset=utf-8", True, False, True),
        ("application/gml+xml", True, False, True),
        ("image/svg+xml", True, False, True),
        ("application/x-ogc-wms", True, False, True),
        ("application/geo+json", False, True, True),
        ("application/vnd.any+json; v=1", False, True, True),
        ("text/html", False, False, True),
        ("text/csv", False, False, True),
        (GEOTIFF, False, False, False),
        ("application/vnd.google-earth.kmz", False, False, False),
        ("application/octet-stream", False, False, False),
        ("", False, False, False),
    ],
)
def test_what_the_bytes_are(media_type, xml, json, text):
    assert media_types.is_xml(media_type) is xml
    assert media_types.is_json(media_type) is json
    assert media_types.is_text(media_type) is text
    assert media_types.is_binary(media_type) is not text


@pytest.mark.parametrize(
    ("iri", "media_type"),
    [
        ("https://www.iana.org/assignments/media-types/application/geo+json", "application/geo+json"),
        ("http://www.iana.org/assignments/media-types/image/tiff; subtype=geotiff", GEOTIFF),
        ("http://edamontology.org/format_3464", "application/json"),
        ("https://edamontology.org/format_3752", "text/csv"),
        ("edam:format_2572", "application/x-bam"),
        ("http://www.opengis.net/def/media-type/ogc/1.0/geotiff", GEOTIFF),
        ("http://www.opengis.net/def/media-type/ogc/1.0/netcdf", "application/x-netcdf"),
        ("http://edamontology.org/format_9999", None),
        ("http://www.opengis.net/def/media-type/ogc/1.0/unheard", None),
        ("https://www.iana.org/assignments/media-types/", None),
        ("http://example.org/format", None),
        ("", None),
    ],
)
def test_iris_of_cwl_documents_stand_for_media_types(iri, media_type):
    assert media_types.from_cwl(iri) == media_type


@pytest.mark.parametrize("media_type", sorted({*EDAM.values(), *media_types.OGC_NAMES.values()}))
def test_every_iri_stands_for_a_well_formed_type(media_type):
    assert media_types.parse(media_type)[0]
