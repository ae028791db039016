"""The use cases: list, describe, execute, follow, collect, dismiss."""

from __future__ import annotations

import json
import logging
import math
import os
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from wps_cwl import codec, disk, dry_run, errors
from wps_cwl.admission import Admission
from wps_cwl.catalogue import Catalogue
from wps_cwl.estimate import LOOKED_AT
from wps_cwl.job_directory import JobDirectory
from wps_cwl.jobs import Ends, JobStore, UsageStore
from wps_cwl.maps.mapserver import MapAnswer, MapServer
from wps_cwl.maps.place import folder_of, open_quicklook
from wps_cwl.maps.request import MapRequest
from wps_cwl.model import (
    Accounting,
    Estimate,
    ExecuteRequest,
    Fault,
    Figures,
    Job,
    JobState,
    NamedValue,
    Process,
    Result,
    Service,
    Step,
    StoredFile,
    Subscription,
    View,
    stored_files,
)
from wps_cwl.package import Package
from wps_cwl.places import Places
from wps_cwl.preflight import Preflight
from wps_cwl.storage.base import Storage
from wps_cwl.system_users import SystemUsers
from wps_cwl.translator import job_order, media_types
from wps_cwl.translator.needs import read_needs
from wps_cwl.waiting import await_end

logger = logging.getLogger(__name__)


class Operations:
    """What the bindings and the command line may ask for. `wake` tells the engine that there is work.

    `admit` returns a wish to be told of a job as it is kept, or raises errors.SubscriptionRefused.
    """

    def __init__(
        self,
        *,
        service: Service,
        catalogue: Catalogue,
        jobs: JobStore,
        storage: Storage,
        state: Path,
        admission: Admission,
        wake: Callable[[], None],
        ends: Ends,
        preflight: Preflight,
        steps: Callable[[Job, JobDirectory], tuple[Step, ...]],
        used: UsageStore,
        figures: Callable[[], Figures],
        users: SystemUsers | None = None,
        maps: MapServer | None = None,
        admit: Callable[[Subscription], Subscription] = lambda wish: wish,
    ) -> None:
        self.service = service
        self._catalogue = catalogue
        self._jobs = jobs
        self._storage = storage
        self._state = state
        self._admission = admission
        self._hold = admission.limits.hold
        self._wake = wake
        self._ends = ends
        self._preflight = preflight
        self._steps = steps
        self._used = used
        self.figures = figures
        self._users = users
        self._maps = maps
        self._admit = admit
        self._places = Places(jobs)
        self._waiting = admission.limits.waiting_requests
        self._seats = threading.BoundedSemaphore(self._waiting)
        self._held = threading.BoundedSemaphore(max(1, self._waiting // 2))  # they leave room for others

    # --- processes ------------------------------------------------------------------------------

    @property
    def revision(self) -> int:
        """A number that changes whenever the set of processes does."""
        return self._catalogue.revision

    def processes(self) -> Sequence[Process]:
        """Return all processes, sorted by identifier."""
        return self._catalogue.processes()

    def ready(self) -> int:
        """Return how many processes are offered. Raises errors.StoreUnavailable when no job could be accepted now."""
        self._jobs.check()
        return len(self._catalogue.processes())

    def process(self, identifier: str) -> Process:
        """Return one process. Raises errors.NoSuchProcess."""
        return self._catalogue.entry(identifier).process

    # --- jobs -------------------------------------------------------------------------------------

    def execute(self, request: ExecuteRequest, *, body: bytes, user: str = "anonymous") -> Job:
        """Check a request and queue its job, which is never lost from then on.

        Raises errors.InvalidRequest (with the culprit as locator), errors.TooLarge for what no profile has, and
        errors.QueueFull, errors.QuotaExceeded and errors.StorageFull; then nothing is left behind.
        """
        entry = self._catalogue.entry(request.process)
        self._preflight.check_asked(request.profile)
        wishes = tuple(map(self._admit, request.subscriptions))
        mode = job_order.settled_mode(request.mode, request.response, entry.process)
        request = replace(request, mode=mode, subscriptions=wishes)
        return self._accept(request, Package(entry.process, entry.document), body, user)

    def estimate(self, request: ExecuteRequest, *, user: str = "anonymous") -> Estimate:
        """Check a request as `execute` does, fetch and run nothing, and return what its job may take.

        Raises errors.InvalidRequest and errors.TooLarge.
        """
        entry = self._catalogue.entry(request.process)
        process = entry.process
        self._preflight.check_asked(request.profile)
        for wish in request.subscriptions:
            self._admit(wish)
        if self._users is not None:
            self._users.of(user)
        mode = job_order.settled_mode(request.mode, request.response, process)
        plan = job_order.build(process, replace(request, mode=mode))
        self._preflight.check_files(plan.files)
        needs = read_needs(json.loads(entry.document))
        self._preflight.check(process.id, needs, user=user, asked=request.profile)
        candidates = self._preflight.candidates(process.id, needs, user=user, asked=request.profile)
        runs = self._jobs.runs(process.id, process.version, limit=LOOKED_AT)
        return dry_run.estimate(
            process,
            runs,
            dry_run.known_size(plan),
            [(one, self._preflight.prices.get(one.profile)) for one in candidates],
            used=self._used.of,
        )

    def rerun(self, job_id: str) -> Job:
        """Queue a new job with the process document and the request of an earlier one, which really runs again.

        Raises errors.NoSuchJob, and what `execute` raises for want of room.
        """
        earlier, directory = self._jobs.get(job_id), self._directory(job_id)
        package = Package(codec.load(directory.description.read_bytes(), Process), directory.process.read_bytes())
        request = codec.load(directory.request_json.read_bytes(), ExecuteRequest)
        again = replace(request, fresh=True, trace=None)
        return self._accept(again, package, directory.request.read_bytes(), earlier.user)

    def _accept(self, request: ExecuteRequest, package: Package, body: bytes, user: str) -> Job:
        if self._users is not None:
            self._users.of(user)
        wishes, request = request.subscriptions, replace(request, subscriptions=())
        plan = job_order.build(package.process, request)
        self._preflight.check_files(plan.files)
        needs = read_needs(json.loads(package.document))
        self._preflight.check(package.process.id, needs, user=user, asked=request.profile)
        now = datetime.now(UTC)
        job = Job(
            id=str(uuid.uuid4()),
            process=package.process.id,
            process_version=package.process.version,
            state=JobState.ACCEPTED,
            created=now,
            updated=now,
            message="waiting in the queue",
            user=user,
            request=replace(request, inputs=()),
        )
        self._admission.check(job)
        directory = self._directory(job.id)
        try:
            package.write(directory, request, plan, body)
            self._admission.add(job, wishes)
        except errors.StoreUnavailable:
            raise  # the job may have been added as the connection broke; what has no job is swept away
        except BaseException as error:
            directory.delete()
            if isinstance(error, OSError) and error.errno in disk.NO_SPACE:
                raise errors.StorageFull from error
            raise
        logger.info("accepted", extra={"job": job.id, "offered": job.process})
        self._wake()
        return job

    def full(self) -> bool:
        """Whether no new jobs are taken, for want of room. Raises errors.StoreUnavailable."""
        return self._admission.disk.is_full()

    def status(self, job_id: str) -> Job:
        """Return a job as it is now. Raises errors.NoSuchJob."""
        job = self._jobs.get(job_id)
        if job.state is JobState.ACCEPTED:
            place = self._places.of(job_id)
            return replace(job, message=place) if place else self._jobs.get(job_id)
        return job

    def hold(self, job_id: str) -> Job:
        """Return a job as it is now, or, while it goes on, when it has ended or `hold` is over.

        So a client that asks again at once, or never, is served too. Raises errors.NoSuchJob.
        """
        job = self.status(job_id)
        if job.state.final or not self._hold or not self._held.acquire(blocking=False):
            return job
        try:
            await_end(self._jobs, self._ends, job_id, deadline=time.monotonic() + self._hold)
        finally:
            self._held.release()
        return self.status(job_id)

    def wait(self, job_id: str, *, seconds: float | None = None) -> Job:
        """Return a job when it has ended, or as it is when the time is up.

        Raises errors.NoSuchJob, and errors.TooManyWaiting when all seats are taken; the job goes on in any case.
        """
        if not self._seats.acquire(blocking=False):
            raise errors.TooManyWaiting(limit=self._waiting)
        try:
            deadline = math.inf if seconds is None else time.monotonic() + seconds
            return await_end(self._jobs, self._ends, job_id, deadline=deadline)
        finally:
            self._seats.release()

    def steps(self, job_id: str) -> tuple[Step, ...]:
        """Return how the steps of a job stand with the scheduler. Raises errors.NoSuchJob."""
        return self._steps(self._jobs.get(job_id), self._directory(job_id))

    def accounting(self, job_id: str) -> Accounting:
        """Return what a job has used, also of one that was removed. Raises errors.NoSuchJob, errors.NotAccounted."""
        try:
            job = self._jobs.get(job_id)
        except errors.NoSuchJob:
            if not (used := self._used.of(job_id)):
                raise
            return Accounting(job_id, settled=True, steps=used, profile=used[0].profile)
        try:
            found: Accounting = codec.load(self._directory(job_id).accounting.read_bytes(), Accounting)
        except (FileNotFoundError, ValueError):
            if job.state.final and job.started is None:
                return Accounting(job_id, settled=True, note="it was ended before anything of it was run")
            raise errors.NotAccounted(identifier=job_id, when=_when(job)) from None
        return found

    def inputs(self, job_id: str) -> tuple[NamedValue, ...]:
        """Return what a job was given. Raises errors.NoSuchJob."""
        self._jobs.get(job_id)
        request: ExecuteRequest = codec.load(self._directory(job_id).request_json.read_bytes(), ExecuteRequest)
        return request.inputs

    def results(self, job_id: str) -> tuple[Result, ...]:
        """Return the results of a successful job.

        Raises errors.NoSuchJob, ResultNotReady, JobDismissed, and for a failed job InvalidRequest or RunFailed with its
        message.
        """
        job = self._jobs.get(job_id)
        if job.state is JobState.SUCCESSFUL:
            return job.results
        if job.state is JobState.DISMISSED:
            raise errors.JobDismissed(identifier=job_id, locator=job_id)
        if job.error is not None:
            raise failure(job)
        raise errors.ResultNotReady(identifier=job_id, state=job.state.value, locator=job_id)

    def open_file(self, job_id: str, output: str, name: str) -> tuple[StoredFile, BinaryIO]:
        """Open a published file. Raises errors.NoSuchJob, errors.NoSuchFile, errors.Unavailable."""
        file, known = self._published(job_id, output, name)
        stream = self._storage.open(job_id, file)
        if known:
            return file, stream
        size = stream.seek(0, os.SEEK_END)
        stream.seek(0)
        return replace(file, size=size), stream

    def link(self, job_id: str, output: str, name: str) -> str | None:
        """Return where the storage itself serves a published file for a while; None where it does not.

        Raises errors.NoSuchJob, errors.NoSuchFile, errors.Unavailable.
        """
        file, _ = self._published(job_id, output, name)
        return self._storage.url(job_id, file)

    def address(self, job_id: str, file: StoredFile) -> str | None:
        """Return where anybody can read a published file as long as it is kept; None where there is no such place."""
        return self._storage.address(job_id, file)

    def _published(self, job_id: str, output: str, name: str) -> tuple[StoredFile, bool]:
        """Return a file of a job, and whether it is one of its results.

        Another one is a secondary file, or one that a Metalink document lists: the job knows of it only through that.
        """
        job = self._jobs.get(job_id)
        if job.state is not JobState.SUCCESSFUL:
            raise errors.NoSuchFile(job=job_id, output=output, name=name)
        for file in stored_files(job.results):
            if (file.output, file.name) == (output, name):
                return file, True
        return StoredFile(output=output, name=name, media_type=media_types.guess(name), size=0), False

    def quicklook(self, job_id: str, output: str) -> tuple[StoredFile, BinaryIO]:
        """Open the small picture of a result. Raises errors.NoSuchJob, errors.NoSuchFile."""
        self._seen(job_id, output, View.QUICKLOOK)
        return open_quicklook(self._directory(job_id), output)

    def map_services(self, job_id: str, output: str) -> tuple[View, ...]:
        """Return the map services of a result. Raises errors.NoSuchJob, errors.NoSuchFile."""
        if self._maps is None:
            raise errors.NoSuchFile(job=job_id, output=output, name="map")
        return self._seen(job_id, output, View.WMS).views

    def ask_map(self, job_id: str, output: str, asked: MapRequest, address: str) -> MapAnswer:
        """Answer a request to the map of a result, whose public address is given.

        Raises errors.NoSuchJob, errors.NoSuchFile, and errors.Unavailable when MapServer gives no answer.
        """
        if self._maps is None or asked.service not in self.map_services(job_id, output):
            raise errors.NoSuchFile(job=job_id, output=output, name="map")
        return self._maps.ask(folder_of(self._directory(job_id), output), asked, address)

    def _seen(self, job_id: str, output: str, view: View) -> StoredFile:
        """Return a result that can be seen in a way."""
        job = self._jobs.get(job_id)
        file = next((result.value for result in job.results if result.id == output), None)
        if job.state is not JobState.SUCCESSFUL or not isinstance(file, StoredFile) or view not in file.views:
            raise errors.NoSuchFile(job=job_id, output=output, name=view.value)
        return file

    def dismiss(self, job_id: str) -> Job:
        """End a job, or return it as it ended; its tool is stopped soon after. Raises errors.NoSuchJob.

        Where users are told apart, the results of one that has ended are given up.
        """
        if self._jobs.dismiss(job_id, message="dismissed by the client"):
            logger.info("dismissed", extra={"job": job_id})
            self._wake()
        elif self._admission.give_up(job_id):
            logger.info("given up", extra={"job": job_id})
        return self._jobs.get(job_id)

    def _directory(self, job_id: str) -> JobDirectory:
        return JobDirectory(self._state / "jobs", job_id)


def failure(job: Job) -> errors.WpsCwlError:
    """Return the error that says why a job failed."""
    if job.error is None:
        raise ValueError(f"the job {job.id} has not failed")
    kind = {Fault.CLIENT: errors.JobRefused, Fault.PROCESS: errors.RunFailed, Fault.SERVICE: errors.RunFailed}
    return kind[job.error.fault](reason=job.error.message, locator=job.error.locator)


def _when(job: Job) -> str:
    if not job.state.final:
        return "it is written when the job has ended"
    return "it is written some seconds after the end, by the engine"
