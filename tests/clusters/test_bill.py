"""Fifty jobs of all kinds and ends: what the service accounts is what the scheduler itself accounts, to the second."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
import requests

from tests.clusters.test_accounting import PROCESSES, accounted, ids_of
from tests.support.clusters import Cluster
from tests.support.clusters.service import service_on
from tests.support.service import ROOT, Service, wait_for
from wps_cwl.model import JobState

RATE, PER_JOB = Decimal("3.6"), Decimal("0.25")
PRICE = {"currency": "EUR", "core_hour": str(RATE), "job": str(PER_JOB)}


@dataclass(frozen=True)
class Record:
    """What a scheduler has written down of one of its jobs; `memory` in bytes, None where it never looked."""

    cores: int
    wall: int
    memory: int | None

    @property
    def ran(self) -> bool:
        return self.cores > 0


def by_sacct(cluster: Cluster, ids: list[str]) -> dict[str, Record]:
    command = ("sacct", f"--jobs={','.join(ids)}", "--parsable2", "--noheader", "--noconvert")
    lines = cluster.run(*command, "--format=JobID,AllocCPUS,ElapsedRaw,MaxRSS,Start").stdout.splitlines()
    rows = [line.split("|") for line in lines]
    memory: dict[str, int] = {}
    for id, _, _, most, _ in rows:
        if most:
            job = id.partition(".")[0]
            memory[job] = max(memory.get(job, 0), int(most))
    found = {}
    for id, cores, wall, _, start in rows:
        if "." not in id:
            ran = start not in {"Unknown", "None", ""}
            found[id] = Record(int(cores) if ran else 0, int(wall) if ran else 0, memory.get(id))
    return found


def by_qacct(cluster: Cluster, ids: list[str]) -> dict[str, Record]:
    found = {}
    for id in ids:
        said = cluster.run("qacct", "-j", id, check=False)
        facts = dict(re.findall(r"^(\S+) +(\S.*?) *$", said.stdout, re.M))
        if said.returncode != 0:  # it was deleted while it waited: there is no record of it
            found[id] = Record(0, 0, None)
            continue
        number, unit = re.fullmatch(r"([\d.]+)([KMG]?)B?", facts["maxvmem"]).groups()  # type: ignore[union-attr]
        memory = round(float(number) * {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}[unit])
        ran = "-/-" not in facts["start_time"] and "1970" not in facts["start_time"]
        wall = round(float(facts["ru_wallclock"].removesuffix("s")))
        found[id] = Record(int(facts["slots"]) if ran else 0, wall if ran else 0, memory or None)
    return found


SAID: dict[str, Callable[[Cluster, list[str]], dict[str, Record]]] = {"slurm": by_sacct, "grid_engine": by_qacct}


def submit_forty(service: Service) -> list[str]:
    """Return jobs that end by themselves, well or not."""
    jobs = [service.submit("two-cores", f"seconds={number % 3 + 1}") for number in range(10)]
    jobs += [service.submit("expression", f"word=w{number}") for number in range(10)]
    jobs += [service.submit("fails") for _ in range(10)]
    jobs += [service.submit("sleep", "delay=1") for _ in range(8)]
    return jobs + [service.submit("ten", "words=a;words=b;words=c") for _ in range(2)]


def dismiss_ten(service: Service, folder: Path) -> list[str]:
    """Return jobs that were dismissed, some while they ran and some while they waited: there are not ten cores."""
    jobs = [service.submit("once", f"file={folder / str(number)};seconds=600") for number in range(10)]
    wait_for(lambda: all(ids_of(service, job) for job in jobs), 300, "they are not submitted")
    wait_for(lambda: any((folder / str(one)).exists() for one in range(10)), 300, "none of them runs")
    time.sleep(2)  # so that there is something to account
    assert service.cli("jobs", "dismiss", *jobs).returncode == 0
    return jobs


@pytest.mark.slow
@pytest.mark.parametrize("name", ["slurm", "grid_engine"])
def test_fifty_jobs_are_accounted_as_the_scheduler_does(
    name: str, running_cluster: Callable[[str], Cluster], tmp_path: Path
) -> None:
    cluster = running_cluster(name)
    service = service_on(cluster, tmp_path / "service", profile={"price": PRICE}, JOBS__RUNNING=60)
    service.environment["WPS_CWL_PROCESSES"] = f"{ROOT / 'cwl' / 'processes'},{PROCESSES}"
    try:
        service.start()
        jobs = submit_forty(service)
        for job in jobs:
            service.wait(job, 900)
        dismissed = dismiss_ten(service, tmp_path)
        compare(service, cluster, jobs, dismissed)
    finally:
        service.stop()


def compare(service: Service, cluster: Cluster, jobs: list[str], dismissed: list[str]) -> None:
    states = [service.job(job).state for job in (*jobs, *dismissed)]
    assert {state: states.count(state) for state in states} == {
        JobState.SUCCESSFUL: 30,
        JobState.FAILED: 10,
        JobState.DISMISSED: 10,
    }
    steps: dict[str, list[dict[str, object]]] = {}
    for job in (*jobs, *dismissed):
        address = f"{service.url}/jobs/{job}/accounting"
        wait_for(lambda url=address: requests.get(url, timeout=60).ok, 300, f"{job} is not accounted")
        steps[job] = accounted(service, job, 300)["steps"]
    ids = [id for job in steps for id in ids_of(service, job) if id[0].isdigit()]
    said = SAID[cluster.name](cluster, ids)
    assert set(said) == set(ids)
    told = {step["nativeID"]: step for found in steps.values() for step in found if step["nativeID"]}
    assert set(told) == set(ids)
    for id, record in said.items():
        step = told[id]
        if record.ran:
            assert (step["cores"], step["wallSeconds"]) == (record.cores, record.wall), (id, step)
            assert step["coreSeconds"] == record.cores * record.wall
        else:
            assert step["coreSeconds"] is None, (id, step)
        if record.memory is not None:
            assert step["memoryBytes"] == record.memory, (id, step)
            assert "memory" not in step["measuredByToil"]
    # of steps that end within a second it may have seen nothing
    assert sum(record.memory is not None for record in said.values()) >= 10, said
    sums_agree(service, steps, said)


def sums_agree(service: Service, steps: dict[str, list[dict[str, object]]], said: dict[str, Record]) -> None:
    of_all = sum(record.cores * record.wall for record in said.values())
    bills = []
    for found in steps.values():
        ran = [said[str(step["nativeID"])] for step in found if step["nativeID"] and said[str(step["nativeID"])].ran]
        amounts = [RATE * record.cores * record.wall / 3600 for record in ran]
        bills.append(sum(amounts, PER_JOB) if ran else Decimal(0))
    for by in ("profile", "user", "month"):
        rows = list(csv.DictReader(io.StringIO(service.cli("accounting", "--by", by, "--format", "csv").stdout)))
        assert sum(float(row["core_seconds"]) for row in rows) == of_all
        assert sum(Decimal(row["price"]) for row in rows) == sum(bills), by
    assert of_all > 40  # they have run, in fact
    by_job = json.loads(service.cli("accounting", "--by", "job", "--format", "json").stdout)
    assert sum(row["core_seconds"] or 0 for row in by_job) == of_all
