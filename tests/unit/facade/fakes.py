"""The operations, without an engine: a job ends as it is told to, as soon as somebody waits for it."""

import io
import threading
from dataclasses import replace
from decimal import Decimal

from tests.unit.facade import samples
from wps_cwl import errors
from wps_cwl.model import Candidate, Estimate, Job, JobState
from wps_cwl.operations import failure


class FakeOperations:
    def __init__(self, *processes, results=samples.EVERYTHING, service=samples.SERVICE):
        self.service, self.revision = service, 1
        self.offered = {process.id: process for process in sorted(processes, key=lambda process: process.id)}
        self.jobs, self.given, self.bodies, self.requests = {}, {}, [], []
        self.estimated = []
        self.ending = {"state": JobState.SUCCESSFUL, "results": tuple(results)}
        self.seen_steps, self.accounts = (), {}
        self.storage_links, self.public = {}, {}  # where the storage serves a file
        self.is_full = False
        self.error = None  # what any operation raises
        self.may_end = threading.Event()
        self.may_end.set()

    def processes(self):
        if self.error:
            raise self.error
        return list(self.offered.values())

    def ready(self):
        return len(self.processes())

    def process(self, identifier):
        if identifier not in self.offered:
            raise errors.NoSuchProcess(identifier=identifier, hint=f" There is: {', '.join(self.offered)}.")
        return self.offered[identifier]

    def execute(self, request, *, body, user):
        assert user == "anonymous"
        if self.error:
            raise self.error
        self.requests.append(request)
        self.bodies.append(body)
        return self.add(
            Job(f"job-{len(self.jobs) + 1}", request.process, JobState.ACCEPTED, **self._times(), request=request)
        )

    def estimate(self, request, *, user):
        assert user == "anonymous"
        if self.error:
            raise self.error
        self.estimated.append(request)
        price = Candidate("long", "the default", Decimal("0.25"), "EUR")
        return Estimate(request.process, "1.2.3", 4, (price,), seconds=2.5, source="earlier jobs", output_bytes=12)

    def add(self, job):
        self.jobs[job.id], self.given[job.id] = (
            replace(job, request=replace(job.request, inputs=())),
            job.request.inputs,
        )
        return self.jobs[job.id]

    def end(self, job_id):
        self.jobs[job_id] = replace(self.status(job_id), **self.ending)
        return self.jobs[job_id]

    def wait(self, job_id, *, seconds=None):
        assert self.may_end.wait(60)
        return self.end(job_id)

    def status(self, job_id):
        if job_id not in self.jobs:
            raise errors.NoSuchJob(identifier=job_id)
        return self.jobs[job_id]

    hold = status

    def full(self):
        return self.is_full

    def figures(self):
        return samples.FIGURES

    def steps(self, job_id):
        self.status(job_id)
        return self.seen_steps

    def accounting(self, job_id):
        self.status(job_id)
        if job_id not in self.accounts:
            raise errors.NotAccounted(identifier=job_id, when="it is written when the job has ended")
        return self.accounts[job_id]

    def inputs(self, job_id):
        return self.given[job_id]

    def results(self, job_id):
        job = self.status(job_id)
        if job.error is not None:
            raise failure(job)
        if job.state is not JobState.SUCCESSFUL:
            raise errors.ResultNotReady(identifier=job_id, state=job.state.value)
        return job.results

    def open_file(self, job_id, output, name):
        self.status(job_id)
        if (output, name) not in samples.FILES:
            raise errors.NoSuchFile(job=job_id, output=output, name=name)
        return samples.stored(output, name), io.BytesIO(samples.FILES[output, name][1])

    def link(self, job_id, output, name):
        return self.storage_links.get((output, name))

    def address(self, job_id, file):
        return self.public.get((file.output, file.name))

    def dismiss(self, job_id):
        job = self.status(job_id)
        self.jobs[job_id] = job if job.state.final else replace(job, state=JobState.DISMISSED)
        return self.jobs[job_id]

    def _times(self):
        return {
            "created": samples.CREATED,
            "updated": samples.CREATED,
            "expires": samples.EXPIRES,
            "process_version": "1.2.3",
        }
