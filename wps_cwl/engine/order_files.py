"""The files of a staged job order: how large they are, and what an expression may ask of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any  # a job order is JSON of any shape

Json = Any


def size_of(value: Json, directory: Path) -> int:
    """Return how many bytes the files of a value of a job order have together, directories and companions included."""
    return sum(_size(found, directory) for found in _files(value))


def paths_of(value: Json, directory: Path) -> list[Path]:
    """Return where the files and directories of a value of a job order are; companions are not among them."""
    if isinstance(value, list):
        return [path for item in value for path in paths_of(item, directory)]
    if not isinstance(value, dict):
        return []
    if value.get("class") not in {"File", "Directory"}:
        return [path for item in value.values() for path in paths_of(item, directory)]
    path = directory / value["location"] if isinstance(value.get("location"), str) else None
    return [path] if path is not None and path.exists() else []


def with_facts(value: Json, directory: Path) -> Json:
    """Return a value of a job order in which each file says what CWL lets an expression ask for, its size included."""
    if isinstance(value, list):
        return [with_facts(item, directory) for item in value]
    if not isinstance(value, dict):
        return value
    told = {name: with_facts(item, directory) for name, item in value.items()}
    if value.get("class") not in {"File", "Directory"} or not isinstance(value.get("location"), str):
        return told
    path = directory / value["location"]
    facts: dict[str, Json] = {"path": str(path), "basename": path.name}
    if value["class"] == "File":
        facts |= {"dirname": str(path.parent), "nameroot": path.stem, "nameext": path.suffix}
        facts |= {"size": _size(value, directory)}
    return facts | told


def _files(value: Json) -> Iterator[dict[str, Json]]:
    """Yield the File and Directory objects of a value, each once."""
    if isinstance(value, list):
        for item in value:
            yield from _files(item)
    elif isinstance(value, dict):
        if value.get("class") in {"File", "Directory"}:
            yield value
        for item in value.values():
            yield from _files(item)


def _size(file: dict[str, Json], directory: Path) -> int:
    if not isinstance(file.get("location"), str):
        return len(str(file.get("contents", "")).encode())  # a literal; a Directory of such has a listing
    path = directory / file["location"]
    parts = path.rglob("*") if path.is_dir() else [path]
    return sum(part.stat().st_size for part in parts if part.is_file())
