"""Jobs are led to profiles by rules, and by clients: on this machine, with two profiles that take different numbers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import yaml
from birdy import WPSClient
from lxml import etree
from owslib.wps import WebProcessingService

from tests.support import gdal
from tests.support.service import ROOT, Service, running, text_of, wait_for
from tests.support.site import Site
from wps_cwl import codec
from wps_cwl.engine.packing import without_progress_file
from wps_cwl.model import JobState, Process

DATA = ROOT / "cwl" / "processes" / "data"
PREVIEW, FULL = DATA / "sentinel2_a.tif", DATA / "rmnp_rgb.tif"
LIMIT = PREVIEW.stat().st_size  # a file as large as this is not larger
MEDIA_TYPES = {".geojson": "application/geo+json", ".gml": "application/gml+xml", ".zip": "application/zip"}
CONFIGURATION = {
    "profiles": {"short": {"running": 4, "open": True}, "long": {"running": 1, "open": True}, "kept": {"cores": 1}},
    "routing": {
        "rules": [
            {"profile": "long", "bytes": LIMIT, "input": "image"},
            {"profile": "long", "seconds": 2, "processes": ["sleep", "naps"]},
            {"profile": "long", "features": 3, "input": "zones"},
            {"profile": "long", "pixels": 20_000, "processes": ["hillshade"]},
        ]
    },
}


@pytest.fixture(scope="module")
def routed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    gdal.installed()
    folder = tmp_path_factory.mktemp("routed")
    configuration = folder / "wps-cwl.yml"
    configuration.write_text(yaml.safe_dump(CONFIGURATION, sort_keys=False))
    processes = f"{ROOT / 'cwl' / 'processes'},{Path(__file__).parent / 'routing'}"
    yield from running(folder, CONFIG=configuration, PROCESSES=processes, JOBS__RUNNING=8)


def route(service: Service, job: str) -> tuple[str | None, str]:
    service.wait(job)
    found = service.job(job)
    assert found.state is JobState.SUCCESSFUL, found
    return found.profile, found.route


def newest(service: Service) -> tuple[str | None, str]:
    [job] = service.store().list(limit=1)
    return job.profile, job.route


# --- by rules --------------------------------------------------------------------------------------------


def test_the_preview_of_an_image_runs_elsewhere_than_the_whole_image(routed: Service, site: Site) -> None:
    jobs = {
        file: routed.submit("raster_info", f"image=@xlink:href={site.put(file.name, file.read_bytes(), 'image/tiff')}")
        for file in (PREVIEW, FULL)
    }
    assert route(routed, jobs[PREVIEW]) == ("short", "the default")
    assert route(routed, jobs[FULL]) == ("long", f"rule 1: bytes {FULL.stat().st_size} > {LIMIT} of image")
    first, second = (routed.directory(job) for job in jobs.values())
    digests = {codec.load(one.description.read_bytes(), Process).digest for one in (first, second)}
    assert len(digests) == 1
    ran = [without_progress_file(json.loads(one.process.read_bytes())) for one in (first, second)]
    assert ran[0] == ran[1]


@pytest.mark.parametrize("zones", ["zones.geojson", "zones.gml", "zones.zip", "elsewhere.geojson"])
def test_zones_of_more_features_than_the_limit_run_elsewhere(zones: str, routed: Service, site: Site) -> None:
    address = site.put(zones, (DATA / zones).read_bytes(), MEDIA_TYPES[Path(zones).suffix])
    image = site.put("dem.tif", (DATA / "rmnp_dem.tif").read_bytes(), "image/tiff")
    data = f"image=@xlink:href={image};zones=@xlink:href={address}@mimeType={MEDIA_TYPES[Path(zones).suffix]}"
    job = routed.submit("zonal_statistics", data)
    routed.wait(job)
    found = routed.job(job)  # the one zone that is elsewhere has no statistics: that run fails, where it was led
    several = ("long", "rule 3: features 4 > 3 of zones")
    assert (found.profile, found.route) == (("short", "the default") if "elsewhere" in zones else several)
    assert found.state is (JobState.FAILED if "elsewhere" in zones else JobState.SUCCESSFUL), found


def test_the_doctor_says_who_counts_and_which_rule_names_no_input(routed: Service, tmp_path: Path) -> None:
    findings = {one["check"]: one for one in json.loads(routed.cli("doctor", "--format", "json").stdout)}
    for measure, ways in {"pixels": ("gdalinfo", "rasterio"), "features": ("ogrinfo", "pyogrio")}.items():
        assert findings[f"routing by {measure}"]["seen"] in {f"by {way}" for way in ways}
    assert not any(check.startswith("routing.rules") for check in findings)
    rules = [{"profile": "long", "pixels": 5, "input": "imgae", "processes": ["hill*"], "users": ["zoe"]}]
    configuration = tmp_path / "wps-cwl.yml"
    configuration.write_text(yaml.safe_dump({**CONFIGURATION, "routing": {"rules": rules}}))
    shown = routed.cli("--config", str(configuration), "doctor").stdout
    assert 'WRONG routing.rules.1: no process that it concerns has an input "imgae"\n      -> choose from: ' in shown


def test_who_sleeps_long_waits_for_the_others_who_do_and_is_told_why(routed: Service) -> None:
    first, second = (routed.submit("sleep", "delay=4") for _ in range(2))
    told: set[str] = set()

    def waits() -> bool:
        told.add(routed.job(second).message)
        return "waiting for its turn: 1 of 1 places of long" in str(told)

    wait_for(waits, 20, f"it was told {told}")
    assert "waiting for its turn on profile long (rule 2: process sleep and seconds 4 > 2 by wps:duration)" in told
    assert route(routed, routed.submit("sleep", "delay=1")) == ("short", "the default")
    assert not routed.job(second).state.final  # `long` has one place, and `short` has others
    assert {route(routed, job)[0] for job in (first, second)} == {"long"}
    ends = [routed.job(job).finished for job in (first, second)]
    assert ends[0] is not None
    assert ends[1] is not None
    assert (ends[1] - ends[0]).total_seconds() > 3


def test_a_process_without_a_duration_is_known_by_its_earlier_jobs(routed: Service) -> None:
    for _ in range(3):
        job = routed.submit("naps", "seconds=2.2")
        assert route(routed, job) == ("short", "the default; rule 2: no estimate")
    profile, reason = route(routed, routed.submit("naps", "seconds=0"))
    assert profile == "long"
    assert reason.startswith("rule 2: process naps and seconds ")
    assert reason.endswith(" > 2 by earlier jobs")
    assert 2.2 <= float(reason.split()[6]) < 10


def test_the_profile_and_why_are_shown(routed: Service) -> None:
    job = routed.submit("hello", "name=Friday", profile="long")
    routed.wait(job)
    document = requests.get(f"{routed.url}/jobs/{job}", timeout=30).json()
    assert (document["profile"], document["route"]) == ("long", "asked for")
    shown = routed.cli("jobs", "show", job).stdout
    assert any(line.split() == ["profile", "long"] for line in shown.splitlines())
    assert any(line.split() == ["chosen", "by", "asked", "for"] for line in shown.splitlines())


# --- by clients ------------------------------------------------------------------------------------------


def test_owslib_asks_for_a_profile_by_its_address(routed: Service) -> None:
    wps = WebProcessingService(f"{routed.wps}?profile=long")
    assert "hello" in [process.identifier for process in wps.processes]
    execution = wps.execute("hello", [("name", "OWSLib")], output=[("output", False)])
    wait_for(lambda: execution.checkStatus(sleepSecs=0) or execution.isComplete(), 60, "it does not end")
    assert execution.isSucceded(), execution.errors
    assert newest(routed) == ("long", "asked for")


def test_owslib_asks_for_a_profile_by_a_header(routed: Service) -> None:
    wps = WebProcessingService(routed.wps, headers={"WPS-Profile": "long"})
    execution = wps.execute("hello", [("name", "OWSLib")], output=[("output", False)])
    wait_for(lambda: execution.checkStatus(sleepSecs=0) or execution.isComplete(), 60, "it does not end")
    assert newest(routed) == ("long", "asked for")


def test_birdy_asks_for_a_profile_by_its_address(routed: Service) -> None:
    assert WPSClient(f"{routed.wps}?profile=long").hello(name="Friday").get().output == "Hello Friday"
    assert newest(routed) == ("long", "asked for")


def test_birdys_command_line_asks_for_a_profile_by_its_address(routed: Service) -> None:
    birdy = subprocess.run(
        [str(Path(sys.executable).parent / "birdy"), "hello", "--name", "Birdy"],
        env=os.environ | {"WPS_SERVICE": f"{routed.wps}?profile=long"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "Hello Birdy" in birdy.stdout, birdy.stderr
    assert newest(routed) == ("long", "asked for")


def test_our_own_client_asks_for_a_profile(routed: Service) -> None:
    answer = routed.cli("execute", "hello", "-i", "name=x", "--profile", "long")
    assert (answer.returncode, answer.stdout) == (0, "output: Hello x\n")
    assert newest(routed) == ("long", "asked for")
    refused = routed.cli("execute", "hello", "-i", "name=x", "--profile", "kept")
    assert refused.returncode == 1
    assert 'There is no profile "kept" that requests may ask for; choose from: long, short.' in refused.stderr


@pytest.mark.parametrize("name", ["kept", "nowhere", "--qos=high"])
def test_another_profile_is_refused_and_nothing_is_left(name: str, routed: Service) -> None:
    before = routed.store().count()
    answer = routed.execute("hello", "name=x", profile=name)
    assert answer.status_code == 400
    report = etree.fromstring(answer.content)[0]
    assert (report.get("exceptionCode"), report.get("locator")) == ("InvalidParameterValue", "profile")
    assert routed.store().count() == before


def test_an_address_and_a_header_may_not_differ(routed: Service) -> None:
    query = {"service": "WPS", "version": "1.0.0", "request": "Execute", "identifier": "hello", "profile": "long"}
    answer = requests.get(routed.wps, query, headers={"WPS-Profile": "short"}, timeout=30)
    assert (answer.status_code, 'locator="profile"' in answer.text) == (400, True)


# --- what nobody can run ---------------------------------------------------------------------------------


def test_what_no_profile_can_run_is_refused_before_there_is_a_job(routed: Service) -> None:
    before = routed.store().count()
    answer = routed.execute("huge")
    assert answer.status_code == 400
    text = text_of(etree.fromstring(answer.content), "ExceptionText")
    assert 'the step "align" needs 4096 core(s), and the largest profile, ' in text
    assert "MiB" in text
    assert routed.store().count() == before


def test_what_only_the_inputs_tell_is_refused_before_there_is_a_leader(routed: Service) -> None:
    assert route(routed, routed.submit("counts", "cores=1")) == ("short", "the default")
    job = routed.submit("counts", "cores=5000")
    text = text_of(routed.wait(job), "ExceptionText")
    assert "it needs 5000 core(s), and the largest profile, " in text
    assert not (routed.directory(job).logs / "leader.log").exists()
    assert not routed.directory(job).leader_lock.exists()


def test_who_deploys_it_is_warned(routed: Service) -> None:
    log = (routed.folder / "service.log").read_text()
    assert "no profile can run a process offered=huge" in log
    shown = routed.cli("processes", "validate", str(Path(__file__).parent / "routing" / "huge.cwl"))
    assert (shown.returncode, "warning: no profile can run huge" in shown.stderr) == (0, True)
    doctor = routed.cli("doctor").stdout
    assert "WRONG process: huge: no profile can run it" in doctor
