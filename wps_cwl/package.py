"""A process as it is run, and how an accepted request is kept in the directory of its job."""

from __future__ import annotations

import json
from dataclasses import dataclass

from wps_cwl import codec
from wps_cwl.job_directory import JobDirectory
from wps_cwl.model import ExecuteRequest, Process, StagingPlan


@dataclass(frozen=True)
class Package:
    """A process as it is run: its description and its packed document."""

    process: Process
    document: bytes

    def write(self, directory: JobDirectory, request: ExecuteRequest, plan: StagingPlan, body: bytes) -> None:
        """Make the directory of a job; when this returns, it outlives a power failure."""
        directory.create()
        directory.write_bytes(directory.request, body)
        directory.write_bytes(directory.request_json, codec.dump(request, ExecuteRequest))
        directory.write_bytes(directory.staging_plan, codec.dump(plan, StagingPlan))
        directory.write_bytes(directory.description, codec.dump(self.process, Process))
        directory.write_json(directory.process, json.loads(self.document))
        directory.sync()
