"""The keys as a JSON Schema, for programs that look at a configuration before the service does, as Helm.

It knows the names of all keys, and the choices of those that have some; the rest, the service says at its start.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal, get_args, get_origin  # Any: JSON

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from wps_cwl.settings import keys
from wps_cwl.settings.sections import Settings

Schema = dict[str, Any]

_VALUES = ("string", "number", "boolean", "array", "null")  # no section


def json_schema(model: type[BaseModel] = Settings, *, without: Collection[str] = ()) -> Schema:
    """Return the schema of a section; `without` are keys that somebody else sets, as `server.host`."""
    properties: Schema = {}
    for name, field in model.model_fields.items():
        if name not in without:
            inner = [key.removeprefix(f"{name}.") for key in without if key.startswith(f"{name}.")]
            properties[name] = _key(field, inner)
    required = [name for name, field in model.model_fields.items() if name in properties and field.is_required()]
    return {"type": "object", "additionalProperties": False, "properties": properties} | (
        {"required": required} if required else {}
    )


def _key(field: FieldInfo, without: Collection[str]) -> Schema:
    annotation = field.annotation
    found = keys.section_of(field)
    if found is None:
        choices = _choices(annotation)
        return {"enum": choices} if choices else {"type": [*_VALUES]}
    section, path = found
    schema = json_schema(section, without=without)
    if get_origin(annotation) is dict:
        return {"type": "object", "propertyNames": {"pattern": "^[a-z][a-z0-9_-]*$"}, "additionalProperties": schema}
    return {"type": "array", "items": schema} if path else schema


def _choices(annotation: Any) -> list[Any]:
    """Return the words that a key may hold, if it holds one of some words and nothing else."""
    if get_origin(annotation) is Literal:
        return list(get_args(annotation))
    return [True, False] if annotation is bool else []
