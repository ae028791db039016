"""Profiles: the named ways to run jobs, each with its scheduler."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wps_cwl import errors
from wps_cwl.engine.schedulers.base import Scheduler
from wps_cwl.model import Price


@dataclass(frozen=True)
class RunProfile:
    """A named way to run jobs; `walltime` is in seconds, of a job, from the start of its first leader.

    `running` is how many leaders of its jobs there may be at once; None: only as many as all together may.
    `containers` is what runs containers, `title` what people call it, `price` what it asks for.
    """

    name: str
    scheduler: Scheduler
    walltime: float
    running: int | None = None
    containers: str = "docker"
    title: str | None = None
    price: Price | None = None


@dataclass(frozen=True)
class Profiles:
    """All profiles by their names; the first one is taken for jobs of which nobody has said more."""

    by_name: Mapping[str, RunProfile]

    @property
    def default(self) -> RunProfile:
        """The first of all."""
        return next(iter(self.by_name.values()))

    def of(self, name: str | None) -> RunProfile:
        """Return a profile, the default where no name was noted. Raises errors.ProfileGone."""
        if name is None:
            return self.default
        if name not in self.by_name:
            raise errors.ProfileGone(profile=name)
        return self.by_name[name]

    @property
    def limits(self) -> dict[str, int]:
        """How many leaders the jobs of a profile may have at once, where that is bounded."""
        return {name: profile.running for name, profile in self.by_name.items() if profile.running is not None}

    def that_may_have(self, name: str | None) -> Iterable[RunProfile]:
        """Return the profiles on which something of a job may run: all of them, if its own is there no more."""
        return self.by_name.values() if name is not None and name not in self.by_name else [self.of(name)]
