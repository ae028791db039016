"""What every job store keeps to, whatever its database: a job's way from the queue to its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from wps_cwl import errors
from wps_cwl.jobs import JobStore
from wps_cwl.model import (
    BoundingBoxValue,
    ExecuteRequest,
    Fault,
    Format,
    Job,
    JobError,
    JobState,
    LiteralValue,
    Mode,
    NestedResult,
    OutputRequest,
    Result,
    StoredFile,
    Transmission,
)

IN_PROGRESS = (JobState.STAGING, JobState.QUEUED, JobState.RUNNING, JobState.PUBLISHING)
ENDS = (JobState.SUCCESSFUL, JobState.FAILED, JobState.DISMISSED)

MakeJob = Callable[..., Job]
Add = Callable[..., None]
Bring = Callable[..., None]


# --- adding -----------------------------------------------------------------------------------


def test_a_job_comes_back_as_it_was_added(store: JobStore, add: Add, a_job: MakeJob) -> None:
    request = ExecuteRequest(
        process="écho 'x'",
        outputs=(OutputRequest("out", Transmission.REFERENCE, Format("image/tiff", cwl="iana:image/tiff")),),
        mode=Mode.ASYNC,
        lineage=True,
        binding="wps-1.0.0",
    )
    job = a_job(process="écho 'x'", request=request, user="Zoë; DROP TABLE jobs", process_version="1.2.3")
    store.add(job, waiting_limit=1)
    assert store.get("j1") == job


def test_times_come_back_in_utc(store: JobStore, add: Add, a_job: MakeJob) -> None:
    east = datetime(2025, 3, 1, 14, 0, tzinfo=timezone(timedelta(hours=2)))
    add(a_job(created=east))
    assert store.get("j1").created.isoformat() == "2025-03-01T12:00:00+00:00"


def test_a_job_that_is_not_there_is_named(store: JobStore) -> None:
    with pytest.raises(errors.NoSuchJob, match='no job "nowhere"'):
        store.get("nowhere")


def test_a_full_queue_refuses_a_job_and_names_the_limit(store: JobStore, add: Add, a_job: MakeJob) -> None:
    store.add(a_job("j1"), waiting_limit=2)
    store.add(a_job("j2"), waiting_limit=2)
    with pytest.raises(errors.QueueFull, match="2 jobs wait"):
        store.add(a_job("j3"), waiting_limit=2)
    assert store.count() == 2


def test_only_jobs_that_wait_count_against_the_limit(store: JobStore, add: Add, bring: Bring, a_job: MakeJob) -> None:
    for number, state in enumerate((*IN_PROGRESS, *ENDS)):
        bring(state, f"other{number}")
    store.add(a_job("j1"), waiting_limit=1)
    assert store.count(JobState.ACCEPTED) == 1


def test_an_id_is_given_once(store: JobStore, add: Add, a_job: MakeJob) -> None:
    add(a_job(user="first"))
    with pytest.raises(ValueError, match='"j1"'):
        add(a_job(user="second"))
    assert store.get("j1").user == "first"


def test_a_job_begins_as_accepted(store: JobStore, add: Add, a_job: MakeJob) -> None:
    with pytest.raises(ValueError, match="running"):
        add(a_job(state=JobState.RUNNING))
    assert store.count() == 0


# --- claiming ---------------------------------------------------------------------------------


def test_jobs_are_claimed_oldest_first_and_once(store: JobStore, add: Add, a_job: MakeJob) -> None:
    add(a_job("late", minutes=2), a_job("early", minutes=0), a_job("middle", minutes=1))
    claimed = [store.claim(engine="e") for _ in range(4)]
    assert [job and job.id for job in claimed] == ["early", "middle", "late", None]


def test_a_claimed_job_is_staging_and_has_started(store: JobStore, clock: Any, add: Add, a_job: MakeJob) -> None:
    add(a_job())
    now = clock.tick(seconds=5)
    job = store.claim(engine="e")
    assert job is not None
    assert (job.state, job.started, job.updated) == (JobState.STAGING, now, now)
    assert store.get("j1") == job


def test_a_job_that_was_dismissed_in_the_queue_is_not_claimed(store: JobStore, bring: Bring) -> None:
    bring(JobState.ACCEPTED)
    store.dismiss("j1")
    assert store.claim(engine="e") is None


# --- moving -----------------------------------------------------------------------------------


def test_a_move_takes_a_job_from_one_state_to_the_next(store: JobStore, clock: Any, bring: Bring) -> None:
    bring(JobState.STAGING)
    now = clock.tick(seconds=1)
    assert store.move("j1", JobState.STAGING, JobState.QUEUED, message="pending: Resources")
    job = store.get("j1")
    assert (job.state, job.message, job.updated) == (JobState.QUEUED, "pending: Resources", now)


def test_a_move_from_a_state_that_the_job_has_left_changes_nothing(store: JobStore, bring: Bring) -> None:
    bring(JobState.RUNNING)
    before = store.get("j1")
    assert not store.move("j1", JobState.STAGING, JobState.QUEUED, message="late")
    assert store.get("j1") == before


def test_a_move_of_a_job_that_is_not_there_is_told(store: JobStore) -> None:
    assert not store.move("nowhere", JobState.STAGING, JobState.QUEUED)


@pytest.mark.parametrize(
    ("origin", "to"),
    [
        (JobState.RUNNING, JobState.ACCEPTED),
        (JobState.ACCEPTED, JobState.RUNNING),
        (JobState.FAILED, JobState.RUNNING),
        (JobState.PUBLISHING, JobState.SUCCESSFUL),
    ],
)
def test_an_illegal_move_raises(store: JobStore, origin: JobState, to: JobState, bring: Bring) -> None:
    bring(origin)
    with pytest.raises(ValueError, match=to.value):
        store.move("j1", origin, to)
    assert store.get("j1").state is origin


def test_a_running_job_is_queued_again_while_its_next_step_waits(store: JobStore, bring: Bring) -> None:
    bring(JobState.RUNNING)
    assert store.move("j1", JobState.RUNNING, JobState.QUEUED)
    assert store.move("j1", JobState.QUEUED, JobState.RUNNING)


# --- reporting --------------------------------------------------------------------------------


@pytest.mark.parametrize("state", IN_PROGRESS, ids=lambda state: state.value)
def test_a_report_changes_message_percentage_and_time(
    store: JobStore, clock: Any, state: JobState, bring: Bring
) -> None:
    bring(state)
    now = clock.tick(seconds=9)
    store.report("j1", message="step 2 of 3", percent=40)
    job = store.get("j1")
    assert (job.state, job.message, job.percent, job.updated) == (state, "step 2 of 3", 40, now)


@pytest.mark.parametrize("state", [JobState.ACCEPTED, *ENDS], ids=lambda state: state.value)
def test_a_report_on_a_job_that_waits_or_has_ended_changes_nothing(
    store: JobStore, clock: Any, state: JobState, bring: Bring
) -> None:
    bring(state)
    before = store.get("j1")
    clock.tick(seconds=9)
    store.report("j1", message="late", percent=50)
    assert store.get("j1") == before


def test_what_a_report_does_not_say_stays(store: JobStore, bring: Bring) -> None:
    bring(JobState.RUNNING)
    store.report("j1", message="half", percent=50)
    store.report("j1", percent=60)
    store.report("j1", message="more")
    job = store.get("j1")
    assert (job.message, job.percent) == ("more", 60)


@pytest.mark.parametrize(
    ("reported", "shown"), [((30, 20), 30), ((30, 31), 31), ((100,), 99), ((250, 3), 99), ((-5,), 0)]
)
def test_the_percentage_never_goes_back_nor_reaches_the_end_early(
    store: JobStore, reported: tuple[int, ...], shown: int, bring: Bring
) -> None:
    bring(JobState.RUNNING)
    for percent in reported:
        store.report("j1", percent=percent)
    assert store.get("j1").percent == shown


def test_the_percentage_does_not_go_back_with_a_move(store: JobStore, bring: Bring) -> None:
    bring(JobState.RUNNING)
    store.report("j1", percent=70)
    store.move("j1", JobState.RUNNING, JobState.PUBLISHING, percent=10)
    assert store.get("j1").percent == 70


def test_no_percentage_is_invented(store: JobStore, bring: Bring) -> None:
    bring(JobState.RUNNING)
    store.report("j1", message="on its way")
    assert store.get("j1").percent is None


# --- finishing --------------------------------------------------------------------------------


def test_a_successful_job_has_its_results_and_a_hundred_percent(store: JobStore, clock: Any, bring: Bring) -> None:
    results = (
        Result("n", LiteralValue("42", "int", "m")),
        Result("box", BoundingBoxValue((1.0, -0.1), (2.0, 1e300), "EPSG:4326")),
        Result("file", StoredFile("file", "naïve name.tif", "image/tiff", 2**40, "ab" * 32)),
        Result("record", NestedResult((Result("deep", NestedResult((Result("text", LiteralValue("\x00'\"")),))),))),
    )
    bring(JobState.PUBLISHING)
    now = clock.tick(hours=1)
    assert store.finish("j1", JobState.SUCCESSFUL, message="done", results=results)
    job = store.get("j1")
    assert (job.state, job.percent, job.finished, job.updated) == (JobState.SUCCESSFUL, 100, now, now)
    assert (job.results, job.message) == (results, "done")


def test_a_failed_job_says_why_and_keeps_its_percentage(store: JobStore, bring: Bring) -> None:
    error = JobError(Fault.PROCESS, "StepFailed", "exit code 3", locator="dem")
    bring(JobState.RUNNING)
    store.report("j1", percent=33)
    assert store.finish("j1", JobState.FAILED, error=error)
    job = store.get("j1")
    assert (job.state, job.error, job.percent) == (JobState.FAILED, error, 33)


@pytest.mark.parametrize("second", ENDS, ids=lambda state: state.value)
@pytest.mark.parametrize("first", ENDS, ids=lambda state: state.value)
def test_an_end_is_written_once(store: JobStore, clock: Any, first: JobState, second: JobState, bring: Bring) -> None:
    bring(first)
    before = store.get("j1")
    clock.tick(hours=1)
    assert not store.finish("j1", second, message="again", results=(Result("n", LiteralValue("1")),))
    assert store.get("j1") == before


@pytest.mark.parametrize("state", [JobState.ACCEPTED, *IN_PROGRESS], ids=lambda state: state.value)
def test_a_job_that_has_not_ended_can_be_dismissed_once(store: JobStore, state: JobState, bring: Bring) -> None:
    bring(state)
    assert store.dismiss("j1")
    assert not store.dismiss("j1")
    assert store.get("j1").state is JobState.DISMISSED


def test_a_job_that_never_left_the_queue_is_not_successful(store: JobStore, bring: Bring) -> None:
    bring(JobState.ACCEPTED)
    with pytest.raises(ValueError, match="successful"):
        store.finish("j1", JobState.SUCCESSFUL)
    assert store.get("j1").state is JobState.ACCEPTED


def test_only_a_final_state_finishes(store: JobStore, bring: Bring) -> None:
    bring(JobState.STAGING)
    with pytest.raises(ValueError, match="running"):
        store.finish("j1", JobState.RUNNING)


def test_a_job_that_is_not_there_cannot_be_finished(store: JobStore) -> None:
    with pytest.raises(errors.NoSuchJob):
        store.dismiss("nowhere")


def test_text_that_no_database_takes_does_not_keep_a_job_from_its_end(store: JobStore, bring: Bring) -> None:
    nasty = b"caf\xe9 \x00".decode("utf-8", "surrogateescape")
    bring(JobState.RUNNING)
    store.report("j1", message=nasty)
    assert store.finish("j1", JobState.FAILED, message=nasty, error=JobError(Fault.PROCESS, "RunFailed", nasty))
    job = store.get("j1")
    assert job.error is not None
    assert job.message.startswith("caf")
    assert job.error.message.startswith("caf")
