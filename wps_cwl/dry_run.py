"""A dry run: what an Execute may take, by what earlier jobs took; nothing is fetched, and nothing runs."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from wps_cwl.estimate import LEAST, most_alike
from wps_cwl.model import Candidate, ComplexValue, Estimate, PastRun, Price, Process, StagingPlan, StepUsage
from wps_cwl.model.price import rounded

Used = Callable[[str], Sequence[StepUsage]]  # from the identifier of a job to its steps


def known_size(plan: StagingPlan) -> int | None:
    """Return how large the inputs are together; None where a reference would have to be fetched to know."""
    sources = [file.source for file in plan.files]
    sent = [len(source.data) for source in sources if isinstance(source, ComplexValue)]
    return sum(sent) if len(sent) == len(sources) else None


def estimate(
    process: Process,
    runs: Sequence[PastRun],
    size: int | None,
    candidates: Iterable[tuple[Candidate, Price | None]],
    *,
    used: Used,
) -> Estimate:
    """Return the medians of the runs that are most alike; `candidates` with the prices of their profiles."""
    alike = most_alike(runs, size)
    seconds, source = _duration(process, alike)
    return Estimate(
        process=process.id,
        version=process.version,
        runs=len(runs),
        candidates=tuple(_priced(one, price, alike, used) for one, price in candidates),
        seconds=seconds,
        source=source,
        output_bytes=round(statistics.median(run.output_bytes for run in alike)) if alike else None,
        note="" if alike else _lack(process, len(runs)),
    )


def _duration(process: Process, alike: Sequence[PastRun]) -> tuple[float | None, str | None]:
    if isinstance(process.duration, int | float):
        return process.duration, "wps:duration"
    if not alike:
        return None, None
    return round(statistics.median(run.seconds for run in alike), 1), "earlier jobs"


def _priced(candidate: Candidate, price: Price | None, alike: Sequence[PastRun], used: Used) -> Candidate:
    """Say what the earlier jobs would have come to there, at today's price."""
    if price is None:
        return candidate
    amounts = [amount for run in alike if (amount := _amount(price, used(run.job))) is not None]
    median = rounded(statistics.median(amounts)) if len(amounts) >= LEAST else None
    return replace(candidate, price=median, currency=price.currency)


def _amount(price: Price, steps: Sequence[StepUsage]) -> Decimal | None:
    return price.of_job(steps) if steps else None


def _lack(process: Process, runs: int) -> str:
    known = "no earlier job" if not runs else f"only {runs} earlier job{'s' * (runs > 1)}"
    kept = "are kept" if runs > 1 else "is kept"  # there may have been more, whose time is over
    return (
        f"{known} of {process.id} {process.version} {kept} that ran and succeeded: {LEAST} are needed for an estimate"
    )
