"""An application of the Orfeo ToolBox as it describes itself: its arguments, its choices, and the values it prints."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What an argument is: OTB's own types, where they make a difference on the command line."""

    INTEGER = "integer"  # also Radius
    FLOAT = "float"
    DOUBLE = "double"
    BOOLEAN = "boolean"
    STRING = "string"
    STRINGS = "strings"
    CHOICE = "choice"  # one of several keys; arguments below it belong to one of them
    NAMES = "names"  # ListView: some of several names
    FIELD = "field"  # a field of a vector layer
    FIELDS = "fields"
    BANDS = "bands"
    IMAGE = "image"
    IMAGES = "images"
    VECTOR = "vector"
    VECTORS = "vectors"
    FILE = "file"
    FILES = "files"
    DIRECTORY = "directory"
    OUTPUT_IMAGE = "output image"
    OUTPUT_VECTOR = "output vector"
    OUTPUT_LAYER = "output layer"  # also vectors, but written by another part of OTB, which knows fewer formats
    OUTPUT_FILE = "output file"
    MEMORY = "memory"  # megabytes for buffers: the runner's to say
    GROUP = "group"  # a title over other arguments


OUTPUTS = frozenset({Kind.OUTPUT_IMAGE, Kind.OUTPUT_VECTOR, Kind.OUTPUT_LAYER, Kind.OUTPUT_FILE})


@dataclass(frozen=True)
class Choice:
    """One value of a choice, or one name of a list."""

    key: str
    title: str = ""
    text: str = ""


@dataclass(frozen=True)
class Argument:
    """What stands behind `-key` on the command line.

    `default` is in OTB's spelling; for an output image it is the pixel type. `media_types` and `extension` are known
    for files; an output that is `numbered` is several files, NAME_1.tif and so on. To some names letters are
    `appended`, and one that is `rooted` must have a folder. `pattern` restricts texts further. What is `updated` is
    read, changed, and given back.
    """

    key: str
    kind: Kind
    title: str
    text: str = ""
    mandatory: bool = False
    default: str | None = None
    choices: tuple[Choice, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    media_types: tuple[str, ...] = ()
    extension: str = ""
    unit: str = ""
    pattern: str = ""
    numbered: bool = False
    appended: str = ""
    rooted: bool = False
    updated: bool = False


class ResultType(Enum):
    """What a printed value is."""

    INTEGER = "int"
    NUMBER = "double"
    STRING = "string"


@dataclass(frozen=True)
class PrintedValue:
    """A value that the application prints when it ends, below "Output parameters value"."""

    key: str
    type: ResultType
    title: str
    text: str = ""


@dataclass(frozen=True)
class Application:
    """An application; `version` is that of the toolbox."""

    name: str
    version: str
    summary: str
    text: str = ""
    limitations: str = ""
    see_also: str = ""
    tags: tuple[str, ...] = ()
    arguments: tuple[Argument, ...] = ()
    values: tuple[PrintedValue, ...] = ()

    def argument(self, key: str) -> Argument | None:
        """Return the argument of that key, or None."""
        return next((argument for argument in self.arguments if argument.key == key), None)
