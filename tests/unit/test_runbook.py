"""The runbook: each symptom on it is one that the code can show, and what operators must act on has an entry."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.support.pages import ROOT
from wps_cwl import errors
from wps_cwl.facade.pages import metrics

SOURCE = ROOT / "wps_cwl"
PAGE = ROOT / "docs/how-to/runbook.md"
OF_JOBS = ROOT / "docs/how-to/debug-a-failed-job.md"
DOCTOR = "What doctor says"
GAP = "\0"  # stands for what is filled in

# What the doctor says before the name of a check, and the files whose checks those are
GROUPS = {
    "WRONG profile": tuple(SOURCE.glob("engine/schedulers/*.py")),
    "WRONG probe of": (SOURCE / "engine/probe.py",),
    "WRONG file system": (SOURCE / "engine/file_system.py",),
    "WRONG storage": (SOURCE / "storage/s3/checks.py",),
    "WRONG ... accounting": (SOURCE / "engine/accountant.py",),
    "WRONG": (SOURCE / "cli/doctor.py",),
}
MAKERS = {"Check", "Finding", "_limit", "_try"}  # whose first argument is the name of a check


# --- the page ---------------------------------------------------------------------------------------------


def rows(page: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the title above each row of a table, and what its first cell quotes."""
    title = ""
    for line in page.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            title = line.lstrip("# ")
        elif line.startswith("| `"):
            yield title, re.findall(r"`([^`]+)`", re.split(r"(?<!\\)\|", line)[1])


def symptoms(page: Path = PAGE) -> list[str]:
    """Return the texts of logs, answers and errors."""
    return [text for title, texts in rows(page) if title != DOCTOR for text in texts if " " in text]


def checks_told(group: str = "WRONG") -> list[str]:
    """Return the checks of the doctor that stand in the rows of a group, without what the doctor says before them."""
    told = [texts for title, texts in rows(PAGE) if title == DOCTOR and texts[0].startswith(group)]
    names = [text.removeprefix("WRONG ").split(": ")[-1] for texts in told for text in texts]
    return [name.strip(" .") for name in names]


# --- the code ---------------------------------------------------------------------------------------------


@cache
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCE.rglob("*.py")}


def template(node: ast.AST) -> str | None:
    """Return a text of the code with a gap for each thing that is filled in."""
    if isinstance(node, ast.JoinedStr):
        return "".join(template(part) or GAP for part in node.values)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return gapped(node.value)
    return None


def gapped(text: str) -> str:
    return re.sub(r"%(?:\.\d+)?[sdf]|\{\w+\}", GAP, text)


@cache
def texts() -> frozenset[str]:
    """Return what the code may say: its strings, and the docstrings of errors, which are their messages."""
    found = {message(kind) for kind in vars(errors).values() if is_error(kind)}
    for tree in trees().values():
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and isinstance(node.body[0], ast.Expr)
        }
        found |= {template(node) for node in ast.walk(tree) if id(node) not in docstrings} - {None}
    return frozenset(found)


def is_error(kind: object) -> bool:
    return inspect.isclass(kind) and issubclass(kind, errors.WpsCwlError)


def message(kind: type[errors.WpsCwlError]) -> str:
    return gapped(inspect.cleandoc(kind.__doc__ or ""))


def says(symptom: str, text: str) -> bool:
    """Whether a text of the code may look like a symptom: what stands between the dots is in it, in that order."""
    pieces = [piece.strip(" :;(),.\"'") for piece in symptom.split("...")]
    return re.search(".*".join(re.escape(piece) for piece in pieces if piece), text, re.DOTALL) is not None


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args)


def logged(*levels: str) -> list[str]:
    """Return the messages that are logged at these levels."""
    return [
        template(call.args[0]) or ""
        for tree in trees().values()
        for call in calls(tree)
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and (call.func.value.id, call.func.attr) in {("logger", level) for level in levels}
    ]


def checks_of(files: tuple[Path, ...]) -> set[str]:
    """Return the names of the checks that may be wrong; of ACTS, the names that stand in the table."""
    found = set()
    for path in files:
        for call in calls(trees()[path]):
            if isinstance(call.func, ast.Name) and call.func.id in MAKERS and (name := template(call.args[0])):
                always = len(call.args) > 1 and getattr(call.args[1], "value", None) is True
                found |= set() if always else {name}
        for node in ast.walk(trees()[path]):
            if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "ACTS" and node.value is not None:
                found |= {row.elts[0].value for row in node.value.elts}
    others = f": {GAP}"  # a name of another group stands behind it
    return {name for name in found if name.strip(f"{GAP} ") and not name.endswith(others)}


# --- both -------------------------------------------------------------------------------------------------


def test_there_are_enough_entries() -> None:
    assert len(list(rows(PAGE))) >= 25


@pytest.mark.parametrize("symptom", symptoms())
def test_every_symptom_is_a_text_of_the_code(symptom: str) -> None:
    if symptom.startswith(metrics.PREFIX + "_"):
        return  # a figure, below
    assert len(symptom.replace("...", "").strip()) >= 6, "nobody finds that"
    assert any(says(symptom, text) for text in texts()), "the code never says that"


@pytest.mark.parametrize("page", [PAGE, ROOT / "docs/how-to/watch-the-service.md"], ids=lambda page: page.name)
def test_every_figure_on_a_page_is_one_of_the_metrics(page: Path) -> None:
    source = inspect.getsource(metrics)
    # those whose names stand in the code, and those of the tables there
    known = set(re.findall(r'"(?:\{PREFIX\}_)?([a-z]+(?:_[a-z]+)*)"', source)) | {"request_seconds"}
    named = re.findall(rf"\b{metrics.PREFIX}_(\w+)", page.read_text(encoding="utf-8"))
    assert named
    assert {name for name in named if name.removesuffix("_total") not in known} == set()


@pytest.mark.parametrize(
    "kind",
    [kind for kind in vars(errors).values() if is_error(kind) and issubclass(kind, errors.Unavailable)],
    ids=lambda kind: kind.__name__,
)
def test_whatever_is_unavailable_has_an_entry(kind: type[errors.Unavailable]) -> None:
    said = message(kind)
    assert any(says(symptom, said) for symptom in symptoms()), f"add a row to {PAGE.name}: {said}"


@pytest.mark.parametrize(
    "kind",
    [kind for kind in vars(errors).values() if is_error(kind) and issubclass(kind, errors.RunFailed)],
    ids=lambda kind: kind.__name__,
)
def test_whatever_makes_a_job_fail_has_an_entry_here_or_on_the_page_of_failed_jobs(
    kind: type[errors.RunFailed],
) -> None:
    if kind is errors.RunFailed:
        return  # says what its process says
    said = message(kind)
    known = [*symptoms(), *symptoms(OF_JOBS)]
    assert any(says(symptom, said) for symptom in known), f"add a row to {PAGE.name} or {OF_JOBS.name}: {said}"


@pytest.mark.parametrize("text", sorted(set(logged("error", "critical"))))
def test_every_error_in_the_log_has_an_entry(text: str) -> None:
    assert any(says(symptom, text) for symptom in symptoms()), f"add a row to {PAGE.name}"


@pytest.mark.parametrize("group", GROUPS)
def test_every_check_of_the_doctor_has_an_entry(group: str) -> None:
    names = checks_of(GROUPS[group])
    assert names
    missing = {name for name in names if not any(told in name for told in checks_told(group))}
    assert missing == set(), f"add them to {PAGE.name}"


def test_every_check_on_the_page_is_one_of_the_doctor() -> None:
    begins = [re.compile(rf"(?:^|: |{GAP} ){re.escape(told)}") for told in checks_told()]
    assert [begin.pattern for begin in begins if not any(begin.search(text) for text in texts())] == []
