"""Processes that ask for containers, on a profile that runs none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.service import Service, running, text_of

TOOL = """\
cwlVersion: v1.2
class: CommandLineTool
{kind}:
  DockerRequirement: {{dockerPull: localhost/there/is:none}}
baseCommand: [echo, done]
inputs: []
outputs:
  said:
    type: string
    outputBinding: {{glob: said.txt, loadContents: true, outputEval: "$(self[0].contents)"}}
stdout: said.txt
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("containers")
    for name, kind in (("hinting", "hints"), ("requiring", "requirements")):
        text = TOOL.format(kind=kind)
        if kind == "hints":
            text = text.replace("baseCommand", "requirements: {InlineJavascriptRequirement: {}}\nbaseCommand")
        else:
            text = text.replace("requirements:\n", "requirements:\n  InlineJavascriptRequirement: {}\n")
        (folder / "processes").mkdir(exist_ok=True)
        (folder / "processes" / f"{name}.cwl").write_text(text)
    yield from running(folder / "service", processes=folder / "processes", PROFILES__LOCAL__CONTAINERS="none")


def test_a_tool_that_hints_at_a_container_runs_without(service: Service) -> None:
    assert "done" in service.execute("hinting").text


def test_a_process_that_requires_a_container_fails_and_says_why(service: Service) -> None:
    document = service.wait(service.submit("requiring"))
    text = text_of(document, "ExceptionText")
    assert 'requires a container (DockerRequirement), and the profile "local" runs none' in text
