"""Where results lie: noted in the state directory, so that no setting takes those away that clients have links to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from wps_cwl.bootstrap.parts import job_store, state
from wps_cwl.errors import Misconfigured
from wps_cwl.jobs import JobStore
from wps_cwl.model import Job, JobState, stored_files
from wps_cwl.settings import Settings

NOTE = "storage"  # the file
_SOME = 500  # jobs that are looked at together


def settle(settings: Settings) -> None:
    """Note where results are published from now on. Raises errors.Misconfigured while some lie elsewhere."""
    reason = astray(settings)
    if reason is not None:
        raise Misconfigured(reason=reason)
    note, place = state(settings) / NOTE, where(settings)
    if _noted(note) != place:
        part = note.with_name(f".{NOTE}.{os.getpid()}.part")
        part.write_text(f"{place}\n")
        part.replace(note)


def astray(settings: Settings) -> str | None:
    """Return what is wrong when results of jobs lie elsewhere than `storage` says, None when all is right."""
    note, place = state(settings) / NOTE, where(settings)
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
