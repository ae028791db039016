"""A CWL document describes itself: what it says of its parameters is what clients see."""

from __future__ import annotations

from typing import Any

import pytest

from wps_cwl import errors
from wps_cwl.model import BoundingBoxData, ComplexData, DataType, JobControl, LiteralData, NestedData, Process
from wps_cwl.translator.description import MANY, WPS, describe


def document(inputs: Any = (), outputs: Any = (), **more: Any) -> dict[str, Any]:
    return {"class": "CommandLineTool", "inputs": list(inputs), "outputs": list(outputs), **more}


def one(cwl: Any, **more: Any) -> Any:
    return describe(document([{"id": "file:///p.cwl#a", "type": cwl, **more}]), identifier="p").inputs[0]


def out(cwl: Any, **more: Any) -> Any:
    return describe(document(outputs=[{"id": "#a", "type": cwl, **more}]), identifier="p").outputs[0]


def media_types_of(parameter: Any) -> list[str]:
    return [form.media_type for form in parameter.data.formats]


@pytest.mark.parametrize("datatype", list(DataType), ids=lambda datatype: datatype.value)
def test_scalars_are_literals(datatype: DataType) -> None:
    assert one(datatype.value).data == LiteralData(datatype)


@pytest.mark.parametrize(
    ("cwl", "more", "occurs"),
    [
        ("int", {}, (1, 1)),
        (["null", "int"], {}, (0, 1)),
        ("int", {"default": 3}, (0, 1)),
        ("int", {"default": None}, (1, 1)),
        ({"type": "array", "items": "int"}, {}, (1, MANY)),
        (["null", {"type": "array", "items": "File"}], {}, (0, MANY)),
        (["File", {"type": "array", "items": "File"}], {}, (1, MANY)),
        ({"type": "array", "items": {"type": "array", "items": "int"}}, {}, (1, 1)),
    ],
)
def test_how_often_an_input_stands(cwl: Any, more: dict[str, Any], occurs: tuple[int, int]) -> None:
    assert (one(cwl, **more).min_occurs, one(cwl, **more).max_occurs) == occurs


def test_an_enum_lists_its_symbols() -> None:
    assert one({"type": "enum", "symbols": ["#a/red", "#a/blue"]}).data.allowed_values == ("red", "blue")


def test_a_named_type_is_found() -> None:
    named = {"name": "#Colour", "type": "enum", "symbols": ["#Colour/red"]}
    made = document(
        [{"id": "#a", "type": "#Colour"}], requirements=[{"class": "SchemaDefRequirement", "types": [named]}]
    )
    assert describe(made, identifier="p").inputs[0].data == LiteralData(DataType.STRING, allowed_values=("red",))


def test_a_box_a_record_and_json() -> None:
    bbox = {"name": "#a/bbox", "type": {"type": "array", "items": "double"}}
    assert one({"type": "record", "fields": [bbox]}, **{WPS + "crs": ["EPSG:3857"]}).data == BoundingBoxData(
        ("EPSG:3857",)
    )
    assert isinstance(one({"type": "record", "fields": [{"name": "#a/x", "type": "int"}]}).data, NestedData)
    assert media_types_of(one("Any")) == ["application/json"]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, ["application/octet-stream"]),
        ({"format": "https://www.iana.org/assignments/media-types/text/csv"}, ["text/csv"]),
        ({WPS + "mediaTypes": ["image/png", "image/jpeg"]}, ["image/png", "image/jpeg"]),
        ({"secondaryFiles": [{"pattern": ".idx", "required": True}]}, ["application/zip"]),
        ({"secondaryFiles": [{"pattern": ".idx", "required": False}]}, ["application/octet-stream", "application/zip"]),
        ({"format": "$(inputs.x.format)"}, ["application/octet-stream"]),
    ],
)
def test_the_formats_of_a_file(more: dict[str, Any], expected: list[str]) -> None:
    assert media_types_of(one("File", **more)) == expected


def test_an_output_is_guessed_by_its_glob() -> None:
    assert media_types_of(out("File", outputBinding={"glob": "map.png"})) == ["image/png"]


def test_several_files_come_as_a_metalink_or_a_zip() -> None:
    assert media_types_of(out({"type": "array", "items": "File"})) == ["application/metalink4+xml", "application/zip"]
    assert media_types_of(out("Directory")) == ["application/zip", "application/metalink4+xml"]


def test_metadata_of_our_own_namespace() -> None:
    made: Process = describe(
        document(
            [
                {
                    "id": "#a",
                    "type": "int",
                    WPS + "minimum": 1,
                    WPS + "maximum": 9,
                    WPS + "unit": "m",
                    "label": "A",
                    "doc": ["x", "y"],
                }
            ],
            **{WPS + "version": "2.1", WPS + "keywords": ["k"], WPS + "jobControl": ["sync-execute"], "label": "T"},
        ),
        identifier="p",
    )
    assert (made.title, made.version, made.keywords, made.job_control) == ("T", "2.1.0", ("k",), (JobControl.SYNC,))
    data = made.inputs[0].data
    assert isinstance(data, LiteralData)
    assert (data.minimum, data.maximum, data.units, made.inputs[0].abstract) == ("1", "9", ("m",), "x\ny")


@pytest.mark.parametrize(
    ("metadata", "reuse"), [({}, False), ({WPS + "reuse": False}, False), ({WPS + "reuse": True}, True)]
)
def test_results_are_reused_only_where_the_process_says_so(metadata: dict[str, Any], reuse: bool) -> None:
    assert describe(document(**metadata), identifier="p").reuse is reuse


@pytest.mark.parametrize("value", ["true", 1, None, [True]])
def test_whether_results_are_reused_is_true_or_false(value: Any) -> None:
    with pytest.raises(errors.InvalidDescription, match="wps:reuse is neither true nor false"):
        describe(document(**{WPS + "reuse": value}), identifier="p")


@pytest.mark.parametrize("base", ["https://schema.org/", "http://schema.org/"])
def test_schema_org_is_understood_too(base: str) -> None:
    made = describe(document(**{base + "version": "v3", base + "keywords": "a, b"}), identifier="p")
    assert (made.version, made.keywords) == ("3.0.0", ("a", "b"))


@pytest.mark.parametrize(
    ("cwl", "metadata", "reason"),
    [
        ("int", {WPS + "minimum": "few"}, "wps:minimum is not a number"),
        ("int", {WPS + "allowedValues": [1, "high"]}, "wps:allowedValues"),
        ({"type": "enum", "symbols": ["#a/x"]}, {WPS + "allowedValues": ["y"]}, "not a symbol of the enum"),
    ],
)
def test_metadata_that_contradicts_the_type_is_refused(cwl: Any, metadata: dict[str, Any], reason: str) -> None:
    with pytest.raises(errors.InvalidDescription, match=reason):
        one(cwl, **metadata)


def test_parameters_stand_in_the_order_of_their_author() -> None:
    made = document([{"id": "#b", "type": "int"}, {"id": "#a", "type": "int"}], [{"id": "#z", "type": "File"}])
    described = describe(made, identifier="p", order=("a", "b", "z"))
    assert [parameter.id for parameter in described.inputs] == ["a", "b"]
    assert isinstance(described.outputs[0].data, ComplexData)
