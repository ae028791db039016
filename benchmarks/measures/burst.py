"""What many jobs at once cost in CPU seconds: web server, engine, fork server, leaders, workers and tools together."""

from __future__ import annotations

from benchmarks import crowd
from benchmarks.arena import Arena
from benchmarks.measure import Measure, Target

JOBS, AT_ONCE = 100, 16


def _ours(arena: Arena) -> float:
    service = arena.service
    service.check_cpu_seconds()
    service.rest()
    before = service.cpu_seconds()
    submit = crowd.query(request="Execute", identifier="hello", storeExecuteResponse="true", status="true")
    crowd.ask(f"{service.wps}?{submit}", times=JOBS, at_once=AT_ONCE, expected="ProcessAccepted")
    service.rest()
    return service.cpu_seconds() - before


MEASURES = (
    Measure(
        "burst-cpu",
        f"CPU time of {JOBS} `hello` at once, all processes of the service; of the peer {JOBS} times that of one run",
        "CPU s",
        _ours,
        lambda arena: JOBS * arena.stock.toil("hello").cpu,
        "toil-cwl-runner",
        Target(0.08),
    ),
)
