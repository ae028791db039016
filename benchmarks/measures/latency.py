"""How long one job takes, from Execute to ProcessSucceeded, against a run of the same document by a runner."""

from __future__ import annotations

import time

from benchmarks.arena import Arena
from benchmarks.measure import Measure, Target, Trial


def _execute(process: str) -> Trial:
    def trial(arena: Arena) -> float:
        service = arena.service
        begun = time.monotonic()
        service.succeed(process)
        seconds = time.monotonic() - begun
        service.rest()
        return seconds

    return trial


def _toil(document: str) -> Trial:
    return lambda arena: arena.stock.toil(document).seconds


MEASURES = (
    Measure(
        "hello",
        "one `echo`, synchronous Execute (WPS 1.0.0) over HTTP until ProcessSucceeded",
        "s",
        _execute("hello"),
        _toil("hello"),
        "toil-cwl-runner",
        Target(0.12),
    ),
    Measure(
        "chain",
        "a workflow of three steps, one after the other",
        "s",
        _execute("chain"),
        _toil("chain"),
        "toil-cwl-runner",
        Target(0.12),
    ),
    Measure(
        "scatter",
        "a step scattered over ten texts",
        "s",
        _execute("scatter"),
        _toil("scatter"),
        "toil-cwl-runner",
        Target(0.15),
    ),
    Measure(
        "hello-cwltool",
        "`hello` against the reference runner, which has no job store and no workers",
        "s",
        _execute("hello"),
        lambda arena: arena.stock.cwltool("hello").seconds,
        "cwltool",
        Target(0.40),
    ),
)
