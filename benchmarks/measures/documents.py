"""What the questions before a job cost, in CPU time per request: the load of the machine does not matter to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import requests

from benchmarks import crowd
from benchmarks.arena import MANY, TEN, Arena
from benchmarks.measure import Measure, Target, Trial

REQUESTS, AT_ONCE = 300, 4
MILLISECONDS = 1000


class Server(Protocol):
    """Anyone who answers WPS at the address `wps`."""

    wps: str

    def cpu_seconds(self) -> float:
        """Return what all its processes have used so far."""
        ...


@dataclass(frozen=True)
class Question:
    """A request by GET; `revalidating`: by a client that has the answer already, and asks whether it still holds."""

    query: str
    expected: str
    revalidating: bool = False

    def cost(self, server: Server) -> float:
        """Return the CPU milliseconds of one request; before, the server is asked some times without being measured."""
        url = f"{server.wps}?{self.query}"
        crowd.ask(url, times=4 * AT_ONCE, at_once=AT_ONCE, expected=self.expected)
        held = {"If-None-Match": requests.get(url, timeout=60).headers["ETag"]} if self.revalidating else {}
        status, expected = (304, "") if self.revalidating else (200, self.expected)
        before = server.cpu_seconds()
        crowd.ask(url, times=REQUESTS, at_once=AT_ONCE, expected=expected, status=status, headers=held)
        return (server.cpu_seconds() - before) / REQUESTS * MILLISECONDS

    def put_to(self, choose: Callable[[Arena], Server]) -> Trial:
        """Return the trial that puts the question to one of the contestants."""
        return lambda arena: self.cost(choose(arena))


CAPABILITIES = Question(crowd.query(request="GetCapabilities"), "ProcessOfferings")
UNCHANGED = Question(CAPABILITIES.query, CAPABILITIES.expected, revalidating=True)
DESCRIPTION = Question(crowd.query(request="DescribeProcess", identifier="hello"), "DataInputs")

MEASURES = (
    Measure(
        "capabilities",
        f"GetCapabilities with {TEN} processes",
        "CPU ms/request",
        CAPABILITIES.put_to(lambda arena: arena.service),
        CAPABILITIES.put_to(lambda arena: arena.pywps),
        "PyWPS",
        Target(0.10),
    ),
    Measure(
        "description",
        "DescribeProcess of one process",
        "CPU ms/request",
        DESCRIPTION.put_to(lambda arena: arena.service),
        DESCRIPTION.put_to(lambda arena: arena.pywps),
        "PyWPS",
        Target(0.10),
    ),
    Measure(
        "capabilities-many",
        f"GetCapabilities with {MANY} processes",
        "CPU ms/request",
        CAPABILITIES.put_to(lambda arena: arena.large_service),
        CAPABILITIES.put_to(lambda arena: arena.service),
        f"itself, {TEN} processes",
        Target(3),
    ),
    Measure(
        "capabilities-many-held",
        f"GetCapabilities with {MANY} processes, by a client that has it (If-None-Match)",
        "CPU ms/request",
        UNCHANGED.put_to(lambda arena: arena.large_service),
        UNCHANGED.put_to(lambda arena: arena.service),
        f"itself, {TEN} processes",
        Target(3),
    ),
)
