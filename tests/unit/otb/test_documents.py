"""Every CWL document of an OTB application is valid, described, and becomes a command line."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cwltool.context import RuntimeContext
from lxml import etree

from tests.support.schemas import Validate, validator
from tests.support.service import ROOT
from tests.unit.facade.fakes import FakeOperations
from tests.unit.otb import requests
from wps_cwl.catalogue.document import CwlDocument, load
from wps_cwl.catalogue.oversights import oversights
from wps_cwl.facade.app import create_app
from wps_cwl.model import ExecuteRequest, Limits, Process, plain_name
from wps_cwl.translator import job_order
from wps_cwl.translator.description import describe

FOLDER = ROOT / "cwl" / "processes" / "otb"
FILES = sorted(FOLDER.glob("*.cwl"))


def test_all_applications_of_otb_8_1_1_are_there() -> None:
    assert len(FILES) == 110


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_document_is_valid_and_described_and_becomes_a_command_line(file: Path, tmp_path: Path) -> None:
    document = load(file)  # raises what `cwltool --validate` would say
    assert oversights(file, document.process) == []
    process = describe(document.tool, identifier=file.stem, order=document.order)
    for parameters in (process.inputs, process.outputs):
        assert len({plain_name(parameter.id) for parameter in parameters}) == len(parameters)
    for request in (requests.minimal(process), *requests.fullest(process)):
        line = command_line(document, process, request, tmp_path)
        assert f"otbcli_{file.stem}" in (line[0], *line[3:4])  # or behind `sh -c ...`, which copies its images
        sent = {named.id for named in request.inputs if not named.id.endswith(("_name", "_pixel", "_options"))}
        assert {f"-{name}" for name in sent} <= set(line)
    for document_of_version in descriptions(process):
        assert list(VALIDATE(document_of_version)) == []


def command_line(document: CwlDocument, process: Process, request: ExecuteRequest, folder: Path) -> list[str]:
    """Return what cwltool would run for a request."""
    plan = job_order.build(process, request)
    for staged in plan.files:
        path = folder / staged.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(exist_ok=True) if staged.unpack == "directory" else path.write_bytes(b"bytes")
    context = RuntimeContext({"basedir": str(folder), "outdir": str(folder / "out"), "use_container": False})
    (job,) = document.process.job(located(plan.order, folder), None, context)
    shutil.rmtree(folder / "out", ignore_errors=True)
    return [str(word) for word in job.command_line]


def located(value: Any, folder: Path) -> Any:
    if isinstance(value, list):
        return [located(item, folder) for item in value]
    if isinstance(value, dict):
        return {name: located(item, folder) for name, item in value.items()} | (
            {"location": (folder / value["location"]).as_uri()} if "location" in value else {}
        )
    return value


def descriptions(process: Process) -> Iterator[etree._Element]:
    limits = Limits(request_bytes=2_000_000, inline_bytes=1000)
    client = create_app(FakeOperations(process), limits=limits).test_client()
    for version in ("1.0.0", "2.0.0"):
        answer = client.get(f"/wps?service=WPS&version={version}&request=DescribeProcess&identifier={process.id}")
        assert answer.status_code == 200, answer.text
        yield etree.fromstring(answer.data)


@pytest.fixture(scope="module", autouse=True)
def _schemas() -> None:
    global VALIDATE
    VALIDATE = validator()


VALIDATE: Validate
