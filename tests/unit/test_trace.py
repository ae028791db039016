"""The header `traceparent`, and the identifiers of the spans of a job."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from wps_cwl.engine.tracing import JobTracing
from wps_cwl.model import ExecuteRequest, Job, JobState, Span, StepUsage, Trace, parse_trace, trace_of_job

ID, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)
JOB = Job("j1", "p", JobState.SUCCESSFUL, DAY, DAY, ExecuteRequest("p", trace=f"00-{ID}-{SPAN}-01"), finished=DAY)


@pytest.mark.parametrize(
    ("header", "place"),
    [
        (f"00-{ID}-{SPAN}-01", Trace(ID, SPAN)),
        (f" 00-{ID}-{SPAN}-00 ", Trace(ID, SPAN, sampled=False)),
        (f"00-{ID}-{SPAN}-03", Trace(ID, SPAN)),
        (f"01-{ID}-{SPAN}-01-what-comes-later", Trace(ID, SPAN)),
        (f"00-{ID}-{SPAN}-01-more", None),
        (f"ff-{ID}-{SPAN}-01", None),
        (f"00-{'0' * 32}-{SPAN}-01", None),
        (f"00-{ID}-{'0' * 16}-01", None),
        (f"00-{ID.upper()}-{SPAN}-01", None),
        (f"00-{ID}-{SPAN}", None),
        ("", None),
        (None, None),
        ("00-\u0664" + ID[1:] + f"-{SPAN}-01", None),
    ],
)
def test_a_header_is_read_as_the_standard_says(header: str | None, place: Trace | None) -> None:
    assert parse_trace(header) == place


def test_a_place_is_written_as_it_is_read() -> None:
    for place in (Trace(ID, SPAN), Trace(ID, SPAN, sampled=False), Trace.new().inside()):
        assert parse_trace(place.header) == place


def test_a_job_without_a_client_s_trace_has_one_of_its_own() -> None:
    assert trace_of_job("a", None) == trace_of_job("a", "nonsense") != trace_of_job("b", None)
    assert parse_trace(trace_of_job("a", None).at("a").header) is not None


def test_a_step_on_a_cluster_is_told_with_its_number_there_and_its_wait() -> None:
    spans: list[Span] = []
    later = [DAY + timedelta(seconds=seconds) for seconds in (1, 5, 9)]
    step = StepUsage("first", "slurm", id="4711", queue="short", node="n1", exit_code=2, cores=2, wall=4.0)
    step = replace(step, submitted=later[0], started=later[1], ended=later[2])
    tracing = JobTracing(JOB, spans.append)
    tracing.steps([step, replace(step, started=None), replace(step, id="4712")])
    waited, ran, _, last = spans
    assert (waited.name, waited.end - waited.begin, waited.error) == ("step queue", 4_000_000_000, None)
    assert (ran.name, ran.end - ran.begin, ran.error) == ("step", 4_000_000_000, "exit code 2")
    assert ran.attributes["wps.scheduler.job_id"] == "4711"
    assert ran.attributes["wps.step.core_seconds"] == 8.0
    assert last.attributes["wps.scheduler.job_id"] == "4712"
    assert len({span.place.span for span in spans}) == 4
    again: list[Span] = []
    JobTracing(JOB, again.append).steps([step])
    assert [span.place for span in again] == [waited.place, ran.place]


def test_nothing_is_told_of_what_nobody_wants_told() -> None:
    spans: list[Span] = []
    quiet = replace(JOB, request=ExecuteRequest("p", trace=f"00-{ID}-{SPAN}-00"))
    JobTracing(quiet, spans.append).ended(quiet)
    JobTracing(JOB, None).ended(JOB)
    assert spans == []
    JobTracing(JOB, spans.append).ended(JOB)
    assert [(span.name, span.place.id, span.parent) for span in spans] == [("job", ID, SPAN)]
