"""Jobs whose time is over go, oldest first, and nothing else does; whatever kills the removal, the next one ends it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import event

from tests.support.small_disk import small_disk
from wps_cwl import bootstrap, errors
from wps_cwl.cli.jobs import jobs as jobs_commands
from wps_cwl.engine.housekeeping import ORPHAN, PRESSED, SWEEP, Housekeeper
from wps_cwl.engine.reserve import SIZE, Reserve
from wps_cwl.job_directory import JobDirectory
from wps_cwl.jobs import JobStore, RetentionStore, upgrade
from wps_cwl.model import ExecuteRequest, Job, JobState, Result, StoredFile
from wps_cwl.settings import Settings
from wps_cwl.storage.filesystem import FilesystemStorage

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


class SometimesAway(FilesystemStorage):
    away = False

    def delete(self, job: str) -> None:
        if self.away:
            raise errors.StorageUnavailable(reason="it answered 500")
        super().delete(job)


class Place:
    """A state directory with a storage elsewhere, whose jobs are kept for a day."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "jobs"
        self.root.mkdir()
        self.storage = SometimesAway(folder / "published", self.root)
        self.url = f"sqlite:///{folder}/jobs.sqlite"
        upgrade(self.url)
        self.now = NOW
        self.jobs = JobStore(self.url, span=lambda *_: DAY, clock=lambda: self.now)
        self.retention = RetentionStore(self.url, span=lambda *_: DAY, clock=lambda: self.now)
        self.full = False
        self.seconds = 0.0

    def housekeeper(self) -> Housekeeper:
        return Housekeeper(
            self.folder,
            jobs=self.jobs,
            retention=self.retention,
            storage=self.storage,
            is_full=lambda: self.full,
            reserve=Reserve(self.folder),
            tick=lambda: self.seconds,
        )

    def publish(self, job: str) -> StoredFile:
        directory = JobDirectory(self.root, job)
        directory.create()
        (directory.work / "a").write_bytes(b"data")
        return self.storage.publish(directory.work / "a", job=job, output="out", name="a", media_type="text/plain")

    def succeed(self, job: str) -> StoredFile:
        """Bring a job to its end, now."""
        request = ExecuteRequest(process="p")
        self.jobs.add(Job(job, "p", JobState.ACCEPTED, self.now, self.now, request), waiting_limit=100)
        self.jobs.claim(engine="e")
        file = self.publish(job)
        self.jobs.finish(job, JobState.SUCCESSFUL, results=(Result("out", file),))
        self.jobs.release(job)
        return file

    def is_whole(self, job: str, file: StoredFile) -> bool:
        state = self.jobs.get(job).state
        with self.storage.open(job, file) as stream:
            return state is JobState.SUCCESSFUL and stream.read() == b"data"

    def left(self) -> list[str]:
        """Return all that is there, of jobs and of their results."""
        return sorted(path.name for path in (*self.root.iterdir(), *(self.folder / "published").iterdir()))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_results_of_no_job_are_removed_with_its_directory(place: Place) -> None:
    gone, kept = place.publish("gone"), place.succeed("kept")
    (place.root / ".deleted-half").mkdir()
    place.housekeeper().remove_orphans(NOW)
    place.storage.open("gone", gone).close()  # it may be a job that is just being accepted
    place.storage.away = True
    place.housekeeper().sweep(NOW + 2 * ORPHAN)
    assert (place.root / "gone").exists()  # for the next time: nothing else tells of its results
    place.storage.away = False
    place.housekeeper().remove_orphans(NOW + 2 * ORPHAN + timedelta(minutes=5))
    assert place.left() == ["kept", "kept"]
    assert place.is_whole("kept", kept)


def test_expired_jobs_go_the_oldest_first_and_kept_and_later_ones_stay(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {}
    for hours, job in enumerate(("old", "kept", "older-than-most", "young")):
        place.now = NOW + timedelta(hours=hours)
        files[job] = place.succeed(job)
    place.retention.keep("kept")
    removed: list[str] = []
    monkeypatch.setattr(place.storage, "delete", removed.append)
    place.housekeeper().sweep(NOW + DAY + timedelta(hours=2, minutes=30))
    assert removed == ["old", "older-than-most"]
    assert sorted(path.name for path in place.root.iterdir()) == ["kept", "young"]
    assert place.is_whole("kept", files["kept"])
    assert place.is_whole("young", files["young"])


def test_a_job_that_is_kept_after_it_was_found_expired_stays(place: Place) -> None:
    file = place.succeed("a")
    later = NOW + 2 * DAY
    assert [job.id for job in place.jobs.expired(later)] == ["a"]
    place.retention.keep("a")
    place.housekeeper().reclaim("a", later)
    place.housekeeper().sweep(later + timedelta(seconds=SWEEP))
    assert place.is_whole("a", file)
    assert not JobDirectory(place.root, "a").reclaimed.exists()


def test_a_purge_leaves_what_was_kept_after_it_was_chosen(place: Place) -> None:
    file = place.succeed("a")
    place.succeed("b")
    place.retention.keep("a")
    assert [place.housekeeper().purge(job) for job in ("a", "b", "b")] == [False, True, True]
    assert place.is_whole("a", file)
    assert not JobDirectory(place.root, "a").reclaimed.exists()
    assert place.left() == ["a", "a"]


def test_the_command_says_what_was_kept_while_it_removed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for job in ("a", "b"):
        place.succeed(job)
    chosen = bootstrap.purger

    def kept_meanwhile(settings: Settings) -> Callable[[str], bool]:
        place.retention.keep("a")
        return chosen(settings)

    monkeypatch.setattr(bootstrap, "purger", kept_meanwhile)
    monkeypatch.setenv("WPS_CWL_STATE", str(place.folder))
    monkeypatch.setenv("WPS_CWL_DATABASE__URL", place.url)
    answer = CliRunner().invoke(jobs_commands, ["purge", "a", "b"])
    assert (answer.exit_code, answer.output.splitlines()) == (
        1,
        ["b removed", "kept by hand, release them first (wps-cwl jobs release): a"],
    )
    assert [job.id for job in place.jobs.list()] == ["a"]


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def rename_and_die(directory: JobDirectory) -> None:
    directory.path.rename(directory.root / f".deleted-{directory.job_id}")
    die()


# what is done, and who dies in its place
KILLED = {
    "before-the-list": ("retention", "reclaim", die),
    "before-the-results": ("storage", "delete", die),
    "before-the-directory": (JobDirectory, "delete", die),
    "within-the-directory": (JobDirectory, "delete", rename_and_die),
}


@pytest.mark.parametrize(("owner", "act", "death"), KILLED.values(), ids=KILLED)
def test_a_removal_that_is_killed_is_ended_by_the_next_run_and_nothing_else_is_lost(
    place: Place, owner: object, act: str, death: Callable[..., None]
) -> None:
    expired, kept = place.succeed("expired"), place.succeed("kept")
    place.retention.keep("kept")
    later = datetime.now(UTC) + DAY
    child = os.fork()
    if child == 0:
        setattr(getattr(place, owner) if isinstance(owner, str) else owner, act, death)
        place.housekeeper().sweep(later)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    try:  # it is all there, or nothing of it can be seen
        assert place.is_whole("expired", expired)
    except errors.NoSuchJob:
        assert "expired" not in {job.id for job in place.jobs.list()}
    place.housekeeper().sweep(later)
    assert place.left() == ["kept", "kept"]
    assert place.is_whole("kept", kept)


def test_a_sweep_is_due_now_and_then_and_sooner_where_there_is_no_room(place: Place) -> None:
    housekeeper = place.housekeeper()
    assert housekeeper.due()
    housekeeper.sweep()
    place.seconds = PRESSED
    assert not housekeeper.due()
    place.full = True
    assert housekeeper.due()
    place.seconds = PRESSED / 2
    assert not housekeeper.due()
    place.full, place.seconds = False, SWEEP
    assert housekeeper.due()


def test_a_clock_that_was_set_back_stops_no_sweep(place: Place) -> None:
    place.succeed("a")
    housekeeper = place.housekeeper()
    place.retention.keep("a")
    place.now = NOW + 365 * DAY
    housekeeper.sweep()
    place.now = NOW + 2 * DAY
    place.retention.give_back("a")
    place.seconds = SWEEP
    assert housekeeper.due()
    housekeeper.sweep()
    assert place.jobs.list() == ()


def test_a_sweep_that_is_left_is_gone_on_with_at_once(place: Place) -> None:
    for job in ("a", "b", "c"):
        place.succeed(job)
    housekeeper, later = place.housekeeper(), NOW + 2 * DAY
    goes_on = iter([True, False])
    housekeeper.sweep(later, goes_on=lambda: next(goes_on))
    assert housekeeper.due()
    assert len(place.jobs.list()) == 2
    housekeeper.sweep(later)
    assert (place.jobs.list(), housekeeper.due()) == ((), False)


def test_a_storage_that_is_away_is_asked_once_in_a_sweep(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(job: str) -> None:
        asked.append(job)
        raise errors.StorageUnavailable(reason="it answered 500")

    asked: list[str] = []
    for job in ("a", "b"):
        place.succeed(job)
    for name in ("c", "d"):
        place.publish(name)
        JobDirectory(place.root, name).reclaimed.touch()
    housekeeper, later = place.housekeeper(), NOW + 2 * DAY
    with monkeypatch.context() as patch:
        patch.setattr(place.storage, "delete", away)
        housekeeper.sweep(later)
        assert (asked, housekeeper.due()) == (["a"], False)
        place.seconds = SWEEP
        housekeeper.sweep(later)
        assert asked == ["a", "b"]
        place.seconds = 2 * SWEEP
        housekeeper.sweep(later)
        assert (len(asked), place.jobs.list()) == (3, ())
    place.seconds = 3 * SWEEP
    housekeeper.sweep(later)
    assert place.left() == []


def test_directories_of_jobs_are_told_from_others_with_one_question(place: Place) -> None:
    for number in range(10):
        place.succeed(f"j{number}")
        os.utime(place.root / f"j{number}", (0, 0))
    place.publish("orphan")
    os.utime(place.root / "orphan", (0, 0))
    asked: list[str] = []
    event.listen(place.jobs._database.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    place.housekeeper().remove_orphans(NOW)
    assert len(asked) == 2, "one for all, and one for what is to be removed"
    assert "orphan" not in place.left()


def test_jobs_that_nobody_has_measured_are_measured(place: Place) -> None:
    place.succeed("a")
    (place.root / "a" / "logs" / "big.log").write_bytes(os.urandom(100_000))
    os.link(place.root / "a" / "logs" / "big.log", place.root / "a" / "work" / "same.log")
    place.housekeeper().sweep(NOW)
    sizes = place.retention.sizes()
    assert 100_000 <= sizes.directories < 200_000
    assert sizes.results == 4
    assert place.retention.unmeasured(limit=10) == ()


def test_something_can_be_removed_from_a_disk_with_no_byte_left(tmp_path: Path) -> None:
    with small_disk(tmp_path / "full", 4 * SIZE) as folder:
        place = Place(folder)
        for job in ("expired", "named", "kept"):
            place.succeed(job)
        kept = place.jobs.get("kept").results[0].value
        place.retention.keep("kept")
        keeper = place.housekeeper()
        keeper.sweep(NOW)
        assert (folder / "reserve").stat().st_blocks * 512 == SIZE
        _fill(folder)
        with pytest.raises(errors.StoreUnavailable):
            place.retention.keep("expired")  # nothing can be written any more
        assert keeper.purge("named")
        assert not (folder / "reserve").exists()
        keeper.sweep(NOW + 2 * DAY)
        assert place.left() == ["kept", "kept"]
        assert place.is_whole("kept", kept)
        assert not (folder / "reserve").exists()  # there is no room for it yet
        (folder / "filler").unlink()
        keeper.sweep(NOW + 2 * DAY)
        assert (folder / "reserve").exists()


def _fill(folder: Path) -> None:
    """Leave no byte on the file system of a folder."""
    with (folder / "filler").open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(1 << 12)):
            pass
