"""What OTB draws on a terminal only, a client sees: percentages that rise, and nothing is different otherwise."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from owslib.wps import ASYNC, ComplexDataInput, WebProcessingService

from tests.support import band_math
from tests.support.service import ROOT, Service, started, wait_for
from tests.support.site import Site

IMAGE = ROOT / "cwl" / "processes" / "data" / "rmnp_rgb.tif"
OTB = ROOT / "cwl" / "processes" / "otb"
APPLICATIONS = ("BandMath", "ReadImageInfo", "Segmentation")
TWICE = """
cwlVersion: v1.2
class: Workflow
inputs: {il: "File[]", exp: string, out_options: string}
outputs: {out: {type: File, outputSource: second/out}}
steps:
  first: {run: BandMath.cwl, in: {il: il, exp: exp, out_options: out_options}, out: [out]}
  second:
    run: BandMath.cwl
    in: {il: il, exp: exp, out_options: out_options, out_name: {source: first/out, valueFrom: "second.tif"}}
    out: [out]
requirements: {StepInputExpressionRequirement: {}, InlineJavascriptRequirement: {}}
"""
SECONDS = {"forked": 20, "stock": 8}  # a new interpreter takes its time, too


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some of the applications, as files of their own: a service that offers few starts fast."""
    folder = tmp_path_factory.mktemp("processes")
    for name in APPLICATIONS:
        (folder / f"{name}.cwl").write_bytes((OTB / f"{name}.cwl").read_bytes())
    (folder / "twice.cwl").write_text(TWICE)
    return folder


@pytest.fixture(scope="module", params=SECONDS)
def leaders(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def service(leaders: str, processes: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    service = Service(tmp_path_factory.mktemp(leaders), processes=processes, JOBS__LEADERS=leaders)
    yield from started(service, seconds=300)


def test_owslib_sees_percentages_rise_while_a_band_math_runs(
    service: Service, site: Site, tmp_path: Path, leaders: str
) -> None:
    work = band_math.lasting(SECONDS[leaders], tmp_path)
    address = site.put("image.tif", work.image.read_bytes(), "image/tiff")
    execution = work.submit(WebProcessingService(service.wps, skip_caps=True), address)
    seen = band_math.followed(execution)
    assert execution.isSucceded(), [error.text for error in execution.errors]
    assert len(band_math.rising(seen)) >= 8, seen
    last = max(percent for percent in seen if percent < 99)  # 99 is said while the results are stored
    assert last >= 80, seen


def test_values_that_are_read_from_standard_output_are_those_of_a_direct_run(service: Service, site: Site) -> None:
    command = ["otbcli_ReadImageInfo", "-in", IMAGE]
    printed = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout
    below = printed.partition("Output parameters value:")[2].splitlines()
    expected = dict(line.split(": ", 1) for line in below if ": " in line)
    asked = ["sizex", "sizey", "numberbands", "datatype", "rgb.g", "projectionref"]
    inputs = [("in", ComplexDataInput(site.put(IMAGE.name, IMAGE.read_bytes(), "image/tiff")))]
    wps = WebProcessingService(service.wps, skip_caps=True)
    execution = wps.execute("ReadImageInfo", inputs, output=[(name, False) for name in asked], mode=ASYNC)
    band_math.followed(execution)
    assert execution.isSucceded(), [error.text for error in execution.errors]
    got = {output.identifier: output.data[0] for output in execution.processOutputs}
    assert got == {name: expected[name].strip() for name in asked}


def test_a_run_that_fails_is_told_in_the_words_of_the_toolbox_and_with_its_own_command(
    service: Service, site: Site
) -> None:
    address = site.put(IMAGE.name, IMAGE.read_bytes(), "image/tiff")
    job = service.submit("BandMath", f"il=@xlink:href={address};exp=im7b1")
    service.wait(job)
    message = service.job(job).message
    assert "exit code 1" in message
    assert "im7b1" in message
    assert "Command: otbcli_BandMath -ram" in message
    assert "terminal.py" not in message
    assert "python" not in message


def test_several_stages_are_one_percentage(service: Service, site: Site) -> None:
    address = site.put(IMAGE.name, IMAGE.read_bytes(), "image/tiff")
    job = service.submit("Segmentation", f"in=@xlink:href={address};filter=meanshift;mode=vector")
    directory = service.directory(job)
    lines: list[str] = []

    def ended() -> bool:
        if directory.progress.exists():
            lines[:] = directory.progress.read_text().splitlines()
        return service.job(job).state.final

    wait_for(ended, 120, "the segmentation does not end")
    percentages = [int(line.split()[0]) for line in lines]
    stages = list(dict.fromkeys(line.split(" ", 1)[1] for line in lines))
    assert stages == ["Computing meanshift segmentation", "Stitching polygons"]
    assert percentages == sorted(percentages)
    assert percentages[-1] == 75  # half, and half of what was left


def test_each_step_of_a_workflow_has_its_share(service: Service, site: Site, tmp_path: Path) -> None:
    work = band_math.lasting(6, tmp_path)
    address = site.put("image.tif", work.image.read_bytes(), "image/tiff")
    execution = work.submit(WebProcessingService(service.wps, skip_caps=True), address, "twice")
    seen = band_math.followed(execution)
    assert execution.isSucceded(), [error.text for error in execution.errors]
    found = band_math.rising(seen)
    assert len([percent for percent in found if percent < 50]) >= 3, seen
    assert len([percent for percent in found if percent > 50]) >= 3, seen


def test_nothing_is_left_of_a_tool_whose_job_is_dismissed(service: Service, site: Site, tmp_path: Path) -> None:
    work = band_math.lasting(300, tmp_path)
    address = site.put("image.tif", work.image.read_bytes(), "image/tiff")
    execution = work.submit(WebProcessingService(service.wps, skip_caps=True), address)
    job = execution.statusLocation.split("/")[-2]
    wait_for(lambda: (service.job(job).percent or 0) > 0 or service.job(job).state.final, 120, "the tool says nothing")
    tools = band_math.tools_of(service, job)
    assert tools
    service.cli("jobs", "dismiss", job)
    wait_for(lambda: not service.processes_of_jobs(job), 20, "something of the dismissed job still runs")
    assert not any(map(band_math.runs, tools))


def test_only_the_copy_that_runs_is_changed(service: Service, site: Site) -> None:
    address = site.put(IMAGE.name, IMAGE.read_bytes(), "image/tiff")
    job = service.submit("BandMath", f"il=@xlink:href={address};exp=im7b1")
    service.wait(job)
    [tool] = json.loads(service.directory(job).process.read_bytes())["$graph"]
    assert tool["baseCommand"][-1] == "otbcli_BandMath"
    assert len(tool["baseCommand"]) > 1
    assert "baseCommand: [otbcli_BandMath]" in (OTB / "BandMath.cwl").read_text()
