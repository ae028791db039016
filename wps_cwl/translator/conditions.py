"""Inputs that depend on others: `wps:when` and `wps:requiredWhen` of CWL documents, checked in requests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any  # CWL documents are JSON of any shape

from wps_cwl import errors
from wps_cwl.model import Condition, LiteralData, LiteralValue, NamedValue, Parameter, Value
from wps_cwl.translator import datatypes

Json = Any
_CHOICE = re.compile(r"\s*(?P<name>\S+) = (?P<values>.*\S)\s*")


def read(declared: Json, *, identifier: str, field: str) -> Condition | None:
    """Return what `other = value or value` says; of a list, all must hold. Raises errors.InvalidDescription.

    It is a text because a mapping would not stay what it is: cwltool resolves the values of keys such as `out`.
    """
    if declared is None:
        return None
    parts = list(declared) if isinstance(declared, (list, tuple)) else [declared]
    found = [_CHOICE.fullmatch(part) if isinstance(part, str) else None for part in parts]
    if not found or None in found:
        reason = f'{field} is not written as "input = value", or "input = value or value": {declared}'
        raise errors.InvalidDescription(identifier=identifier, reason=reason)
    return Condition(tuple((part["name"], tuple(part["values"].split(" or "))) for part in found if part))


def settled(parameters: Sequence[Parameter]) -> tuple[Parameter, ...]:
    """Return the inputs with their conditions in their abstracts. Raises errors.InvalidDescription for one that
    cannot hold.
    """
    known = {parameter.id: parameter for parameter in parameters}
    for parameter in parameters:
        for field, condition in (("when", parameter.when), ("requiredWhen", parameter.required_when)):
            for name, values in condition.choices if condition else ():
                if reason := _fault(known.get(name), name, values):
                    raise errors.InvalidDescription(identifier=parameter.id, reason=f"wps:{field}: {reason}")
    return tuple(_told(parameter) for parameter in parameters)


def _fault(other: Parameter | None, name: str, values: tuple[str, ...]) -> str | None:
    if other is None:
        return f'there is no input "{name}"'
    if not isinstance(other.data, LiteralData) or other.max_occurs > 1:
        return f'the input "{name}" is not one literal'
    allowed = other.data.allowed_values
    wrong = [value for value in values if allowed and value not in allowed]
    return f'"{wrong[0]}" is no value of "{name}"; choose from: {", ".join(allowed)}' if wrong else None


def _told(parameter: Parameter) -> Parameter:
    said = []
    if parameter.required_when is not None and parameter.required_when == parameter.when:
        said.append(f"Needed with {parameter.when}, and not allowed without.")
    else:
        said += [f"Only with {parameter.when}."] if parameter.when else []
        said += [f"Needed with {parameter.required_when}."] if parameter.required_when else []
    if parameter.assumed is not None:
        said.append(f"When it is left out, the tool takes {parameter.assumed}.")
    if not said:
        return parameter
    return replace(parameter, abstract="\n\n".join([*filter(None, [parameter.abstract]), " ".join(said)]))


# --- requests ---------------------------------------------------------------------------------------


def in_place(
    parameters: Sequence[Parameter], given: Iterable[NamedValue], more: Iterable[NamedValue]
) -> list[NamedValue]:
    """Return those of `more` whose conditions hold with what is given."""
    values: dict[str, list[Value]] = {}
    for named in given:
        values.setdefault(named.id, []).append(named.value)
    chosen = {parameter.id: _chosen(parameter, values.get(parameter.id, ())) for parameter in parameters}
    allowed = {parameter.id for parameter in parameters if parameter.when is None or _holds(parameter.when, chosen)}
    return [named for named in more if named.id in allowed]


def check(parameters: Iterable[Parameter], given: Mapping[str, Sequence[Value]]) -> None:
    """Refuse inputs that are missing, or out of place, under the choices that a request makes.

    A choice that is not sent has its default, else what the tool assumes. Raises errors.InputNeeded,
    errors.InputOutOfPlace.
    """
    parameters = tuple(parameters)
    chosen = {parameter.id: _chosen(parameter, given.get(parameter.id, ())) for parameter in parameters}
    for parameter in parameters:
        sent = bool(given.get(parameter.id))
        if sent and parameter.when is not None and not _holds(parameter.when, chosen):
            raise errors.InputOutOfPlace(
                identifier=parameter.id,
                condition=str(parameter.when),
                given=" and ".join(_stands(name, chosen[name]) for name, _ in parameter.when.choices),
                locator=parameter.id,
            )
        needed = parameter.required_when is not None and _holds(parameter.required_when, chosen)
        if needed and not sent and not parameter.has_default:
            raise errors.InputNeeded(
                identifier=parameter.id, condition=str(parameter.required_when), locator=parameter.id
            )


def _holds(condition: Condition, chosen: Mapping[str, str | None]) -> bool:
    return all(chosen.get(name) in values for name, values in condition.choices)


def _stands(name: str, value: str | None) -> str:
    return f"{name} is not sent" if value is None else f"{name} is {value}"


def _chosen(parameter: Parameter, values: Sequence[Value]) -> str | None:
    """Return the value of an input in the spelling of conditions, None when it has none."""
    if not values:
        default = parameter.data.default if isinstance(parameter.data, LiteralData) else None
        return default if default is not None else parameter.assumed
    value = values[0]
    if not isinstance(value, LiteralValue) or not isinstance(parameter.data, LiteralData):
        return None  # it is refused where values are read
    if value.text in parameter.data.allowed_values:
        return value.text
    try:
        return datatypes.write(datatypes.read(parameter.data.datatype, value.text.strip()))
    except ValueError:
        return None
