"""The table of formats: what is offered, what has to be converted, and how a tool's file is named meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from wps_cwl import errors
from wps_cwl.model import ComplexData, ExecuteRequest, Format, OutputRequest, Process
from wps_cwl.translator import conversions, file_names
from wps_cwl.translator.conversions import FORMATS, RasterFormat, VectorFormat
from wps_cwl.translator.description import WPS, describe
from wps_cwl.translator.geo_facts import RasterFacts, VectorFacts

DRIVERS = {name for form in FORMATS for name in form.drivers}
TIFF, GPKG, ZIP = "image/tiff; subtype=geotiff", "application/geopackage+sqlite3", "application/zip"
SHAPE = ["^.shx?", "^.dbf?"]


def process(*media_types: str, drivers: set[str] = DRIVERS, secondary: list[str] | None = None, **more: Any) -> Process:
    output: dict[str, Any] = {"id": "#out", "type": "File", WPS + "mediaTypes": list(media_types), **more}
    if secondary:
        patterns = [{"pattern": pattern.rstrip("?"), "required": False} for pattern in secondary]
        output["secondaryFiles"] = patterns
    name = {"id": "#out_name", "type": ["null", "string"], WPS + "fileNameOf": "out"}
    document = {"class": "CommandLineTool", "inputs": [name], "outputs": [output]}
    return conversions.offered(describe(document, identifier="p"), drivers)


def formats(made: Process) -> list[str]:
    data = made.outputs[0].data
    assert isinstance(data, ComplexData)
    return [form.media_type for form in data.formats]


def test_a_family_is_offered_behind_what_the_tool_writes() -> None:
    assert formats(process("image/jp2")) == [
        "image/jp2",
        TIFF,
        "image/tiff",
        "image/png",
        "image/jpeg",
        "application/x-netcdf",
    ]
    assert formats(process("application/gml+xml", GPKG))[:2] == ["application/gml+xml", GPKG]
    assert set(formats(process(GPKG))) == {
        GPKG,
        "application/geo+json",
        "application/gml+xml",
        "application/vnd.google-earth.kml+xml",
        ZIP,
    }


def test_only_what_gdal_can_do_here_is_offered() -> None:
    assert formats(process(TIFF, drivers={"GTiff", "PNG"})) == [TIFF, "image/png"]
    assert formats(process(TIFF, drivers={"PNG"})) == [TIFF]
    assert formats(process(GPKG, drivers={"GPKG", "KML"})) == [GPKG, "application/vnd.google-earth.kml+xml"]
    assert formats(process(TIFF, drivers=set())) == [TIFF]


@pytest.mark.parametrize("own", ["image/png", "application/json", "text/csv", ZIP, "application/x-netcdf"])
def test_pictures_and_other_documents_stay_what_they_are(own: str) -> None:
    assert formats(process(own)) == [own]


def test_an_array_of_images_is_offered_as_a_list_only() -> None:
    assert formats(process(TIFF, type={"type": "array", "items": "File"})) == [
        "application/metalink4+xml",
        ZIP,
    ]


def converted(made: Process, name: str, asked: str, *beside: str) -> str | None:
    """Return to what the file of a run is converted."""
    value = {"class": "File", "location": f"file:///j/{name}", "basename": name}
    companions = [{"class": "File", "location": f"file:///j/{one}", "basename": one} for one in beside]
    found = conversions.read(
        made, {"out": {**value, "secondaryFiles": companions}}, [OutputRequest("out", format=Format(asked))]
    )
    return found[0].target.media_type if found else None


def test_a_file_is_converted_when_it_is_not_what_was_asked_for() -> None:
    image, table = process(TIFF, "image/png"), process(GPKG)
    assert converted(image, "a.tif", "application/netcdf") == "application/x-netcdf"
    assert converted(image, "a.tif", "image/png") == "image/png"  # the tool could have, and was told otherwise
    assert converted(image, "a.png", "image/png") is None
    assert converted(image, "a.tif", "image/tiff") is None
    assert converted(image, "a.tif", "*/*") is None
    assert converted(image, "a.dat", "image/png") == "image/png"  # a name that says nothing: it is what the tool writes
    assert converted(image, "result", "image/jp2") == "image/jp2"
    assert converted(process("application/geo+json"), "zones.json", GPKG) == GPKG
    assert converted(table, "a.gpkg", ZIP) == ZIP
    assert converted(table, "a.gpkg", "application/x-zipped-shp") == ZIP
    assert converted(process(TIFF, **{WPS + "convertible": False}), "a.tif", "image/png") is None


def test_what_is_in_a_format_from_which_nothing_is_converted_is_refused_in_another() -> None:
    made = process(TIFF, "image/png")
    with pytest.raises(errors.NotConverted, match=r'"out" cannot be converted from image/png to image/jp2'):
        converted(made, "a.png", "image/jp2")


def test_a_zip_archive_is_a_shapefile_unless_it_is_what_lies_beside() -> None:
    made = process(GPKG, "application/x-esri-shape", secondary=SHAPE)
    assert converted(made, "a.shp", ZIP, "a.shx", "a.dbf") is None
    assert converted(made, "a.gpkg", ZIP) == ZIP
    assert converted(made, "a.shp", GPKG, "a.shx", "a.dbf") == GPKG


def test_a_tool_that_names_its_file_is_told_a_format_that_it_writes() -> None:
    made = process(TIFF, "image/png")

    def name(asked: str) -> list[str]:
        request = ExecuteRequest("p", outputs=(OutputRequest("out", format=Format(asked)),))
        return [named.value.text for named in file_names.implied(made, request)]  # type: ignore[union-attr]

    assert name("image/png") == ["out.png"]
    assert name("image/jp2") == ["out.tif"]
    assert name("application/x-netcdf") == ["out.tif"]


def test_misfits_are_told_with_what_would_fit() -> None:
    table = {form.media_type: form for form in FORMATS}
    jpeg, geojson = table["image/jpeg"], table["application/geo+json"]
    assert isinstance(jpeg, RasterFormat)
    assert isinstance(geojson, VectorFormat)
    assert conversions.raster_misfit(RasterFacts(1, 1, ("Byte",) * 3, palette=False, crs=True), jpeg) is None
    told = conversions.raster_misfit(RasterFacts(1, 1, ("Byte",) * 2, palette=False, crs=True), jpeg)
    assert told == "it has 2 bands, and that format holds 1 or 3"
    told = conversions.raster_misfit(RasterFacts(1, 1, ("Float32",), palette=False, crs=True), jpeg)
    assert told == "its pixels are Float32, and that format holds Byte only"
    assert conversions.vector_misfit(VectorFacts(1, 5, crs=True), geojson) is None
    assert conversions.vector_misfit(VectorFacts(0, 0, crs=True), geojson) == "it has no layer"
