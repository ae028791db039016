"""What a route works with: the operations behind the service, its limits and what is rendered already."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import BinaryIO, Protocol

from wps_cwl.errors import NoSuchJob, NoSuchProcess, TooManyWaiting
from wps_cwl.facade import tracing
from wps_cwl.facade.documents import Document, Documents
from wps_cwl.facade.links import Links
from wps_cwl.maps.mapserver import MapAnswer
from wps_cwl.maps.request import MapRequest
from wps_cwl.model import (
    Accounting,
    Estimate,
    ExecuteRequest,
    Figures,
    Job,
    Limits,
    Mode,
    NamedValue,
    Process,
    Result,
    Service,
    Step,
    StoredFile,
    View,
)

ANONYMOUS = "anonymous"


class Operations(Protocol):
    """The use cases. Whatever is wrong with a request is raised as a subclass of errors.InvalidRequest."""

    @property
    def service(self) -> Service:
        """What the service says of itself."""

    @property
    def revision(self) -> int:
        """Another number whenever the set of processes has changed."""

    def processes(self) -> Sequence[Process]:
        """Return all processes, sorted by identifier."""

    def ready(self) -> int:
        """Return how many processes are offered. Raises errors.StoreUnavailable when no job could be accepted now."""

    def process(self, identifier: str) -> Process:
        """Return a process; raise NoSuchProcess."""

    def execute(self, request: ExecuteRequest, *, body: bytes, user: str) -> Job:
        """Check a request and accept it as a job; `body` is what the client sent, for the job directory."""

    def estimate(self, request: ExecuteRequest, *, user: str) -> Estimate:
        """Check a request, and return what its job may take; there is none."""

    def wait(self, job_id: str, *, seconds: float | None = None) -> Job:
        """Return the job when it has ended (or time is up); raise TooManyWaiting."""

    def status(self, job_id: str) -> Job:
        """Return a job; raise NoSuchJob."""

    def hold(self, job_id: str) -> Job:
        """Return a job that has ended at once, any other after a moment; raise NoSuchJob."""

    def steps(self, job_id: str) -> tuple[Step, ...]:
        """Return how the steps of a job stand with the scheduler; raise NoSuchJob."""

    def accounting(self, job_id: str) -> Accounting:
        """Return what a job has used; raise NoSuchJob, and NotAccounted as long as nobody knows."""

    def inputs(self, job_id: str) -> tuple[NamedValue, ...]:
        """Return the inputs of a job, as they were sent."""

    def results(self, job_id: str) -> tuple[Result, ...]:
        """Return the results of a job; raise NoSuchJob, ResultNotReady, JobDismissed or why the job failed."""

    def open_file(self, job_id: str, output: str, name: str) -> tuple[StoredFile, BinaryIO]:
        """Return a published file, open and seekable; raise NoSuchJob, NoSuchFile or Unavailable."""

    def link(self, job_id: str, output: str, name: str) -> str | None:
        """Return where the storage itself serves a published file for a while, if it does; raise as above."""

    def address(self, job_id: str, file: StoredFile) -> str | None:
        """Return where anybody can read a published file as long as it is kept, if there is such a place."""

    def quicklook(self, job_id: str, output: str) -> tuple[StoredFile, BinaryIO]:
        """Return the small picture of a result, open; raise NoSuchJob or NoSuchFile."""

    def map_services(self, job_id: str, output: str) -> tuple[View, ...]:
        """Return the map services of a result; raise NoSuchJob or NoSuchFile."""

    def ask_map(self, job_id: str, output: str, asked: MapRequest, address: str) -> MapAnswer:
        """Return the answer of a result's map, at this public address; raise NoSuchJob, NoSuchFile, Unavailable."""

    def dismiss(self, job_id: str) -> Job:
        """End a job and return it in its final state; raise NoSuchJob."""

    def full(self) -> bool:
        """Whether no new jobs are taken, for want of room on the disks."""

    def figures(self) -> Figures:
        """Return how busy the service is."""


@dataclass(frozen=True)
class Context:
    """The service, as the routes see it."""

    operations: Operations
    limits: Limits
    now: Callable[[], datetime]
    user: Callable[[], str | None]  # who asks, where a proxy tells
    _documents: Documents = field(default_factory=Documents)

    @property
    def service(self) -> Service:
        """Return what the service says of itself."""
        return self.operations.service

    @property
    def links(self) -> Links:
        """Return the addresses of the service."""
        return Links(self.service.url, self.operations.address)

    def document(self, key: Hashable, render: Callable[[], bytes]) -> Document:
        """Return a document that depends on the set of processes only."""
        return self._documents.get(self.operations.revision, key, render)

    def descriptions(
        self, key: tuple[str, ...], identifiers: Sequence[str], render: Callable[[Sequence[Process]], bytes]
    ) -> Document:
        """Return the description of some processes, `all` of any case being all; raise NoSuchProcess.

        A list is kept only when it is one process or all of them: there are too many others.
        """
        if any(identifier.lower() == "all" for identifier in identifiers):
            return self.document((*key, "all"), lambda: render(self.operations.processes()))
        names = list(dict.fromkeys(identifiers))
        for name in names:
            self.operations.process(name)  # an unknown one is refused before anything is kept under its name

        def fresh() -> bytes:  # read after the revision, so that no older description is kept under a newer one
            return render([self.operations.process(name) for name in names])

        return self.document((*key, "one", names[0]), fresh) if len(names) == 1 else Document.of(fresh())

    def find(self, identifier: str) -> Process | None:
        """Return a process, or None when it is not offered (any more): its jobs stay readable."""
        try:
            return self.operations.process(identifier)
        except NoSuchProcess:
            return None

    def own(self, job_id: str) -> str:
        """Return the identifier of a job that the user may see; raise NoSuchJob, also for the job of another user."""
        user = self.user()
        if user is not None and self.operations.status(job_id).user != user:
            raise NoSuchJob(identifier=job_id)
        return job_id

    def estimate(self, request: ExecuteRequest) -> Estimate:
        """Return what the job of a request may take; there is none."""
        return self.operations.estimate(request, user=self.user() or ANONYMOUS)

    def run(self, request: ExecuteRequest, *, body: bytes) -> Job:
        """Accept a request as a job, and wait for its end unless it is asynchronous.

        A synchronous job for which nobody can wait is dismissed: its client was told to come again.
        """
        traced = replace(request, trace=tracing.place())
        job = self.operations.execute(traced, body=body, user=self.user() or ANONYMOUS)
        if request.mode is Mode.ASYNC:
            return job
        try:
            return self.operations.wait(job.id)
        except TooManyWaiting:
            self.operations.dismiss(job.id)
            raise
