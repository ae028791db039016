"""An Execute request becomes a job order, or an error that names the input and the valid choices."""

from __future__ import annotations

from typing import Any

import pytest

from wps_cwl import errors
from wps_cwl.model import (
    BoundingBoxValue,
    ComplexValue,
    ExecuteRequest,
    Format,
    LiteralValue,
    Mode,
    NamedValue,
    NestedValue,
    OutputRequest,
    Process,
    ReferenceValue,
    ResponseForm,
    StagingPlan,
    Value,
)
from wps_cwl.translator import job_order
from wps_cwl.translator.description import WPS, describe

BOX = {
    "type": "record",
    "fields": [
        {"name": "#box/bbox", "type": {"type": "array", "items": "double"}},
        {"name": "#box/crs", "type": ["null", "string"]},
    ],
}
RECORD = {
    "type": "record",
    "fields": [
        {"name": "#r/name", "type": "string"},
        {"name": "#r/sizes", "type": ["null", {"type": "array", "items": "int"}]},
        {"name": "#r/data", "type": ["null", "File"]},
    ],
}


def process(outputs: tuple[str, ...] = ("out",), **inputs: Any) -> Process:
    declared = [
        {"id": f"#{name}", **(given if _is_declared(given) else {"type": given})} for name, given in inputs.items()
    ]
    return describe(
        {"class": "CommandLineTool", "inputs": declared, "outputs": [{"id": f"#{o}", "type": "File"} for o in outputs]},
        identifier="p",
    )


def _is_declared(given: Any) -> bool:
    return isinstance(given, dict) and not {"fields", "items", "symbols"} & given.keys()


def build(offered: Process, *values: tuple[str, Value], **more: Any) -> StagingPlan:
    request = ExecuteRequest("p", tuple(NamedValue(name, value) for name, value in values), **more)
    return job_order.build(offered, request)


def refusal(offered: Process, *values: tuple[str, Value], **more: Any) -> errors.InvalidRequest:
    with pytest.raises(errors.InvalidRequest) as caught:
        build(offered, *values, **more)
    return caught.value


def param(cwl: Any, **metadata: Any) -> dict[str, Any]:
    return {"type": cwl} | {WPS + name: value for name, value in metadata.items()}


# --- counting -----------------------------------------------------------------------------------------


def test_unknown_inputs_are_refused_with_those_that_exist() -> None:
    error = refusal(process(a="int", b="int"), ("a", LiteralValue("1")), ("B", LiteralValue("2")))
    assert (type(error), error.locator) == (errors.NoSuchInput, "B")
    assert "its inputs are: a, b" in str(error)


def test_a_missing_input_is_named() -> None:
    error = refusal(process(a="int", b=["null", "int"]))
    assert (type(error), error.locator) == (errors.MissingInput, "a")


def test_an_input_that_stands_once_may_not_stand_twice() -> None:
    error = refusal(process(a="int"), ("a", LiteralValue("1")), ("a", LiteralValue("2")))
    assert (type(error), error.locator) == (errors.TooManyInputs, "a")


def test_repeated_inputs_keep_their_order() -> None:
    offered = process(a={"type": {"type": "array", "items": "int"}})
    values = [("a", LiteralValue(str(number))) for number in (3, 1, 2)]
    assert build(offered, *values).order == {"a": [3, 1, 2]}


def test_what_is_left_out_is_left_to_the_defaults_of_cwl() -> None:
    assert build(process(a=["null", "int"])).order == {}


# --- literals ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "text", "reason"),
    [
        (param("int"), "x", '"x" is not a whole number'),
        (param("int", minimum=3), "2", "2 is less than the minimum 3"),
        (param("double", maximum=0.5), "0.6", "0.6 is more than the maximum 0.5"),
        (param("string", allowedValues=["red", "blue"]), "green", "choose from: red, blue"),
        (param({"type": "enum", "symbols": ["#a/x", "#a/y"]}), "z", "choose from: x, y"),
        (param(["int", "boolean"]), "maybe", "none of: int, boolean"),
    ],
    ids=["type", "minimum", "maximum", "allowed", "enum", "union"],
)
def test_a_literal_that_does_not_fit_is_refused(declared: dict[str, Any], text: str, reason: str) -> None:
    error = refusal(process(a=declared), ("a", LiteralValue(text)))
    assert (type(error), error.locator) == (errors.InvalidInput, "a")
    assert reason in str(error)


def test_the_bounds_belong_to_the_range() -> None:
    offered = process(a=param("double", minimum=0, maximum=1))
    assert build(offered, ("a", LiteralValue("0"))).order == {"a": 0.0}
    assert build(offered, ("a", LiteralValue("1"))).order == {"a": 1.0}


def test_a_unit_must_be_one_that_is_offered() -> None:
    offered = process(a=param("double", unit=["m", "metre"]))
    assert build(offered, ("a", LiteralValue("2", unit="metre"))).order == {"a": 2.0}
    assert "choose from: m, metre" in str(refusal(offered, ("a", LiteralValue("2", unit="km"))))


@pytest.mark.parametrize(
    ("text", "datatype", "value"),
    [
        ("007", None, "007"),
        ("3", None, 3),
        ("3.5", None, 3.5),
        ("true", None, True),
        ("x", None, "x"),
        ("3", "string", "3"),
        ("1", None, 1),
    ],
)
def test_a_union_takes_the_narrowest_member_or_the_named_one(text: str, datatype: str | None, value: object) -> None:
    offered = process(a={"type": ["int", "double", "boolean", "string"]})
    built = build(offered, ("a", LiteralValue(text, datatype=datatype))).order["a"]
    assert (built, type(built)) == (value, type(value))


def test_a_literal_cannot_come_by_reference() -> None:
    assert "a literal is expected" in str(refusal(process(a="int"), ("a", ReferenceValue("http://x.org/1"))))


# --- boxes --------------------------------------------------------------------------------------------------


def test_a_box_keeps_its_axes_and_its_crs_as_they_were_sent() -> None:
    offered = process(a=param(BOX, crs=["EPSG:4326"]))
    box = BoundingBoxValue((50.0, 10.0), (60.0, 20.0), crs="urn:ogc:def:crs:EPSG::4326")
    assert build(offered, ("a", box)).order == {
        "a": {"bbox": [50.0, 10.0, 60.0, 20.0], "crs": "urn:ogc:def:crs:EPSG::4326"}
    }


def test_a_box_without_a_crs_says_none() -> None:
    assert build(process(a=BOX), ("a", BoundingBoxValue((1.0, 2.0), (3.0, 4.0)))).order == {"a": {"bbox": [1, 2, 3, 4]}}


@pytest.mark.parametrize(
    ("box", "reason"),
    [
        (BoundingBoxValue((1.0, 2.0), (3.0, 4.0), crs="EPSG:9999"), "choose from: EPSG:4326"),
        (BoundingBoxValue((1.0,), (3.0, 4.0)), "same number of coordinates"),
        (BoundingBoxValue((float("nan"), 2.0), (3.0, 4.0)), "finite"),
    ],
    ids=["crs", "corners", "not a number"],
)
def test_a_box_that_is_none_is_refused(box: BoundingBoxValue, reason: str) -> None:
    assert reason in str(refusal(process(a=param(BOX, crs=["EPSG:4326"])), ("a", box)))


@pytest.mark.parametrize(
    "name",
    [
        "EPSG:4326",
        "epsg:4326",
        "urn:ogc:def:crs:EPSG::4326",
        "urn:ogc:def:crs:EPSG:6.6:4326",
        "http://www.opengis.net/def/crs/EPSG/0/4326",
    ],
)
def test_the_names_of_one_crs_mean_the_same(name: str) -> None:
    box = BoundingBoxValue((1.0, 2.0), (3.0, 4.0), crs=name)
    assert build(process(a=param(BOX, crs=["EPSG:4326"])), ("a", box)).order["a"]["crs"] == name  # type: ignore[index,call-overload]


# --- files -----------------------------------------------------------------------------------------------------


def test_inline_data_becomes_a_file_with_the_ending_of_its_format() -> None:
    plan = build(
        process(a=param("File", mediaTypes=["image/tiff", "image/png"])),
        ("a", ComplexValue(b"x", Format("image/png"))),
    )
    assert plan.order == {"a": {"class": "File", "location": "inputs/a/0/a.png"}}
    assert plan.files[0].source == ComplexValue(b"x", Format("image/png"))


def test_a_reference_keeps_its_name_made_harmless() -> None:
    plan = build(process(a="File"), ("a", ReferenceValue("http://x.org/d/..%2F-my image$(x).tif?token=1")))
    assert plan.files[0].path == "inputs/a/0/my_image_x_.tif"


def test_files_of_one_input_have_places_of_their_own() -> None:
    offered = process(a={"type": {"type": "array", "items": "File"}})
    plan = build(offered, ("a", ReferenceValue("http://x/i.tif")), ("a", ReferenceValue("http://y/i.tif")))
    assert [file.path for file in plan.files] == ["inputs/a/0/i.tif", "inputs/a/1/i.tif"]


def test_a_format_that_is_not_offered_is_refused() -> None:
    offered = process(a=param("File", mediaTypes=["image/tiff", "image/png"]))
    error = refusal(offered, ("a", ComplexValue(b"x", Format("text/plain"))))
    assert (type(error), error.locator) == (errors.FormatNotOffered, "a")
    assert "choose from: image/tiff, image/png" in str(error)


@pytest.mark.parametrize("href", ["file:///etc/passwd", "ftp://x.org/a", "/etc/passwd", "gopher://x/1"])
def test_other_schemes_than_http_are_refused_before_a_job_exists(href: str) -> None:
    error = refusal(process(a="File"), ("a", ReferenceValue(href)))
    assert (type(error), error.locator) == (errors.DataNotAccessible, "a")


def test_a_directory_comes_as_a_zip() -> None:
    plan = build(process(a="Directory"), ("a", ReferenceValue("http://x/case.zip")))
    assert plan.order == {"a": {"class": "Directory", "location": "inputs/a/0/case"}}
    assert plan.files[0].unpack == "directory"


def test_base64_without_a_word_of_it_is_decoded_where_text_makes_no_sense() -> None:
    offered = process(a=param("File", mediaTypes=["image/tiff", "text/plain"]))
    for form in (None, Format("image/tiff")):
        plan = build(offered, ("a", ComplexValue(b"SUkq\nAAgAAAA=\n", form)))
        assert plan.files[0].source == ComplexValue(b"II*\0\x08\0\0\0", form)
    plan = build(offered, ("a", ComplexValue(b"SUkq", Format("text/plain"))))
    assert plan.files[0].source == ComplexValue(b"SUkq", Format("text/plain"))


@pytest.mark.parametrize("crs", [":", " ", "/", "#"])
def test_a_crs_that_is_none_is_refused(crs: str) -> None:
    assert "choose from" in str(refusal(process(a=BOX), ("a", BoundingBoxValue((1.0, 2.0), (3.0, 4.0), crs=crs))))


def test_a_media_type_of_any_length_is_read_in_no_time() -> None:
    value = ComplexValue(b"x", Format("image/tiff;" + "x" * 2_000_000))
    assert refusal(process(a=param("File", mediaTypes=["image/tiff"])), ("a", value)).locator == "a"


def test_choices_of_the_description_count_for_enums_and_unions_too() -> None:
    enum = param({"type": "enum", "symbols": ["#a/x", "#a/y"]}, allowedValues=["x"])
    assert "choose from: x" in str(refusal(process(a=enum), ("a", LiteralValue("y"))))
    union = param(["int", "string"], allowedValues=["1", "two"])
    assert build(process(a=union), ("a", LiteralValue("1"))).order == {"a": 1}
    assert "choose from: 1, two" in str(refusal(process(a=union), ("a", LiteralValue("5"))))


# --- records and JSON ----------------------------------------------------------------------------------------------


def test_a_record_may_be_nested_or_json() -> None:
    nested = NestedValue(
        (
            NamedValue("name", LiteralValue("n")),
            NamedValue("sizes", LiteralValue("1")),
            NamedValue("sizes", LiteralValue("2")),
        )
    )
    as_json = ComplexValue(b'{"name": "n", "sizes": [1, 2]}', Format("application/json"))
    expected = {"a": {"name": "n", "sizes": [1, 2]}}
    assert build(process(a=RECORD), ("a", nested)).order == expected
    assert build(process(a=RECORD), ("a", as_json)).order == expected


def test_a_field_is_named_with_its_record() -> None:
    error = refusal(process(a=RECORD), ("a", NestedValue((NamedValue("nmae", LiteralValue("n")),))))
    assert (type(error), error.locator) == (errors.NoSuchInput, "a.nmae")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b'{"name": 1}', "is not an object of the fields name, sizes?, data?"),
        (b'{"name": "n", "more": 1}', "is not an object"),
        (b"[1", "it is not JSON"),
        (b'{"name": NaN}', "NaN is not JSON"),
        (b"[" * 100_000, "it is not JSON"),
        (b"[" * 450 + b"]" * 450, "levels deep"),
        (b'["\\ud800"]', "it is not JSON"),
        (b'["\\u0000"]', "NUL"),
        (b"[1e999]", "too large"),
    ],
    ids=["type", "unknown field", "cut", "nan", "very deep", "deep", "surrogate", "nul", "infinite"],
)
def test_json_that_does_not_fit_is_refused(text: bytes, reason: str) -> None:
    error = refusal(process(a=RECORD), ("a", ComplexValue(text, Format("application/json"))))
    assert reason in str(error)
    assert error.locator == "a"


@pytest.mark.parametrize(
    "file",
    [
        '{"class": "File", "path": "/etc/passwd"}',
        '{"class": "File", "location": "file:///etc/passwd"}',
        '{"class": "File"}',
    ],
)
def test_a_file_inside_json_is_never_taken_from_the_server(file: str) -> None:
    for offered in (process(a="Any"), process(a=RECORD)):
        text = file if offered.inputs[0].cwl.kind.value == "Any" else f'{{"name": "n", "data": {file}}}'
        assert refusal(offered, ("a", ComplexValue(text.encode()))).locator == "a"


def test_a_file_inside_json_may_be_a_web_address() -> None:
    plan = build(process(a="Any"), ("a", ComplexValue(b'[{"class": "File", "location": "http://x/i.csv"}]')))
    assert plan.files[0].source == ReferenceValue("http://x/i.csv")
    assert plan.order == {"a": [{"class": "File", "location": "inputs/a/0/i.csv"}]}


# --- what is asked for ------------------------------------------------------------------------------------------------


def test_an_unknown_output_is_refused_with_those_that_exist() -> None:
    error = refusal(process(outputs=("x", "y")), outputs=(OutputRequest("z"),))
    assert (type(error), error.locator) == (errors.NoSuchOutput, "z")
    assert "its outputs are: x, y" in str(error)


def test_a_raw_answer_holds_one_output() -> None:
    assert isinstance(refusal(process(outputs=("x", "y")), response=ResponseForm.RAW), errors.TooManyOutputs)
    build(process(outputs=("x", "y")), response=ResponseForm.RAW, outputs=(OutputRequest("x"),))
    build(process(outputs=("x",)), response=ResponseForm.RAW)


def test_an_output_format_must_be_offered() -> None:
    error = refusal(process(), outputs=(OutputRequest("out", format=Format("image/png")),))
    assert (type(error), error.locator) == (errors.FormatNotOffered, "out")


def test_a_mode_must_be_offered() -> None:
    document = {"class": "CommandLineTool", "inputs": [], "outputs": [], WPS + "jobControl": ["async-execute"]}
    offered = describe(document, identifier="p")
    assert isinstance(refusal(offered, mode=Mode.SYNC), errors.NoSuchMode)
    assert job_order.settled_mode(Mode.AUTO, ResponseForm.RAW, offered) is Mode.ASYNC
