"""Routing: on which profile a job runs."""

from __future__ import annotations

from dataclasses import dataclass

from wps_cwl.engine.profiles import Profiles
from wps_cwl.job_directory import JobDirectory
from wps_cwl.model import Job


@dataclass(frozen=True)
class Route:
    """A decision: the name of the profile, and why it was chosen, for people."""

    profile: str
    reason: str


@dataclass(frozen=True)
class Router:
    """Decides when the inputs of a job are there."""

    profiles: Profiles

    def route(self, job: Job, directory: JobDirectory) -> Route:
        """Return on which profile a job runs."""
        del directory
        if job.request.profile is not None:
            return Route(self.profiles.of(job.request.profile).name, "asked for")
        return Route(self.profiles.default.name, "the default")
