"""The text that `otbQgisDescriptor` writes: a line for each argument, `type|key|title|...`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from wps_cwl.translator.otb.model import Kind

Fields = Sequence[str]
_SHORT = "QgsProcessingParameter"


@dataclass(frozen=True)
class Line:
    """An argument: its key, what it is, its title; `names` of a list of names."""

    key: str
    kind: Kind
    title: str
    names: tuple[str, ...] = ()


def parse(text: str) -> tuple[Line, ...]:
    """Return the arguments of a descriptor. Raises ValueError for a type that is not known."""
    return tuple(_lines(text))


def first_tag(text: str) -> str:
    """Return the group that the application is shown in."""
    lines = text.splitlines()
    return lines[2].strip() if len(lines) > 2 else ""


def _lines(text: str) -> Iterator[Line]:
    for written in text.splitlines():
        fields = written.split("|")
        kind = fields[0].removeprefix(_SHORT)
        if kind == fields[0] and kind != "OTBParameterChoice":
            continue  # the head, or `*...`: what QGIS adds by itself
        if kind not in _KINDS:
            raise ValueError(f"the type {fields[0]} of {fields[1]} is not known")
        names = tuple(fields[3].split(";")) if kind == "Enum" else ()
        yield Line(fields[1], _KINDS[kind](fields), fields[2], names)


def _always(kind: Kind) -> Callable[[Fields], Kind]:
    return lambda _: kind


_LAYERS = {"3": Kind.IMAGES, "4": Kind.FILES, "-1": Kind.VECTORS}  # numbers of QgsProcessing::SourceType

_KINDS: dict[str, Callable[[Fields], Kind]] = {
    "OTBParameterChoice": _always(Kind.CHOICE),
    "Band": _always(Kind.BANDS),
    "Boolean": _always(Kind.BOOLEAN),
    "Crs": _always(Kind.INTEGER),  # an EPSG code
    "Enum": _always(Kind.NAMES),
    "Field": lambda fields: Kind.FIELDS if fields[6] == "True" else Kind.FIELD,
    "File": lambda fields: Kind.DIRECTORY if fields[3].endswith(".Folder") else Kind.FILE,
    "FileDestination": _always(Kind.OUTPUT_FILE),
    "MultipleLayers": lambda fields: _LAYERS[fields[3]],
    "Number": lambda fields: Kind.INTEGER if fields[3].endswith(".Integer") else Kind.FLOAT,
    "RasterDestination": _always(Kind.OUTPUT_IMAGE),
    "RasterLayer": _always(Kind.IMAGE),
    "String": lambda fields: Kind.STRINGS if fields[4] == "True" else Kind.STRING,
    "VectorDestination": _always(Kind.OUTPUT_VECTOR),
    "VectorLayer": _always(Kind.VECTOR),
}
