"""A service does not start with a storage in which the results are not that clients have links to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support import s3
from wps_cwl import bootstrap
from wps_cwl.cli import doctor
from wps_cwl.errors import Misconfigured
from wps_cwl.model import ExecuteRequest, Job, JobState, LiteralValue, Result
from wps_cwl.settings import Settings
from wps_cwl.settings.sections import Database
from wps_cwl.storage.s3.client import Bucket

NOW = datetime(2026, 3, 1, tzinfo=UTC)
FILE = {"kind": "file"}


@pytest.fixture
def in_bucket(s3_server: s3.S3Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, object]:
    for name, value in s3_server.credentials.items():
        monkeypatch.setenv(name, value)
    place = {"endpoint": s3_server.url, "addressing": "path"}
    return {"kind": "s3", "bucket": s3.BUCKET, "prefix": tmp_path.name, **place}


@pytest.fixture
def settings(tmp_path: Path) -> Callable[[dict[str, object]], Settings]:
    read = {"state": tmp_path / "state", "processes": (tmp_path,)}
    return lambda storage: Settings.model_validate({**read, "storage": storage})


def announce(settings: Settings, id: str = "j1", *, file: bool = True) -> Path:
    """Have a job succeed, and return what was written for it."""
    jobs, directory = bootstrap.job_store(settings), bootstrap.job_directory(settings, id)
    jobs.add(Job(id, "p", JobState.ACCEPTED, NOW, NOW, ExecuteRequest("p")), waiting_limit=9)
    directory.create()
    made = directory.work / "a.txt"
    made.write_text("a result")
    stored = bootstrap.storage(settings).publish(made, job=id, output="out", name="a.txt", media_type="text/plain")
    assert jobs.claim(engine="test") is not None
    jobs.finish(id, JobState.SUCCESSFUL, results=(Result("out", stored if file else LiteralValue("x")),))
    return made


@pytest.mark.parametrize("start", [bootstrap.web, bootstrap.engine], ids=["web", "engine"])
def test_results_are_not_left_behind(
    settings: Callable[..., Settings], in_bucket: dict[str, object], start: Callable[[Settings], object]
) -> None:
    before, after = settings(in_bucket), settings({**in_bucket, "prefix": "other"})
    start(before)
    announce(before)
    start(before)
    for changed, place in ((after, "s3://results/other/"), (settings(FILE), "the job directories")):
        with pytest.raises(Misconfigured, match=r"results of 1 job\(s\) lie in s3://results/.*set it back") as refused:
            start(changed)
        assert f"looked for in {place}" in str(refused.value)
    start(before)


def test_results_that_were_brought_along_are_served(
    settings: Callable[..., Settings], in_bucket: dict[str, object]
) -> None:
    before, after = settings(FILE), settings({**in_bucket, "links": "serve"})
    bootstrap.web(before)
    announce(before)
    with pytest.raises(Misconfigured, match="remove the file") as refused:
        bootstrap.web(after)
    client = Bucket(s3.BUCKET, endpoint=after.storage.endpoint, addressing="path").connect()
    client.put_object(Bucket=s3.BUCKET, Key=f"{after.storage.prefix}j1/out/a.txt", Body=b"a result")
    note = before.state / "storage"
    assert str(note) in str(refused.value)
    note.unlink()
    answer = bootstrap.web(after).test_client().get("/jobs/j1/outputs/out/a.txt")
    assert (answer.status_code, answer.data) == (200, b"a result")


def test_where_nothing_was_announced_the_storage_may_change(
    settings: Callable[..., Settings], in_bucket: dict[str, object]
) -> None:
    bootstrap.web(settings(FILE))
    announce(settings(FILE), file=False)
    bootstrap.web(settings(in_bucket))
    announce(settings(in_bucket), "j2")
    with pytest.raises(Misconfigured):
        bootstrap.web(settings(FILE))
    bootstrap.job_store(settings(in_bucket)).delete("j2")
    bootstrap.web(settings(FILE))


def test_the_doctor_says_where_results_lie(settings: Callable[..., Settings], in_bucket: dict[str, object]) -> None:
    bootstrap.web(settings(in_bucket))
    announce(settings(in_bucket))
    [told] = doctor._storage(settings(FILE))
    assert (told.check, told.ok, "lie in s3://results/" in told.seen) == ("storage: earlier results", False, True)
    assert all(finding.ok for finding in doctor._storage(settings(in_bucket)))


@pytest.mark.parametrize("start", [bootstrap.web, bootstrap.engine], ids=["web", "engine"])
def test_jobs_of_another_database_are_not_taken_for_rubbish(
    tmp_path: Path, settings: Callable[..., Settings], start: Callable[[Settings], object]
) -> None:
    before = settings(FILE)
    start(before)
    made = announce(before)
    other = before.model_copy(update={"database": Database(url=f"sqlite:///{tmp_path / 'other.sqlite'}")})
    with pytest.raises(Misconfigured, match=r"has the 1 job\(s\) in .*/state/jobs.*set it back"):
        start(other)
    told = [finding for finding in doctor._database(other) if not finding.ok]
    assert [finding.check for finding in told] == ["database: jobs of another"]
    start(before)
    assert all(finding.ok for finding in doctor._database(before))
    assert bootstrap.purger(before)("j1")
    assert not made.exists()
    start(other)
    announce(other)
    with pytest.raises(Misconfigured, match="set it back"):
        start(before)
