"""CWL File and Directory objects: where they lie, and what they are called."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any  # CWL output objects are JSON of any shape
from urllib.parse import unquote, urlsplit

Json = Any


def path_of(value: Json) -> Path:
    """Return where a CWL File or Directory object lies on this machine."""
    location = value.get("location") or value["path"]
    parts = urlsplit(location)
    return Path(unquote(parts.path) if parts.scheme == "file" else location)


def name_of(value: Json) -> str:
    """Return what a CWL File or Directory object is called."""
    name: str = value.get("basename") or path_of(value).name
    return name


def with_own_names(values: Iterable[Json]) -> list[Json]:
    """Give those of one name different names, and what lies beside a file the same beginning as the file.

    The second `a.shp` becomes `2-a.shp`, and its `a.dbf` becomes `2-a.dbf`: it would not be found otherwise.
    """
    taken: dict[str, Path | None] = {}  # and where it lies
    numbers: dict[str, int] = {}  # where the search goes on for the next of a name
    named = []
    for value in values:
        name, beside = name_of(value), list(_beside(value))
        for number in itertools.count(numbers.get(name, 1)):
            prefix = "" if number == 1 else f"{number}-"
            if prefix + name not in taken and all(_is_free(prefix + other, path, taken) for other, path in beside):
                break
        numbers[name] = number + 1
        taken |= {prefix + other: path for other, path in [(name, _place(value)), *beside]}
        named.append(_renamed(value, prefix) if prefix else value)
    return named


def _is_free(name: str, path: Path | None, taken: dict[str, Path | None]) -> bool:
    """Two files may share one that lies beside both."""
    return name not in taken or (path is not None and taken[name] == path)


def _beside(value: Json) -> Iterator[tuple[str, Path | None]]:
    for other in value.get("secondaryFiles") or ():
        yield name_of(other), _place(other)
        yield from _beside(other)


def _place(value: Json) -> Path | None:
    """Return where it lies; None for a directory that is nothing but a list."""
    return path_of(value) if value.get("location") or value.get("path") else None


def _renamed(value: Json, prefix: str) -> Json:
    others = [_renamed(other, prefix) for other in value.get("secondaryFiles") or ()]
    return value | {"basename": prefix + name_of(value)} | ({"secondaryFiles": others} if others else {})
