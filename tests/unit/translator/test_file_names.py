"""Names of files that a client gives to outputs: each output is a file of its own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.translator.test_job_order import build
from wps_cwl import errors
from wps_cwl.model import LiteralValue, Process
from wps_cwl.translator.description import WPS, describe


def writing(beside: tuple[str, ...] = (), **names: Any) -> Process:
    """Return a process with outputs `a` and `b`, whose files are called by `a_name` and `b_name`."""
    return describe(
        {
            "class": "CommandLineTool",
            "inputs": [
                {
                    "id": f"#{output}_name",
                    "type": ["null", "string"],
                    WPS + "fileNameOf": output,
                    "default": names.get(output),
                }
                for output in ("a", "b")
            ],
            "outputs": [
                {"id": f"#{output}", "type": ["null", "File"], "secondaryFiles": [{"pattern": one} for one in beside]}
                for output in ("a", "b")
            ],
        },
        identifier="p",
    )


@pytest.mark.parametrize(
    ("beside", "one", "other"),
    [
        ((), "x.tif", "x.tif"),
        (("^.geom",), "x.tif", "x.png"),
        ((".aux.xml",), "x.tif", "x.tif.aux.xml"),
        ((".aux.xml",), "x.tif.aux.xml", "x.tif"),
        (("^.shx", "^.dbf"), "x.shp", "x.dbf"),
    ],
)
def test_two_outputs_cannot_be_one_file_nor_share_what_lies_beside_them(
    beside: tuple[str, ...], one: str, other: str
) -> None:
    names = ("a_name", LiteralValue(one)), ("b_name", LiteralValue(other))
    with pytest.raises(errors.InvalidInput, match="a_name") as caught:
        build(writing(beside), *names)
    assert caught.value.locator == "b_name"


def test_a_name_may_be_no_default_of_another_output() -> None:
    with pytest.raises(errors.InvalidInput, match="b_name") as caught:
        build(writing(b="b.tif"), ("a_name", LiteralValue("b.tif")))
    assert caught.value.locator == "a_name"


def test_names_that_only_begin_alike_are_two_files() -> None:
    names = ("a_name", LiteralValue("x.2020.tif")), ("b_name", LiteralValue("x.2021.tif"))
    assert build(writing(("^.geom",)), *names).order == {"a_name": "x.2020.tif", "b_name": "x.2021.tif"}
    assert build(writing(), ("a_name", LiteralValue("x.tif")), ("b_name", LiteralValue("x.csv"))).order["a_name"]
