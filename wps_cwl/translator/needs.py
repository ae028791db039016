"""A packed CWL document -> what its steps ask for, as far as that stands there as a number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # CWL documents are JSON of any shape

from wps_cwl.model import Need

Json = Any
Evaluate = Callable[[str], Json]

MEBIBYTE = 1 << 20


def read_needs(document: Mapping[str, Json], evaluate: Evaluate = lambda _: None) -> tuple[Need, ...]:
    """Return what each step of a document asks for.

    `evaluate` gives the value of an expression, or None; it is asked for those of a process that is one tool: an
    expression in a workflow is about what an earlier step may yet have to give.
    """
    graph = {item["id"]: item for item in document.get("$graph", [document]) if "id" in item}
    main = graph.get("#main", document)
    return tuple(_needs(main, _Scope(graph, evaluate if main.get("class") != "Workflow" else lambda _: None)))


def expressions(document: Mapping[str, Json]) -> list[str]:
    """Return the expressions that `read_needs` asks for."""
    asked: list[str] = []
    read_needs(document, asked.append)
    return asked


@dataclass(frozen=True)
class _Scope:
    """What holds around a process: requirements and hints of workflows and steps, the outermost first."""

    graph: Mapping[str, Mapping[str, Json]]
    evaluate: Evaluate
    name: str = ""
    requirements: tuple[Mapping[str, Json], ...] = ()
    hints: tuple[Mapping[str, Json], ...] = ()
    above: frozenset[str] = frozenset()

    def inside(self, node: Mapping[str, Json], name: str) -> _Scope:
        return _Scope(
            self.graph,
            self.evaluate,
            name,
            (*self.requirements, *_list(node.get("requirements"))),
            (*self.hints, *_list(node.get("hints"))),
            self.above | {str(node.get("id", ""))} - {""},
        )

    def find(self, kind: str) -> Mapping[str, Json]:
        """Return what holds: the innermost requirement, else the innermost hint."""
        for entries in (self.requirements, self.hints):
            for entry in reversed(entries):
                if str(entry.get("class", "")).rpartition(":")[2].rpartition("#")[2] == kind:
                    return entry
        return {}


def _needs(process: Mapping[str, Json], scope: _Scope) -> Iterator[Need]:
    if process.get("id") in scope.above:
        return  # it runs itself: cwltool says so
    scope = scope.inside(process, scope.name)
    if process.get("class") != "Workflow":
        yield _need(scope)
        return
    for step in _list(process.get("steps")):
        run = step.get("run")
        inner = run if isinstance(run, dict) else scope.graph.get(str(run), {})
        name = str(step.get("id", "")).rpartition("#")[2].rpartition("/")[2]
        around = scope.inside({key: step.get(key) for key in ("requirements", "hints")}, name)
        yield from _needs(inner, around)


def _need(scope: _Scope) -> Need:
    resources, cuda = scope.find("ResourceRequirement"), scope.find("CUDARequirement")
    memory = _first(scope, resources, "ramMin", "ramMax")
    return Need(
        step=scope.name,
        cores=_first(scope, resources, "coresMin", "coresMax"),
        memory=None if memory is None else memory * MEBIBYTE,
        gpus=(_first(scope, cuda, "cudaDeviceCountMin", "cudaDeviceCountMax") or 1) if cuda else None,
        seconds=_first(scope, scope.find("ToolTimeLimit"), "timelimit") or None,  # 0: no limit
    )


def _first(scope: _Scope, entry: Mapping[str, Json], *names: str) -> float | None:
    """Return the first of these that is there: a lower bound, else the upper one, which then is both."""
    value = next((entry[name] for name in names if entry.get(name) is not None), None)
    if isinstance(value, str):
        value = scope.evaluate(value)
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _list(value: Json) -> Sequence[Mapping[str, Json]]:
    return value or ()
