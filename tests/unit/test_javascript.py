"""Expressions are looked at when a document is read: by node.js, which sees nothing of the service."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cwl_utils.sandboxjs import get_js_engine

from wps_cwl.catalogue import javascript
from wps_cwl.catalogue.document import load

TOOL = """
cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
requirements: {InlineJavascriptRequirement: {}}
inputs: {n: {type: int, inputBinding: {valueFrom: "$(inputs.n * 2)"}}}
outputs: []
"""


def test_what_looks_at_expressions_knows_no_secret_of_the_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dict[str, str]] = []
    popen = javascript.subprocess.Popen

    def start(*arguments: Any, env: dict[str, str], **options: Any) -> Any:
        seen.append(env)
        return popen(*arguments, env=env, **options)

    monkeypatch.setenv("PLANTED", "secret")
    monkeypatch.setattr(javascript.subprocess, "Popen", start)
    monkeypatch.setattr(
        get_js_engine(), "localdata", type("Local", (), {})()
    )  # a new process, not that of an earlier test
    path = tmp_path / "twice.cwl"
    path.write_text(TOOL)
    load(path)
    assert seen
    assert all("PATH" in environment and "PLANTED" not in environment for environment in seen)
