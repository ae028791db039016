"""Who is refused leaves nothing behind, is told why in the words of his protocol, and no more than concerns him."""

from __future__ import annotations

import errno
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from lxml import etree

from tests.support.published import MINE
from wps_cwl import bootstrap, errors
from wps_cwl.model import ExecuteRequest, Job, JobState
from wps_cwl.package import Package
from wps_cwl.settings import Settings

NOW = datetime.now(UTC)
ASKED = {
    "service": "WPS",
    "version": "1.0.0",
    "request": "Execute",
    "identifier": "as_sent",
    "DataInputs": "file=text",
    "storeExecuteResponse": "true",
    "status": "true",
}


@pytest.fixture
def settings(tmp_path: Path) -> Callable[..., Settings]:
    def made(**retention: Any) -> Settings:
        read = {"state": tmp_path / "state", "processes": (MINE,), "security": {"user_header": "X-User"}}
        return Settings.model_validate({**read, "retention": retention})

    return made


def execute(client: FlaskClient, user: str = "ann") -> str:
    """Return the job, or why there is none."""
    answer = client.get(f"/wps?{urlencode(ASKED)}", headers={"X-User": user})
    document = etree.fromstring(answer.data)
    if answer.status_code == 200:
        return str(document.get("statusLocation")).split("/")[-2]
    assert document.find("{*}Exception").get("exceptionCode") == "ServerBusy"
    return str(document.findtext(".//{*}ExceptionText"))


def directories(settings: Settings) -> list[str]:
    return sorted(path.name for path in (settings.state / "jobs").iterdir())


def test_a_job_above_a_quota_leaves_nothing_behind_also_when_it_is_run_again(settings: Callable[..., Settings]) -> None:
    here = settings(rules=[{"jobs": 1}, {"per": "process", "jobs": 2, "processes": "as_*"}])
    client = bootstrap.web(here).test_client()
    jobs = [execute(client), execute(client, "bob")]
    assert 'The quota of the user "ann" is used up: it allows 1 jobs' in execute(client)
    assert 'The quota of the process "as_sent" is used up: it allows 2 jobs' in execute(client, "carol")
    with pytest.raises(errors.QuotaExceeded):
        bootstrap.operations(here).rerun(jobs[0])
    assert directories(here) == sorted(jobs)
    assert bootstrap.job_store(here).dismiss(jobs[1])
    assert execute(client, "carol") in directories(here)


@pytest.mark.parametrize("limits", [{"least_free": "99.9999%"}, {"result_bytes": 10}, {"job_bytes": 10}])
def test_a_job_without_room_leaves_nothing_behind_and_the_engine_is_told(
    settings: Callable[..., Settings], limits: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = settings(disk=limits)
    store = bootstrap.job_store(here)
    request = ExecuteRequest("p")
    ended = Job("ended", "p", JobState.ACCEPTED, NOW, NOW, request)
    store.add(ended, waiting_limit=9)
    store.claim(engine="e")
    store.finish("ended", JobState.SUCCESSFUL, result_bytes=10)
    store.release("ended")
    bootstrap.retention_store(here).measured("ended", directory_bytes=10, result_bytes=0)
    rung: list[bool] = []
    monkeypatch.setattr(bootstrap.halves, "wake", lambda _: lambda: rung.append(True))
    client = bootstrap.web(here).test_client()
    told = execute(client)
    assert "storage of this service is nearly full" in told
    assert (directories(here), rung) == ([], [True])
    assert client.get("/readyz").get_json()["storage"] != "ok"
    assert store.get("ended").state is JobState.SUCCESSFUL


def test_a_disk_that_is_full_when_the_request_is_written_is_told_as_such(
    settings: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = settings()
    client = bootstrap.web(here).test_client()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(here.state))

    monkeypatch.setattr(Package, "write", full)
    told = execute(client)
    assert "storage of this service is nearly full" in told
    assert str(here.state) not in told
    assert directories(here) == []


def test_dismissing_an_ended_job_gives_its_results_up_only_where_users_are_known(
    settings: Callable[..., Settings],
) -> None:
    here = settings()
    known = bootstrap.web(here).test_client()
    job, store = execute(known), bootstrap.job_store(here)
    store.claim(engine="e")
    store.finish(job, JobState.SUCCESSFUL)
    asked = urlencode({"service": "WPS", "version": "2.0.0", "request": "Dismiss", "jobid": job})
    open_to_all = bootstrap.web(Settings.model_validate({"state": here.state, "processes": (MINE,)})).test_client()
    announced = store.get(job).expires
    assert b"Succeeded" in open_to_all.get(f"/wps?{asked}").data
    assert store.get(job).expires == announced
    assert b"NoSuchJob" in known.get(f"/wps?{asked}", headers={"X-User": "bob"}).data
    assert store.get(job).expires == announced
    assert b"Succeeded" in known.get(f"/wps?{asked}", headers={"X-User": "ann"}).data
    given_up = store.get(job).expires
    assert announced is not None
    assert given_up is not None
    assert given_up < announced
