"""Writes what facts.cpp prints as a table: a line for each argument or value, so that a difference can be read."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

ABOUT = (
    "Measured: ranges of arguments and printed values, which neither -help nor otbQgisDescriptor tell. "
    "Written by tests/support/otb_facts/measure.sh; corrections.yml is the file to edit."
)


def main(version: str) -> None:
    told = json.load(sys.stdin)
    applications = {name: told[name] for name in sorted(told) if told[name]["ranges"] or told[name]["values"]}
    blocks = ",\n".join(f"    {line(name)}: {{\n{block(applications[name])}\n    }}" for name in applications)
    head = f'{{\n  "about": {line(ABOUT)},\n  "version": {line(version)},\n  "applications": {{\n'
    sys.stdout.write(f"{head}{blocks}\n  }}\n}}\n")


def block(told: dict[str, Any]) -> str:
    return ",\n".join(parts(told))


def parts(told: dict[str, Any]) -> Iterator[str]:
    if told["ranges"]:
        rows = ",\n".join(f"        {line(key)}: {line(plain(row))}" for key, row in told["ranges"].items())
        yield f'      "ranges": {{\n{rows}\n      }}'
    if told["values"]:
        rows = ",\n".join(f"        {line(tidy(row))}" for row in told["values"])
        yield f'      "values": [\n{rows}\n      ]'


def tidy(row: dict[str, str]) -> dict[str, str]:
    return {name: " ".join(text.split()) for name, text in row.items()}


def plain(row: dict[str, float]) -> dict[str, float]:
    """Write -9e+01 as -90."""
    return {end: int(bound) if bound == int(bound) else bound for end, bound in row.items()}


def line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    main(sys.argv[1])
