"""The results of an earlier job for one that asks for the same, where the process says that they will do."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC

from lxml import etree

from wps_cwl import codec, errors
from wps_cwl.engine import reuse_key
from wps_cwl.engine.plain_file import read_plain
from wps_cwl.engine.publishing import METALINK, Publisher
from wps_cwl.job_directory import JobDirectory
from wps_cwl.jobs import JobStore
from wps_cwl.model import (
    CwlKind,
    Job,
    NestedData,
    NestedResult,
    Parameter,
    Process,
    Result,
    ResultValue,
    StoredFile,
    stored_files,
)
from wps_cwl.translator import description
from wps_cwl.unfinished import discard

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reused:
    """What an earlier job, which really ran, has given; copies of its files are the new job's own."""

    job: Job
    results: tuple[Result, ...]
    bytes: int = 0  # of the copies

    @property
    def message(self) -> str:
        """What the client is told; not the identifier of the earlier job, which may be another's who is not named."""
        when = (self.job.finished or self.job.updated).astimezone(UTC)
        return f"done: same result as that of {when:%Y-%m-%dT%H:%M:%SZ}, reused"


def allowed(directory: JobDirectory) -> bool:
    """Whether the process of a job says that an earlier result will do, and no part of it says otherwise."""
    process: Process = codec.load(directory.description.read_bytes(), Process)
    return process.reuse and not reuse_key.forbidden(json.loads(directory.process.read_bytes()))


def find(job: Job, directory: JobDirectory, *, jobs: JobStore, publisher: Publisher) -> Reused | None:
    """Return the results of an earlier job for a staged one whose process allows that; None when it has to run.

    What it asks for is noted in any case, so that it can answer later ones. Doing it again after a kill is right.
    """
    asked_for = _key(job, directory)
    if asked_for is None:
        return None
    jobs.offer(job.id, reuse_key=asked_for)
    try:
        _clear(job, jobs, publisher)  # what an engine that was killed here had copied
        discard(directory.views)  # and made of it
        return None if job.request.fresh else _first_whole(job, directory, asked_for, jobs, publisher)
    except errors.StorageUnavailable as error:
        # it may answer by the time that the job has run; what lies there is removed with the job
        logger.warning("no result is reused: %s", error, extra={"job": job.id})
        return None


def _first_whole(
    job: Job, directory: JobDirectory, asked_for: str, jobs: JobStore, publisher: Publisher
) -> Reused | None:
    for earlier in jobs.reusable(asked_for, user=job.user):
        try:
            found = _Copies(earlier, directory, publisher).take()
        except (errors.NoSuchFile, errors.Unavailable, FileNotFoundError, ValueError, etree.XMLSyntaxError) as error:
            facts = {"job": job.id, "earlier": earlier.id, "reason": str(error)}
            logger.warning("an earlier result is not whole, and is not reused", extra=facts)
            _clear(job, jobs, publisher)
        else:
            logger.info("the result of an earlier job is reused", extra={"job": job.id, "earlier": earlier.id})
            return found
    return None


def _clear(job: Job, jobs: JobStore, publisher: Publisher) -> None:
    """Remove what was copied for a job. Raises errors.LeaseLost, errors.StorageUnavailable."""
    jobs.confirm(job.id)  # an engine that has slept may find results there that another one has announced since
    publisher.storage.delete(job.id)


def _key(job: Job, directory: JobDirectory) -> str | None:
    document = json.loads(directory.process.read_bytes())
    try:
        order = json.loads(directory.order.read_bytes())
        return reuse_key.key(document, order, job.request.outputs, directory.path)
    except reuse_key.NotComparable as error:
        logger.info("no result is reused: a file cannot be compared", extra={"job": job.id, "file": str(error)})
        return None


# --- copies -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Copies:
    """Publishes what an earlier job has given for another one, whose directory it is."""

    earlier: Job
    directory: JobDirectory
    publisher: Publisher

    def take(self) -> Reused:
        """Return what the new job gives. Any error in `find` means that those of the earlier job are not whole."""
        before = JobDirectory(self.directory.root, self.earlier.id)
        published: tuple[StoredFile, ...] = codec.load(read_plain(before.published), tuple[StoredFile, ...])
        process: Process = codec.load(self.directory.description.read_bytes(), Process)
        results = self._all(self.earlier.results, process.outputs)
        known = {(file.output, file.name) for file in stored_files(self.earlier.results)}
        # they lie beside a result, or are on a list
        others = [self._file(file) for file in published if (file.output, file.name) not in known]
        copied = sum(file.size for file in (*stored_files(results), *others))
        return Reused(self.earlier, self.publisher.seen(self.directory, process, results), copied)

    def _all(self, results: Iterable[Result], parameters: Iterable[Parameter]) -> tuple[Result, ...]:
        of = {parameter.id: parameter for parameter in parameters}
        return tuple(replace(result, value=self._one(result.value, of[result.id])) for result in results)

    def _one(self, value: ResultValue, parameter: Parameter) -> ResultValue:
        if isinstance(value, NestedResult):
            fields = parameter.data.fields if isinstance(parameter.data, NestedData) else ()
            return NestedResult(self._all(value.results, fields))
        if not isinstance(value, StoredFile):
            return value
        ours = value.media_type == description.METALINK.media_type and parameter.cwl.kind is not CwlKind.FILE
        return self._list(value) if ours else self._file(value)

    def _file(self, file: StoredFile) -> StoredFile:
        self.publisher.storage.copy(file, source=self.earlier.id, job=self.directory.job_id)
        return replace(file, views=())

    def _list(self, file: StoredFile) -> StoredFile:
        """Publish a list of files that leads to the copies, not to what they are copies of."""
        job, storage = self.directory.job_id, self.publisher.storage
        with storage.open(self.earlier.id, file) as stream:
            content = stream.read()
        if file.sha256 not in (None, hashlib.sha256(content).hexdigest()):
            raise errors.NoSuchFile(job=self.earlier.id, output=file.output, name=file.name)
        path = self.directory.work / "list.meta4"
        self.directory.write_bytes(path, _relinked(content, lambda name: self._link(replace(file, name=name))))
        return storage.publish(path, job=job, output=file.output, name=file.name, media_type=file.media_type)

    def _link(self, file: StoredFile) -> str:
        return self.publisher.link(self.directory.job_id, file)


def _relinked(content: bytes, link: Callable[[str], str]) -> bytes:
    """Return a Metalink document of ours with other addresses; `link` gives the one of a file by its name."""
    document = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    for entry in document.iterfind(f"{{{METALINK}}}file"):
        for url in entry.iterfind(f"{{{METALINK}}}url"):
            url.text = link(entry.get("name", ""))
    changed: bytes = etree.tostring(document, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return changed
