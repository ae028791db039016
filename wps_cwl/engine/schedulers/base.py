"""What the engine asks of a scheduler, beyond what Toil asks of it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class Scheduler(Protocol):
    """One kind of scheduler; it is asked about the work of one job by its job directory."""

    @property
    def name(self) -> str:
        """What operators call it."""

    def toil_options(self) -> list[str]:
        """Return the options that make Toil use this scheduler."""

    def survivors(self, directory: Path) -> list[str]:
        """Return what still runs or waits for a job whose leader is gone, as readable names."""

    def cancel(self, directory: Path) -> None:
        """End all that still runs or waits for a job; return when nothing is left."""
