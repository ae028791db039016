"""Applications of the Orfeo ToolBox on each real scheduler: they have what they ask for, and tell how far they are."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import rasterio
import requests
import yaml
from owslib.wps import ASYNC, ComplexDataInput, WebProcessingService
from rasterio.io import MemoryFile

from tests.clusters.test_jobs import allocated, ids_of
from tests.support import band_math, otb
from tests.support.clusters import Cluster
from tests.support.clusters.service import service_on
from tests.support.service import ROOT, Service, started, wait_for
from tests.support.site import Site, open_site
from wps_cwl.engine.schedulers.base import WORKER_MEMORY
from wps_cwl.model import JobState

IMAGE = ROOT / "cwl" / "processes" / "data" / "rmnp_rgb.tif"
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
    service = service_on(cluster, tmp_path_factory.mktemp(cluster.name), processes=folder)
    yield from started(service)


def test_an_application_has_the_memory_and_the_threads_of_its_request(
    service: Service, cluster: Cluster, site: Site, tmp_path: Path
) -> None:
    address = site.put(IMAGE.name, IMAGE.read_bytes(), "image/tiff")
    inputs = [("in", ComplexDataInput(address)), ("type", "mean"), ("type.mean.radius", "3"), ("out_pixel", "float")]
    wps = WebProcessingService(service.wps, skip_caps=True)
    execution = wps.execute("Smoothing", inputs, output=[("out", True), ("said", True)], mode=ASYNC)
    band_math.followed(execution)
    assert execution.isSucceded(), [error.text for error in execution.errors]
    found = {output.identifier: requests.get(output.reference, timeout=60) for output in execution.processOutputs}

    direct = tmp_path / "direct.tif"
    command = ["otbcli_Smoothing", "-in", IMAGE, "-type", "mean", "-type.mean.radius", "3", "-out", direct, "float"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with rasterio.open(direct) as one, MemoryFile(found["out"].content) as file, file.open() as other:
        assert one.dtypes == other.dtypes
        assert one.crs == other.crs
        assert one.transform == other.transform
        assert np.array_equal(one.read(), other.read())
        assert one.read().any()

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
