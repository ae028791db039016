"""What a kill between the acts of a purge leaves is found, and goes: the results first, then the directory."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from wps_cwl import errors
from wps_cwl.engine.dispatcher import ORPHAN, Dispatcher
from wps_cwl.job_directory import JobDirectory
from wps_cwl.jobs import JobStore, upgrade
from wps_cwl.model import ExecuteRequest, Job, JobState, StoredFile
from wps_cwl.storage.filesystem import FilesystemStorage

NOW = datetime.now(UTC)


class SometimesAway(FilesystemStorage):
    away = False

    def delete(self, job: str) -> None:
        if self.away:
            raise errors.StorageUnavailable(reason="it answered 500")
        super().delete(job)


@pytest.fixture
def storage(tmp_path: Path) -> SometimesAway:
    return SometimesAway(tmp_path / "published", tmp_path / "jobs")


@pytest.fixture
def dispatcher(tmp_path: Path, storage: SometimesAway) -> Dispatcher:
    url = f"sqlite:///{tmp_path}/jobs.sqlite"
    upgrade(url)
    jobs = JobStore(url)
    request = ExecuteRequest(process="p")
    jobs.add(Job("kept", "p", JobState.ACCEPTED, created=NOW, updated=NOW, request=request), waiting_limit=10)
    workshop: Any = SimpleNamespace(jobs=jobs)
    return Dispatcher(state=tmp_path, home=tmp_path, workshop=workshop, storage=storage, running=1)


def made(tmp_path: Path, storage: SometimesAway, job: str) -> StoredFile:
    directory = JobDirectory(tmp_path / "jobs", job)
    directory.create()
    (directory.work / "a").write_bytes(b"data")
    return storage.publish(directory.work / "a", job=job, output="out", name="a", media_type="text/plain")


def test_results_of_no_job_are_removed_with_its_directory(
    tmp_path: Path, storage: SometimesAway, dispatcher: Dispatcher
) -> None:
    gone, kept = made(tmp_path, storage, "gone"), made(tmp_path, storage, "kept")
    (tmp_path / "jobs" / ".deleted-half").mkdir()
    dispatcher._sweep_orphans(NOW)
    storage.open("gone", gone).close()  # it may be a job that is just being accepted
    storage.away = True
    dispatcher._sweep_orphans(NOW + 2 * ORPHAN)
    assert (tmp_path / "jobs" / "gone").exists()  # for the next time: nothing else tells of its results
    storage.away = False
    dispatcher._sweep_orphans(NOW + 2 * ORPHAN + timedelta(minutes=5))
    with pytest.raises(errors.NoSuchFile):
        storage.open("gone", gone)
    assert sorted(path.name for path in (tmp_path / "jobs").iterdir()) == ["kept"]
    storage.open("kept", kept).close()
