"""Write what is made of the chart: `helm/reference.py` renews docs/reference/helm-values.md and values.schema.json.

The page is made of the comments in values.yaml. Of the schema, what may stand in `config` and in the two profiles is
made from the service's own settings; the rest of it is written by hand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # JSON

import yaml

from wps_cwl.settings import Profile, json_schema

CHART = Path(__file__).parent
VALUES, SCHEMA = CHART / "values.yaml", CHART / "values.schema.json"
PAGE = CHART.parent / "docs" / "reference" / "helm-values.md"
# what the chart sets itself, by values of its own
OURS = (
    *("state", "processes", "database.url", "storage.credentials"),
    *("server.host", "server.port", "engine.name", "engine.drain"),
)
OURS_OF_PROFILES = ("scheduler", "pod_template")

HEAD = """\
# Values of the Helm chart

<!-- Made from helm/values.yaml by helm/reference.py; do not edit. -->

What can be set in the [chart](../../helm/README.md), with `--set` or in a file; [run on
Kubernetes](../how-to/run-on-kubernetes.md) says how. A value that is not in this table, or of another kind, is refused
by Helm with its name.

| value | default | meaning |
|---|---|---|
"""


@dataclass(frozen=True)
class Value:
    """A value of the chart that can be set, as `web.replicas`."""

    path: str
    default: Any
    meaning: str


def values() -> Iterator[Value]:
    """Read values.yaml: each value that is no group of others has its meaning in the lines of comment above it."""
    defaults = yaml.safe_load(VALUES.read_text(encoding="utf-8"))
    groups: list[tuple[int, str]] = []
    comment: list[str] = []
    described = -1  # what is further in than the last value with a comment is a part of that value
    for line in VALUES.read_text(encoding="utf-8").splitlines():
        if found := re.match(r"( *)# (.*)", line):
            comment.append(found[2])
        elif found := re.match(r"( *)([A-Za-z]+):(.*)", line):
            depth = len(found[1])
            if described >= 0 and depth > described:
                continue
            groups = [(where, name) for where, name in groups if where < depth] + [(depth, found[2])]
            described = -1
            path = [name for _, name in groups]
            if found[3].strip() or comment:
                described = depth
                yield Value(".".join(path), _at(defaults, path), " ".join(comment))
            comment = []


def page() -> str:
    """Return the page of all values."""
    rows = (f"| `{one.path}` | {_written(one.default)} | {one.meaning} |\n" for one in values())
    return HEAD + "".join(rows)


def schema() -> str:
    """Return the schema, with what follows from the settings as they are now."""
    document = json.loads(SCHEMA.read_text(encoding="utf-8"))
    parts = document["properties"]
    parts["config"] = json_schema(without=OURS)
    for name in ("kubernetes", "slurm"):
        parts[name]["properties"]["profile"] = json_schema(Profile, without=OURS_OF_PROFILES)
    return json.dumps(document, indent=2) + "\n"


def _at(defaults: Any, path: list[str]) -> Any:
    for name in path:
        defaults = defaults[name]
    return defaults


def _written(default: Any) -> str:
    return "empty" if default in ("", [], {}) else f"`{json.dumps(default)}`"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    SCHEMA.write_text(schema(), encoding="utf-8")
