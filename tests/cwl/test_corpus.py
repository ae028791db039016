"""The corpus is what it says it is: cwltool takes every document with each of its job orders."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any  # CWL types are free-form JSON

import pytest
from cwltool.errors import WorkflowException
from cwltool.process import shortname
from ruamel.yaml import YAML

from tests.cwl.corpus import ROUNDTRIP, Case, cases, effective_order, expected_order, normalise, tool

CASES = cases()
DOCUMENTS = sorted(ROUNDTRIP.glob("*.cwl"))
every_case = pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=[path.stem for path in DOCUMENTS])

SCALARS = {"string", "int", "long", "float", "double", "boolean"}


def plain_order(case: Case) -> dict[str, Any]:
    """Return the job order as any YAML reader reads it, without cwltool."""
    return json.loads(json.dumps(YAML(typ="safe").load(case.job)))


@every_case
def test_cwltool_accepts_the_job_order(case: Case) -> None:
    required = {shortname(each["id"]) for each in tool(case.cwl).tool["inputs"] if "null" not in shapes(each["type"])}
    assert required <= set(expected_order(case))


@every_case
def test_the_job_order_names_only_inputs_of_its_document(case: Case) -> None:
    assert set(plain_order(case)) <= {shortname(each["id"]) for each in tool(case.cwl).tool["inputs"]}


@every_case
def test_a_job_order_read_another_way_has_the_same_normal_form(case: Case) -> None:
    assert effective_order(case.cwl, plain_order(case), case.job.parent) == expected_order(case)


@every_document
def test_every_document_has_a_job_order(document: Path) -> None:
    assert document in {case.cwl for case in CASES}


# --- what the corpus covers ------------------------------------------------------------------------


def shapes(type_: Any) -> set[str]:
    """Return the names of the shapes on the way to the scalars of a type, such as `array of File`."""
    match type_:
        case list():
            return set().union(*map(shapes, type_)) | ({"union"} if len(set(map(str, type_)) - {"null"}) > 1 else set())
        case {"type": "array", "items": items}:
            return {"array"} | {f"array of {shape}" for shape in shapes(items)}
        case {"type": "record", "fields": fields}:
            inner = set().union(*(shapes(field["type"]) for field in fields))
            return {"record"} | {f"record with {shape}" for shape in inner}
        case {"type": "enum"}:
            return {"enum"}
    return {"named" if "#" in type_ else str(type_)}


def test_the_corpus_covers_every_row_of_the_type_table() -> None:
    seen: set[str] = set()
    for document in DOCUMENTS:
        seen |= set().union(*(shapes(each["type"]) for each in tool(document).tool["inputs"]), set())
    assert SCALARS | {"enum", "File", "Directory", "array", "null", "record", "Any", "union", "named"} <= seen
    assert {f"array of {each}" for each in (*SCALARS, "File", "Directory", "array", "enum", "record", "named")} <= seen
    assert {
        f"record with {each}" for each in ("File", "Directory", "record", "null", "enum", "array of double")
    } <= seen


def test_the_corpus_has_every_class_and_version() -> None:
    classes = {tool(document).tool["class"] for document in DOCUMENTS}
    versions = {tool(document).metadata["http://commonwl.org/cwltool#original_cwlVersion"] for document in DOCUMENTS}
    assert classes == {"CommandLineTool", "Workflow", "ExpressionTool"}
    assert versions == {"v1.0", "v1.1", "v1.2"}


# --- the yardstick itself ----------------------------------------------------------------------------

FILE = {"class": "File", "location": "data/plain.txt"}


@pytest.mark.parametrize(
    ("document", "order", "reason"),
    [
        ("type-int", {"smallest": "1", "largest": 1, "zero": 0}, "smallest"),
        ("type-int", {"smallest": 2147483648, "largest": 1, "zero": 0}, "smallest"),
        ("type-int", {"smallest": 1, "largest": 1}, "Missing required input parameter 'zero'"),
        ("enum-inline", {"method": "nearby"}, "method"),
        ("secondary-suffix", {"alignment": {"class": "File", "location": "data/unindexed.bam"}}, "secondary file"),
        ("file-format-edam", {"sequences": FILE}, "format"),
        ("file-format-edam", {"sequences": FILE | {"format": "http://edamontology.org/format_1"}}, "format"),
        ("union-records", {"reads": {"mate1": FILE}}, "reads"),
    ],
)
def test_a_job_order_that_does_not_fit_is_refused(document: str, order: dict[str, Any], reason: str) -> None:
    with pytest.raises(WorkflowException, match=reason):
        effective_order(ROUNDTRIP / f"{document}.cwl", order, ROUNDTRIP)


def test_a_file_that_does_not_exist_is_refused() -> None:
    order = {"document": {"class": "File", "location": "data/missing.txt"}}
    with pytest.raises(FileNotFoundError):
        effective_order(ROUNDTRIP / "file-plain.cwl", order, ROUNDTRIP)


@pytest.mark.parametrize(
    ("one", "other"), [(1, 1.0), (1, True), (0, False), (0.0, -0.0), ("1", 1), (9007199254740993, 9007199254740992)]
)
def test_the_normal_form_tells_values_apart_that_python_may_not(one: object, other: object) -> None:
    assert normalise({"value": one}, ROUNDTRIP) != normalise({"value": other}, ROUNDTRIP)


def test_the_normal_form_follows_contents_and_not_places(tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_bytes((ROUNDTRIP / "data" / "plain.txt").read_bytes())
    copied = normalise({"file": {"class": "File", "path": "plain.txt", "size": 5}}, tmp_path)
    assert copied == normalise({"file": FILE, "other": None}, ROUNDTRIP)
    (tmp_path / "plain.txt").write_text("changed")
    assert copied != normalise({"file": {"class": "File", "path": "plain.txt"}}, tmp_path)


def test_a_whole_number_is_a_double_where_the_document_says_double() -> None:
    assert effective_order(ROUNDTRIP / "type-double.cwl", {"value": 12}, ROUNDTRIP) == {"value": {"float": "12.0"}}
