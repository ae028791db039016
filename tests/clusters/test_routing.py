"""Rules lead jobs to partitions and queues, and the CWL files know nothing of it: on each real scheduler."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.clusters.test_jobs import PROCESSES, ids_of
from tests.support import gdal
from tests.support.clusters import Cluster
from tests.support.clusters.service import service_on
from tests.support.service import ROOT, Service, started, wait_for
from tests.support.site import open_site
from tests.support.tiff import tiff
from wps_cwl import codec
from wps_cwl.catalogue import examine
from wps_cwl.engine.packing import without_progress_file
from wps_cwl.model import JobState, Process

DATA = ROOT / "cwl" / "processes" / "data"
PREVIEW, FULL = DATA / "sentinel2_a.tif", DATA / "rmnp_rgb.tif"
LIMIT = PREVIEW.stat().st_size  # a file as large as this is not larger
PIXELS = 820_800
RULES = [
    {"profile": "long", "bytes": LIMIT},
    {"profile": "long", "seconds": 1},
    {"profile": "long", "pixels": PIXELS, "processes": ["raster_*"]},
]
SUFFIX = {"grid_engine": ".q"}  # of the names of queues


@pytest.fixture(scope="module")
def service(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    gdal.installed()
    service = service_on(cluster, tmp_path_factory.mktemp(cluster.name))
    suffix = SUFFIX.get(cluster.name, "")
    profiles = {name: {**cluster.profile, "queue": f"{name}{suffix}", "open": True} for name in ("short", "long")}
    profiles["short"] |= {"cores": 1}
    configuration = {"profiles": profiles, "routing": {"default": "short", "rules": RULES}}
    Path(service.environment["WPS_CWL_CONFIG"]).write_text(yaml.safe_dump(configuration))
    service.environment["WPS_CWL_PROCESSES"] = f"{ROOT / 'cwl' / 'processes'},{PROCESSES}"
    yield from started(service)


def queues_of(cluster: Cluster, service: Service, job: str) -> set[str]:
    """Return where the steps of a job that has ended were run, as the scheduler's accounting has it."""
    service.wait(job)
    found = service.job(job)
    assert found.state is JobState.SUCCESSFUL, found
    ids = ids_of(service, job)
    assert ids
    for id in ids:
        cluster.wait_ending(id)
    wait_for(lambda: all(queue_of(cluster, id) for id in ids), 30, "the accounting does not know where it ran")
    return {queue_of(cluster, id) for id in ids}


def queue_of(cluster: Cluster, id: str) -> str:
    if cluster.name == "grid_engine":
        lines = [line.split() for line in cluster.run("qacct", "-j", id).stdout.splitlines()]
        return next(line[1] for line in lines if line[0] == "qname")
    command = ("sacct", "--jobs", id.partition(".")[0], "--allocations", "--noheader", "--parsable2")
    return cluster.run(*command, "--format=partition").stdout.strip()


def queue(cluster: Cluster, name: str) -> str:
    return f"{name}{SUFFIX.get(cluster.name, '')}"


def test_preview_and_whole_image_run_in_their_queues_from_the_same_file(service: Service, cluster: Cluster) -> None:
    with open_site() as site:
        addresses = [site.put(file.name, file.read_bytes(), "image/tiff") for file in (PREVIEW, FULL)]
        jobs = [service.submit("raster_info", f"image=@xlink:href={address}") for address in addresses]
        assert [queues_of(cluster, service, job) for job in jobs] == [
            {queue(cluster, "short")},
            {queue(cluster, "long")},
        ]
    routes = [service.job(job).route for job in jobs]
    assert routes == ["the default; rule 2: no estimate", f"rule 1: bytes {FULL.stat().st_size} > {LIMIT}"]
    entry = examine(ROOT / "cwl" / "processes" / "raster_info.cwl").entry  # what this machine alone would run
    assert entry is not None
    for job in jobs:
        directory = service.directory(job)
        assert codec.load(directory.description.read_bytes(), Process).digest == entry.process.digest
        ran = without_progress_file(json.loads(directory.process.read_bytes()))
        assert ran == without_progress_file(json.loads(entry.document))


def test_an_image_of_more_pixels_than_the_limit_runs_in_the_long_queue(service: Service, cluster: Cluster) -> None:
    sizes = {(1080, 759): "short", (1080, 760): "short", (1081, 760): "long", (760, 1081): "long"}
    images = [tiff(*size, bands=3) for size in sizes]  # three bands are no more pixels
    with open_site() as site:
        addresses = [site.put(f"{number}.tif", image, "image/tiff") for number, image in enumerate(images)]
        jobs = [service.submit("raster_info", f"image=@xlink:href={address}") for address in addresses]
        ran = [queues_of(cluster, service, job) for job in jobs]
    assert ran == [{queue(cluster, name)} for name in sizes.values()]
    below, equal, above, turned = (service.job(job).route for job in jobs)
    assert below == equal == "the default; rule 2: no estimate"
    assert above == turned == f"rule 3: process raster_info and pixels 821560 > {PIXELS}; rule 2: no estimate"
    shown = service.cli("jobs", "show", jobs[2]).stdout
    assert f"pixels 821560 > {PIXELS}" in shown


def test_what_takes_long_by_its_authors_estimate_runs_in_the_long_queue(service: Service, cluster: Cluster) -> None:
    jobs = [service.submit("sleep", f"delay={delay}") for delay in (1, 2)]
    assert [queues_of(cluster, service, job) for job in jobs] == [{queue(cluster, "short")}, {queue(cluster, "long")}]
    assert service.job(jobs[1]).route == "rule 2: seconds 2 > 1 by wps:duration"


def test_what_needs_more_than_a_profile_has_runs_where_there_is_enough(service: Service, cluster: Cluster) -> None:
    job = service.submit("two-cores")
    assert queues_of(cluster, service, job) == {queue(cluster, "long")}
    assert "not the default: it needs 2 core(s), and the profile short has 1 core(s)" in service.job(job).route
    refused = service.execute("two-cores", profile="short")
    assert refused.status_code == 400
    assert "it needs 2 core(s), and the largest profile, short, has 1 core(s)" in refused.text
