"""Every process that ships is complete: described, tested, and staged with all that its script imports."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any  # CWL documents are YAML of any shape

import pytest
import yaml

from tests.unit.processes.script import PROCESSES

DOCUMENTS = sorted(PROCESSES.glob("*.cwl"))
SCRIPTS = sorted((PROCESSES / "scripts").glob("*.py"))

every_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)


def _load(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _tools(document: dict[str, Any]) -> list[dict[str, Any]]:
    embedded = [step["run"] for step in document.get("steps", {}).values() if isinstance(step["run"], dict)]
    return [tool for tool in [document, *embedded] if tool["class"] == "CommandLineTool"]


@every_document
def test_a_process_says_what_it_is(path: Path) -> None:
    document = _load(path)
    assert document["label"]
    assert document["doc"]
    assert re.fullmatch(r"\d+\.\d{1,2}\.\d{1,2}", document["wps:version"])
    assert document["wps:keywords"]


@every_document
def test_every_parameter_has_a_label_and_a_doc(path: Path) -> None:
    document = _load(path)
    for name, parameter in (document["inputs"] | document["outputs"]).items():
        assert parameter["label"], name
        assert parameter["doc"], name


@every_document
def test_identifiers_stay_unique_where_clients_turn_them_into_names(path: Path) -> None:
    document = _load(path)
    names = [re.sub(r"\W", "_", name).lower() for name in [*document["inputs"], *document["outputs"]]]
    assert len(names) == len(set(names))


@every_document
def test_a_process_has_tests_that_succeed_and_tests_that_fail(path: Path) -> None:
    cases = _load(path.with_suffix(".test.yml"))
    assert {case.get("should_fail", False) for case in cases} == {True, False}
    assert len({case["id"] for case in cases}) == len(cases)
    for case in cases:
        assert (PROCESSES / case["tool"]).resolve() == path.resolve()
        assert (PROCESSES / case["job"]).is_file()


@every_document
def test_a_tool_stages_its_script_and_all_modules_that_it_imports(path: Path) -> None:
    for tool in _tools(_load(path)):
        listing = tool["requirements"]["InitialWorkDirRequirement"]["listing"]
        staged = {entry["entryname"] for entry in listing if entry["entryname"].endswith(".py")}
        included = {Path(entry["entry"]["$include"]).name for entry in listing if isinstance(entry["entry"], dict)}
        assert staged == included == _needed(tool["baseCommand"][1])


def _needed(name: str) -> set[str]:
    """Return a script and the modules beside it that it imports, directly or not."""
    beside = {script.name for script in SCRIPTS}
    needed, waiting = set(), {name}
    while waiting:
        name = waiting.pop()
        needed.add(name)
        tree = ast.parse((PROCESSES / "scripts" / name).read_text(encoding="utf-8"))
        imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        waiting |= ({f"{module}.py" for module in imported} & beside) - needed
    return needed


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_holds_nothing_that_cwl_would_evaluate(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "$(" not in text
    assert "${" not in text


def test_the_echo_process_stands_under_both_names() -> None:
    alias = PROCESSES / "org.n52.javaps.test.EchoProcess.cwl"
    assert alias.resolve() == PROCESSES / "echo.cwl"


def test_the_indices_of_the_document_are_those_of_the_script() -> None:
    from indices import INDICES  # beside the scripts, see conftest

    for name in ("vegetation_index", "vegetation_index_series"):
        symbols = _load(PROCESSES / f"{name}.cwl")["inputs"]["index"]["type"]["symbols"]
        assert symbols == ["auto", *INDICES]
