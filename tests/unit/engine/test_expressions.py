"""Expressions over inputs, evaluated by cwl-utils and node.js in a process of their own."""

from __future__ import annotations

import os
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psutil
import pytest

from tests.support.service import wait_for
from wps_cwl.clean_environment import clean
from wps_cwl.engine import expressions

JAVASCRIPT = [{"class": "InlineJavascriptRequirement", "expressionLib": ["function twice(n) { return 2 * n; }"]}]


def document(requirements: Any = ()) -> dict[str, Any]:
    inputs = [{"id": "#main/n", "type": "int", "default": 7}, {"id": "#main/image", "type": "File"}]
    tool = {"class": "CommandLineTool", "id": "#main", "inputs": inputs, "requirements": list(requirements)}
    return {"$graph": [{"class": "CommandLineTool", "id": "#other", "inputs": []}, tool]}


def evaluate(*asked: str, requirements: Any = (), **inputs: Any) -> dict[str, Any]:
    return expressions.evaluate(asked, document(requirements), inputs, clean(os.environ))


def test_references_need_no_javascript_and_defaults_count() -> None:
    image = {"class": "File", "size": 50}
    assert evaluate("$(inputs.n)", "$(inputs.image.size)", image=image) == {
        "$(inputs.n)": 7,
        "$(inputs.image.size)": 50,
    }
    assert evaluate("$(inputs.n)", n=8) == {"$(inputs.n)": 8}


def test_javascript_is_evaluated_where_the_document_asks_for_it() -> None:
    asked = ("$(inputs.n * 2)", "${ return twice(inputs.n) + 1; }")
    assert list(evaluate(*asked, requirements=JAVASCRIPT).values()) == [14, 15]
    assert evaluate(*asked) == {}


def test_one_that_fails_takes_no_other_with_it() -> None:
    assert evaluate("$(inputs.nothing.x)", "$(inputs.n)") == {"$(inputs.n)": 7}
    assert evaluate("$(nowhere.x)", "$(inputs.n)", requirements=JAVASCRIPT) == {"$(inputs.n)": 7}


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The processes in which expressions are evaluated: other tests have processes of their own."""
    found = []
    popen = subprocess.Popen

    def start(*arguments: Any, **options: Any) -> subprocess.Popen[bytes]:
        process = popen(*arguments, **options)
        found.append(process.pid)
        return process

    monkeypatch.setattr(expressions.subprocess, "Popen", start)
    return found


def family(pids: list[int]) -> set[int]:
    return {*pids, *(child.pid for pid in pids for child in psutil.Process(pid).children(recursive=True))}


def lasting(pids: list[int]) -> set[int]:
    """Return those that are there for a while: node.js is started once before, and asked for its version."""
    before = family(pids)
    time.sleep(0.5)
    return before & family(pids)


def test_one_without_end_is_ended_with_all_its_processes_which_know_no_secret(
    started: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANTED", "secret")
    monkeypatch.setattr(expressions, "START", 8.0)  # a machine may be busy
    with ThreadPoolExecutor() as pool:
        values = pool.submit(evaluate, "${ while (true) {} }", requirements=JAVASCRIPT)
        wait_for(lambda: len(lasting(started)) >= 2, 30, "node.js does not start")
        there = lasting(started)
        environments = [psutil.Process(pid).environ() for pid in there]
        assert all("PATH" in environment and "PLANTED" not in environment for environment in environments)
        assert values.result(timeout=60) == {}
    wait_for(lambda: not any(psutil.pid_exists(pid) for pid in there), 30, "processes are left")


def test_nothing_asked_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expressions.subprocess, "Popen", None)
    assert evaluate() == {}
