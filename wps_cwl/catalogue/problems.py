"""What cwltool says against a document, and what it does not say -> lines and readable reasons.

cwltool and schema-salad give a tree of exceptions of which some leaves have a line, texts with lines inside, or no
line at all. What is plain from the document itself is therefore looked up there first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any  # CWL documents are JSON of any shape
from urllib.parse import unquote, urlsplit

from cwltool.update import UPDATES
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError
from schema_salad.exceptions import SchemaSaladException

from wps_cwl import errors

Line = tuple[int, str]  # 1-based, and what is wrong there
Node = Any


def problems_of(path: Path, error: Exception) -> list[Line]:
    """Return what is wrong with a file that `error` was raised for: one line and one reason each, at least one."""
    try:
        document = parse(path)
    except _Unreadable as unreadable:
        return [unreadable.place]
    found = list(_plain_from(path, document)) or list(_said_by(path, document, error))
    return [(line, _tidy(path, reason)) for line, reason in dict.fromkeys(found)] or [(1, type(error).__name__)]


class _Unreadable(Exception):
    """There is no YAML mapping in the file."""

    def __init__(self, line: int, reason: str) -> None:
        self.place = (line, reason)
        super().__init__(reason)


def parse(path: Path) -> CommentedMap:
    """Return the document with the lines of its keys and items. Raises _Unreadable."""
    data = path.read_bytes()
    try:
        document = YAML(typ="rt", pure=True).load(data.decode())
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _Unreadable(line, f"this is not text: the byte 0x{data[error.start]:02x} is not UTF-8") from error
    except (YAMLError, ReaderError) as error:
        raise _Unreadable(*_yaml_place(error)) from error
    if isinstance(document, CommentedMap):
        return document
    if document is None:
        raise _Unreadable(1, "the file is empty")
    raise _Unreadable(1, "this is no CWL document: it must be a mapping with cwlVersion and class")


def _yaml_place(error: YAMLError) -> Line:
    if not isinstance(error, MarkedYAMLError):
        return 1, str(error)
    # what is never closed is found at the end of the file, but went wrong where it was opened
    unclosed = error.context_mark is not None and "end of stream" in (error.problem or "")
    mark = error.context_mark if unclosed else error.problem_mark
    reason = ", ".join(part for part in (error.context, error.problem) if part)
    return (mark.line + 1 if mark else 1), f"this is not YAML: {reason}"


# --- places in a document -------------------------------------------------------------------------


def line_of(node: Node, key: object = None) -> int:
    """Return the 1-based line of a mapping, a sequence, or of one key or index of it."""
    if key is not None and node.lc.data and key in node.lc.data:
        return int(node.lc.data[key][0]) + 1
    return int(node.lc.line or 0) + 1


def entries(node: Node) -> Iterator[tuple[str, Node, int]]:
    """Yield name, value and line of what CWL writes as a mapping or as a list of objects with an id."""
    if isinstance(node, CommentedMap):
        for name, value in node.items():
            yield str(name), value, line_of(node, name)
    elif isinstance(node, CommentedSeq):
        for index, value in enumerate(node):
            name = value.get("id", "") if isinstance(value, Mapping) else value
            yield re.split("[#/]", str(name))[-1], value, line_of(node, index)


def main_of(document: CommentedMap) -> CommentedMap | None:
    """Return the process that is offered: the document, or `main` of its graph."""
    if "$graph" not in document:
        return document
    return next((value for name, value, _ in entries(document["$graph"]) if name == "main"), None)


def walk(node: Node, seen: set[int] | None = None) -> Iterator[tuple[Node, Any, Any]]:
    """Yield every container once with each of its keys and values, from the outside inwards; aliases may form loops."""
    seen = set() if seen is None else seen
    if id(node) in seen or not isinstance(node, CommentedMap | CommentedSeq):
        return
    seen.add(id(node))
    for key, value in node.items() if isinstance(node, CommentedMap) else enumerate(node):
        yield node, key, value
        yield from walk(value, seen)


def _line_of_text(path: Path, word: str) -> int:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return next((number for number, line in enumerate(lines, start=1) if word in line), 1)


# --- what is plain from the document ------------------------------------------------------------------


def _plain_from(path: Path, document: CommentedMap) -> Iterator[Line]:
    version = document.get("cwlVersion")
    known = sorted(version for version in UPDATES if "dev" not in version and not version.startswith("v1.3"))
    if version is None and not {"class", "$graph"} & document.keys():
        yield line_of(document), "this is no CWL document: it has no cwlVersion and no class"
        return
    if version is None:
        yield line_of(document), f"cwlVersion is missing; choose from: {', '.join(known)}"
    elif version not in UPDATES:
        yield (
            line_of(document, "cwlVersion"),
            f'the cwlVersion "{version}" is not known; choose from: {", ".join(known)}',
        )
    if main_of(document) is None:
        names = ", ".join(name for name, _, _ in entries(document["$graph"]))
        yield line_of(document, "$graph"), f"one process of the $graph must have the id main; it has: {names}"
    yield from _references(path, document)


def _references(path: Path, document: CommentedMap) -> Iterator[Line]:
    for node, key, value in walk(document):
        if key not in {"run", "$import", "$include"} or not isinstance(value, str) or value.startswith("#"):
            continue
        target = _target(path, value)
        if target is not None and not target.is_file():
            yield line_of(node, key), f"there is no file {value}"
        elif target is not None and key == "run" and _leads_to(target, path.resolve(), set()):
            yield line_of(node, key), f"{value} runs this document again, without end"


def _target(path: Path, reference: str) -> Path | None:
    parts = urlsplit(reference)
    return (path.parent / unquote(parts.path)).resolve() if parts.scheme in {"", "file"} else None


def _leads_to(path: Path, goal: Path, seen: set[Path]) -> bool:
    if path == goal:
        return True
    if path in seen:
        return False
    seen.add(path)
    try:
        runs = [value for _, key, value in walk(parse(path)) if key == "run" and isinstance(value, str)]
    except (_Unreadable, OSError):
        return False
    targets = [_target(path, value) for value in runs if not value.startswith("#")]
    return any(_leads_to(target, goal, seen) for target in targets if target is not None)


# --- what was raised -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Said:
    """A leaf of a tree of exceptions; `field` is the field that the branch is about."""

    line: int | None = None
    file: str | None = None
    field: str | None = None
    reason: str = ""


_FIELD = re.compile(r"the '([^']+)' field is not valid because")
_PLACED = re.compile(r"^(?P<file>[^\s:][^:]*):(?P<line>\d+):\d+:\s*(?P<reason>.*)$")


def _said_by(path: Path, document: CommentedMap, error: BaseException) -> Iterator[Line]:
    if isinstance(error.__cause__, SchemaSaladException):
        error = error.__cause__  # a step's document failed; the error about it has only a text
    match error:
        case errors.InvalidDescription():
            yield _described(document, error), str(error)
        case SchemaSaladException():
            for said in _leaves(error, _Said()):
                yield _placed(path, document, said)
        case _:
            for said in _lines(str(error), _Said()):
                yield _placed(path, document, said)


def _described(document: CommentedMap, error: errors.InvalidDescription) -> int:
    """Return the line of the field of our own metadata that is refused, else of the parameter that has it."""
    name = str(error.facts["identifier"])
    main = main_of(document) or document
    for kind in ("inputs", "outputs"):
        for identifier, value, line in entries(main.get(kind)):
            if identifier == name:
                ours = [key for key in value if str(key) in str(error)] if isinstance(value, CommentedMap) else []
                return next((line_of(value, key) for key in ours if ":" in str(key)), line)
    return line_of(main, name)


def _leaves(error: SchemaSaladException, above: _Said) -> list[_Said]:
    field = _FIELD.search(error.message)
    here = replace(
        above,
        line=error.start[0] if error.start else above.line,
        file=error.file or above.file,
        field=field[1] if field else above.field,
    )
    if not error.children:
        return list(_lines(error.message, here))
    branches = [_leaves(child, here) for child in error.children]
    if all(child.message.startswith("tried ") for child in error.children):
        return max(branches, key=lambda branch: max(said.line or 0 for said in branch))[:1]  # the closest alternative
    return [said for branch in branches for said in branch]


def _lines(message: str, here: _Said) -> Iterator[_Said]:
    """Yield what a message says; cwltool's checkers write several lines, each with its place, into one message."""
    said: list[_Said] = []
    for line in message.splitlines():
        placed = _PLACED.match(line)
        text = placed["reason"] if placed else line.strip()
        more = said and (not placed or text[:1].islower())  # "with sink ..." goes on with "Source ..."
        if more:
            place = int(placed["line"]) if placed and text.startswith("with sink") else said[-1].line
            said[-1] = replace(said[-1], line=place, reason=f"{said[-1].reason} {text}")
        elif placed:
            said.append(replace(here, line=int(placed["line"]), file=placed["file"], reason=text))
        elif text:
            said.append(replace(here, reason=text))
    yield from said


def _placed(path: Path, document: CommentedMap, said: _Said) -> Line:
    reason = f"{said.field}: {said.reason}" if said.field and f"'{said.field}'" not in said.reason else said.reason
    if said.line is None:
        return _line_of_names(document, said.reason), reason
    if said.file is not None and Path(said.file).resolve() != path.resolve():
        name = Path(said.file).name
        return _line_of_text(path, name), f"in {name}, line {said.line}: {reason}"
    return said.line, reason


def _line_of_names(document: CommentedMap, message: str) -> int:
    """Return the first line of what a message names as `...#step`."""
    names = {re.split("[#/]", match)[-1] for match in re.findall(r"#[\w./-]+", message)}
    main = main_of(document) or document
    declared = [entry for kind in ("inputs", "outputs", "steps") for entry in entries(main.get(kind))]
    return min((line for name, _, line in declared if name in names), default=1)


_NOISE = [
    (re.compile(r"\(\d+\) \(file:\S+\) "), ""),
    (re.compile(r",? tried \S*#.*$"), ""),
    (re.compile(r"\bCommentedSeq\b"), "list"),
    (re.compile(r"\bCommentedMap\b"), "mapping"),
]


def _tidy(path: Path, reason: str) -> str:
    """Return a reason in one line, without the places of the server."""
    for folder in (path.absolute().parent.as_uri(), str(path.absolute().parent), str(path.parent)):
        if folder != ".":
            reason = reason.replace(f"{folder}/", "")
    for noise, word in _NOISE:
        reason = noise.sub(word, reason)
    return " ".join(reason.split())
