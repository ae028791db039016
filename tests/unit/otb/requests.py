"""Execute requests made from nothing but the description of a process: every input that its choices allow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wps_cwl.model import (
    ComplexValue,
    Condition,
    ExecuteRequest,
    LiteralData,
    LiteralValue,
    NamedValue,
    Parameter,
    Process,
    Value,
    plain_name,
)

TEXTS = ("text", "&bands=1", "KEY=value", 'GEOGCS["WGS 84"]')  # one of them matches any pattern


def minimal(process: Process) -> ExecuteRequest:
    """Return the request with no input that may be left out when no choice is made."""
    made = {p.id: p.assumed for p in process.inputs if p.assumed is not None}
    needed = [p for p in process.inputs if p.min_occurs or (p.required_when and holds(p.required_when, made))]
    return ExecuteRequest(process.id, tuple(NamedValue(p.id, value_of(p)) for p in needed))


def fullest(process: Process) -> Iterator[ExecuteRequest]:
    """Yield requests with all inputs that are allowed: the first values of all choices, the second ones, and so on."""
    choices = {p.id: p.data.allowed_values for p in process.inputs if isinstance(p.data, LiteralData)}
    for turn in range(max((len(values) for values in choices.values() if values), default=1)):
        made = {name: values[turn % len(values)] for name, values in choices.items() if values}
        inputs = [p for p in process.inputs if p.when is None or holds(p.when, made)]
        yield ExecuteRequest(
            process.id,
            tuple(NamedValue(p.id, LiteralValue(made[p.id]) if p.id in made else value_of(p)) for p in inputs),
        )


def holds(condition: Condition, made: dict[str, str]) -> bool:
    return all(made.get(name) in values for name, values in condition.choices)


def value_of(parameter: Parameter) -> Value:
    """Return a value that the description allows."""
    data = parameter.data
    if parameter.file_of:
        return LiteralValue(f"{plain_name(parameter.file_of)}.dat")  # outputs are different files
    if not isinstance(data, LiteralData):
        return ComplexValue(b"bytes")
    if data.allowed_values:
        return LiteralValue(data.allowed_values[0])
    if data.pattern:
        return LiteralValue(next(text for text in TEXTS if re.fullmatch(data.pattern, text)))
    if data.datatype.value == "boolean":
        return LiteralValue("true")
    return LiteralValue(data.minimum or data.maximum or parameter.assumed or "1")
