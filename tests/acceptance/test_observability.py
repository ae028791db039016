"""What a running service tells those who operate it: figures, and logs that programs read."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from tests.support.service import Service, running, wait_for

GREETING = ("WPS of CWL processes", "  open", "  WPS", "  processes", "  state")


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    price = {"CURRENCY": "CHF", "CORE_HOUR": "3600", "JOB": "0.5"}
    priced = {f"PROFILES__LOCAL__PRICE__{name}": value for name, value in price.items()}
    yield from running(tmp_path_factory.mktemp("watched"), LOG__FORMAT="json", **priced)


def figures(service: Service) -> dict[tuple[str, ...], float]:
    """Return what the service tells, by name and labels."""
    page = requests.get(f"{service.url}/metrics", timeout=30)
    assert page.status_code == 200
    samples = [sample for family in text_string_to_metric_families(page.text) for sample in family.samples]
    return {(sample.name, *sample.labels.values()): sample.value for sample in samples}


def test_a_job_is_seen_in_the_figures_from_its_beginning_to_its_end(watched: Service) -> None:
    job = watched.submit("sleep", "delay=15")
    wait_for(lambda: figures(watched).get(("wps_cwl_jobs", "sleep", "local", "running")) == 1, 30, "it is not counted")
    engine = platform.node()
    wait_for(lambda: figures(watched).get(("wps_cwl_leaders", engine)) == 1, 10, "its leader is not counted")
    assert figures(watched)["wps_cwl_leaders_memory_bytes", engine] > 1e6
    watched.wait(job)
    wait_for(lambda: figures(watched).get(("wps_cwl_core_seconds_total", "local"), 0) >= 4, 60, "its use is not told")
    found = figures(watched)
    assert found["wps_cwl_jobs", "sleep", "local", "successful"] == 1
    wait_for(lambda: figures(watched)["wps_cwl_leaders", engine] == 0, 30, "its leader is counted still")
    assert found["wps_cwl_accounted_jobs_total", "local"] == 1
    used = requests.get(f"{watched.url}/jobs/{job}/accounting", timeout=30).json()
    [step] = used["steps"]
    assert found["wps_cwl_price_total", "CHF", "sleep", "local"] == float(used["price"]) >= 4.5
    assert found["wps_cwl_step_run_seconds_count", "local"] == 1
    assert found["wps_cwl_step_run_seconds_sum", "local"] == pytest.approx(step["wallSeconds"])
    assert found["wps_cwl_step_run_seconds_bucket", "1.0", "local"] == 0
    assert found["wps_cwl_step_run_seconds_bucket", "86400.0", "local"] == 1
    assert 0 < found["wps_cwl_state_free_bytes",] < found["wps_cwl_state_size_bytes",]


def test_each_line_of_the_log_is_an_object_and_those_of_a_job_name_it(watched: Service) -> None:
    job = watched.submit("sleep", "delay=60")
    wait_for(lambda: watched.workers_of(job), 60, "it does not begin")
    next(iter(watched.processes_of_jobs(job))).kill()

    def objects() -> list[dict[str, object]]:
        lines = (watched.folder / "service.log").read_text().splitlines()
        lines = [line for line in lines if not line.startswith(GREETING)]  # on standard output, for people
        return [json.loads(line) for line in lines]

    wait_for(lambda: any(one.get("job") == job for one in objects()), 60, "no line names the job")
    watched.cli("jobs", "dismiss", job)
    assert all({"time", "level", "logger", "message"} <= one.keys() for one in objects())
    parts = {"gunicorn.error", "wps_cwl.engine.fork_server", "wps_cwl.engine.job_run"}
    assert parts <= {one["logger"] for one in objects()}
