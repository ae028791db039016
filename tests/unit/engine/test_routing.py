"""Which profile a job gets, and what is said of it: a table of rules, and jobs whose inputs are there."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support import gdal
from tests.support.service import ROOT
from tests.support.tiff import tiff
from wps_cwl import codec, errors
from wps_cwl.clean_environment import clean
from wps_cwl.engine.profiles import Profiles, RunProfile
from wps_cwl.engine.routing import Route, Router
from wps_cwl.engine.schedulers.local import LocalScheduler
from wps_cwl.job_directory import JobDirectory
from wps_cwl.jobs import JobStore, upgrade
from wps_cwl.model import Capacity, ExecuteRequest, Job, JobState, Process
from wps_cwl.preflight import Preflight
from wps_cwl.rules import Rule, Rules

BIG = 5 << 30  # more than 32 bits hold
LONG_IF_LARGE = Rule("long", bounds={"bytes": 100})
LONG_IF_SLOW = Rule("long", bounds={"seconds": 60})


@pytest.fixture
def store(tmp_path: Path) -> JobStore:
    url = f"sqlite:///{tmp_path / 'jobs.sqlite'}"
    upgrade(url)
    return JobStore(url)


def job(process: str = "p", user: str = "zoe", profile: str | None = None) -> Job:
    now = datetime.now(UTC)
    request = ExecuteRequest(process, profile=profile)
    return Job("job-1", process, JobState.STAGING, now, now, request, user=user, process_version="1.0.0")


ZOES = job()


class Case:
    """A staged job, and profiles `short` (the default) and `long` to route it to."""

    def __init__(self, folder: Path, store: JobStore) -> None:
        self.directory, self.store = JobDirectory(folder, "job-1"), store
        self.directory.create()
        self.environ = clean(os.environ)
        self.capacities = {"short": Capacity("short", cores=2), "long": Capacity("long", cores=8)}

    def stage(self, *sizes: int, duration: Any = None, requirements: Any = (), **order: Any) -> Case:
        for number, size in enumerate(sizes):
            with (self.directory.inputs / f"f{number}").open("wb") as file:
                file.truncate(size)
            order[f"f{number}"] = {"class": "File", "location": f"inputs/f{number}"}
        inputs = [{"id": f"#main/{name}", "type": "Any"} for name in order]
        tool = {"class": "CommandLineTool", "id": "#main", "inputs": inputs, "requirements": list(requirements)}
        process = Process("p", "p", "1.0.0", (), (), duration=duration)
        self.directory.write_json(self.directory.order, order)
        self.directory.write_json(self.directory.process, tool)
        self.directory.write_bytes(self.directory.description, codec.dump(process, Process))
        return self

    def route(self, *rules: Rule, job: Job = ZOES) -> Route:
        profiles = Profiles({name: RunProfile(name, LocalScheduler(), 60) for name in self.capacities})
        preflight = Preflight(self.capacities, Rules("short", list(self.capacities), rules))
        return Router(profiles, self.store, preflight, self.environ).route(job, self.directory)


@pytest.fixture
def case(tmp_path: Path, store: JobStore) -> Case:
    return Case(tmp_path / "jobs", store)


@pytest.mark.parametrize(
    ("sizes", "rule", "profile", "reason"),
    [
        ((), LONG_IF_LARGE, "short", "the default"),
        ((100,), LONG_IF_LARGE, "short", "the default"),  # equal to the limit is not above it
        ((101,), LONG_IF_LARGE, "long", "rule 1: bytes 101 > 100"),
        ((60, 60), LONG_IF_LARGE, "long", "rule 1: bytes 120 > 100"),
        ((BIG + 1,), Rule("long", bounds={"bytes": BIG}), "long", f"rule 1: bytes {BIG + 1} > {BIG}"),
        ((BIG,), Rule("long", bounds={"bytes": BIG}), "short", "the default"),
        ((10, 200), Rule("long", bounds={"bytes": 100}, input="f0"), "short", "the default"),
        ((10, 200), Rule("long", bounds={"bytes": 100}, input="f1"), "long", "rule 1: bytes 200 > 100 of f1"),
        ((200,), Rule("long", bounds={"bytes": 100}, input="not-sent"), "short", "the default"),
        ((), Rule("long", processes=["p*"]), "long", "rule 1: process p"),
        ((), Rule("long", users=["anna"]), "short", "the default"),
        (
            (101,),
            Rule("long", ["p"], ["z*"], {"bytes": 100}),
            "long",
            "rule 1: process p and user zoe and bytes 101 > 100",
        ),
        ((), Rule("long"), "long", "rule 1"),
    ],
)
def test_a_rule_decides_and_says_why(sizes: Any, rule: Rule, profile: str, reason: str, case: Case) -> None:
    route = case.stage(*sizes).route(rule)
    assert (route.profile, route.reason, route.input_bytes) == (profile, reason, sum(sizes))


def test_the_first_rule_that_holds_decides(case: Case) -> None:
    rules = (Rule("long", bounds={"bytes": 1000}), LONG_IF_LARGE, Rule("short"))
    assert case.stage(500).route(*rules).reason == "rule 2: bytes 500 > 100"
    assert case.stage(50).route(*rules).reason == "rule 3"


def test_who_asks_for_a_profile_gets_it_whatever_rules_say(case: Case) -> None:
    route = case.stage(500).route(LONG_IF_LARGE, job=job(profile="short"))
    assert (route.profile, route.reason) == ("short", "asked for")


def test_a_profile_that_was_asked_for_and_is_gone_is_an_error(case: Case) -> None:
    with pytest.raises(errors.ProfileGone, match="gone"):
        case.stage().route(job=job(profile="gone"))


# --- what is in the files --------------------------------------------------------------------------------

ZONES = (ROOT / "cwl" / "processes" / "data" / "zones.geojson").read_bytes()  # four polygons


def with_files(case: Case, **files: bytes) -> Case:
    order = {}
    for name, content in files.items():
        (case.directory.inputs / name).write_bytes(content)
        order[name] = {"class": "File", "location": f"inputs/{name}"}
    return case.stage(**order)


@pytest.mark.parametrize(
    ("rule", "profile", "reason"),
    [
        (Rule("long", bounds={"pixels": 820_800}), "short", "the default"),  # equal to the limit is not above it
        (Rule("long", bounds={"pixels": 820_799}), "long", "rule 1: pixels 820800 > 820799"),
        (Rule("long", bounds={"pixels": 820_799}, input="image"), "long", "rule 1: pixels 820800 > 820799 of image"),
        (Rule("long", bounds={"pixels": 1}, input="zones"), "short", "the default"),
        (Rule("long", bounds={"pixels": 1}, input="not-sent"), "short", "the default"),
        (Rule("long", bounds={"features": 4}), "short", "the default"),
        (Rule("long", bounds={"features": 3}, input="zones"), "long", "rule 1: features 4 > 3 of zones"),
        (
            Rule("long", bounds={"pixels": 9, "features": 3}),
            "long",
            "rule 1: pixels 820800 > 9 and features 4 > 3",
        ),
        (Rule("long", ["q"], bounds={"pixels": 9}), "short", "the default"),
    ],
)
def test_pixels_and_features_decide(rule: Rule, profile: str, reason: str, case: Case) -> None:
    gdal.installed()
    route = with_files(case, image=tiff(1080, 760, bands=3), zones=ZONES, text=b"neither").route(rule)
    assert (route.profile, route.reason) == (profile, reason)


def test_a_number_of_pixels_is_written_whole(case: Case) -> None:
    gdal.installed()
    large = with_files(case, image=tiff(2**31 - 1, 8))
    assert large.route(Rule("long", bounds={"pixels": 2**34 - 9})).reason == "rule 1: pixels 17179869176 > 17179869175"


def test_a_measure_that_cannot_be_taken_is_no_match_and_is_told_and_logged(
    case: Case, caplog: pytest.LogCaptureFixture
) -> None:
    case.environ = {"PATH": "/nowhere"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("wps_cwl.engine.gdal_sizes.find_spec", lambda _: None)
        route = with_files(case, image=tiff(30, 20)).route(Rule("long", bounds={"pixels": 9}), Rule("long", ["p"]))
    reason = "pixels cannot be told: neither gdalinfo nor rasterio is there"
    assert (route.profile, route.reason) == ("long", f"rule 2: process p; rule 1: {reason}")
    [record] = [record for record in caplog.records if record.message == "a measure cannot be taken"]
    assert (vars(record)["job"], vars(record)["measure"]) == ("job-1", "pixels")


# --- duration -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("duration", "profile", "reason"),
    [
        (60.0, "short", "the default"),
        (61.0, "long", "rule 1: seconds 61 > 60 by wps:duration"),
        ("$(inputs.n)", "long", "rule 1: seconds 90 > 60 by wps:duration"),
        ("$(inputs.n / 2)", "short", "the default"),
        ("$(inputs.n * 10)", "long", "rule 1: seconds 900 > 60 by wps:duration"),
        ("$(inputs.f0.size)", "long", "rule 1: seconds 70 > 60 by wps:duration"),
        ("$('soon')", "short", "the default; rule 1: no estimate"),
        ("$(-inputs.n)", "short", "the default; rule 1: no estimate"),
        (None, "short", "the default; rule 1: no estimate"),
    ],
)
def test_an_author_may_say_how_long_it_takes(duration: Any, profile: str, reason: str, case: Case) -> None:
    javascript = [{"class": "InlineJavascriptRequirement"}]
    route = case.stage(70, duration=duration, requirements=javascript, n=90).route(LONG_IF_SLOW)
    assert (route.profile, route.reason) == (profile, reason)


def has_run(store: JobStore, number: int, size: int, seconds: float, **other: Any) -> None:
    """Have a job end successfully that took so long."""
    began = datetime.now(UTC) - timedelta(hours=1) + timedelta(seconds=number)
    earlier = replace(job(), id=f"earlier-{number}", state=JobState.ACCEPTED, created=began, **other)
    store.add(earlier, waiting_limit=100)
    assert store.claim(engine="e") is not None
    store.route(earlier.id, "short", "the default", input_bytes=size)
    store.move(earlier.id, JobState.STAGING, JobState.QUEUED)
    store.move(earlier.id, JobState.QUEUED, JobState.PUBLISHING)
    store.has_run(earlier.id, seconds=seconds)
    store.finish(earlier.id, JobState.SUCCESSFUL)
    store.release(earlier.id)


def test_else_earlier_jobs_tell_the_nearest_in_size(case: Case) -> None:
    for number, (size, seconds) in enumerate([(10, 5), (20, 6), (30, 7), (1000, 400), (1100, 420), (1200, 410)]):
        has_run(case.store, number, size, seconds)
    assert case.stage(1100).route(LONG_IF_SLOW).reason == "rule 1: seconds 400 > 60 by earlier jobs"
    assert case.stage(15).route(LONG_IF_SLOW).reason == "the default"


def test_two_earlier_jobs_tell_nothing_and_those_of_another_version_neither(case: Case) -> None:
    for number in range(2):
        has_run(case.store, number, 10, 500)
    has_run(case.store, 3, 10, 500, process_version="2.0.0")
    has_run(case.store, 4, 10, 500, process="q")
    assert case.stage(10).route(LONG_IF_SLOW).reason == "the default; rule 1: no estimate"


# --- what a profile cannot run ---------------------------------------------------------------------------


def cores(number: Any) -> list[dict[str, Any]]:
    return [{"class": "ResourceRequirement", "coresMin": number}, {"class": "InlineJavascriptRequirement"}]


def test_a_rule_whose_profile_cannot_run_the_job_is_passed_over(case: Case) -> None:
    route = case.stage(500, requirements=cores(4)).route(Rule("short", bounds={"bytes": 100}), Rule("long"))
    assert route.profile == "long"
    assert route.reason == "rule 2; not rule 1: it needs 4 core(s), and the profile short has 2 core(s)"


def test_a_default_that_cannot_run_the_job_is_passed_over(case: Case) -> None:
    route = case.stage(requirements=cores(4)).route()
    assert route.profile == "long"
    assert route.reason == "large enough; not the default: it needs 4 core(s), and the profile short has 2 core(s)"


def test_what_only_the_inputs_tell_is_known_by_then(case: Case) -> None:
    assert case.stage(requirements=cores("$(inputs.n)"), n=2).route().profile == "short"
    assert case.stage(requirements=cores("$(inputs.n * 2)"), n=2).route().profile == "long"
    with pytest.raises(errors.TooLarge, match=r"needs 20 core\(s\), and the largest profile, long, has 8"):
        case.stage(requirements=cores("$(inputs.n * 10)"), n=2).route()


def test_a_profile_that_was_asked_for_and_cannot_run_the_job_is_refused(case: Case) -> None:
    with pytest.raises(errors.TooLarge, match="short"):
        case.stage(requirements=cores(4)).route(job=job(profile="short"))


def test_the_profile_of_other_users_is_no_way_out(case: Case) -> None:
    with pytest.raises(errors.TooLarge, match="short"):
        case.stage(requirements=cores(4)).route(Rule("long", users=["anna"]))


def test_what_was_staged_is_only_read(case: Case) -> None:
    case.stage(70, duration="$(inputs.f0.size)")
    before = json.loads(case.directory.order.read_bytes())
    case.route(LONG_IF_SLOW)
    assert json.loads(case.directory.order.read_bytes()) == before
