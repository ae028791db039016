"""The text that an application prints for `-help`: what it does, and what its arguments mean."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from wps_cwl.translator.otb.model import Choice

_VERSION = re.compile(r"^This is the (?P<name>\S+) application, version (?P<version>\S+)$", re.MULTILINE)
_ENTRY = re.compile(r"^(?:MISSING| {7}) -(?P<key>\S+) +<(?P<type>[^>]+)>(?P<rest>.*)$")
_STATE = re.compile(
    r"\((?P<need>mandatory|optional)(?:, (?:on|off) by default)?"
    r"(?:, no default value|, default value is (?P<value>.*))?\)$"
)
_PIXEL = re.compile(r"\(default value is (?P<value>\w+)\)")
_CHOICE = re.compile(r"^\s*- (?P<title>.*?) \((?P<key>[^\s()]+)\)(?:: ?(?P<text>.*))?$")
_SECTIONS = ("Parameters: ", "Examples: ", "Authors: ", "Limitations: ", "See also: ")


@dataclass(frozen=True)
class Entry:
    """One argument. `type` is the word in angle brackets; `default` of an output image is its pixel type."""

    key: str
    type: str
    title: str
    mandatory: bool
    default: str | None
    keys: tuple[str, ...] = ()  # of a choice
    text: str = ""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class About:
    """What the help says of the application itself; `tags` is one line, in which tags are not told apart."""

    version: str
    summary: str
    tags: str
    text: str
    limitations: str
    see_also: str


def parse_about(text: str) -> About:
    """Return what an application says of itself. Raises ValueError when this is no help."""
    found = _VERSION.search(text)
    if found is None:
        raise ValueError(f"this is no help: {text.strip()[:200]}")
    parts = _sections(text[found.end() :])
    summary, _, rest = parts[""].strip("\n").partition("\nTags: ")
    tags, _, body = rest.partition("\n")
    return About(
        version=found["version"],
        summary=" ".join(summary.split()),
        tags=tags.strip(),
        text=_tidy(body),
        limitations=_tidy(parts.get("Limitations: ", "")),
        see_also=_tidy(parts.get("See also: ", "")),
    )


def parse_entries(text: str) -> Mapping[str, Entry]:
    """Return the arguments that a help tells of, in its order."""
    return {entry.key: entry for entry in _entries(text)}


def _sections(text: str) -> dict[str, str]:
    parts: dict[str, list[str]] = {"": []}
    here = ""
    for line in text.split("\n"):
        if line in _SECTIONS and line not in parts:
            here = line
            parts[here] = []
        else:
            parts[here].append(line)
    return {name: "\n".join(lines) for name, lines in parts.items()}


def _entries(text: str) -> Iterator[Entry]:
    head: re.Match[str] | None = None
    below: list[str] = []
    for line in text.split("\n"):
        found = _ENTRY.match(line)
        if found is None:
            below.append(line)
            continue
        if head is not None:
            yield _entry(head, below)
        head, below = found, []
    if head is not None:
        yield _entry(head, below)


def _entry(head: re.Match[str], below: Sequence[str]) -> Entry:
    rest = head["rest"].strip()
    state = _STATE.search(rest)
    title = rest[: state.start()].strip() if state else rest
    default = state["value"] if state else None
    if title.startswith("[pixel]") and (pixel := _PIXEL.search(title)):
        default = pixel["value"]
    lines = textwrap.dedent("\n".join(below)).strip("\n").split("\n")
    keys = re.search(r"\[([^\[\]]+)\]$", title) if head["type"] == "string" and "[pixel]" not in title else None
    first = next((index for index, line in enumerate(lines) if keys and _CHOICE.match(line)), len(lines))
    return Entry(
        key=head["key"],
        type=head["type"],
        title=title[: keys.start()].strip() if keys else title,
        mandatory=bool(state and state["need"] == "mandatory"),
        default=default or None,
        keys=tuple(keys[1].split("/")) if keys else (),
        text=_tidy("\n".join(lines[:first])),
        choices=tuple(_choices(lines[first:], keys[1].split("/") if keys else ())),
    )


def _choices(lines: Sequence[str], keys: Sequence[str]) -> Iterator[Choice]:
    """Yield the choices of some keys; the text of one may go on in the next lines."""
    told: dict[str, list[str]] = {}
    titles: dict[str, str] = {}
    here = ""
    for line in lines:
        found = _CHOICE.match(line)
        if found and found["key"] in keys:
            here = found["key"]
            titles[here], told[here] = found["title"].strip(), [found["text"] or ""]
        elif here:
            told[here].append(line.strip())
    for key in keys:
        yield Choice(key, titles.get(key, ""), " ".join(" ".join(told.get(key, ())).split()))


def _tidy(text: str) -> str:
    lines = [line.rstrip() for line in text.strip("\n ").split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return "" if text.lower().rstrip(".") in {"none", "n/a", ""} else text
