"""What applications do not say of themselves, or say wrongly: two tables beside this module, laid over what was read.

`corrections.yml` is reviewed by hand; `facts.json` holds what was measured in OTB 8.1.1.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from functools import cache
from importlib.resources import files
from typing import Any  # tables are JSON of any shape

import yaml

from wps_cwl.translator.otb.model import Application, Argument, Kind, PrintedValue, ResultType

Json = Any
ALL = "*"


def apply(application: Application) -> Application:
    """Return an application as the tables say that it is."""
    facts = _facts().get(application.name, {})
    values = tuple(PrintedValue(**{**row, "type": ResultType(row["type"])}) for row in facts.get("values", ()))
    arguments = tuple(_arguments(application, facts.get("ranges", {})))
    return replace(application, arguments=arguments, values=values)


def _arguments(application: Application, ranges: Mapping[str, Json]) -> Iterator[Argument]:
    table = _corrections()
    for argument in application.arguments:
        row = {
            **ranges.get(argument.key, {}),
            **table[ALL].get(argument.key, {}),
            **table.get(application.name, {}).get(argument.key, {}),
        }
        if not row.pop("dropped", False):
            yield replace(argument, **{name: _READ.get(name, lambda value: value)(row[name]) for name in row})


_READ = {"kind": Kind, "media_types": tuple}


@cache
def _facts() -> Mapping[str, Json]:
    facts = json.loads(files(__package__).joinpath("facts.json").read_text(encoding="utf-8"))
    return dict(facts["applications"])


@cache
def _corrections() -> Mapping[str, Json]:
    table: dict[str, Json] = yaml.safe_load(files(__package__).joinpath("corrections.yml").read_text(encoding="utf-8"))
    known = {field.name for field in fields(Argument)} | {"dropped"}
    for application, rows in table.items():
        for key, row in rows.items():
            if strange := row.keys() - known:
                raise ValueError(f"corrections.yml: {application}: {key}: {', '.join(sorted(strange))} is not known")
    return table
