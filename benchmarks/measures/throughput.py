"""How many jobs a crowd of clients gets through."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from benchmarks import crowd
from benchmarks.arena import Arena
from benchmarks.contestants.ours import Ours
from benchmarks.contestants.pywps import PyWps
from benchmarks.measure import Measure, Target

AT_ONCE = 16
SYNCHRONOUS = 48  # requests
STOCK, STOCK_AT_ONCE = 4, 2  # runs; more at once than cores would only be slower
ASYNCHRONOUS = 100
POLLING = 50  # clients

EXECUTE = crowd.query(request="Execute", identifier="hello", DataInputs="text=hello")
SUBMIT = f"{EXECUTE}&storeExecuteResponse=true&status=true"


def _synchronous(server: Ours | PyWps) -> float:
    url = f"{server.wps}?{EXECUTE}"
    return SYNCHRONOUS / crowd.ask(url, times=SYNCHRONOUS, at_once=AT_ONCE, expected="ProcessSucceeded")


def _stock(arena: Arena) -> float:
    runner = arena.stock
    begun = time.monotonic()
    with ThreadPoolExecutor(STOCK_AT_ONCE) as pool:
        list(pool.map(lambda _: runner.toil("hello"), range(STOCK)))
    return STOCK / (time.monotonic() - begun)


def _submit(server: Ours | PyWps) -> float:
    """Have so many jobs accepted; return the seconds that this took."""
    return crowd.ask(f"{server.wps}?{SUBMIT}", times=ASYNCHRONOUS, at_once=AT_ONCE, expected="ProcessAccepted")


def _accept(server: Ours | PyWps) -> float:
    rate = ASYNCHRONOUS / _submit(server)
    server.rest()
    return rate


def _drain(server: Ours | PyWps) -> float:
    begun = time.monotonic()
    _submit(server)
    server.rest()
    return time.monotonic() - begun


def _polled_drain(service: Ours) -> float:
    """Drain while a crowd asks for the status of a job, each client of it once a second."""
    job = service.submit("hello")
    service.rest()
    url = f"{service.url}/jobs/{job}/status.xml"
    with crowd.polling(url, clients=POLLING, each=1.0, expected="ProcessSucceeded"):
        return _drain(service)


MEASURES = (
    Measure(
        "sync-rate",
        f"synchronous `hello`, {AT_ONCE} clients at once; the peer {STOCK_AT_ONCE} runs at a time",
        "jobs/s",
        lambda arena: _synchronous(arena.service),
        _stock,
        "toil-cwl-runner",
        Target(10, at_least=True),
    ),
    Measure(
        "sync-rate-pywps",
        "the same against a server that runs the command itself: no leader, no job store, no restart",
        "jobs/s",
        lambda arena: _synchronous(arena.service),
        lambda arena: _synchronous(arena.pywps),
        "PyWPS",
    ),
    Measure(
        "accept-rate",
        f"{ASYNCHRONOUS} asynchronous `hello` accepted, {AT_ONCE} clients at once",
        "requests/s",
        lambda arena: _accept(arena.service),
        lambda arena: _accept(arena.pywps),
        "PyWPS",
        Target(3, at_least=True),
    ),
    Measure(
        "drain",
        f"{ASYNCHRONOUS} asynchronous `hello`, from the first request to the last end",
        "s",
        lambda arena: _drain(arena.service),
        lambda arena: _drain(arena.pywps),
        "PyWPS",
        rounds=2,
    ),
    Measure(
        "polled-drain",
        f"the same while {POLLING} clients ask for the status of a job once a second each",
        "s",
        lambda arena: _polled_drain(arena.service),
        lambda arena: _drain(arena.service),
        "itself, without them",
        Target(1.10),
        rounds=3,
    ),
)
