"""`/metrics`: how busy the service is, in the text format of Prometheus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from time import perf_counter

from flask import Blueprint, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric

from wps_cwl.facade.context import Context
from wps_cwl.model import BOUNDS, Bill, DiskState, Durations, Figures, UsageSum

TEXT = "text/plain; version=0.0.4; charset=utf-8"
PREFIX = "wps_cwl"
SECONDS = (0.005, 0.02, 0.1, 0.5, 2, 10, 60, 600)  # of requests; synchronous ones wait for their jobs
_SUMS = {  # of a UsageSum: what it is called, and what it is
    "jobs": ("accounted_jobs", "Jobs whose use is known."),
    "steps": ("accounted_steps", "Steps of these jobs."),
    "core_seconds": ("core_seconds", "Cores times wall time of the steps, in seconds."),
    "wall": ("wall_seconds", "Wall time of the steps."),
    "cpu": ("cpu_seconds", "Processor time of the steps."),
    "queue_wait": ("queue_wait_seconds", "How long steps have waited for the scheduler."),
}


def blueprint(context: Context) -> Blueprint:
    """Return the page, and have all requests counted."""
    room = Blueprint("metrics", __name__)
    registry = CollectorRegistry()
    names = ("method", "room", "status")
    requests = Counter(f"{PREFIX}_requests", "Requests that were answered.", names, registry=registry)
    seconds = Histogram(
        f"{PREFIX}_request_seconds", "How long the answers took.", ("room",), buckets=SECONDS, registry=registry
    )

    @room.before_app_request
    def begin() -> None:
        g.begun = perf_counter()

    @room.after_app_request
    def count(response: Response) -> Response:
        # not the path: it has jobs in it, and clients can make up as many as they like
        place = (request.endpoint or "none").partition(".")[0]
        method = request.method if request.method in {"GET", "HEAD", "POST", "DELETE"} else "other"
        requests.labels(method, place, response.status_code).inc()
        seconds.labels(place).observe(perf_counter() - g.get("begun", perf_counter()))
        return response

    @room.get("/metrics")
    def metrics() -> Response:
        shown = CollectorRegistry()
        shown.register(_Page(context.operations.figures()))
        return Response(generate_latest(registry) + generate_latest(shown), content_type=TEXT)

    return room


class _Page:
    """The figures of one moment, as prometheus_client collects them."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def collect(self) -> Iterable[Metric]:
        """Yield each figure."""
        figures = self._figures
        jobs = GaugeMetricFamily(
            f"{PREFIX}_jobs", "Jobs that are kept, by state.", labels=("process", "profile", "state")
        )
        for one in figures.jobs:
            jobs.add_metric((one.process, one.profile or "", one.state.value), one.count)
        yield jobs
        steps = GaugeMetricFamily(
            f"{PREFIX}_queue_steps", "Steps in a scheduler's queue.", labels=("scheduler", "state")
        )
        ages = GaugeMetricFamily(f"{PREFIX}_queue_age_seconds", "Since when that is known.", labels=("scheduler",))
        for queue in figures.queues:
            steps.add_metric((queue.scheduler, "waiting"), queue.waiting)
            steps.add_metric((queue.scheduler, "running"), queue.running)
            steps.add_metric((queue.scheduler, "broken"), queue.broken)
            ages.add_metric((queue.scheduler,), queue.age)
        yield from (steps, ages)
        leaders = GaugeMetricFamily(f"{PREFIX}_leaders", "Leaders that an engine has.", labels=("engine",))
        memory = GaugeMetricFamily(f"{PREFIX}_leaders_memory_bytes", "What they take together.", labels=("engine",))
        for led in figures.leaders:
            leaders.add_metric((led.engine,), led.count)
            if led.memory is not None:
                memory.add_metric((led.engine,), led.memory)
        yield from (leaders, memory)
        yield from _sums(figures.used)
        yield _prices(figures.bills)
        yield _durations("step_queue_seconds", "How long steps have waited for their scheduler.", figures.waits)
        yield _durations("step_run_seconds", "How long steps have run.", figures.runs)
        for name, text, value in (
            ("state_free_bytes", "Free on the file system of the job directories.", figures.free),
            ("state_size_bytes", "Size of that file system.", figures.size),
        ):
            yield GaugeMetricFamily(f"{PREFIX}_{name}", text, value=value)
        if figures.disk is not None:
            yield from _disk(figures.disk)


def _disk(disk: DiskState) -> Iterator[Metric]:
    for name, text, value in (
        ("storage_full", "1 while new jobs are refused for want of room.", int(disk.full)),
        ("storage_free_bytes", "Free on the file system of ours with the least room.", disk.free),
        ("storage_least_free_bytes", "What has to be free on it for new jobs.", disk.least_free),
        ("job_directories_bytes", "What the directories of ended jobs take.", disk.directories),
        ("results_bytes", "What the results take that are kept.", disk.results),
    ):
        yield GaugeMetricFamily(f"{PREFIX}_{name}", text, value=value)


def _sums(used: Iterable[UsageSum]) -> Iterator[Metric]:
    for field, (name, text) in _SUMS.items():
        family = CounterMetricFamily(f"{PREFIX}_{name}", text, labels=("profile",))
        for one in used:
            family.add_metric((one.name,), getattr(one, field) or 0)
        yield family


def _prices(bills: Iterable[Bill]) -> Metric:
    labels = ("process", "profile", "currency")
    family = CounterMetricFamily(f"{PREFIX}_price", "What jobs come to whose use is known.", labels=labels)
    for one in bills:
        family.add_metric((one.process, one.profile, one.currency), float(one.amount))
    return family


def _durations(name: str, text: str, measured: Iterable[Durations]) -> Metric:
    family = HistogramMetricFamily(f"{PREFIX}_{name}", text, labels=("profile",))
    bounds = [*map(str, BOUNDS), "+Inf"]
    for one in measured:
        buckets = list(zip(bounds, (*one.counts, one.count), strict=True))
        family.add_metric((one.profile,), buckets, one.total)
    return family
