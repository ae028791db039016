"""A job as JSON, step by step, and what it has used: with no more than is known, and for its user only."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.unit.facade import samples
from wps_cwl.facade.app import create_app
from wps_cwl.model import Accounting, ExecuteRequest, Job, JobState, Step, StepState, StepUsage, stored_files

THEN = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
JOB = Job("job-1", "echo", JobState.QUEUED, THEN, THEN, ExecuteRequest("echo"), message="pending", profile="night")


@pytest.fixture
def known(operations):
    operations.add(JOB)
    return operations


def test_a_job_that_waits_has_its_steps_and_their_places(client, known):
    known.seen_steps = (
        Step("echo", "slurm", StepState.WAITING, id="12", reason="Resources", place=3, waiting=7, submitted=THEN),
    )
    answer = client.get("/jobs/job-1")
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json == {
        "jobID": "job-1",
        "processID": "echo",
        "type": "process",
        "status": "running",
        "message": "pending",
        "created": "2026-01-02T03:04:05Z",
        "updated": "2026-01-02T03:04:05Z",
        "profile": "night",
        "steps": [
            {
                "name": "echo",
                "scheduler": "slurm",
                "state": "waiting",
                "nativeID": "12",
                "reason": "Resources",
                "place": 3,
                "waiting": 7,
                "submitted": "2026-01-02T03:04:05Z",
            }
        ],
        "links": [
            {
                "rel": "self",
                "type": "application/json",
                "title": "this document",
                "href": "http://wps.example/jobs/job-1",
            },
            {
                "rel": "status",
                "type": "text/xml",
                "title": "this job in WPS 1.0.0",
                "href": "http://wps.example/jobs/job-1/status.xml",
            },
        ],
    }


def test_the_end_of_a_jobs_life_is_told_where_it_is_known(client, operations):
    for name, facts in {"job-1": {"expires": THEN}, "job-2": {"kept": True}}.items():
        operations.add(Job(name, "echo", JobState.SUCCESSFUL, THEN, THEN, ExecuteRequest("echo"), **facts))
    first, second = client.get("/jobs/job-1").json, client.get("/jobs/job-2").json
    assert (first["expires"], "kept" in first) == ("2026-01-02T03:04:05Z", False)
    assert ("expires" in second, second["kept"]) == (False, True)


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (JobState.ACCEPTED, "accepted"),
        (JobState.STAGING, "running"),
        (JobState.QUEUED, "running"),
        (JobState.RUNNING, "running"),
        (JobState.PUBLISHING, "running"),
        (JobState.SUCCESSFUL, "successful"),
        (JobState.FAILED, "failed"),
        (JobState.DISMISSED, "dismissed"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_states_are_told_in_the_words_of_ogc_api(client, operations, state, word):
    operations.add(Job("job-1", "echo", state, THEN, THEN, ExecuteRequest("echo")))
    assert client.get("/jobs/job-1").json["status"] == word


def test_what_a_job_has_used_is_null_where_it_was_not_measured_and_has_no_path_of_the_server(client, known):
    step = StepUsage(
        "echo",
        "slurm",
        id="12",
        cores=2,
        started=THEN,
        wall=9.0,
        source="sacct",
        currency="EUR",
        raw={"WorkDir": "/srv/jobs/1", "SubmitLine": "sbatch --output=/srv/x", "ExitCode": "0:0", "exec_host": "vm/2"},
    )
    known.accounts["job-1"] = Accounting("job-1", settled=True, steps=(step,), profile="night")
    found = client.get("/jobs/job-1/accounting").json
    assert (found["jobID"], found["settled"], found["profile"], found["reusedFrom"]) == ("job-1", True, "night", None)
    assert (found["price"], found["unpricedSteps"]) == (None, 1)
    [told] = found["steps"]
    assert (told["wallSeconds"], told["coreSeconds"], told["memoryBytes"], told["cpuSeconds"]) == (
        9.0,
        18.0,
        None,
        None,
    )
    assert (told["started"], told["ended"], told["measuredByToil"]) == ("2026-01-02T03:04:05Z", None, [])
    assert told["raw"] == {"ExitCode": "0:0", "exec_host": "vm/2"}


def test_a_job_without_accounting_is_not_found_and_it_says_when(client, known):
    answer = client.get("/jobs/job-1/accounting")
    assert answer.status_code == 404
    assert answer.json["description"] == (
        'There is no accounting of the job "job-1" yet: it is written when the job has ended.'
    )


@pytest.mark.parametrize("path", ["/jobs/nope", "/jobs/nope/accounting"])
def test_a_job_that_there_is_not(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.content_type) == (404, "application/json")
    assert answer.json["code"] == "Not Found"


@pytest.mark.parametrize("path", ["/jobs/job-1", "/jobs/job-1/accounting"])
def test_another_user_sees_nothing_of_it(known, path):
    known.accounts["job-1"] = Accounting("job-1", settled=True)
    client = create_app(known, user_header="X-User").test_client()
    assert client.get(path, headers={"X-User": "eve"}).status_code == 404
    assert client.get(path).status_code == 200


def test_a_job_that_succeeded_has_the_links_of_its_files(client, operations):
    ended = replace(JOB, state=JobState.SUCCESSFUL, results=samples.EVERYTHING)
    operations.add(ended)
    links = client.get("/jobs/job-1").json["links"]
    files = {file.output: file for file in stored_files(samples.EVERYTHING)}
    found = {link["title"]: (link["type"], link["href"]) for link in links if link["rel"] == "enclosure"}
    assert found == {
        f'the output "{output}"': (file.media_type, f"http://wps.example/jobs/job-1/outputs/{output}/{file.name}")
        for output, file in files.items()
    }
    assert found
