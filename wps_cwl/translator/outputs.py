"""The outputs that a CWL run left -> what is to be published for each output of the process."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # CWL output objects are JSON of any shape

from wps_cwl import errors
from wps_cwl.model import (
    BoundingBoxData,
    BoundingBoxValue,
    ComplexData,
    Format,
    LiteralData,
    LiteralValue,
    NestedData,
    OutputRequest,
    Parameter,
    Process,
)
from wps_cwl.translator import datatypes, media_types
from wps_cwl.translator.description import METALINK, ZIP
from wps_cwl.translator.file_objects import name_of, path_of, with_own_names

Json = Any
Beside = tuple[tuple[str, Path], ...]  # name below the output, and where the file lies

ANY_FILE = ComplexData((Format(media_types.UNKNOWN),))


@dataclass(frozen=True)
class FilePublication:
    """A file as the tool left it, and the secondary files that must lie beside it."""

    name: str
    media_type: str
    source: Path
    beside: Beside = ()


@dataclass(frozen=True)
class DocumentPublication:
    """A small document made of values."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class ArchivePublication:
    """Several files, or a directory, in one zip archive."""

    name: str
    members: Beside
    media_type: str = ZIP.media_type


@dataclass(frozen=True)
class MetalinkPublication:
    """Several files, and a Metalink 4 document (RFC 5854) that lists where they are."""

    name: str
    members: tuple[FilePublication, ...]
    media_type: str = METALINK.media_type


@dataclass(frozen=True)
class NestedPublication:
    """The fields of a record."""

    fields: tuple[Publication, ...]


Content = (
    LiteralValue
    | BoundingBoxValue
    | FilePublication
    | DocumentPublication
    | ArchivePublication
    | MetalinkPublication
    | NestedPublication
)


@dataclass(frozen=True)
class Publication:
    """One output and what is to be stored for it."""

    output: str
    content: Content


def read(process: Process, produced: Mapping[str, Json], asked: Iterable[OutputRequest] = ()) -> list[Publication]:
    """Return what is to be published; outputs that are null are left out.

    Raises errors.OutputMissing when an output that the process always gives is not there.
    """
    formats = {request.id: request.format for request in asked}
    return _read_record(process.outputs, produced, formats)


def _read_record(
    parameters: Iterable[Parameter], produced: Mapping[str, Json], formats: Mapping[str, Format | None]
) -> list[Publication]:
    found = []
    for parameter in parameters:
        value = produced.get(parameter.id)
        if value is not None:
            found.append(Publication(parameter.id, _content(parameter, value, formats.get(parameter.id))))
        elif parameter.min_occurs > 0:
            raise errors.OutputMissing(identifier=parameter.id, locator=parameter.id)
    return found


def _content(parameter: Parameter, value: Json, asked: Format | None) -> Content:
    data = parameter.data
    if isinstance(data, LiteralData) and not isinstance(value, (dict, list)):
        name = datatypes.LITERAL_TYPES[data.datatype].wps
        return LiteralValue(datatypes.write(value), datatype=name, unit=data.units[0] if data.units else None)
    if isinstance(data, BoundingBoxData):
        corners, half = value["bbox"], len(value["bbox"]) // 2
        return BoundingBoxValue(tuple(corners[:half]), tuple(corners[half:]), crs=value.get("crs"))
    if isinstance(data, NestedData):
        return NestedPublication(tuple(_read_record(data.fields, value, {})))
    if isinstance(data, ComplexData):
        return _complex(parameter, data, value, asked)
    return _document(parameter, value)


def _complex(parameter: Parameter, data: ComplexData, value: Json, asked: Format | None) -> Content:
    zipped = asked is not None and media_types.matches(asked.media_type, ZIP.media_type)
    if _is(value, "File"):
        offers_zip = ZIP in data.formats and value.get("secondaryFiles")
        return _archive(parameter, [value]) if zipped and offers_zip else _file(value, data, asked)
    if _is(value, "Directory"):
        listed = asked is not None and media_types.matches(asked.media_type, METALINK.media_type)
        return _listing(parameter, value) if listed else _archive(parameter, [value], flat=True)
    if isinstance(value, list) and value and all(_is(item, "File") or _is(item, "Directory") for item in value):
        if zipped or not all(_is(item, "File") for item in value):
            return _archive(parameter, value)
        members = tuple(_file(item, ANY_FILE, None) for item in with_own_names(value))
        return MetalinkPublication(f"{parameter.id}.meta4", members)
    if METALINK in data.formats and value == []:
        return MetalinkPublication(f"{parameter.id}.meta4", ())
    return _document(parameter, value)


def _document(parameter: Parameter, value: Json) -> DocumentPublication:
    content = json.dumps(_without_paths(value), ensure_ascii=False).encode("utf-8")
    return DocumentPublication(f"{parameter.id}.json", "application/json", content)


def _file(value: Json, data: ComplexData, asked: Format | None) -> FilePublication:
    name = name_of(value)
    beside = tuple(_members(value.get("secondaryFiles") or ()))
    return FilePublication(name, _media_type(name, value, data, asked), path_of(value), beside)


def _media_type(name: str, value: Json, data: ComplexData, asked: Format | None) -> str:
    """Return what a file is called: what it is decides, then what was asked for where several names fit."""
    offered = [form.media_type for form in data.formats if form != ZIP] or [ZIP.media_type]
    own = [form.media_type for form in data.formats if form != ZIP and form not in data.converted] or offered
    itself = media_types.from_cwl(value.get("format") or "") or media_types.guess(name)
    fitting = [form for form in offered if media_types.matches(itself, form)]
    if not fitting and own == [media_types.UNKNOWN]:
        return itself
    wanted = [form for form in fitting or own if asked and media_types.matches(asked.media_type, form)]
    exact = [form for form in wanted if asked and form == asked.media_type]
    return (exact or wanted or fitting or own)[0]


def _archive(parameter: Parameter, values: list[Json], *, flat: bool = False) -> ArchivePublication:
    members = tuple(dict.fromkeys(_members(with_own_names(values))))  # two files may share one that lies beside them
    if flat:  # one directory: the archive holds what is in it
        members = tuple((name.split("/", 1)[1], path) for name, path in members if "/" in name)
    return ArchivePublication(f"{parameter.id}.zip", members)


def _listing(parameter: Parameter, directory: Json) -> MetalinkPublication:
    """List the files of a directory; the folders of a file become part of its name."""
    inside = [(name.split("/", 1)[1], path) for name, path in _members([directory]) if "/" in name]
    files = [{"class": "File", "basename": name.replace("/", "_"), "path": str(path)} for name, path in inside]
    members = tuple(_file(file, ANY_FILE, None) for file in with_own_names(files))
    return MetalinkPublication(f"{parameter.id}.meta4", members)


def _members(values: Iterable[Json], folder: str = "") -> Iterable[tuple[str, Path]]:
    for value in values:
        name = folder + name_of(value)
        if _is(value, "File"):
            yield name, path_of(value)
            yield from _members(value.get("secondaryFiles") or (), folder)
        else:
            yield from _members(value.get("listing") or (), name + "/")


def _is(value: Json, kind: str) -> bool:
    return isinstance(value, dict) and value.get("class") == kind


def _without_paths(value: Json) -> Json:
    """Leave out where files lie on the server."""
    if isinstance(value, list):
        return [_without_paths(item) for item in value]
    if isinstance(value, dict):
        hidden = {"location", "path", "dirname"} if value.get("class") in {"File", "Directory"} else set()
        return {name: _without_paths(item) for name, item in value.items() if name not in hidden}
    return value
