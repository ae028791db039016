"""The outputs that a run left -> results in the storage. Doing it again after a kill gives the same results."""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree
from lxml.builder import ElementMaker

from wps_cwl import codec, errors
from wps_cwl.engine.archive import pack
from wps_cwl.engine.plain_file import read_plain
from wps_cwl.engine.views import ViewMaker
from wps_cwl.job_directory import JobDirectory
from wps_cwl.model import (
    BoundingBoxValue,
    LiteralValue,
    NestedResult,
    OutputRequest,
    Process,
    Result,
    ResultValue,
    StoredFile,
)
from wps_cwl.storage.base import Storage, job_file
from wps_cwl.translator import media_types, outputs
from wps_cwl.translator.outputs import (
    ArchivePublication,
    Content,
    DocumentPublication,
    FilePublication,
    MetalinkPublication,
    NestedPublication,
    Publication,
)

logger = logging.getLogger(__name__)

METALINK = "urn:ietf:params:xml:ns:metalink"

Link = Callable[[str, StoredFile], str]  # job, file -> its public address
Wait = Callable[[float, str], None]  # seconds, and the reason for people

PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds before a storage is tried again, growing


@dataclass(frozen=True)
class Publisher:
    """Stores the results of jobs; `link` gives the address under which a stored file is served.

    `views` makes maps and quick-looks of them. For `patience` seconds it is tried again what the storage does not do.
    `stored` are the files of the job at work.
    """

    storage: Storage
    link: Link
    views: ViewMaker | None = None
    patience: float = 0.0
    stored: list[StoredFile] = field(default_factory=list)

    def publish(
        self, directory: JobDirectory, asked: Iterable[OutputRequest], wait: Wait | None = None
    ) -> tuple[Result, ...]:
        """Store all outputs of a run that succeeded. Raises errors.OutputMissing, errors.OutputNotStored.

        Between two attempts it is waited as `wait` does; what was stored by one is only looked at by the next.
        """
        asked, end, pause = tuple(asked), time.monotonic() + self.patience, PAUSE
        while True:
            try:
                return self._publish(directory, asked)
            except errors.OutputNotStored as error:
                left = end - time.monotonic()
                if wait is None or left <= 0:
                    raise
                wait(min(pause, left), f"{error} It is tried again.")
                pause = min(2 * pause, LONGEST_PAUSE)

    def take_back(self, job: str) -> None:
        """Remove what was published of a job that has no results; what cannot be removed now goes with the job."""
        try:
            self.storage.delete(job)
        except (OSError, errors.Unavailable) as error:
            logger.warning("what was published of a job without results is left: %s", error, extra={"job": job})

    def _publish(self, directory: JobDirectory, asked: Iterable[OutputRequest]) -> tuple[Result, ...]:
        process: Process = codec.load(directory.description.read_bytes(), Process)
        produced = json.loads(read_plain(directory.produced))
        stored: list[StoredFile] = []
        results = replace(self, stored=stored)._all(outputs.read(process, produced, asked), directory)
        directory.write_bytes(directory.published, codec.dump(tuple(stored), tuple[StoredFile, ...]))
        return self.seen(directory, process, results)

    def seen(self, directory: JobDirectory, process: Process, results: tuple[Result, ...]) -> tuple[Result, ...]:
        """Return results with the other ways to see them."""
        return self.views.make(directory, process, results) if self.views else results

    def _all(
        self, publications: Iterable[Publication], directory: JobDirectory, prefix: str = ""
    ) -> tuple[Result, ...]:
        return tuple(
            Result(item.output, self._one(prefix + item.output, item.content, directory)) for item in publications
        )

    def _one(self, output: str, content: Content, directory: JobDirectory) -> ResultValue:
        match content:
            case LiteralValue() | BoundingBoxValue():
                return content
            case NestedPublication():
                return NestedResult(self._all(content.fields, directory, prefix=f"{output}."))
            case FilePublication():
                return self._files(output, content, directory)[0]
            case DocumentPublication():
                return self._document(output, content, directory)
            case ArchivePublication():
                return self._archive(output, content, directory)
            case MetalinkPublication():
                files = [self._files(output, member, directory) for member in content.members]
                metalink = self._metalink(files, directory.job_id)
                document = DocumentPublication(content.name, content.media_type, metalink)
                return self._document(output, document, directory)

    def _files(self, output: str, file: FilePublication, directory: JobDirectory) -> list[StoredFile]:
        """Store a file and those that lie beside it, which come after it in the answer."""
        beside = [
            self._store(path, directory, output=output, name=name, media_type=media_types.guess(name))
            for name, path in file.beside
        ]
        return [
            self._store(file.source, directory, output=output, name=file.name, media_type=file.media_type),
            *beside,
        ]

    def _document(self, output: str, document: DocumentPublication, directory: JobDirectory) -> StoredFile:
        made = _made(directory, output, document.name)
        made.write_bytes(document.content)
        return self._store(made, directory, output=output, name=document.name, media_type=document.media_type)

    def _archive(self, output: str, archive: ArchivePublication, directory: JobDirectory) -> StoredFile:
        # a link may lead out of the job
        inside = [(name, job_file(path, directory.path, output=output)) for name, path in archive.members]
        made = pack(inside, _made(directory, output, archive.name))
        return self._store(made, directory, output=output, name=archive.name, media_type=archive.media_type)

    def _store(self, path: Path, directory: JobDirectory, *, output: str, name: str, media_type: str) -> StoredFile:
        try:
            file = self.storage.publish(path, job=directory.job_id, output=output, name=name, media_type=media_type)
        except errors.Unavailable as error:
            raise errors.OutputNotStored(identifier=output, reason=error.facts["reason"], locator=output) from error
        self.stored.append(file)
        return file

    def _metalink(self, groups: Sequence[Sequence[StoredFile]], job: str) -> bytes:
        """List files, each with those that lie beside it and say so; one that several share is listed once."""
        build = ElementMaker(namespace=METALINK, nsmap={None: METALINK})
        listed = {file.name for file, *_ in groups}
        entries = []
        for file, *others in groups:
            entries.append(self._entry(build, file, job))
            for other in others:
                if other.name not in listed:
                    listed.add(other.name)
                    entries.append(self._entry(build, other, job, build.description(f"lies beside {file.name}")))
        document: bytes = etree.tostring(
            build.metalink(*entries), xml_declaration=True, encoding="UTF-8", pretty_print=True
        )
        return document

    def _entry(self, build: ElementMaker, file: StoredFile, job: str, *description: etree._Element) -> etree._Element:
        entry: etree._Element = build.file(
            *description,
            build.size(str(file.size)),
            *([build.hash(file.sha256, type="sha-256")] if file.sha256 else []),
            build.url(self.link(job, file), priority="1"),
            name=file.name,
        )
        return entry


def size(directory: JobDirectory) -> int:
    """Return how large all files of a job are together that were published."""
    stored: tuple[StoredFile, ...] = codec.load(read_plain(directory.published), tuple[StoredFile, ...])
    return sum({(file.output, file.name): file.size for file in stored}.values())


def _made(directory: JobDirectory, output: str, name: str) -> Path:
    """Return where a document that is made for an output is written before it is stored."""
    folder = directory.made / output
    folder.mkdir(parents=True, exist_ok=True)
    return folder / os.path.basename(name)  # noqa: PTH119  # a name, not a path
