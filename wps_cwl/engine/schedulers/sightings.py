"""Sightings: how the scheduler has listed each step last, kept in the job directory, since schedulers forget.

Written by the engine beside the other files of a submission, as `<stem>.seen`.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from wps_cwl import codec
from wps_cwl.engine.plain_file import read_plain
from wps_cwl.engine.schedulers.base import QueuedJob
from wps_cwl.engine.schedulers.submissions import Submissions

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sightings:
    """What was seen of the steps of all jobs that are at work; only what has changed is written."""

    _known: dict[Path, dict[str, QueuedJob]] = field(default_factory=dict)

    def note(self, directory: Path, listed: Mapping[str, QueuedJob]) -> None:
        """Keep how steps are listed, by the stems of their files; places change all the time, and are not kept."""
        known = self._known.setdefault(directory, {})
        for stem, job in listed.items():
            kept = replace(job, place=None, waiting=None)
            earlier = known.get(stem) or read(directory, stem)
            kept = replace(kept, submitted=kept.submitted or (earlier.submitted if earlier else None))
            known[stem] = kept
            if kept != earlier:
                try:
                    Submissions(directory).write(stem, "seen", codec.dump(kept, QueuedJob))
                except OSError as error:  # the disk is full, or the job was removed: nobody fails for want of this
                    logger.warning("what the scheduler says of a step cannot be kept: %s", error)

    def forget(self, directory: Path) -> None:
        """A job is over."""
        self._known.pop(directory, None)


def read(directory: Path, stem: str) -> QueuedJob | None:
    """Return how a step was listed last; None when it never was."""
    try:
        found: QueuedJob = codec.load(read_plain(Submissions(directory).file(stem, "seen")), QueuedJob)
    except (FileNotFoundError, ValueError):
        return None
    return found
