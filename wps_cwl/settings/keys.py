"""The names of all keys, in the file and as variables, and the nearest one to a name that is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeGuard, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from wps_cwl.settings.sections import Settings

PREFIX = "WPS_CWL_"
ANY = "<name>"  # stands for a name that the operator gives, such as a profile's
ITEM = "<number>"  # and for the place of an item in a list, from 1

_OPEN = {ANY, ITEM}

KeyPath = tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """The keys that stand together under one path."""

    path: KeyPath
    model: type[BaseModel]
    keys: dict[str, FieldInfo]


def groups(model: type[BaseModel] = Settings, path: KeyPath = ()) -> Iterator[Group]:
    """Give all groups, each before the ones inside it."""
    inside = {name: section_of(field) for name, field in model.model_fields.items()}
    yield Group(path, model, {name: model.model_fields[name] for name, found in inside.items() if found is None})
    for name, found in inside.items():
        if found is not None:
            yield from groups(found[0], (*path, name, *found[1]))


def section_of(field: FieldInfo) -> tuple[type[BaseModel], KeyPath] | None:
    """Return the section that a key holds, and what stands for its name or number; None where it holds a value."""
    kind, parts = get_origin(field.annotation), get_args(field.annotation)
    if kind is dict:
        return parts[1], (ANY,)
    if kind is tuple and _is_model(parts[0]):
        return parts[0], (ITEM,)
    return (field.annotation, ()) if _is_model(field.annotation) else None


def _is_model(annotation: object) -> TypeGuard[type[BaseModel]]:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def paths() -> list[KeyPath]:
    """Return the path of every key that holds a value."""
    return [(*group.path, name) for group in groups() for name in group.keys]


def known(path: KeyPath) -> bool:
    """Say whether there is such a key."""
    return any(matches(key, path) for key in paths())


def matches(key: KeyPath, path: KeyPath) -> bool:
    """Say whether a path is that of a key, with names and numbers in the place of `<name>` and `<number>`."""
    return len(key) == len(path) and all(one in (*_OPEN, other) for one, other in zip(key, path, strict=True))


def variable(path: KeyPath) -> str:
    """Return the environment variable of a key."""
    return PREFIX + "__".join(part if part in _OPEN else part.upper() for part in path)


def of_variable(name: str) -> KeyPath:
    """Return the path that a variable stands for, which may be none of ours."""
    return tuple(name.removeprefix(PREFIX).lower().split("__"))


def hint(name: str, valid: Iterable[str]) -> str:
    """Return the valid name that was probably meant, or all of them."""
    names = sorted(set(valid) - _OPEN)
    near = get_close_matches(name, names, n=1)
    return f'did you mean "{near[0]}"?' if near else f"choose from: {', '.join(names)}"


def beside(path: KeyPath) -> list[str]:
    """Return the names that may stand at the end of this path."""
    level = len(path) - 1
    return [key[level] for key in paths() if len(key) > level and matches(key[:level], path[:level])]
