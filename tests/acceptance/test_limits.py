"""What a job may take: a time limit ends its tool, and one that asks for more than there is fails with the reason."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from tests.support.service import Service, running, text_of, wait_for

LIMIT = 40 if os.environ.get("TEST_LEADERS") == "stock" else 4
GREEDY = """
cwlVersion: v1.2
class: CommandLineTool
baseCommand: "true"
requirements: {ResourceRequirement: {coresMin: 512}}
inputs: []
outputs: []
"""
NAPPER = """
cwlVersion: v1.2
class: CommandLineTool
baseCommand: [sh, -c, "sleep 300"]
inputs: []
outputs: []
"""


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service whose jobs may run for some seconds; a stock leader needs more before it begins."""
    folder: Path = tmp_path_factory.mktemp("strict")
    processes = folder / "processes"
    processes.mkdir()
    (processes / "greedy.cwl").write_text(GREEDY)
    (processes / "napper.cwl").write_text(NAPPER)
    yield from running(folder / "service", processes=processes, JOBS__WALLTIME=LIMIT)


def test_a_job_that_runs_too_long_is_ended_with_its_tool(strict: Service) -> None:
    job = strict.submit("napper")
    wait_for(lambda: any(process.name() == "sleep" for process in strict.processes_of_jobs(job)), 30, "no tool")
    assert f"longer than the limit of {LIMIT} seconds" in text_of(strict.wait(job), "ExceptionText")
    wait_for(lambda: not strict.processes_of_jobs(job), 30, "the tool still runs")


def test_a_tool_that_asks_for_more_than_there_is_fails_with_the_reason(strict: Service) -> None:
    text = text_of(etree.fromstring(strict.execute("greedy").content), "ExceptionText")
    assert "core" in text
    assert "512" in text
    assert str(strict.state) not in text
