"""The tables of runs in tables/*.yml; the head of images.yml says how a row is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any  # a row is YAML of any shape

import yaml

FOLDER = Path(__file__).with_name("tables")
RUNS = ("kinds", "images", "learning")
KEYS = {"inputs", "writes", "updates", "prints", "differs"}


@dataclass(frozen=True)
class Run:
    """A row of a table; `writes` has the words behind the key of each output."""

    name: str
    inputs: dict[str, list[str]]
    writes: dict[str, list[str]] = field(default_factory=dict)
    updates: tuple[str, ...] = ()
    prints: tuple[str, ...] = ()
    differs: frozenset[str] = frozenset()

    @property
    def application(self) -> str:
        """The application that is run."""
        return self.name.partition("-")[0]

    @property
    def reads(self) -> frozenset[str]:
        """The rows whose files are read."""
        return frozenset(name.partition("/")[0] for name in self.words("run"))

    def words(self, kind: str) -> Iterator[str]:
        """Yield what stands behind `kind:` among the inputs."""
        for words in self.inputs.values():
            yield from (word.removeprefix(f"{kind}:") for word in words if word.startswith(f"{kind}:"))


def read(*tables: str) -> dict[str, Run]:
    """Return the rows of tables by their names: none comes before one whose files it reads."""
    rows: dict[str, Run] = {}
    for table in tables:
        for name, row in yaml.safe_load((FOLDER / f"{table}.yml").read_text()).items():
            if name in rows:
                raise ValueError(f"{table}.yml: there is a row {name} already")
            rows[name] = _run(name, row)
    order = TopologicalSorter({name: sorted(run.reads) for name, run in rows.items()}).static_order()
    return {name: rows[name] for name in order}


def needed(table: dict[str, Run], names: Iterable[str]) -> dict[str, Run]:
    """Return the rows of those names, and those whose files they read, in the same order."""
    wanted = set(names)
    for name in reversed(table):
        if name in wanted:
            wanted |= table[name].reads
    return {name: run for name, run in table.items() if name in wanted}


def reasons() -> dict[str, str]:
    """Return why applications are not run, by their names."""
    return dict(yaml.safe_load((FOLDER / "reasons.yml").read_text()))


def _run(name: str, row: Mapping[str, Any]) -> Run:
    if strange := row.keys() - KEYS:
        raise ValueError(f"{name}: {', '.join(sorted(strange))} is not known")
    inputs = {
        key: [_word(item) for item in (value if isinstance(value, list) else [value])]
        for key, value in row["inputs"].items()
    }
    return Run(
        name,
        inputs,
        {key: value.split() for key, value in row.get("writes", {}).items()},
        tuple(row.get("updates", ())),
        tuple(row.get("prints", ())),
        frozenset(row.get("differs", ())),
    )


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
