"""What a CWL file becomes when it is packed: a document that stands alone, and runs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from wps_cwl.catalogue.document import load

TWICE = """
cwlVersion: v1.2
class: Workflow
inputs: {text: string}
steps:
  make:
    run:
      class: CommandLineTool
      baseCommand: echo
      inputs: {text: {type: string, inputBinding: {}}}
      outputs: {out: stdout}
    in: {text: text}
    out: [out]
  first:
    run: &copy
      class: CommandLineTool
      baseCommand: cat
      inputs: {file: {type: File, inputBinding: {}}}
      outputs: {out: stdout}
    in: {file: make/out}
    out: [out]
  second:
    run: *copy
    in: {file: first/out}
    out: [out]
outputs: {out: {type: File, outputSource: second/out}}
"""


def test_a_tool_that_is_repeated_by_an_alias_runs_when_packed(tmp_path: Path) -> None:
    source, packed = tmp_path / "twice.cwl", tmp_path / "packed.cwl"
    source.write_text(TWICE)
    packed.write_bytes(load(source).packed)
    done = subprocess.run(
        [sys.executable, "-m", "cwltool", "--quiet", "--outdir", tmp_path / "out", packed, "--text", "x * &y"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert Path(json.loads(done.stdout)["out"]["path"]).read_text() == "x * &y\n"


INCLUDING = """
cwlVersion: v1.2
class: CommandLineTool
requirements:
  InitialWorkDirRequirement:
    listing:
      - {entryname: settings.yml, entry: {$include: settings.yml}}
baseCommand: "true"
inputs: []
outputs: []
"""


@pytest.mark.parametrize(
    "text", ["a: &b 1 # a comment\nc: *b\n", "{% for *x %}: [", '{"star": "*x"}'], ids=["YAML", "template", "JSON"]
)
def test_what_is_included_as_text_stays_as_it_is(text: str, tmp_path: Path) -> None:
    (tmp_path / "settings.yml").write_text(text)
    (tmp_path / "tool.cwl").write_text(INCLUDING)
    packed = load(tmp_path / "tool.cwl").packed.decode()
    assert json.dumps(text, ensure_ascii=False) in packed
