"""How rows become jobs, and what changes their columns."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sqlalchemy import Row, case, select

from wps_cwl.jobs.tables import jobs
from wps_cwl.model import Job, PastRun, Result, stored_files

JOB = select(*(jobs.c[field.name] for field in fields(Job)))


def to_job(row: Row[Any]) -> Job:
    """Return the job of a row of `JOB`."""
    return Job(**row._mapping)


def to_past(input_bytes: int, seconds: float, job: str, results: tuple[Result, ...]) -> PastRun:
    """Return what a job took."""
    return PastRun(input_bytes, seconds, job, bytes_of(results))


def bytes_of(results: tuple[Result, ...]) -> int:
    """Return how large results are."""
    return sum(file.size for file in stored_files(results))


def raised(percent: int | None) -> dict[str, Any]:
    """Return the change that raises the percentage of a job that has not ended."""
    if percent is None:
        return {}
    value = min(max(percent, 0), 99)
    return {"percent": case((jobs.c.percent > value, jobs.c.percent), else_=value)}  # null > value is not true
