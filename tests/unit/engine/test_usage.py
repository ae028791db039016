"""What a step has used: cores and GPUs of all that has run, whoever has told of it, so that it has a price."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from wps_cwl import codec
from wps_cwl.engine import usage
from wps_cwl.engine.ledgers.base import Entry
from wps_cwl.engine.schedulers.submissions import StepAsk, Submissions
from wps_cwl.job_directory import JobDirectory
from wps_cwl.model import ExecuteRequest, Job, JobState, Price

NOW = datetime(2026, 3, 1, tzinfo=UTC)
HOURLY = Price("EUR", core_hour=Decimal("0.1"), gpu_hour=Decimal("1.5"))


@pytest.fixture
def directory(tmp_path: Path) -> JobDirectory:
    made = JobDirectory(tmp_path, "job-1")
    made.create()
    return made


def job(price: Price = HOURLY) -> Job:
    return Job("job-1", "p", JobState.SUCCESSFUL, NOW, NOW, ExecuteRequest("p"), profile="gpu", price=price)


def submit(directory: JobDirectory) -> None:
    submissions = Submissions(directory.path)
    submissions.folder.mkdir(parents=True, exist_ok=True)
    ask = StepAsk("main", "grid_engine", 4, 1 << 20, 1.0, gpus=2)
    for kind, content in {"sh": b"x", "id": b"17", "step": codec.dump(ask, StepAsk)}.items():
        submissions.write("1", kind, content)


def entry(started: float | None, cores: int | None) -> Entry:
    wall = None if started is None else 36.0
    return Entry("17", "qacct", whole=True, cores=cores, submitted=1000.0, started=started, ended=1037.0, wall=wall)


@pytest.mark.parametrize(
    ("started", "cores", "known"),
    [
        (1001.0, 3, (3, 2, Decimal("0.033"))),  # 0.01 hours
        (1001.0, None, (4, 2, Decimal("0.034"))),
        (None, None, (None, None, None)),  # deleted while it waited
    ],
)
def test_a_step_that_only_the_accounting_knows_has_its_price(
    directory: JobDirectory, started: float | None, cores: int | None, known: tuple[object, ...]
) -> None:
    submit(directory)
    [step] = usage.of(job(), directory, {"17": entry(started, cores)})
    assert (step.cores, step.gpus, step.price) == known


@pytest.mark.parametrize("cores", [0.5, 1, 2.5])
def test_parts_of_cores_are_billed_on_this_machine(directory: JobDirectory, cores: float) -> None:
    measured = {"class_name": "CWLJob main", "start": "1", "time": "3600", "clock": "1", "memory": "1"}
    stats = {"jobs": [[{**measured, "requested_cores": str(cores), "succeeded": "True"}]]}
    directory.stats.write_text(json.dumps(stats))
    [step] = usage.of(job(), directory, {})
    assert (step.cores, repr(step.cores), step.price) == (cores, repr(cores), Decimal("0.1") * Decimal(str(cores)))
