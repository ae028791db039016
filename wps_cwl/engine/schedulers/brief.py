"""What a leader is told of the batch scheduler that it shall use: one variable of its environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wps_cwl import codec
from wps_cwl.engine.schedulers.base import Profile

VARIABLE = "WPS_CWL_BRIEF"


@dataclass(frozen=True)
class Brief:
    """`directory` is the job's; `snapshot` the file in which the engine keeps the queue."""

    directory: Path
    snapshot: Path
    profile: Profile

    def variables(self) -> dict[str, str]:
        """Return this as a variable."""
        return {VARIABLE: codec.dump(self, Brief).decode()}


def from_environment(environ: Mapping[str, str]) -> Brief:
    """Return what the leader was told."""
    found: Brief = codec.load(environ[VARIABLE], Brief)
    return found
