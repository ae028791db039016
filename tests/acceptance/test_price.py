"""What jobs come to, and what the next one may come to: on this machine, through a whole service."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import requests
import yaml

from tests.support.service import ROOT, Service, wait_for

PRICE = {"currency": "CHF", "core_hour": "36", "job": "0.5"}


def configured(folder: Path, price: dict[str, str]) -> Path:
    path = folder / "wps-cwl.yml"
    profiles = {"priced": {"price": price, "open": True}, "free": {"open": True}}
    rules = [{"profile": "free", "bytes": 5000, "processes": ["raster_*"]}]
    path.write_text(yaml.safe_dump({"profiles": profiles, "routing": {"rules": rules}}, sort_keys=False))
    return path


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    started = Service(tmp_path, CONFIG=configured(tmp_path, PRICE), PROCESSES=ROOT / "cwl" / "processes")
    try:
        started.start()
        yield started
    finally:
        started.stop()


def accounted(service: Service, job: str) -> dict[str, object]:
    address = f"{service.url}/jobs/{job}/accounting"
    wait_for(lambda: requests.get(address, timeout=60).status_code == 200, 60, f"{job} is not accounted")
    return dict(requests.get(address, timeout=60).json())


def run(service: Service, process: str, data: str, **more: str) -> str:
    job = service.submit(process, data, **more)
    service.wait(job)
    return job


def due(wall: float, cores: float) -> Decimal:
    """Return what a job of one step has to come to."""
    return (Decimal("0.5") + Decimal(36) * Decimal(str(cores)) * Decimal(str(wall)) / 3600).quantize(
        Decimal("0.000001")
    )


def test_a_job_keeps_the_price_of_its_day_and_sums_are_exact(service: Service, tmp_path: Path) -> None:
    jobs = [run(service, "sleep", "delay=1") for _ in range(2)]
    free = accounted(service, run(service, "sleep", "delay=0", profile="free"))
    assert (free["price"], free["currency"], free["rates"]) == (None, None, None)
    found = [accounted(service, job) for job in jobs]
    for one in found:
        [step] = one["steps"]
        assert (Decimal(step["price"]), step["currency"]) == (due(step["wallSeconds"], step["cores"]), "CHF")
        assert (one["price"], one["currency"]) == (step["price"], "CHF")
        assert (one["rates"]["core_hour"], one["rates"]["job"]) == ("36", "0.5")
    before = sum(Decimal(one["price"]) for one in found)
    service.stop()
    configured(tmp_path, {"currency": "CHF", "core_hour": "7200"})
    service.start()
    assert [accounted(service, job) for job in jobs] == found
    dear = accounted(service, run(service, "sleep", "delay=0"))
    assert dear["rates"]["core_hour"] == "7200"
    for by, name in {"profile": "priced", "process": "sleep", "user": "anonymous", "step": "sleep / sleep"}.items():
        rows = csv.DictReader(io.StringIO(service.cli("accounting", "--by", by, "--format", "csv").stdout))
        [row] = [row for row in rows if row[by] == name]
        assert (Decimal(row["price"]), row["currency"]) == (before + Decimal(dear["price"]), "CHF")
    months = json.loads(service.cli("accounting", "--by", "month", "--format", "json").stdout)
    assert (months[-1]["month"], sum(one["jobs"] for one in months)) == (f"{datetime.now(UTC):%Y-%m}", 4)
    shown = service.cli("accounting", jobs[0]).stdout
    assert f"{found[0]['price']} CHF" in shown


def test_a_dry_run_tells_what_earlier_jobs_took_and_makes_no_job(service: Service) -> None:
    def dry(*more: str) -> dict[str, object]:
        done = service.cli("execute", "sleep", "-i", "delay=1", "--dry-run", "--format", "json", *more)
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout))

    first = dry()
    assert (first["earlierJobs"], first["outputBytes"]) == (0, None)
    assert first["note"] == "no earlier job of sleep 1.0.0 is kept that ran and succeeded: 3 are needed for an estimate"
    assert first["profiles"] == [{"profile": "priced", "when": "the default", "price": None, "currency": "CHF"}]
    jobs = [run(service, "sleep", "delay=1") for _ in range(3)]
    prices = sorted(Decimal(accounted(service, job)["price"]) for job in jobs)
    count = service.store().count()
    told = dry()
    assert (told["earlierJobs"], told["note"], told["durationBy"]) == (3, "", first["durationBy"] or "earlier jobs")
    assert told["durationSeconds"] is not None
    assert told["profiles"] == [
        {"profile": "priced", "when": "the default", "price": str(prices[1]), "currency": "CHF"}
    ]
    assert dry("--profile", "free")["profiles"] == [
        {"profile": "free", "when": "asked for", "price": None, "currency": None}
    ]
    assert (
        f"profile priced: {prices[1]} CHF (the default)"
        in service.cli("execute", "sleep", "-i", "delay=1", "--dry-run").stdout
    )
    time.sleep(1)
    assert service.store().count() == count
    assert not [
        one for one in service.state.glob("jobs/*") if one.name not in {job.id for job in service.store().list()}
    ]
    service.cli("jobs", "purge", *jobs[1:])
    left = dry()
    assert (left["earlierJobs"], left["outputBytes"]) == (1, None)
    assert left["note"] == (
        "only 1 earlier job of sleep 1.0.0 is kept that ran and succeeded: 3 are needed for an estimate"
    )


def test_a_dry_run_says_on_what_the_profile_depends_and_refuses_what_is_wrong(service: Service) -> None:
    query = {"dryrun": "true", "datainputs": "image=@xlink:href=https://example.org/a.tif"}
    found = service.kvp(request="Execute", identifier="raster_info", **query).json()
    assert [(one["profile"], one["when"]) for one in found["profiles"]] == [
        ("free", "rule 1: bytes > 5000"),
        ("priced", "the default"),
    ]
    wrong = service.kvp(request="Execute", identifier="raster_info", dryrun="true")
    assert (wrong.status_code, 'locator="image"' in wrong.text) == (400, True)
    assert service.store().count() == 0
