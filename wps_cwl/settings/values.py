"""The kinds of values that a key may hold, and how each is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, ByteSize, Field


@dataclass(frozen=True)
class Kind:
    """What the reference calls a kind of value."""

    name: str


@dataclass(frozen=True)
class Otherwise:
    """What the reference says instead of a default that depends on something."""

    words: str


def _seconds(value: object) -> object:
    """Return the seconds of "90s", "1.5h" or "7d"; leave numbers to pydantic."""
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*", value) if isinstance(value, str) else None
    if match is None:
        return value
    units = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400, "w": 604800}
    if match[2] not in units:
        raise ValueError(f'"{match[2]}" is no unit of time; choose from: {", ".join(units)}')
    return round(float(match[1]) * units[match[2]])


def separated(value: object) -> object:
    """Return the items of a text with commas: so a variable holds a list."""
    return [item.strip() for item in value.split(",") if item.strip()] if isinstance(value, str) else value


def numbered(of: str) -> Callable[[object], object]:
    """Return what makes a list of what variables with numbers in their names give: `RULES__1__PROFILE`."""

    def listed(items: object) -> object:
        if not isinstance(items, dict):
            return () if items is None else items
        if not all(str(number).isdigit() for number in items):
            raise ValueError(f"{of} are a list; in variables, they are numbered")
        return [items[number] for number in sorted(items, key=int)]

    return listed


def lines(value: object) -> object:
    """Return the lines of a text, or of a list of texts."""
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list | tuple) or not all(isinstance(text, str) for text in texts):
        return value
    found = [line.rstrip() for text in texts for line in text.split("\n")]
    if odd := next((line for line in found if not line.replace("\t", " ").isprintable()), None):
        raise ValueError(f"{odd!r} holds a character that no line of a script has")
    return [line for line in found if line]


def _absolute(path: Path) -> Path:
    return path.expanduser().absolute()


def _plain(path: Path) -> Path:
    # Toil puts the path of a job directory into shell commands without quotes.
    if re.fullmatch(r"[\w@%+=:,./~-]+", str(path)) is None:
        raise ValueError(f'"{path}" holds a space or another character that a shell does not leave alone')
    return path


def _root(url: str) -> str:
    if re.fullmatch(r"https?://[^/\s?#]+(/[^\s?#]*)?", url) is None:
        raise ValueError("it should begin with http:// or https://, and have no query")
    return url.rstrip("/")


Size = Annotated[ByteSize, Field(gt=0), Kind("size")]
Seconds = Annotated[int, BeforeValidator(_seconds), Field(gt=0), Kind("duration")]
Count = Annotated[int, Field(ge=1), Kind("whole number, from 1")]
CountOrNone = Annotated[int, Field(ge=0), Kind("whole number, from 0")]
Number = Annotated[float, Field(ge=0, allow_inf_nan=False), Kind("number, from 0")]
Amount = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=9), Kind("decimal number, from 0")]
Flag = Annotated[bool, Kind("true or false")]
Port = Annotated[int, Field(ge=0, le=65535), Kind("whole number, 0 to 65535")]
Text = Annotated[str, Field(min_length=1), Kind("text")]
MachineName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$"), Kind("letters, digits, dots, hyphens")]
Texts = Annotated[tuple[Text, ...], BeforeValidator(separated), Kind("list of text")]
Lines = Annotated[tuple[Text, ...], BeforeValidator(lines), Kind("list of lines, or text")]
Url = Annotated[str, AfterValidator(_root), Kind("URL")]
Folder = Annotated[Path, AfterValidator(_absolute), Kind("path")]
PlainFolder = Annotated[Folder, AfterValidator(_plain), Kind("path")]
Folders = Annotated[tuple[Folder, ...], BeforeValidator(separated), Field(min_length=1), Kind("list of paths")]
