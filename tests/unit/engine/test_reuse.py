"""A job gets copies of what an earlier one of the same user has published, all of it or nothing."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from lxml import etree

from tests.support.s3_faults import FaultyProxy
from wps_cwl import codec, errors
from wps_cwl.engine import reuse
from wps_cwl.engine.publishing import Publisher
from wps_cwl.job_directory import JobDirectory
from wps_cwl.jobs import JobStore, upgrade
from wps_cwl.model import ExecuteRequest, Job, JobState, NestedResult, Process, Result, StoredFile, View
from wps_cwl.storage.filesystem import FilesystemStorage
from wps_cwl.storage.s3.results import S3Storage
from wps_cwl.translator.description import WPS, describe

START = datetime(2025, 3, 1, 12, tzinfo=UTC)
FILES = {"type": "array", "items": "File"}
RECORD = {"type": "record", "fields": [{"name": "pages", "type": FILES}, {"name": "count", "type": "int"}]}
OUTPUTS = [{"id": "#picture", "type": "File"}, {"id": "#book", "type": RECORD}]
DOCUMENT = {"class": "CommandLineTool", "inputs": [], "outputs": OUTPUTS, WPS + "reuse": True}


@dataclass
class Site:
    """A job store, a storage, and jobs that are staged or run in them."""

    folder: Path
    jobs: JobStore
    numbers: Any = field(default_factory=itertools.count)

    @property
    def publisher(self) -> Publisher:
        return Publisher(FilesystemStorage(self.folder), lambda job, file: f"http://x/{job}/{file.output}/{file.name}")

    def stage(self, *, user: str = "ann", document: dict[str, Any] = DOCUMENT, fresh: bool = False) -> Job:
        number = next(self.numbers)
        created = START + timedelta(minutes=number)
        request = ExecuteRequest("p", fresh=fresh)
        job = Job(f"job-{number}", "p", JobState.ACCEPTED, created, created, request, user=user)
        self.jobs.add(job, waiting_limit=10)
        directory = self.directory(job)
        directory.create()
        directory.write_bytes(directory.description, codec.dump(describe(document, identifier="p"), Process))
        directory.write_json(directory.process, document)
        directory.write_json(directory.order, {})
        claimed = self.jobs.claim(engine="test")
        assert claimed is not None
        return claimed

    def run(self, **facts: Any) -> Job:
        """Stage a job that finds nothing to reuse, and bring it to a successful end."""
        job = self.stage(**facts)
        assert self.find(job) is None
        directory = self.directory(job)
        files = {}
        for name in ("picture.png", "1.txt", "2.txt"):
            (directory.work / name).write_text(f"{name} of {job.id}")
            files[name] = {"class": "File", "location": (directory.work / name).as_uri()}
        book = {"pages": [files["1.txt"], files["2.txt"]], "count": 2}
        directory.write_json(directory.produced, {"picture": files["picture.png"], "book": book})
        self.jobs.finish(job.id, JobState.SUCCESSFUL, results=self.publisher.publish(directory, ()))
        return self.jobs.get(job.id)

    def find(self, job: Job) -> reuse.Reused | None:
        if not reuse.allowed(self.directory(job)):
            return None
        return reuse.find(job, self.directory(job), jobs=self.jobs, publisher=self.publisher)

    def directory(self, job: Job) -> JobDirectory:
        return JobDirectory(self.folder, job.id)

    def published(self, job: Job) -> dict[str, bytes]:
        outputs = self.directory(job).outputs
        return {str(path.relative_to(outputs)): path.read_bytes() for path in outputs.rglob("*") if path.is_file()}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    url = f"sqlite:///{tmp_path / 'jobs.sqlite'}"
    upgrade(url)
    return Site(tmp_path / "jobs", JobStore(url))


def test_all_files_are_copied_and_lists_lead_to_the_copies(site: Site) -> None:
    earlier, job = site.run(), site.stage()
    found = site.find(job)
    assert found is not None
    assert found.job == earlier
    assert found.results[0] == earlier.results[0]
    before, after = site.published(earlier), site.published(job)
    assert (
        set(before)
        == set(after)
        == {
            "picture/picture.png",
            "book.pages/1.txt",
            "book.pages/2.txt",
            "book.pages/pages.meta4",
        }
    )
    assert [name for name in before if before[name] != after[name]] == ["book.pages/pages.meta4"]
    listed = etree.fromstring(after["book.pages/pages.meta4"])
    urls = [item.text for item in listed.iter("{*}url")]
    assert urls == [f"http://x/{job.id}/book.pages/{name}" for name in ("1.txt", "2.txt")]
    book = found.results[1].value
    assert isinstance(book, NestedResult)
    pages, count = (result.value for result in book.results)
    assert isinstance(pages, StoredFile)
    assert (pages.size, count) == (len(after["book.pages/pages.meta4"]), earlier.results[1].value.results[1].value)


def test_doing_it_again_gives_the_same(site: Site) -> None:
    site.run()
    job = site.stage()
    first = site.find(job)
    published = site.published(job)
    assert site.find(job) == first
    assert site.published(job) == published


def test_maps_and_quick_looks_are_made_of_the_copies(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    class Maker:
        def make(self, directory: JobDirectory, process: Process, results: tuple[Result, ...]) -> tuple[Result, ...]:
            seen.append(directory.job_id)
            picture = results[0].value
            assert isinstance(picture, StoredFile)
            assert picture.views == ()
            return (Result("picture", replace(picture, views=(View.QUICKLOOK,))), *results[1:])

    publisher = replace(site.publisher, views=cast("Any", Maker()))
    monkeypatch.setattr(Site, "publisher", publisher)
    earlier, job = site.run(), site.stage()
    found = site.find(job)
    assert found is not None
    assert seen == [earlier.id, job.id]
    assert found.results[0] == earlier.results[0]
    assert site.published(job).keys() == site.published(earlier).keys()


def test_another_user_gets_nothing(site: Site) -> None:
    site.run(user="ann")
    assert site.find(site.stage(user="bob")) is None
    assert site.find(site.stage(user="ann")) is not None


def test_who_wants_a_run_gets_one(site: Site) -> None:
    site.run()
    assert site.find(site.stage(fresh=True)) is None


def test_the_older_one_serves_where_the_newer_is_damaged(site: Site) -> None:
    older, newer = site.run(), site.run(fresh=True)
    (site.directory(newer).outputs / "book.pages" / "2.txt").write_text("damaged")
    found = site.find(site.stage())
    assert found is not None
    assert found.job.id == older.id


@pytest.mark.parametrize("name", ["picture/picture.png", "book.pages/1.txt", "book.pages/pages.meta4"])
@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_text("damaged")], ids=["gone", "changed"])
def test_of_a_result_that_is_not_whole_nothing_is_left(site: Site, name: str, damage: Callable[[Path], Any]) -> None:
    earlier, job = site.run(), site.stage()
    damage(site.directory(earlier).outputs / name)
    assert site.find(job) is None
    assert site.published(job) == {}


def test_what_a_killed_engine_had_copied_is_removed(site: Site) -> None:
    earlier, job = site.run(), site.stage()
    assert site.find(job) is not None
    site.jobs.delete(earlier.id)
    assert site.find(job) is None
    assert site.published(job) == {}


@pytest.mark.parametrize("methods", ["GET HEAD PUT POST DELETE", "PUT", "DELETE"])
def test_while_s3_is_away_a_job_runs(
    site: Site,
    methods: str,
    s3_proxy: FaultyProxy,
    bucket_of_results: Callable[..., S3Storage],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    storage = bucket_of_results(site.folder, endpoint=s3_proxy.url, timeout=2)
    monkeypatch.setattr(Site, "publisher", replace(site.publisher, storage=storage))
    site.run()
    job = site.stage()
    assert site.find(job) is not None  # so that there is something to remove
    with s3_proxy.fault("500", methods=methods) as met:
        assert site.find(job) is None
    assert met.met
    assert site.find(job) is not None


def test_an_engine_that_has_slept_removes_nothing_of_another_one(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.run()
    job = site.stage()
    assert site.find(job) is not None
    published = site.published(job)

    def confirm(job_id: str) -> None:
        raise errors.LeaseLost

    monkeypatch.setattr(site.jobs, "confirm", confirm)
    with pytest.raises(errors.LeaseLost):
        site.find(job)
    assert site.published(job) == published


@pytest.mark.parametrize("text", [b"", b"[", b"{}", b'[{"output": "x"}]'])
def test_a_torn_list_of_files_is_as_good_as_none(site: Site, text: bytes) -> None:
    earlier, job = site.run(), site.stage()
    site.directory(earlier).published.write_bytes(text)
    assert site.find(job) is None


@pytest.mark.parametrize(
    "document",
    [
        {name: value for name, value in DOCUMENT.items() if name != WPS + "reuse"},
        DOCUMENT | {WPS + "reuse": False},
        DOCUMENT | {"requirements": [{"class": "WorkReuse", "enableReuse": False}]},
        DOCUMENT | {"hints": [{"class": "X", "listing": [{"class": "File", "location": "file:///no/such/file"}]}]},
    ],
    ids=["silent", "false", "work reuse", "not comparable"],
)
def test_without_leave_nothing_is_kept_or_found(site: Site, document: dict[str, Any]) -> None:
    site.run(document=document)
    assert site.find(site.stage(document=document)) is None


def test_the_message_says_when_the_result_was_computed_and_not_by_which_job(site: Site) -> None:
    job = replace(site.run(), finished=datetime(2025, 3, 1, 12, 30, 5, 999, tzinfo=UTC))
    said = "done: same result as that of 2025-03-01T12:30:05Z, reused"
    assert reuse.Reused(job, ()).message == said
