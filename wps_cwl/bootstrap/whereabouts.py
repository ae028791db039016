"""Where results and jobs lie: noted in the state directory, so that no setting takes those away that clients know.

An engine removes directories of which its database has no job, with their results: another database would mean all.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from wps_cwl.bootstrap.parts import job_store, state
from wps_cwl.errors import Misconfigured
from wps_cwl.job_directory import DOOMED
from wps_cwl.jobs import JobStore
from wps_cwl.model import Job, JobState, stored_files
from wps_cwl.settings import Settings

STORAGE, DATABASE = "storage", "database"  # the files of the notes
_SOME = 500  # jobs that are looked at together


def settle(settings: Settings) -> None:
    """Note where results are published from now on, and which database has the jobs.

    Raises errors.Misconfigured while some lie elsewhere, and errors.Unavailable.
    """
    for reason in (strange(settings), astray(settings)):
        if reason is not None:
            raise Misconfigured(reason=reason)
    _note(state(settings) / DATABASE, job_store(settings).database())
    _note(state(settings) / STORAGE, where(settings))


def strange(settings: Settings) -> str | None:
    """Return what is wrong when another database has the jobs that are here, None when all is right."""
    noted = _noted(state(settings) / DATABASE)
    if noted is None or noted == job_store(settings).database():
        return None
    folder = state(settings) / "jobs"
    count = sum(not path.name.startswith(DOOMED) for path in folder.iterdir())
    if not count:
        return None
    return (
        f"another database than that of database.url has the {count} job(s) in {folder}, which would be removed: set "
        f"it back, or choose another `state`"
    )


def astray(settings: Settings) -> str | None:
    """Return what is wrong when results of jobs lie elsewhere than `storage` says, None when all is right."""
    note, place = state(settings) / STORAGE, where(settings)
    noted = _noted(note)
    if noted is None or noted == place:
        return None
    count = sum(any(stored_files(job.results)) for job in _successful(job_store(settings)))
    if not count:
        return None
    return (
        f"the results of {count} job(s) lie in {noted}, and by `storage` they would be looked for in {place}: set it "
        f"back, or bring them there and remove the file {note}"
    )


def _note(note: Path, said: str) -> None:
    if _noted(note) != said:
        part = note.with_name(f".{note.name}.{os.getpid()}.part")
        part.write_text(f"{said}\n")
        part.replace(note)


def where(settings: Settings) -> str:
    """Return where results are published, for people."""
    section = settings.storage
    return "the job directories" if section.kind == "file" else f"s3://{section.bucket}/{section.prefix}"


def _noted(note: Path) -> str | None:
    with suppress(FileNotFoundError):
        return note.read_text().strip() or None
    return None


def _successful(jobs: JobStore) -> Iterator[Job]:
    offset = 0
    while found := jobs.list(states=[JobState.SUCCESSFUL], limit=_SOME, offset=offset):
        yield from found
        offset += len(found)
