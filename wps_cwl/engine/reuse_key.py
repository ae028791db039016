"""What a job asks for, as a digest: two jobs with one key are answered by the results of one run.

Where files lie is no part of it, and what is in them is: in the job order, and in the document, which may bring files
of its own.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import json
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any  # CWL documents and job orders are JSON of any shape
from urllib.parse import unquote, urlsplit

from wps_cwl import __version__, codec
from wps_cwl.engine.packing import without_progress_file
from wps_cwl.model import Format, OutputRequest

Json = Any

_PLACE = {"location", "path", "dirname"}

# cwltool gives a tool that is written inside a step (before v1.2) another name each time that it reads it
_RANDOM = re.compile(r"^(#.*/)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=/|$)")


class NotComparable(Exception):
    """A file cannot be read here, so nobody can say whether it is the same."""


def key(document: Mapping[str, Json], order: Mapping[str, Json], asked: Iterable[OutputRequest], base: Path) -> str:
    """Return the key of a job, in hex; `base` is the folder that the job order's locations are relative to.

    Of what was asked for, only formats count: all outputs are stored in any case, and how they travel is decided when
    they are sent. Raises NotComparable.
    """
    said = {
        "document": _named_alike(_digested(without_progress_file(document), base)),
        "order": _digested(order, base),
        "formats": {
            name: json.loads(codec.dump(form, Format))
            for name, form in {one.id: one.format for one in asked}.items()  # of one that is asked twice, the last
            if form is not None
        },
        "versions": _versions(),
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":"))  # 1 and 1.0 stay different numbers
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def forbidden(document: Json) -> bool:
    """Whether CWL's own WorkReuse switches reuse off (or might, by an expression), anywhere in a document."""
    if isinstance(document, list):
        return any(map(forbidden, document))
    if not isinstance(document, dict):
        return False
    if re.fullmatch(r"(.*[#:])?WorkReuse", str(document.get("class"))) and document.get("enableReuse") is not True:
        return True
    return any(map(forbidden, document.values()))


@functools.cache
def _versions() -> list[str]:
    """Who runs a document and stores its outputs: another version may do either in another way."""
    return [__version__, *(importlib.metadata.version(name) for name in ("toil", "cwltool"))]


def _named_alike(value: Json) -> Json:
    if isinstance(value, dict):
        return {name: _named_alike(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_named_alike(item) for item in value]
    return _RANDOM.sub(r"\1run", value) if isinstance(value, str) else value


# --- files --------------------------------------------------------------------------------------------


def _digested(value: Json, base: Path) -> Json:
    """Return the value with what its files hold in the place of where they lie."""
    if isinstance(value, list):
        return [_digested(item, base) for item in value]
    if not isinstance(value, dict):
        return value
    rest = {name: _digested(item, base) for name, item in value.items()}
    if value.get("class") not in {"File", "Directory"} or not _PLACE & value.keys():
        return rest
    return {name: item for name, item in rest.items() if name not in _PLACE} | _content(value, base)


def _content(value: Json, base: Path) -> dict[str, Json]:
    """Return the name and the content of a File or Directory object."""
    if value.get("contents") is not None or (value["class"] == "Directory" and "listing" in value):
        return {}  # all is said in the object
    path = _path(value, base)
    try:
        found = _read_file(path) if value["class"] == "File" else {"listing": list(_read_folder(path))}
    except OSError as error:
        raise NotComparable(path) from error
    return {"basename": value.get("basename") or path.name} | found


def _path(value: Json, base: Path) -> Path:
    location = str(value.get("location") or value.get("path"))
    try:
        parts = urlsplit(location)
    except ValueError as error:
        raise NotComparable(location) from error
    if parts.scheme not in {"", "file"} or location.startswith("_:"):
        raise NotComparable(location)
    return Path(unquote(parts.path)) if parts.scheme else base / location


def _read_file(path: Path) -> dict[str, Json]:
    if not stat.S_ISREG(path.stat().st_mode):
        raise NotComparable(path)
    with path.open("rb") as file:
        return {"size": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}


def _read_folder(folder: Path) -> Iterator[dict[str, Json]]:
    for path in sorted(folder.iterdir()):
        if path.is_symlink():
            raise NotComparable(path)
        if path.is_dir():
            yield {"class": "Directory", "basename": path.name, "listing": list(_read_folder(path))}
        else:
            yield {"class": "File", "basename": path.name} | _read_file(path)
