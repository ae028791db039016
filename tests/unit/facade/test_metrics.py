"""`/metrics`: what the service tells Prometheus, and what it keeps from it."""

import json
import re

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.support.service import ROOT
from tests.unit.facade.fakes import FakeOperations
from wps_cwl.facade.app import create_app


@pytest.fixture
def values(client):
    """What the page says now, by name and labels."""

    def read():
        page = client.get("/metrics").get_data(as_text=True)
        return {
            (sample.name, *sample.labels.values()): sample.value
            for family in text_string_to_metric_families(page)
            for sample in family.samples
        }

    return read


def test_the_figures_are_those_of_the_service(values):
    found = values()
    assert found["wps_cwl_jobs", "slow", "short", "running"] == 3
    assert found["wps_cwl_jobs", "echo", "", "accepted"] == 2
    assert found["wps_cwl_queue_steps", "slurm", "waiting"] == 5
    assert found["wps_cwl_queue_steps", "slurm", "running"] == 1
    assert found["wps_cwl_core_seconds_total", "short"] == 12.5
    assert found["wps_cwl_cpu_seconds_total", "short"] == 0  # nobody has measured it
    assert found["wps_cwl_queue_steps", "slurm", "broken"] == 2
    assert found["wps_cwl_price_total", "CHF", "echo", "short"] == 0.125001
    assert found["wps_cwl_price_total", "EUR", "slow", "short"] == 2
    assert (found["wps_cwl_leaders", "one"], found["wps_cwl_leaders", "two"]) == (2, 0)
    assert found["wps_cwl_leaders_memory_bytes", "one"] == 64e6
    assert found["wps_cwl_leaders", "other users"] == 3
    assert ("wps_cwl_leaders_memory_bytes", "other users") not in found
    assert found["wps_cwl_state_free_bytes",] == 1e9
    assert found["wps_cwl_storage_full",] == 1
    assert found["wps_cwl_storage_least_free_bytes",] == 2e9
    assert (found["wps_cwl_job_directories_bytes",], found["wps_cwl_results_bytes",]) == (5000, 3000)


def test_how_long_steps_take_is_a_histogram(values):
    found = values()
    waited = [found["wps_cwl_step_queue_seconds_bucket", bound, "short"] for bound in ("1.0", "10.0", "60.0", "+Inf")]
    assert waited == [4, 5, 6, 6]
    assert found["wps_cwl_step_run_seconds_bucket", "86400.0", "short"] == 5
    assert found["wps_cwl_step_run_seconds_count", "short"] == 6
    assert found["wps_cwl_step_run_seconds_sum", "short"] == 190_000.5


def test_each_figure_is_named_typed_and_explained_once(client):
    client.get("/healthz")
    families = list(text_string_to_metric_families(client.get("/metrics").get_data(as_text=True)))
    names = [family.name for family in families]
    assert len(set(names)) == len(names)
    assert all(family.documentation.endswith(".") and family.type != "unknown" for family in families)
    assert all(name.startswith("wps_cwl_") for name in names)


def test_requests_are_counted_by_room_and_never_by_what_clients_make_up(client, values):
    for path in ("/healthz", "/healthz", "/wps?service=WPS&request=GetCapabilities", "/nowhere/1", "/nowhere/2"):
        client.get(path)
    client.open("/healthz", method="BREW")
    found = values()
    assert found["wps_cwl_requests_total", "GET", "health", "200"] == 2
    assert found["wps_cwl_requests_total", "GET", "wps", "200"] == 1
    assert found["wps_cwl_requests_total", "GET", "none", "404"] == 2
    assert found["wps_cwl_requests_total", "other", "none", "405"] == 1
    assert found["wps_cwl_request_seconds_count", "health"] == 2
    assert not any("nowhere" in word for key in found for word in key)


def test_an_operator_can_switch_it_off():
    assert create_app(FakeOperations(), metrics=False).test_client().get("/metrics").status_code == 404


def test_the_dashboard_counts_nothing_twice_where_several_web_servers_tell_it():
    for query in asked_by_the_dashboard():
        found = _aggregations(query)
        assert [name for name, _ in found] == re.findall(r"wps_cwl_\w+", query), query
        for name, before in found:
            own = name.startswith("wps_cwl_request")  # of one web server: the sum is that of all
            assert before == ("sum" if own else "max"), query


def _aggregations(query):
    """Return each figure, and how it is first put together: the word before the innermost list of labels."""
    return [(name, before) for before, name in re.findall(r"(\w+) by \([\w, ]*\) \((?:rate\()?(wps_cwl_\w+)", query)]


def asked_by_the_dashboard():
    dashboard = json.loads((ROOT / "helm" / "dashboards" / "wps-cwl.json").read_text())
    return [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", ())]


def test_the_dashboard_asks_for_nothing_that_is_not_told(client):
    client.get("/healthz")
    told = set(re.findall(r"^(wps_cwl_\w+)", client.get("/metrics").get_data(as_text=True), re.M))
    dashboard = json.loads((ROOT / "helm" / "dashboards" / "wps-cwl.json").read_text())
    queries = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", ())]
    asked = {name for query in queries for name in re.findall(r"wps_cwl_\w+", query)}
    assert asked
    assert asked <= told
    assert len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"])
