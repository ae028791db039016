"""Applications of the Orfeo ToolBox on each real scheduler: they have what they ask for, and tell how far they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml
from owslib.wps import ASYNC, ComplexDataInput, WebProcessingService

from tests.clusters.test_jobs import allocated, ids_of
from tests.otb import runs
from tests.otb.test_runs import compare
from tests.support import band_math, otb
from tests.support.clusters import Cluster
from tests.support.clusters.service import service_on
from tests.support.service import ROOT, Service, wait_for
from tests.support.site import Site, open_site
from wps_cwl.engine.schedulers.base import WORKER_MEMORY
from wps_cwl.model import JobState

OTB = ROOT / "cwl" / "processes" / "otb"
CORES, MEMORY = 2, 1500  # MiB; neither is what the generated documents ask for
SECONDS = 20


@pytest.fixture(scope="module", autouse=True)
def otb_is_installed() -> None:
    otb.installed()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with open_site() as site:
        yield site


@pytest.fixture(scope="module")
def service(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """It offers BandMath as it is, and Smoothing with another request, and with what OTB says as an output."""
    folder = tmp_path_factory.mktemp("processes")
    (folder / "BandMath.cwl").write_bytes((OTB / "BandMath.cwl").read_bytes())
    smoothing = yaml.safe_load((OTB / "Smoothing.cwl").read_text())
    smoothing["requirements"]["ResourceRequirement"] = {"coresMin": CORES, "ramMin": MEMORY}
    smoothing["outputs"]["said"] = {"type": "stdout"}
    smoothing["stdout"] = "said.txt"
    (folder / "Smoothing.cwl").write_text(yaml.safe_dump(smoothing, sort_keys=False))
    started = service_on(cluster, tmp_path_factory.mktemp(cluster.name), processes=folder)
    try:
        started.start()
        yield started
    finally:
        started.stop()


def test_an_application_has_the_memory_and_the_threads_of_its_request(
    service: Service, cluster: Cluster, site: Site, tmp_path: Path
) -> None:
    run = runs.read_table()["Smoothing"]
    expected = runs.run_directly(run, tmp_path)
    image = runs.file_of(run.inputs["in"][0], tmp_path)
    assert image is not None
    address = site.put(image.name, image.read_bytes(), "image/tiff")
    inputs: list[Any] = [("in", ComplexDataInput(address)), ("out_name", "smooth.tif"), ("out_pixel", "float")]
    inputs += [(key, words[0]) for key, words in run.inputs.items() if key != "in"]
    wps = WebProcessingService(service.wps, skip_caps=True)
    execution = wps.execute("Smoothing", inputs, output=[("out", True), ("said", True)], mode=ASYNC)
    band_math.followed(execution)
    assert execution.isSucceded(), [error.text for error in execution.errors]
    found = {output.identifier: requests.get(output.reference, timeout=60) for output in execution.processOutputs}

    (tmp_path / "fetched.tif").write_bytes(found["out"].content)
    compare(expected.files["out"]["smooth.tif"], tmp_path / "fetched.tif")

    said = found["said"].text
    assert f"OTB will use at most {CORES} threads" in said
    [available] = re.findall(r"\(avail\.: (\d+) MB\)", said)
    assert int(available) == MEMORY // 2
    assert len(re.findall(r"^Writing .*\n?", said, re.M)) == 1, said  # no bars, as on no terminal
    assert "\r" not in said

    [id] = ids_of(service, execution.statusLocation.split("/")[-2])
    cluster.wait_ending(id)
    assert allocated(cluster, id) == (CORES, MEMORY + (WORKER_MEMORY >> 20))


def test_owslib_sees_percentages_rise_while_a_band_math_runs_on_a_node(
    service: Service, site: Site, tmp_path: Path
) -> None:
    work = band_math.lasting(SECONDS, tmp_path)
    address = site.put("image.tif", work.image.read_bytes(), "image/tiff")
    execution = work.submit(WebProcessingService(service.wps, skip_caps=True), address)
    seen = band_math.followed(execution)
    assert execution.isSucceded(), [error.text for error in execution.errors]
    assert len(band_math.rising(seen)) >= 8, seen
    assert max(percent for percent in seen if percent < 99) >= 80, seen  # 99 is said while the results are stored


def test_nothing_is_left_on_a_node_of_a_tool_whose_job_is_dismissed(
    service: Service, cluster: Cluster, site: Site, tmp_path: Path
) -> None:
    work = band_math.lasting(300, tmp_path)
    address = site.put("image.tif", work.image.read_bytes(), "image/tiff")
    execution = work.submit(WebProcessingService(service.wps, skip_caps=True), address)
    job = execution.statusLocation.split("/")[-2]
    wait_for(lambda: (service.job(job).percent or 0) > 0 or service.job(job).state.final, 120, "the tool says nothing")
    assert "Writing out.tif" in service.job(job).message
    tools = band_math.tools_of(service, job)
    assert tools
    service.cli("jobs", "dismiss", job)
    wait_for(lambda: not cluster.queue(), 20, "the dismissed job is still in the queue")
    wait_for(lambda: not service.processes_of_jobs(job), 20, "something of the dismissed job still runs")
    assert not any(map(band_math.runs, tools))
    assert service.job(job).state is JobState.DISMISSED
