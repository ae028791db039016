"""Literals are read strictly: nothing is rounded, cut or guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wps_cwl.model import DataType
from wps_cwl.translator import datatypes


@pytest.mark.parametrize(
    ("datatype", "text", "value"),
    [
        (DataType.INT, " 12 ", 12),
        (DataType.INT, "-2147483648", -(2**31)),
        (DataType.LONG, "9223372036854775807", 2**63 - 1),
        (DataType.DOUBLE, "1e-300", 1e-300),
        (DataType.DOUBLE, ".5", 0.5),
        (DataType.FLOAT, "3", 3.0),
        (DataType.BOOLEAN, "TRUE", True),
        (DataType.BOOLEAN, "0", False),
        (DataType.STRING, " as it is ", " as it is "),
    ],
)
def test_a_lexical_form_is_read(datatype: DataType, text: str, value: object) -> None:
    read = datatypes.read(datatype, text)
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("datatype", "text", "reason"),
    [
        (DataType.INT, "1.9", "not a whole number"),
        (DataType.INT, "2147483648", "not between"),
        (DataType.INT, "", "not a whole number"),
        (DataType.INT, "1_000", "not a whole number"),
        (DataType.LONG, "9223372036854775808", "not between"),
        (DataType.DOUBLE, "NaN", "not a number"),
        (DataType.DOUBLE, "INF", "not a number"),
        (DataType.DOUBLE, "1e999", "too large"),
        (DataType.FLOAT, "1e39", "too large for a float"),
        (DataType.DOUBLE, "1,5", "not a number"),
        (DataType.BOOLEAN, "yes", "choose from: true, false"),
    ],
)
def test_what_is_no_value_of_the_type_is_refused(datatype: DataType, text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        datatypes.read(datatype, text)


@given(st.one_of(st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False, allow_infinity=False)))
def test_what_is_written_reads_the_same(value: bool | int | float) -> None:
    datatype = {bool: DataType.BOOLEAN, int: DataType.LONG, float: DataType.DOUBLE}[type(value)]
    assert datatypes.read(datatype, datatypes.write(value)) == value


@pytest.mark.parametrize("name", ["integer", "xs:integer", "int", "http://www.w3.org/TR/xmlschema-2/#integer"])
def test_a_type_has_several_names(name: str) -> None:
    assert datatypes.is_called(DataType.INT, name)
    assert not datatypes.is_called(DataType.STRING, name)
