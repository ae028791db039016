"""What was measured, as a table for people, as JSON for programs, and as the page of the documentation."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any  # JSON

from rich import box
from rich.table import Table

from benchmarks.machine import Machine
from benchmarks.measure import Outcome, Verdict

BEGIN, END = "<!-- measured: written by `make bench` -->", "<!-- end of what was measured -->"
HEAD = ("measure", "ours", "peer", "", "ratio", "target", "")
BAD = {Verdict.MISSED, Verdict.FAILED}


@dataclass(frozen=True)
class Report:
    """One run of the benchmark."""

    machine: Machine
    rounds: int
    outcomes: Sequence[Outcome]

    def missed(self) -> list[str]:
        """Return the names of the measures that missed their target, or failed."""
        return [outcome.measure.name for outcome in self.outcomes if outcome.verdict in BAD]

    def as_json(self) -> str:
        """Return everything, each single value included."""
        facts = {"machine": asdict(self.machine), "rounds": self.rounds}
        return json.dumps(facts | {"measures": [_facts(outcome) for outcome in self.outcomes]}, indent=2) + "\n"

    def as_table(self) -> Table:
        """Return the table for a terminal."""
        table = Table(*HEAD, box=box.SIMPLE_HEAD, title=self.where())
        for outcome in self.outcomes:
            table.add_row(*_cells(outcome), style="bold red" if outcome.verdict in BAD else "")
        return table

    def as_markdown(self) -> str:
        """Return what stands between the marks in the documentation."""
        rows = [HEAD, ("---",) * len(HEAD), *(_cells(outcome) for outcome in self.outcomes)]
        lines = ["| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows]
        return "\n".join([f"{self.where()}\n", *lines])

    def where(self) -> str:
        """Say in a sentence where, when and how it was measured."""
        here = self.machine
        versions = ", ".join(f"{name} {version}" for name, version in here.packages.items())
        return (
            f"`{here.command}` on {here.date}: {here.cpus} CPUs ({here.model}), {here.memory_gib:g} GiB, "
            f"{here.system}, load {here.load:g} before; Python {here.python}, {versions}."
        )


def write_between_marks(page: Path, text: str) -> None:
    """Put a text between the marks of a page, in place of what stands there."""
    before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page} lacks the marks {BEGIN} and {END}")
    page.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


def _cells(outcome: Outcome) -> tuple[str, ...]:
    measure = outcome.measure
    return (
        measure.name,
        _value(outcome.ours, measure.unit),
        _value(outcome.peer, measure.unit),
        measure.peer_name,
        "-" if outcome.ratio is None else f"{outcome.ratio:.3g}",
        str(measure.target or "-"),
        f"{outcome.verdict.value}{': ' if outcome.note else ''}{outcome.note}",
    )


def _value(values: Sequence[float], unit: str) -> str:
    """Write the median, and the least and the most when there were several."""
    if not values:
        return "-"
    spread = f" ({min(values):.3g} to {max(values):.3g})" if len(values) > 1 else ""
    return f"{statistics.median(values):.3g} {unit}{spread}"


def _facts(outcome: Outcome) -> dict[str, Any]:
    measure = outcome.measure
    return {
        "name": measure.name,
        "what": measure.what,
        "unit": measure.unit,
        "peer_name": measure.peer_name,
        "ours": _side(outcome.ours),
        "peer": _side(outcome.peer),
        "ratio": outcome.ratio,
        "target": None if measure.target is None else asdict(measure.target),
        "verdict": outcome.verdict.name.lower(),
        "note": outcome.note,
    }


def _side(values: Sequence[float]) -> dict[str, Any]:
    return {"median": statistics.median(values) if values else None, "values": list(values)}
