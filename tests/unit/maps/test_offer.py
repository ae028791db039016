"""Which outputs are offered as maps: those of which their author or the operator says so, and which can be seen."""

from __future__ import annotations

from typing import Any

import pytest

from wps_cwl.errors import InvalidDescription
from wps_cwl.maps.offer import MapOffer
from wps_cwl.model import Process, View
from wps_cwl.translator import views
from wps_cwl.translator.description import describe

WPS = "https://w3id.org/wps-cwl#"
RASTER = (View.DOWNLOAD, View.QUICKLOOK, View.WMS, View.WCS)
VECTOR = (View.DOWNLOAD, View.WMS, View.WFS)


def process(**outputs: dict[str, Any]) -> Process:
    declared = [{"id": f"#{name}", "type": "File", **said} for name, said in outputs.items()]
    return describe({"class": "CommandLineTool", "inputs": [], "outputs": declared}, identifier="shade")


def output(media_type: str, **said: Any) -> dict[str, Any]:
    return {WPS + "mediaTypes": [media_type], **said}


def seen(offered: Process) -> dict[str, tuple[View, ...]]:
    return {parameter.id: parameter.views for parameter in offered.outputs}


def test_nothing_is_offered_unasked() -> None:
    assert seen(MapOffer().of(process(a=output("image/tiff")))) == {"a": ()}


def test_the_operator_names_processes_and_the_author_outputs() -> None:
    given = process(
        a=output("image/tiff; subtype=geotiff"),
        b=output("application/geo+json", **{WPS + "map": True}),
        c=output("image/tiff", **{WPS + "map": False}),
        d=output("text/csv"),
    )
    assert seen(MapOffer(("sh*",)).of(given)) == {"a": RASTER, "b": VECTOR, "c": (), "d": ()}
    assert seen(MapOffer(("other",)).of(given)) == {"a": (), "b": VECTOR, "c": (), "d": ()}


def test_an_output_whose_links_would_have_the_name_of_another_is_not_offered() -> None:
    given = process(
        a=output("image/tiff"), A_WMS_link={"type": "string"}, b=output("image/tiff"), b_map={"type": "int"}
    )
    assert seen(MapOffer(("*",)).of(given)) == {"a": (), "A_WMS_link": (), "b": (), "b_map": ()}


@pytest.mark.parametrize("said", ["yes", 1.5, ["image/tiff"]])
def test_a_word_on_maps_that_is_none_is_told(said: Any) -> None:
    with pytest.raises(InvalidDescription, match="neither true nor false"):
        process(a=output("image/tiff", **{WPS + "map": said}))


@pytest.mark.parametrize("said", [{"type": "string"}, {"type": "Directory"}, output("text/csv")])
def test_an_output_that_cannot_be_a_map_is_told_with_what_can(said: dict[str, Any]) -> None:
    with pytest.raises(InvalidDescription, match=r"image/tiff, image/jp2"):
        process(a={**said, WPS + "map": True})


@pytest.mark.parametrize(
    ("media_type", "expected"),
    [
        ("image/tiff", RASTER),
        ("image/tiff; subtype=geotiff", RASTER),
        ("application/netcdf", ()),
        ("application/vnd.geo+json", VECTOR),
        ("application/x-zipped-shp", VECTOR),
        ("application/zip", ()),
        ("image/png", ()),
        ("*/*", ()),
        ("", ()),
    ],
)
def test_a_media_type_says_how_a_file_can_be_seen(media_type: str, expected: tuple[View, ...]) -> None:
    assert views.of(media_type) == expected
