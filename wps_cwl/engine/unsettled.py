"""Of which jobs it is not known yet what they have used: a mark for each, in the home of the engine that has to ask.

One that is removed before leaves a note of what has to be known of it later, in the state directory: there everybody
finds it, whichever engine settles the job in the end.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from wps_cwl import codec
from wps_cwl.engine.steps import ENGINES
from wps_cwl.model import ExecuteRequest, Job

MARKS = "accounting"  # the folder below the home of an engine
NOTES = "unsettled"  # the folder below the state directory


class Unsettled:
    """The marks of the engine at `home` (none given: of the only one), and the notes of all."""

    def __init__(self, state: Path, home: Path | None = None) -> None:
        self._state = state
        self._marks = (home or state) / MARKS
        self._notes = state / NOTES

    def mark(self, job_id: str) -> None:
        """Note that it has to be found out what a job has used."""
        self._marks.mkdir(mode=0o700, exist_ok=True)
        (self._marks / job_id).touch()

    def unmark(self, job_id: str) -> None:
        """Note that no more is to be found out."""
        (self._marks / job_id).unlink(missing_ok=True)
        self._note(job_id).unlink(missing_ok=True)

    def mine(self) -> list[str]:
        """Return the jobs that this engine has to settle."""
        return _names(self._marks)

    def inherit(self, home: Path) -> list[str]:
        """Take over the marks of an engine that is gone, and return the jobs; of several that try, each is one's."""
        taken = []
        for name in _names(home / MARKS):
            self._marks.mkdir(mode=0o700, exist_ok=True)
            with suppress(FileNotFoundError):
                (home / MARKS / name).rename(self._marks / name)
                taken.append(name)
        return taken

    def is_marked(self, job_id: str) -> bool:
        """Whether any engine has to find out what a job has used."""
        homes = [self._state, *(self._state / ENGINES).glob("*")]
        return any((home / MARKS / job_id).exists() for home in homes)

    def leave(self, job: Job) -> None:
        """Note of a job that is being removed what is needed to settle it later: nothing of what its client sent."""
        known = replace(
            job, request=ExecuteRequest(job.process, trace=job.request.trace), results=(), error=None, message=""
        )
        self._notes.mkdir(mode=0o700, exist_ok=True)
        unfinished = self._notes / f".{job.id}.{os.getpid()}.part"
        unfinished.write_bytes(codec.dump(known, Job))
        unfinished.replace(self._note(job.id))
        if not self.is_marked(job.id):  # it was settled meanwhile, and nobody would remove the note
            self._note(job.id).unlink(missing_ok=True)

    def left(self, job_id: str) -> Job | None:
        """Return a job as it was when it was removed; None when nobody has left a note."""
        try:
            job: Job = codec.load(self._note(job_id).read_bytes(), Job)
        except FileNotFoundError:
            return None
        return job

    def _note(self, job_id: str) -> Path:
        return self._notes / job_id


def _names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []
