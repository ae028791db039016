"""`wps:duration`: how long a process takes, as its author says: seconds, or an expression over its inputs."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, TypeGuard  # CWL documents are JSON of any shape

from wps_cwl import errors
from wps_cwl.translator.cwl_types import short_name

FIELD = "wps:duration"

_EXPRESSION = re.compile(r"\$\(.+\)|\$\{.+\}", re.DOTALL)
_QUOTED = r"\['(?:[^']|\\')+'\]|\[\"(?:[^\"]|\\\")+\"\]"
_REFERENCE = re.compile(rf"\$\(inputs(?P<first>\.\w+|{_QUOTED})(?:\.\w+|{_QUOTED}|\[\d+\])*\)")


def read_duration(declared: Any, document: Mapping[str, Any]) -> float | str | None:
    """Return seconds, an expression, or None where nothing is said. Raises errors.InvalidDescription."""
    if declared is None:
        return None
    if is_seconds(declared):
        return float(declared)
    expression = declared.strip() if isinstance(declared, str) else ""
    if not _EXPRESSION.fullmatch(expression):
        raise _invalid(f"it is neither a number of seconds nor an expression such as $(inputs.seconds): {declared}")
    reference = _REFERENCE.fullmatch(expression)
    if reference is not None:
        _check_input(reference["first"], document)
    elif not _has_javascript(document):
        raise _invalid("it needs InlineJavascriptRequirement under requirements, as this is JavaScript")
    return expression


def is_seconds(value: object) -> TypeGuard[float]:
    """Whether a value can be a time: a finite number that is not negative."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value) and value >= 0


def _check_input(first: str, document: Mapping[str, Any]) -> None:
    name = first[1:] if first.startswith(".") else first[2:-2]
    known = sorted(short_name(one["id"]) for one in document["inputs"])
    if name not in known:
        raise _invalid(f'there is no input "{name}"; choose from: {", ".join(known) or "none"}')


def _has_javascript(document: Mapping[str, Any]) -> bool:
    entries = [entry for kind in ("requirements", "hints") for entry in document.get(kind) or ()]
    return any(entry.get("class") == "InlineJavascriptRequirement" for entry in entries)


def _invalid(reason: str) -> errors.InvalidDescription:
    return errors.InvalidDescription(identifier=FIELD, reason=reason)
