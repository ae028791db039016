"""Everything that the model can say survives JSON."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wps_cwl import codec
from wps_cwl.model import (
    BoundingBoxData,
    BoundingBoxValue,
    ComplexData,
    ComplexValue,
    CwlKind,
    CwlType,
    DataType,
    ExecuteRequest,
    Fault,
    Format,
    JobError,
    LiteralData,
    LiteralValue,
    Mode,
    NamedValue,
    NestedData,
    NestedResult,
    NestedValue,
    OutputRequest,
    Parameter,
    Process,
    ReferenceValue,
    ResponseForm,
    Result,
    SecondaryFile,
    StagedFile,
    StagingPlan,
    StoredFile,
    Transmission,
    Value,
)

TIFF = Format("image/tiff", "base64", "http://schema", "iana:image/tiff")
EVERY_BYTE = bytes(range(256))
VALUES: dict[str, Value] = {
    "literal": LiteralValue("", "xs:double", "m"),
    "literal with control characters": LiteralValue("\x00\n\t\x7f\u2028😀"),
    "literal that looks like base64": LiteralValue("AAAA"),
    "complex": ComplexValue(EVERY_BYTE, TIFF),
    "complex that is text": ComplexValue(b"AAAA"),
    "complex and empty": ComplexValue(b""),
    "reference": ReferenceValue("http://x/?a=b&c", TIFF, "POST", (("X-A", "1"), ("X-A", "2")), EVERY_BYTE, "http://b"),
    "box": BoundingBoxValue((-0.0, 1e-320), (0.1 + 0.2, math.inf), "EPSG:4326"),
    "nested": NestedValue(
        (
            NamedValue("a", NestedValue((NamedValue("b", ComplexValue(b"\xff")), NamedValue("b", LiteralValue("2"))))),
            NamedValue("a", BoundingBoxValue((1.0,), (2.0,))),
            NamedValue("b", NestedValue(())),
        )
    ),
}  # fmt: skip


def a_process() -> Process:
    literal = Parameter(
        "n",
        "N",
        LiteralData(DataType.LONG, ("1",), "0", "9", ("m", "metre"), "1"),
        CwlType(CwlKind.LITERAL, DataType.LONG),
    )
    files = CwlType(
        CwlKind.ARRAY, item=CwlType(CwlKind.FILE, secondary=(SecondaryFile("^.dbf", True), SecondaryFile(None, False)))
    )
    complex_ = Parameter("f", "F", ComplexData((TIFF,), packed=(TIFF,)), files, max_occurs=5, keywords=("k",))
    box = Parameter("b", "B", BoundingBoxData(("EPSG:4326",)), CwlType(CwlKind.BOUNDING_BOX))
    record_type = CwlType(CwlKind.RECORD, fields=(("n", CwlType(CwlKind.ENUM, symbols=("x",)), True),))
    record = Parameter("r", "R", NestedData((literal, box)), record_type)
    return Process("p", "P", "1.0.0", (literal, complex_, box, record), (complex_,), digest="d")


WHOLES: dict[str, tuple[Any, Any]] = {
    "request": (
        ExecuteRequest(
            "p",
            tuple(NamedValue(name, value) for name, value in VALUES.items()),
            (OutputRequest("o", Transmission.REFERENCE, TIFF, "m"),),
            Mode.AUTO,
            ResponseForm.RAW,
            lineage=True,
            store=True,
            status=True,
            language="fr-CA",
            binding="wps-1.0.0",
        ),
        ExecuteRequest,
    ),
    "process": (a_process(), Process),
    "plan": (
        StagingPlan(
            {"x": [1, 2.5, None, {"class": "File", "path": "in/a b"}], "big": 2**63, "é": True},
            (StagedFile("x", "in/a b", VALUES["complex"], "file", (SecondaryFile(".bai", True),), (TIFF,)),),  # type: ignore[arg-type]
        ),
        StagingPlan,
    ),
    "error": (JobError(Fault.PROCESS, "StepFailed", "no", "x"), JobError),
    "results": (
        (
            Result("a", StoredFile("a", "ü .tif", "image/tiff", 2**60, "ab")),
            Result("b", NestedResult((Result("c", LiteralValue("1")), Result("d", NestedResult(()))))),
            Result("e", BoundingBoxValue((1.0, 2.0), (3.0, 4.0))),
        ),
        tuple[Result, ...],
    ),
    "no results": ((), tuple[Result, ...]),
}


@pytest.mark.parametrize("name", VALUES)
def test_every_kind_of_value_survives(name: str) -> None:
    assert codec.load(codec.dump(VALUES[name], Value), Value) == VALUES[name]


@pytest.mark.parametrize("name", WHOLES)
def test_every_whole_survives(name: str) -> None:
    value, kind = WHOLES[name]
    assert codec.load(codec.dump(value, kind), kind) == value


@given(st.binary())
def test_any_bytes_survive(data: bytes) -> None:
    assert codec.load(codec.dump(ComplexValue(data), ComplexValue), ComplexValue).data == data


@given(st.lists(st.floats(allow_nan=False), max_size=4).map(tuple))
def test_any_coordinates_survive_exactly(numbers: tuple[float, ...]) -> None:
    box = BoundingBoxValue(numbers, numbers)
    assert repr(codec.load(codec.dump(box, BoundingBoxValue), BoundingBoxValue)) == repr(box)


def test_not_a_number_survives() -> None:
    box = codec.load(codec.dump(BoundingBoxValue((math.nan,), ()), BoundingBoxValue), BoundingBoxValue)
    assert math.isnan(box.lower[0])


def test_what_is_written_is_json_for_any_reader() -> None:
    written = json.loads(codec.dump(BoundingBoxValue((math.inf,), ()), BoundingBoxValue), parse_constant=pytest.fail)
    assert written["lower"] == ["Infinity"]


def test_what_an_older_or_newer_version_wrote_can_be_read() -> None:
    request = codec.load(b'{"process": "p", "inputs": [], "of_a_newer_version": 1}', ExecuteRequest)
    assert request == ExecuteRequest("p")


@pytest.mark.parametrize("data", [b"", b"null", b"{}", b'{"process": "p", "mode": "later"}', b'{"process": "p"'])
def test_what_is_no_such_value_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"for ExecuteRequest|JSON|required"):
        codec.load(data, ExecuteRequest)


def test_an_indent_makes_it_readable() -> None:
    assert codec.dump(JobError(Fault.CLIENT, "c", "m"), JobError, indent=2).startswith(b'{\n  "fault": "client",\n')
