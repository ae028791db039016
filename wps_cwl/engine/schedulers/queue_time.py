"""Time in the queue: for how long all that a job had submitted stood in a queue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Span:
    """When a step was submitted, has begun and has ended, in seconds since 1970; infinity: not yet."""

    submitted: float
    begun: float
    ended: float


def seconds(spans: Iterable[Span], since: float, until: float) -> float:
    """Return for how many of the seconds between two moments something had been submitted, and nothing ran."""
    spans = list(spans)
    moments = {moment for span in spans for moment in (span.submitted, span.begun, span.ended)}
    edges = sorted({since, until, *(moment for moment in moments if since < moment < until)})
    return sum(end - begin for begin, end in pairwise(edges) if _waits(spans, (begin + end) / 2))


def _waits(spans: list[Span], moment: float) -> bool:
    there = [span for span in spans if span.submitted <= moment < span.ended]
    return bool(there) and not any(span.begun <= moment for span in there)
