"""The service on a stand-in for real Torque and OpenPBS, which no package has; it needs neither root nor a cluster.

What the stand-in says was written down from the real ones; see `tests/support/pbs_stand_in`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.clusters.service import service_on
from tests.support.pbs_stand_in.cluster import PbsStandIn
from tests.support.pbs_stand_in.server import Settings
from tests.support.service import ROOT, Service, text_of, wait_for
from wps_cwl.engine.schedulers.submissions import Submissions
from wps_cwl.model import JobState

PROCESSES = ROOT / "tests" / "clusters" / "processes"
VARIANTS = ("torque", "openpbs")


@dataclass(frozen=True)
class Site:
    """A stand-in, and a service on it."""

    cluster: PbsStandIn
    service: Service

    def ids_of(self, job: str) -> list[str]:
        folder = Submissions(self.service.directory(job).path).folder
        return [file.read_text() for file in sorted(folder.glob("*.id"))]

    def submitted(self, job: str) -> str:
        """Return what the scheduler calls the only step of a job, when that is known."""
        wait_for(lambda: self.ids_of(job), 60, f"the job is not submitted: {self.service.job(job)}")
        return self.ids_of(job)[0]

    def reason(self, job: str, seconds: float = 90) -> str:
        """Return why a job has failed."""
        return text_of(self.service.wait(job, seconds), "ExceptionText")


Open = Callable[..., Site]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """Start a stand-in with a service on it; the same one again for the same wishes.

    The plain ones stay; of those with wishes the last one does, since each of them asks its queue all the time.
    """
    plain: dict[str, Site] = {}
    special: dict[str, Site] = {}
    with ExitStack() as to_the_end, ExitStack() as for_now:

        def open_site(variant: str, profile: dict[str, object] | None = None, **wishes: object) -> Site:
            remembered = {"remembered": 300 if variant == "torque" else 0}  # their defaults
            usual = Settings(variant, **remembered)  # type: ignore[arg-type]
            settings = Settings(variant, **{**remembered, **wishes})  # type: ignore[arg-type]  # wishes of its own
            known, stack = (plain, to_the_end) if settings == usual and not profile else (special, for_now)
            key = f"{settings} {profile}"
            if key not in known:
                if known is special:
                    stack.close()
                    special.clear()
                cluster = stack.enter_context(PbsStandIn(settings))
                service = service_on(cluster, tmp_path_factory.mktemp(variant), profile=profile, JOBS__RUNNING=10)
                service.environment["WPS_CWL_PROCESSES"] = f"{ROOT / 'cwl' / 'processes'},{PROCESSES}"
                stack.callback(service.stop)
                service.start()
                known[key] = Site(cluster, service)
            return known[key]

        yield open_site


@pytest.fixture(params=VARIANTS)
def site(request: pytest.FixtureRequest, opened: Open) -> Site:
    return opened(request.param)


def begun(log: Path) -> bool:
    return log.exists() and "begin" in log.read_text()


# --- what runs ------------------------------------------------------------------------------------


def test_a_job_runs_where_a_login_shell_has_reset_the_path(site: Site) -> None:
    job = site.service.submit("hello", "name=Friday")
    assert text_of(site.service.wait(job), "LiteralData") == "Hello Friday"
    assert site.submitted(job).endswith(".stand-in")


def test_a_step_that_fails_is_explained(site: Site) -> None:
    job = site.service.submit("fails")
    text = site.reason(job)
    assert "exit code 3" in text
    assert "there is no water" in text
    assert len(site.ids_of(job)) == 1


def test_a_step_with_two_cores_waits_for_both(site: Site, tmp_path: Path) -> None:
    first = site.service.submit("once", f"file={tmp_path / 'log'};seconds=600")
    wait_for(lambda: begun(tmp_path / "log"), 60, "the step does not begin")
    second = site.service.submit("two-cores")
    wait_for(lambda: "Not Running" in site.service.job(second).message, 30, site.service.job(second).message)
    assert site.service.job(second).state is JobState.QUEUED
    site.service.cli("jobs", "dismiss", first)
    assert text_of(site.service.wait(second), "LiteralData") == "2"


def test_a_job_that_runs_leaves_the_queue_when_it_is_dismissed(site: Site, tmp_path: Path) -> None:
    job = site.service.submit("once", f"file={tmp_path / 'log'};seconds=600")
    wait_for(lambda: begun(tmp_path / "log"), 60, "the step does not begin")
    site.service.cli("jobs", "dismiss", job)
    wait_for(lambda: not site.cluster.queue(), 20, "the dismissed job is still in the queue")
    wait_for(lambda: not site.service.processes_of_jobs(job), 20, "the tool of the dismissed job still runs")
    assert "end" not in (tmp_path / "log").read_text()


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_job_that_is_held_waits_and_leaves_the_queue_when_it_is_dismissed(variant: str, opened: Open) -> None:
    site = opened(variant, {"arguments": ["-h"]})
    job = site.service.submit("hello", "name=Friday")
    id = site.submitted(job)
    wait_for(lambda: "pending: held" in site.service.job(job).message, 30, site.service.job(job).message)
    site.service.cli("jobs", "dismiss", job)
    wait_for(lambda: id not in site.cluster.queue(), 20, "the dismissed job is still in the queue")
    assert site.service.job(job).state is JobState.DISMISSED


# --- what is refused --------------------------------------------------------------------------------

NO_SUCH_QUEUE = {"torque": "Unknown queue MSG=cannot locate queue", "openpbs": "Unknown queue"}
TOO_MUCH = {
    "torque": "Job exceeds queue resource limits",
    "openpbs": "Job violates queue and/or server resource limits",
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_queue_that_there_is_not_is_refused_in_the_words_of_qsub(variant: str, opened: Open) -> None:
    site = opened(variant, {"queue": "nowhere"})
    text = site.reason(site.service.submit("hello", "name=Friday"))
    assert "does not take the step" in text
    assert NO_SUCH_QUEUE[variant] in text
    assert "set `queue` of the profile" in site.service.cli("doctor").stdout


@pytest.mark.parametrize("variant", VARIANTS)
def test_more_cores_than_a_node_has_are_refused_in_the_words_of_qsub(variant: str, opened: Open) -> None:
    site = opened(variant, cores=1)
    assert TOO_MUCH[variant] in site.reason(site.service.submit("two-cores"))
    assert text_of(site.service.wait(site.service.submit("hello", "name=Friday")), "LiteralData") == "Hello Friday"


# --- how jobs end -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variant", "remembered"),
    [("torque", 300), ("openpbs", 300), ("torque", 0), ("openpbs", 0)],
    ids=["torque", "openpbs with history", "torque that forgets", "openpbs"],
)
def test_a_step_that_runs_too_long_is_ended(variant: str, remembered: float, opened: Open, tmp_path: Path) -> None:
    site = opened(variant, {"walltime": 8}, remembered=remembered)
    job = site.service.submit("once", f"file={tmp_path / 'log'};seconds=600")
    text = site.reason(job, 120)
    if remembered:
        assert "it ran longer than its time limit" in text
    else:  # all that is left is what the script has told: 143
        assert "signal 15, SIGTERM, as it comes when a job is deleted, goes over a limit" in text
    assert begun(tmp_path / "log")
    wait_for(lambda: not site.service.processes_of_jobs(job), 20, "the tool still runs")


@pytest.mark.parametrize(
    ("variant", "remembered"),
    [("torque", 300), ("openpbs", 300), ("torque", 0), ("openpbs", 0)],
    ids=["torque", "openpbs with history", "torque that forgets", "openpbs"],
)
def test_a_job_that_is_deleted_from_outside_fails_and_says_so(
    variant: str, remembered: float, opened: Open, tmp_path: Path
) -> None:
    site = opened(variant, remembered=remembered)
    job = site.service.submit("once", f"file={tmp_path / 'log'};seconds=600")
    wait_for(lambda: begun(tmp_path / "log"), 60, "the step does not begin")
    site.cluster.cancel(site.submitted(job))
    text = site.reason(job)
    assert "has ended the step" in text
    assert "deleted" in text


@pytest.mark.parametrize(
    ("variant", "remembered"), [("torque", 300), ("openpbs", 300)], ids=["torque", "openpbs with history"]
)
def test_a_job_that_is_deleted_while_it_waits_has_no_exit_status(variant: str, remembered: float, opened: Open) -> None:
    site = opened(variant, {"arguments": ["-h"]}, remembered=remembered)
    job = site.service.submit("hello", "name=Friday")
    site.cluster.cancel(site.submitted(job))
    assert "deleted from outside" in site.reason(job)


@pytest.mark.slow
def test_of_a_job_that_was_deleted_and_forgotten_nobody_knows(opened: Open) -> None:
    site = opened("openpbs", {"arguments": ["-h"]}, remembered=0)
    job = site.service.submit("hello", "name=Friday")
    site.cluster.cancel(site.submitted(job))
    assert "knows nothing of the job" in site.reason(job, 150)


@pytest.mark.parametrize("variant", VARIANTS)
def test_jobs_that_are_forgotten_as_they_end_succeed_and_fail_as_others(variant: str, opened: Open) -> None:
    site = opened(variant, remembered=0)
    assert text_of(site.service.wait(site.service.submit("hello", "name=Friday")), "LiteralData") == "Hello Friday"
    assert "exit code 3" in site.reason(site.service.submit("fails"))


VERSIONS = {"torque": "Torque 6.1.3", "openpbs": "OpenPBS or PBS Pro 23.06.06"}


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_doctor_says_which_of_them_it_has_found(variant: str, opened: Open) -> None:
    site = opened(variant)
    assert f"torque kind: {VERSIONS[variant]}" in site.service.cli("doctor").stdout


# --- outages ------------------------------------------------------------------------------------------


def test_nothing_is_lost_or_doubled_while_the_server_is_away(site: Site, tmp_path: Path) -> None:
    log = tmp_path / "log"
    running = site.service.submit("once", f"file={log};seconds=4")
    wait_for(lambda: begun(log), 60, "the step does not begin")
    site.cluster.stop_controller()
    try:
        new = site.service.submit("hello", "name=Friday")
        time.sleep(10)
        assert not site.service.job(new).state.final
    finally:
        site.cluster.start_controller()
    assert text_of(site.service.wait(running), "LiteralData") == "done"
    assert text_of(site.service.wait(new), "LiteralData") == "Hello Friday"
    assert [line.split()[0] for line in log.read_text().splitlines()] == ["begin", "end"]
